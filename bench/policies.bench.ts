import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import type { BenchResult } from './bench.ts';
import { cpuMicroseconds } from './cpu-time.ts';
import { startPeer, startProduct, startProgram, type MeasuredServer } from './measured-server.ts';

const token = 'cyborg-secret-v2';
const headers = { authorization: `Bearer ${token}` };
const observation = [0.01, -0.02, 0.03, 0.04];
const rounds = 4;
const seconds = 2;
const mebibyte = 1024 ** 2;
const liveAgents = 100_000;

/** Clients that ask for one thing as fast as they are answered. */
interface Case {
  readonly name: string;
  readonly kind: 'http' | 'websocket';
  readonly surface: 'CyborgMind' | 'GraphQL';
  readonly path: string;
  /** One per connection. */
  readonly bodies: readonly string[];
}

interface Reading {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  /** Microseconds of the server's CPU per answer. */
  readonly cpu: number;
}

const agentIds = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `bench-${index}`);
const step = (agentId: string): string => JSON.stringify({ observation, agent_id: agentId, deterministic: true });
const mutation = 'mutation ($input: StepPolicyInput!) { stepPolicy(input: $input) { action value logProb agentId } }';
const graphStep = (agentId: string): string => JSON.stringify({ query: mutation, variables: { input: { agentId, observation, deterministic: true } } });
const batchOf = (ids: readonly string[]): string => JSON.stringify({ observations: ids.map(() => observation), agent_ids: ids, deterministic: true });
const frame = JSON.stringify({ observation, deterministic: true, token });

const cyborgMind = { surface: 'CyborgMind', kind: 'http' } as const;
const cases: readonly Case[] = [
  { ...cyborgMind, name: '/step, 1 connection', path: '/step', bodies: agentIds(1).map(step) },
  { ...cyborgMind, name: '/step, 32 connections', path: '/step', bodies: agentIds(32).map(step) },
  { ...cyborgMind, name: '/step_batch of 64, 1 connection', path: '/step_batch', bodies: [batchOf(agentIds(64))] },
  { ...cyborgMind, name: '/step_batch of 64, 8 connections', path: '/step_batch', bodies: Array.from({ length: 8 }, (_, client) => batchOf(Array.from({ length: 64 }, (_row, row) => `batch-${client}-${row}`))) },
  { ...cyborgMind, kind: 'websocket', name: '/stream, 1 connection', path: '/stream', bodies: [frame] },
  { ...cyborgMind, kind: 'websocket', name: '/stream, 32 connections', path: '/stream', bodies: Array.from({ length: 32 }, () => frame) },
  { surface: 'GraphQL', kind: 'http', name: 'mutation stepPolicy, 1 connection', path: '/graphql', bodies: agentIds(1).map(graphStep) },
  { surface: 'GraphQL', kind: 'http', name: 'mutation stepPolicy, 32 connections', path: '/graphql', bodies: agentIds(32).map(graphStep) },
];

/** Policies served through HTTP and the graph, against ONNX Runtime called directly and against the same API and weights by FastAPI and torch, where that is installed. */
export async function policiesBench(): Promise<readonly BenchResult[]> {
  const results: BenchResult[] = await modelFloor();
  const product = await startProduct();
  const load = startLoad();
  const peer = await startPeer();
  try {
    for (const server of [product, ...(peer === null ? [] : [peer])]) await prepareAgents(server.url('CyborgMind'), agentIds(64));
    for (const each of cases) results.push(...toResults(each, await compare(each, { product, peer: each.surface === 'CyborgMind' ? peer : null, load })));
    return [...results, ...(await leastCost(load)), ...(await watchedSteps(product, load)), await agentMemory(product)];
  } finally {
    load.close();
    await peer?.stop();
    await product.stop();
  }
}

