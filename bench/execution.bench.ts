import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { BenchResult } from './bench.ts';
import { startProduct } from './measured-server.ts';

const rounds = { slow: 60, quick: 1_000 } as const;
const warmUps = { slow: 10, quick: 1_500 } as const;
const shell = ['/bin/sh', '-c', 'echo hello'] as const;
const fileBytes = 4_096;

/** What a call of the JSON-RPC gateway takes, against the same work without it. */
export async function executionBench(): Promise<readonly BenchResult[]> {
  const product = await startProduct({ API_PORT: '0', CYBORG_PORT: 'off' });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-bench-'));
  try {
    const call = await openCaller(product.url('CyberDevStudio auth'), product.url('CyberDevStudio API'));
    const text = 'x'.repeat(fileBytes);
    await call('fs.write', { path: 'file', content: text });
    const session = z.object({ session_id: z.string() }).parse(await call('micro.start', { runtime: 'python' })).session_id;
    const addition = { module_base64: await addModule(), function: 'add', args: [1, 2] };
    const bwrap = '/usr/bin/bwrap';
    const groups = [
      {
        spawn: () => output(shell[0], shell.slice(1)),
        ...(existsSync(bwrap) && { bwrap: () => output(bwrap, [...walls, '--', ...limits, '--', ...shell]) }),
        run: () => call('run.exec', { program: shell[0], args: shell.slice(1) }),
      },
      { micro: () => call('micro.execute', { session_id: session, code: '1 + 1' }) },
      { wasm: () => call('wasm.invoke', addition) },
      { read: () => call('fs.read', { path: 'file' }), bareRead: () => readFile(path.join(folder, 'file')) },
      { write: () => call('fs.write', { path: 'file', content: text }), bareWrite: () => durableWrite(folder, text) },
    ];
    const times = new Map<string, number>();
    await durableWrite(folder, text);
    for (const [index, group] of groups.entries()) for (const [name, median] of await medians(group, index === 0 ? 'slow' : 'quick')) times.set(name, median);
    const against = (name: string, value: number, floor: number | undefined): BenchResult => ({ name, value, unit: 'ms', ...(floor !== undefined && { floor, ratio: value / floor }) });
    const of = (name: string): number => times.get(name) ?? Number.NaN;
    return [
      against("run.exec of sh -c 'echo hello', floor bwrap with limits", of('run'), times.get('bwrap')),
      against("run.exec of sh -c 'echo hello', floor bare spawn", of('run'), of('spawn')),
      against('micro.execute of 1 + 1 in Python', of('micro'), undefined),
      against('wasm.invoke of an addition, warm', of('wasm'), undefined),
      against('fs.read of 4 kB, floor bare read', of('read'), of('bareRead')),
      against('fs.write of 4 kB, floor bare durable write', of('write'), of('bareWrite')),
    ];
  } finally {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const limits = ['/usr/bin/prlimit', '--nproc=64', '--nofile=256', '--fsize=33554432', '--cpu=3', '--core=0'];

/** What isolates in the product, without what it adds: a filter, orders by descriptor, a cage, a record. */
const walls = ['--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--uid', '1000', '--gid', '1000', '--clearenv', '--ro-bind', '/usr', '/usr', '--symlink', 'usr/bin', '/bin', '--symlink', 'usr/lib', '/lib', '--symlink', 'usr/lib64', '/lib64', '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--remount-ro', '/'];

type Call = (method: string, params: object) => Promise<unknown>;

async function openCaller(auth: string, api: string): Promise<Call> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const post = (url: string, body: object, token?: string): Promise<unknown> => new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')))).on('error', reject);
    });
    sent.on('error', reject).end(JSON.stringify(body));
  });
  const { token } = z.object({ token: z.string() }).parse(await post(`${auth}/auth/register`, { username: 'bench', password: 'a long enough secret' }));
  return async (method, params) => {
    const answer = z.object({ result: z.unknown().optional(), error: z.unknown().optional() }).parse(await post(`${api}/rpc`, { jsonrpc: '2.0', id: 1, method, params }, token));
    if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.result;
  };
}

/** Medians in milliseconds of tasks that are compared. In turn, so that they meet the same neighbours on the machine; what runs once per call is compiled for good only after thousands of them. */
async function medians(tasks: Readonly<Record<string, () => Promise<unknown>>>, pace: keyof typeof rounds): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number[]>(Object.keys(tasks).map((name) => [name, []]));
  for (let round = -warmUps[pace]; round < rounds[pace]; round += 1) {
    for (const [name, task] of Object.entries(tasks)) {
      const startedAt = performance.now();
      await task();
      if (round >= 0) times.get(name)?.push(performance.now() - startedAt);
    }
  }
  return new Map([...times].map(([name, values]) => [name, values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN]));
}

const output = (program: string, parameters: readonly string[]): Promise<void> => new Promise((resolve, reject) => {
  const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: '/usr/bin:/bin' } });
  child.stdout.resume();
  child.on('error', reject).on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${String(code)}`))));
});

/** As the product promises it: whole on disk, or not there. */
async function durableWrite(folder: string, text: string): Promise<void> {
  const temporary = path.join(folder, 'temporary');
  await writeFile(temporary, text, { flush: true });
  await rename(temporary, path.join(folder, 'file'));
  const handle = await open(folder);
  await handle.sync();
  await handle.close();
}

/** `(func (export "add") (param i32 i32) (result i32) …)`. */
const addModule = async (): Promise<string> => Buffer.from('0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b', 'hex').toString('base64');
