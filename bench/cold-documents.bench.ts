import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { createRequestContext } from '#kernel/context';
import { createShopEngine } from '../gateway/engine/fixture/shop.ts';
import type { BenchResult } from './bench.ts';

const warm = '{ topProducts(first: 15) { upc name price shippingEstimate reviews { id body author { id name } } } }';
const cold = (index: number): string => `{ topProducts(first: 15) { n${index}: upc name price shippingEstimate reviews { id body author { id name } } } }`;
/** Lists in lists: the planner takes twice as long for each. Within the limit of this engine, but not within its deadline. */
const hostile = (index: number): string => `{ h${index}: json(value: ${'['.repeat(40)}${']'.repeat(40)}) }`;
const measuredMs = 5_000;

/** What known documents notice of a flood of new ones: 200 unique ones a second, and one every two seconds that holds the planner until it is ended. */
export async function coldDocumentsBench(): Promise<BenchResult[]> {
  const { engine } = createShopEngine({ planning: { deadlineMs: 1_000 }, limits: { literalDepth: 100 } });
  const preparation = await engine.prepare({ query: warm });
  if (preparation.kind === 'refused') throw new Error(JSON.stringify(preparation.errors));
  const run = async (): Promise<unknown> => preparation.prepared.executeToJson(null, createRequestContext());

  await latencies(run);
  const quiet = p99(await latencies(run));
  const flood = startFlood((query) => engine.prepare({ query }));
  const flooded = p99(await latencies(run));
  const planned = await flood.stop();
  const alone = await mainThreadWork((query) => engine.prepare({ query }));
  engine.close();
  return [
    { name: 'known documents, p99 under a flood of new and hostile ones', value: flooded, unit: 'ms', floor: quiet, ratio: flooded / quiet },
    { name: 'new documents that were planned meanwhile', value: planned / (measuredMs / 1_000), unit: 'documents/s' },
    { name: 'a new document: work of the thread that answers', value: alone, unit: 'ms' },
  ];
}

/** Requests at a steady pace, each timed from when it was due: a held-up event loop counts for all that it held up. */
async function latencies(run: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  const start = performance.now();
  for (let due = start; due < start + measuredMs; due += 5) {
    if (due > performance.now()) await delay(due - performance.now());
    await run();
    times.push(performance.now() - due);
  }
  return times;
}

const p99 = (times: readonly number[]): number => times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? Number.NaN;

function startFlood(prepare: (query: string) => unknown): { stop(): Promise<number> } {
  let count = 0;
  let planned = 0;
  const pending = new Set<Promise<void>>();
  const send = (query: string): void => {
    const one = Promise.resolve(prepare(query)).then((known) => {
      if (typeof known === 'object' && known !== null && 'kind' in known && known.kind === 'ready') planned += 1;
    }).finally(() => pending.delete(one));
    pending.add(one);
  };
  const unique = setInterval(() => send(cold(count++)), 5);
  const holding = setInterval(() => send(hostile(count++)), 2_000);
  return {
    async stop() {
      clearInterval(unique);
      clearInterval(holding);
      const sofar = planned;
      await Promise.all(pending);
      return sofar;
    },
  };
}

/** Milliseconds that this thread is busy for one new document. */
async function mainThreadWork(prepare: (query: string) => unknown): Promise<number> {
  const before = performance.eventLoopUtilization();
  for (let index = 0; index < 200; index++) {
    await prepare(cold(1_000_000 + index));
    await nextTurn();
  }
  return performance.eventLoopUtilization(before).active / 200;
}
