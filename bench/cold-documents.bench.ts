import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'undici';
import { z } from 'zod';
import type { BenchResult } from './bench.ts';
import { killWithUs, startProgram } from './measured-server.ts';

const warm = '{ topProducts(first: 15) { upc name price shippingEstimate reviews { id body author { id name } } } }';
const cold = (index: number): string => `{ topProducts(first: 15) { n${index}: upc name price shippingEstimate reviews { id body author { id name } } } }`;
/** The planner takes twice as long for each list around another. */
const hostile = (index: number): string => `{ h${index}: json(value: ${'['.repeat(40)}${']'.repeat(40)}) }`;

const roundMs = 3_000;
const rounds = 5;
const headers = { 'content-type': 'application/json' };
const loadReading = z.object({ p99: z.number() });

/** What readers of a known document notice of a flood of new ones: 200 unique ones a second, and one every two seconds that holds the planner until it is stopped. */
export async function coldDocumentsBench(): Promise<BenchResult[]> {
  const server = await startProgram('bench/cold-documents-process.ts');
  const client = fork('bench/gateway-load-process.ts', { execArgv: ['--import', 'tsx'] });
  killWithUs(client);
  const p99 = async (concurrency: number): Promise<number> => {
    const answer = once(client, 'message');
    client.send({ url: `${server.url('')}/graphql`, headers, body: JSON.stringify({ query: warm }), concurrency, milliseconds: roundMs });
    return z.tuple([loadReading]).rest(z.unknown()).parse(await answer)[0].p99;
  };
  const results: BenchResult[] = [];
  const answered = { documents: 0, seconds: 0 };
  await besideFlood(server.url(''), () => p99(50));

  for (const concurrency of [10, 50]) {
    const quiet: number[] = [];
    const flooded: number[] = [];
    for (let round = 0; round < rounds; round++) {
      quiet.push(await p99(concurrency));
      const { result, documents } = await besideFlood(server.url(''), () => p99(concurrency));
      flooded.push(result);
      answered.documents += documents;
      answered.seconds += roundMs / 1_000;
    }
    const floor = median(quiet);
    const value = median(flooded);
    results.push({ name: `known documents at ${concurrency} connections, p99 under a flood of new and hostile ones`, value, unit: 'ms', floor, ratio: value / floor });
  }
  client.kill();
  await server.stop();
  return [...results, { name: 'new documents that were answered meanwhile', value: answered.documents / answered.seconds, unit: 'documents/s' }];
}

let sent = 0;

/** Does something while the flood lasts, and waits until all of it is answered. */
async function besideFlood<TResult>(url: string, work: () => Promise<TResult>): Promise<{ readonly result: TResult; readonly documents: number }> {
  const pool = new Pool(url, { connections: 1_000, pipelining: 1 });
  const pending = new Set<Promise<void>>();
  let documents = 0;
  const send = (query: string): void => {
    const one = pool.request({ path: '/graphql', method: 'POST', headers, body: JSON.stringify({ query }) })
      .then(async ({ body }) => {
        if ((await body.text()).startsWith('{"data"')) documents += 1;
      })
      .finally(() => pending.delete(one));
    pending.add(one);
  };
  send(hostile(sent++));
  const unique = setInterval(() => send(cold(sent++)), 5);
  const holding = setInterval(() => send(hostile(sent++)), 2_000);
  const result = await work();
  const sofar = documents;
  clearInterval(unique);
  clearInterval(holding);
  await Promise.all(pending);
  await pool.close();
  return { result, documents: sofar };
}

const median = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
