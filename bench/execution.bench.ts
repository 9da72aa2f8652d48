import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { BenchResult } from './bench.ts';
import { startProduct } from './measured-server.ts';

const rounds = 60;
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
    const times = await medians({
      spawn: () => output(shell[0], shell.slice(1)),
      ...(existsSync(bwrap) && { bwrap: () => output(bwrap, [...walls, '--', ...shell]) }),
      run: () => call('run.exec', { program: shell[0], args: shell.slice(1) }),
      micro: () => call('micro.execute', { session_id: session, code: '1 + 1' }),
      wasm: () => call('wasm.invoke', addition),
      read: () => call('fs.read', { path: 'file' }),
      write: () => call('fs.write', { path: 'file', content: text }),
      bareWrite: () => durableWrite(folder, text),
      bareRead: () => readFile(path.join(folder, 'file')),
    });
    const against = (name: string, value: number, floor: number | undefined): BenchResult => ({ name, value, unit: 'ms', ...(floor !== undefined && { floor, ratio: value / floor }) });
    const of = (name: string): number => times.get(name) ?? Number.NaN;
    return [
      against("run.exec of sh -c 'echo hello', floor bare bwrap", of('run'), times.get('bwrap')),
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

/** What isolates in the product, without what it adds: limits, filter, orders by descriptor, a cage. */
const walls = ['--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--uid', '1000', '--gid', '1000', '--clearenv', '--ro-bind', '/usr', '/usr', '--symlink', 'usr/bin', '/bin', '--symlink', 'usr/lib', '/lib', '--symlink', 'usr/lib64', '/lib64', '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--remount-ro', '/'];

type Call = (method: string, params: object) => Promise<unknown>;

async function openCaller(auth: string, api: string): Promise<Call> {
  const post = async (url: string, body: object, token?: string): Promise<unknown> =>
    (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) }, body: JSON.stringify(body) })).json();
  const { token } = z.object({ token: z.string() }).parse(await post(`${auth}/auth/register`, { username: 'bench', password: 'a long enough secret' }));
  return async (method, params) => {
    const answer = z.object({ result: z.unknown().optional(), error: z.unknown().optional() }).parse(await post(`${api}/rpc`, { jsonrpc: '2.0', id: 1, method, params }, token));
    if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.result;
  };
}

/** Medians in milliseconds. In turn, so that all meet the same neighbours on the machine; a few rounds to warm up. */
async function medians(tasks: Readonly<Record<string, () => Promise<unknown>>>): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number[]>(Object.keys(tasks).map((name) => [name, []]));
  for (let round = -10; round < rounds; round += 1) {
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