/** What one run of the model costs when nothing is around it. */
async function modelFloor(): Promise<BenchResult[]> {
  const session = await InferenceSession.create('models/policies/cartpole/1/policy.onnx', { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const results: BenchResult[] = [];
  for (const rows of [1, 32, 64]) {
    const zeros = (...dims: readonly number[]): Tensor => new Tensor('float32', new Float32Array(dims.reduce((product, size) => product * size, 1)), dims);
    const feeds = { observation: zeros(rows, observation.length), hidden: zeros(rows, 64), memory: zeros(rows, 16, 32) };
    results.push({ name: `onnxruntime, batch of ${rows}`, value: await cpuMicroseconds(() => session.run(feeds)), unit: 'us CPU/run' });
  }
  await session.release();
  return results;
}

interface Contestants {
  readonly product: MeasuredServer;
  readonly peer: MeasuredServer | null;
  readonly load: Load;
}

/** Both in turn, so that they meet the same neighbours on the machine; of each what it did at its best, because a shared machine only ever slows down. */
async function compare(each: Case, { product, peer, load }: Contestants): Promise<{ readonly own: Reading; readonly other: Reading | null }> {
  const [own, other]: [Reading[], Reading[]] = [[], []];
  for (let round = -1; round < rounds; round += 1) {
    const mine = await measure(each, product, load);
    const theirs = peer === null ? null : await measure(each, peer, load);
    if (round < 0) continue; // warm-up
    own.push(mine);
    if (theirs !== null) other.push(theirs);
  }
  return { own: best(own), other: peer === null ? null : best(other) };
}

async function measure({ kind, surface, path, bodies }: Case, server: MeasuredServer, load: Load): Promise<Reading> {
  const before = server.cpu();
  const milliseconds = (await load.run({ kind, url: server.url(surface) + path, headers, bodies, seconds })).toSorted((one, other) => one - other);
  const count = milliseconds.length;
  return { perSecond: count / seconds, p50: milliseconds[count >> 1] ?? Number.NaN, cpu: (server.cpu() - before) / count };
}

const best = (readings: readonly Reading[]): Reading => ({
  perSecond: Math.max(...readings.map(({ perSecond }) => perSecond)),
  p50: Math.min(...readings.map(({ p50 }) => p50)),
  cpu: Math.min(...readings.map(({ cpu }) => cpu)),
});

function toResults({ name }: Case, { own, other }: { readonly own: Reading; readonly other: Reading | null }): readonly BenchResult[] {
  const against = (figure: keyof Reading) => other !== null && { floor: other[figure], ratio: own[figure] / other[figure] };
  const rival = other === null ? '' : ', floor FastAPI';
  return [
    { name: `${name}: answers${rival}`, value: own.perSecond, unit: '/s', ...against('perSecond') },
    { name: `${name}: p50${rival}`, value: own.p50, unit: 'ms', ...against('p50') },
    { name: `${name}: CPU${rival}`, value: own.cpu, unit: 'us/answer', ...against('cpu') },
  ];
}

/** What `/step` would cost if there were nothing but Node's server and the model. */
async function leastCost(load: Load): Promise<readonly BenchResult[]> {
  const bare = await startProgram('bench/policies-floor-process.ts');
  try {
    const results: BenchResult[] = [];
    for (const each of cases.filter(({ path }) => path === '/step')) {
      const { own } = await compare(each, { product: bare, peer: null, load });
      results.push(...toResults({ ...each, name: `${each.name}, node:http and ONNX Runtime alone` }, { own, other: null }));
    }
    return results;
  } finally {
    await bare.stop();
  }
}

/** What one watcher of everything costs the steps of 32 agents. */
async function watchedSteps(product: MeasuredServer, load: Load): Promise<readonly BenchResult[]> {
  const steps = cases.find(({ name }) => name === '/step, 32 connections');
  if (steps === undefined) return [];
  const watchers = startLoad();
  try {
    const alone = await measure(steps, product, load);
    const query = 'subscription { policyStepped { agentId step action value } }';
    const order = { kind: 'watch', url: `${product.url('GraphQL')}/graphql`, headers, bodies: [query], seconds: seconds * 2 };
    const [counts, watched] = await Promise.all([watchers.run(order), delay(seconds / 2 * 1000).then(() => measure(steps, product, load))]);
    const events = counts.reduce((sum, count) => sum + count, 0);
    return [
      { name: '/step with a watcher of all, floor without: CPU', value: watched.cpu, unit: 'us/step', floor: alone.cpu, ratio: watched.cpu / alone.cpu },
      { name: 'subscription policyStepped: events of these steps', value: events / seconds, unit: '/s', floor: watched.perSecond, ratio: events / seconds / watched.perSecond },
    ];
  } finally {
    watchers.close();
  }
}

async function agentMemory(product: MeasuredServer): Promise<BenchResult> {
  const before = product.memory();
  for (let from = 0; from < liveAgents; from += 1000) await post(`${product.url('CyborgMind')}/step_batch`, batchOf(Array.from({ length: 1000 }, (_, index) => `live-${from + index}`)));
  return { name: `memory with ${liveAgents.toLocaleString('en')} live agents, floor before`, value: product.memory() / mebibyte, unit: 'MiB', floor: before / mebibyte };
}

async function prepareAgents(url: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) await post(`${url}/reset`, JSON.stringify({ agent_id: id }));
}

async function post(url: string, body: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
}

interface Load {
  readonly run: (order: object) => Promise<readonly number[]>;
  readonly close: () => void;
}

/** Clients in a process of their own. Close it when done. */
function startLoad(): Load {
  const client = fork('bench/policies-load-process.ts', { execArgv: ['--import', 'tsx', '--conditions=source'], serialization: 'advanced' });
  const ended = once(client, 'exit').then(() => null);
  return {
    async run(order) {
      const answer = Promise.race([once(client, 'message'), ended]);
      client.send(order);
      const [numbers] = z.tuple([z.array(z.number()).min(1)], z.unknown()).parse(await answer, { error: () => 'The clients failed' });
      return numbers;
    },
    close: () => void client.kill(),
  };
}
