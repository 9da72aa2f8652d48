import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '#kernel/config';
import { writeTinyModel } from '../subgraphs/inference/backends/llama/gguf.fixture.ts';
import type { BenchResult } from './bench.ts';
import { findLlamaServer, startLibrary, startLlamaServer, startServing, type Engine, type StreamReading } from './serving-peers.ts';

const rounds = 4;
/** About 220 million weights: large enough that a step is work, small enough for any machine. */
const randomModel = { contextLength: 4096, width: 1024, heads: 16, keyHeads: 8, inner: 2816, layers: 16, vocabulary: 32_000, isQuantized: true };

/** Streams of tokens by the product, by node-llama-cpp alone and by llama-server, where that has been built: same file, same threads, all up, visited in turn. */
export async function servingBench(): Promise<readonly BenchResult[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-models-'));
  const file = path.join(folder, 'random.gguf');
  writeFileSync(file, writeTinyModel(randomModel));
  try {
    const one = await compareEngines(file, { threads: 1, streams: [1, 4, 8] });
    const all = os.availableParallelism() > 1 ? await compareEngines(file, { threads: 'auto', streams: [1, 2, 4, 8] }) : [];
    return [...one, ...all, ...(await besideBusyLoop(file)), ...(await manyStreams())];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareEngines(file: string, { threads, streams }: { readonly threads: 1 | 'auto'; readonly streams: readonly number[] }): Promise<readonly BenchResult[]> {
  const model = { file, threads };
  const program = findLlamaServer();
  const serving = await startServing(model);
  const library = await startLibrary(model);
  const server = program === null ? null : await startLlamaServer(program, model);
  const engines = [serving.http, serving.graph, library, ...(server === null ? [] : [server])];
  const results: BenchResult[] = [];
  try {
    // Code that has run a thousand times is what a server runs.
    await visit(engines, Math.max(...streams));
    for (const count of streams) {
      const readings = await visit(engines, count);
      const label = `${threads === 1 ? 'one thread' : 'all cores'}, ${count} at once`;
      const floor = server ?? library;
      const figure = (engine: Engine, against: Engine): BenchResult => ratio(`${engine.name}, ${label}`, 'tokens/s', [bestSpeed(readings, engine), bestSpeed(readings, against)]);
      results.push(figure(serving.http, floor), figure(serving.graph, serving.http), figure(library, floor));
      results.push(ratio(`first token of HTTP endpoint, ${label}`, 'ms', [leastWait(readings, serving.http), leastWait(readings, floor)]));
    }
    return results;
  } finally {
    await Promise.all(engines.map(({ close }) => close()));
  }
}

/** A process that takes a core for itself: all cores against llama-server with one thread. */
async function besideBusyLoop(file: string): Promise<readonly BenchResult[]> {
  const program = findLlamaServer();
  if (program === null) return [];
  const serving = await startServing({ file, threads: 'auto' });
  const server = await startLlamaServer(program, { file, threads: 1 });
  const loop = spawn(process.execPath, ['-e', 'for (;;);']);
  try {
    const results: BenchResult[] = [];
    for (const count of [1, 4]) {
      const readings = await visit([serving.http, server], count);
      results.push(ratio(`all cores beside a busy loop, ${count} at once, floor one thread`, 'tokens/s', [bestSpeed(readings, serving.http), bestSpeed(readings, server)]));
    }
    return results;
  } finally {
    loop.kill('SIGKILL');
    await Promise.all([serving.http.close(), server.close()]);
  }
}

/** The delay is sampled by a timer, and a sample is the whole time from one to the next: a loop that does nothing shows as this much. */
const samplingMs = 10;

/** Sixty-four readers of the model that ships, through the graph: how evenly they are served, and what that does to the process that carries them. */
async function manyStreams(): Promise<readonly BenchResult[]> {
  const serving = await startServing({ file: path.join(projectRoot, 'models/help/help.gguf'), threads: 1, sequences: 64 });
  try {
    const prompts = Array.from({ length: 64 }, (_, stream) => promptOf(0, stream));
    await readTogether(serving.graph, prompts);
    await serving.metrics(); // reading the delay begins a new count of it
    const startedAt = performance.now();
    const seconds = await Promise.all(prompts.map(async (prompt) => {
      await serving.graph.answer(prompt);
      return (performance.now() - startedAt) / 1_000;
    }));
    const delay = /^nodejs_eventloop_lag_p99_seconds (\S+)/mu.exec(await serving.metrics())?.[1];
    return [
      { name: '64 readers of the help model: event loop delay, p99', value: Math.max(0, Number(delay) * 1_000 - samplingMs), unit: 'ms' },
      { name: '64 readers of the help model: slowest against fastest', value: Math.max(...seconds), unit: 's', floor: Math.min(...seconds), ratio: Math.max(...seconds) / Math.min(...seconds) },
    ];
  } finally {
    await serving.http.close();
  }
}

interface Visit {
  readonly tokensPerSecond: number;
  readonly firstTokenMs: number;
}

type Readings = ReadonlyMap<Engine, readonly Visit[]>;

/** Each engine in turn, so that all meet the same neighbours on the machine; one round to warm up. */
async function visit(engines: readonly Engine[], streams: number): Promise<Readings> {
  const readings = new Map<Engine, Visit[]>(engines.map((engine) => [engine, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, engine] of engines.entries()) {
      const seen = await readTogether(engine, Array.from({ length: streams }, (_, stream) => promptOf(index * 1_000 + round, stream)));
      if (round > 0) readings.get(engine)?.push(seen);
    }
  }
  return readings;
}

async function readTogether({ answer }: Engine, prompts: readonly string[]): Promise<Visit> {
  const startedAt = performance.now();
  const seen: readonly StreamReading[] = await Promise.all(prompts.map(answer));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { tokensPerSecond: seen.reduce((sum, { tokens }) => sum + tokens, 0) / seconds, firstTokenMs: seen.reduce((sum, { firstTokenMs }) => sum + firstTokenMs, 0) / seen.length };
}

/** About 125 tokens of one byte each that begin differently, so that nothing is remembered of an earlier prompt, nor of one by the other way into the same server. */
const promptOf = (visit: number, stream: number): string => `${String(visit * 100 + stream).padStart(7, '0').split('').reverse().join('')} ${'abcdefghijklmnopqrstuvwxyz '.repeat(5)}`.slice(0, 125);

// A shared machine only ever slows down.
const bestSpeed = (readings: Readings, engine: Engine): number => Math.max(...(readings.get(engine) ?? []).map(({ tokensPerSecond }) => tokensPerSecond));
const leastWait = (readings: Readings, engine: Engine): number => Math.min(...(readings.get(engine) ?? []).map(({ firstTokenMs }) => firstTokenMs));

const ratio = (name: string, unit: string, [value, floor]: readonly [number, number]): BenchResult => ({ name, unit, value, floor, ratio: value / floor });
