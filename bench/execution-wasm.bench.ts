import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { createWasmService } from '../subgraphs/execution/wasm/index.ts';
import { meterModule, reservedExports } from '../subgraphs/execution/wasm/metering/index.ts';
import { webAssembly } from '../subgraphs/execution/wasm/web-assembly.ts';
import { systemClock } from '#kernel/clock';
import { createRequestContext } from '#kernel/context';
import { scopesOf, toSubject } from '#kernel/principal';
import { createSandbox } from '#platform/sandbox';
import type { BenchResult } from './bench.ts';
import { startBenchServer } from './bench-server.ts';
import { startHttpLoad } from './http-load.ts';

/** What each kernel is asked for: some tens of milliseconds of work. */
const kernels = { fib: 32, loop: 30_000_000, sieve: 4_000_000, matmul: 300, hash: 200_000, qsort: 300_000 } as const;
const rounds = 8;
const calls = 500;

const bytesOf = (kernel: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(`./execution-wasm/${kernel}.wasm`, import.meta.url)));

/** WebAssembly: what metering costs six kernels, and what a call costs that has next to nothing to do. */
export async function executionWasmBench(): Promise<readonly BenchResult[]> {
  return [...Object.entries(kernels).map(([kernel, size]) => compareMetering(kernel, size)), ...(await smallCalls())];
}

/** Both in turn, so that they meet the same neighbours on the machine; of each the shortest time, because a shared machine only ever adds. */
function compareMetering(kernel: string, size: number): BenchResult {
  const bytes = bytesOf(kernel);
  const raw = load(bytes);
  const metered = load(meterModule(bytes, { memoryPages: 256, tableElements: 1_000 }).bytes);
  let [floor, value] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round += 1) {
    floor = Math.min(floor, milliseconds(() => raw(size)));
    value = Math.min(value, milliseconds(() => metered(size)));
  }
  return { name: `metered ${kernel}, floor as it is`, value, unit: 'ms', floor, ratio: value / floor };
}

function load(bytes: Uint8Array<ArrayBuffer>): (size: number) => unknown {
  const { run, [reservedExports.fuel]: fuel } = new webAssembly.Instance(new webAssembly.Module(bytes), {}).exports;
  if (typeof run !== 'function') throw new Error('A kernel without run');
  return (size) => {
    if (fuel instanceof webAssembly.Global) fuel.value = 2n ** 62n;
    const result: unknown = Reflect.apply(run, undefined, [size]);
    return result;
  };
}

function milliseconds(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** A small call of the service alone, and through HTTP and the graph. */
async function smallCalls(): Promise<readonly BenchResult[]> {
  const server = await startBenchServer();
  const client = startHttpLoad();
  const { config, database, logger } = server;
  const folder = `${config.execution.folder}-bench`;
  const sandbox = await createSandbox({ driver: config.execution.driver, folder, logger });
  const service = createWasmService({ config: { folder }, database, sandbox, requireServing: () => undefined, clock: systemClock, logger });
  try {
    const module = bytesOf('fib');
    const context = createRequestContext({ principal: { subject: toSubject('cds', 1), assurance: 'verified', role: 'developer', scopes: scopesOf('cds', 'developer'), session: null } });
    const times: number[] = [];
    for (let round = 0; round < calls; round += 1) {
      const started = performance.now();
      await service.invoke(context, { module, function: 'run', arguments: [5], programArguments: [] });
      times.push(performance.now() - started);
    }
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await signIn(server)}` };
    const p50Of = async (document: object): Promise<number> => (await client.measure({ url: server.urls.graphql, method: 'POST', headers, body: JSON.stringify(document) }, calls)).p50;
    const [alone, around] = [times.toSorted((one, other) => one - other)[calls >> 1] ?? Number.NaN, await p50Of({ query: '{ wasmEngine { engine } }' })];
    const query = 'mutation ($input: InvokeWasmInput!) { invokeWasm(input: $input) { results fuelUsed } }';
    const value = await p50Of({ query, variables: { input: { module: Buffer.from(module).toString('base64'), function: 'run', arguments: [5] } } });
    const place = sandbox.sandbox === null ? 'without a sandbox' : `in ${sandbox.sandbox.driver}`;
    return [
      { name: `a call of the service alone, ${place}: p50`, value: alone, unit: 'ms' },
      { name: 'mutation invokeWasm, floor a query that does nothing: p50', value, unit: 'ms', floor: around, ratio: value / around },
    ];
  } finally {
    client.close();
    await service.close();
    await sandbox.sandbox?.close();
    await server.close();
  }
}

async function signIn({ urls, credentials }: Awaited<ReturnType<typeof startBenchServer>>): Promise<string> {
  const answer = await fetch(`${urls.auth}/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(credentials) });
  return z.object({ token: z.string() }).parse(await answer.json()).token;
}
