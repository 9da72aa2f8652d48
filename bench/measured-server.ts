import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** A server in a process of its own, whose cost can be read from outside (Linux). */
export interface MeasuredServer {
  /** By the name in the table that it prints. */
  readonly url: (name: string) => string;
  /** Microseconds of CPU that it has taken, in steps of 10,000. */
  readonly cpu: () => number;
  /** Bytes of memory that it holds. */
  readonly memory: () => number;
  readonly stop: () => Promise<void>;
}

/** What `npm start` gives to Node. */
export const startFlags: readonly string[] = ['--max-semi-space-size=32'];

/** A server that is the product. */
export interface MeasuredProduct extends MeasuredServer {
  /** What it has written so far, its log included. */
  readonly printed: () => string;
}

/** The built product with everything on but rate limits and, unless `environment` says so, the language model; its log goes to a file. */
export async function startProduct(environment: Readonly<Record<string, string>> = {}, execArgv: readonly string[] = []): Promise<MeasuredProduct> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-bench-'));
  chmodSync(folder, 0o711); // as root, PostgreSQL runs as another user and has to get there
  const log = path.join(folder, 'log');
  const output = openSync(log, 'a');
  const env = { PENTAGRAPH_DATA_DIR: path.join(folder, 'data'), LOG_PRETTY: 'false', RATE_LIMITS: 'off', GRAPHQL_PORT: '0', AUTH_PORT: '0', API_PORT: 'off', LLM_PORT: 'off', CYBORG_PORT: '0', CLOUDBRAIN_PORT: 'off', ADMIN_PASSWORD: 'correct horse battery', ...environment };
  const child = spawn(process.execPath, [...startFlags, ...execArgv, 'dist/server/main.js'], { env, stdio: ['ignore', output, output] });
  closeSync(output);
  const printed = (): string => readFileSync(log, 'utf8');
  while (!printed().includes('Ctrl-C')) {
    if (child.exitCode !== null) throw new Error(`The server did not start; its log is ${log}`);
    await delay(50);
  }
  const rows = new Map([...printed().matchAll(/^ {2}(\S.*?) +(http:\/\/\S+)/gmu)].map(([, name = '', url = '']) => [name, new URL(url).origin]));
  return { ...measured(child, () => rmSync(folder, { recursive: true, force: true })), url: (name) => rows.get(name) ?? '', printed };
}

const python = '/usr/bin/python3';

/** The same API by FastAPI, uvicorn and torch; null where Debian's packages of these are not installed. */
export async function startPeer(): Promise<MeasuredServer | null> {
  if (spawnSync(python, ['-c', 'import fastapi, uvicorn, uvloop, httptools, websockets, torch, prometheus_client'], { stdio: 'ignore' }).status !== 0) return null;
  const port = await freePort();
  const options = ['--host', '127.0.0.1', '--port', String(port), '--loop', 'uvloop', '--http', 'httptools', '--ws', 'websockets', '--no-access-log', '--log-level', 'warning'];
  const child = spawn(python, ['-m', 'uvicorn', '--app-dir', 'bench/policies/peer', 'server:app', ...options], { stdio: ['ignore', 'ignore', 'inherit'], env: { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' } });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/health`).then(({ ok }) => ok, () => false))) {
    if (child.exitCode !== null) throw new Error('The peer did not start');
    await delay(100);
  }
  return { ...measured(child, () => undefined), url: () => url };
}

/** A program of ours that tells its port when it listens. */
export async function startProgram(file: string): Promise<MeasuredServer> {
  const child = fork(file, { execArgv: [...startFlags, '--import', 'tsx'] });
  const server = measured(child, () => undefined);
  const [{ port }] = z.tuple([z.object({ port: z.int() }), z.unknown()]).parse(await once(child, 'message'));
  return { ...server, url: () => `http://127.0.0.1:${port}` };
}

const ours = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of ours) child.kill('SIGKILL');
});

/** A process that does not outlive this one. */
export function killWithUs(child: ChildProcess): void {
  ours.add(child);
  child.once('exit', () => ours.delete(child));
}

/** The cost of a process. */
function measured(child: ChildProcess, cleanUp: () => void): Omit<MeasuredServer, 'url'> {
  killWithUs(child);
  const read = (file: string): string => readFileSync(`/proc/${String(child.pid)}/${file}`, 'utf8');
  return {
    cpu() {
      // proc(5): after the name in brackets, the 12th and 13th fields are user and system time in ticks of 10 ms.
      const stat = read('stat');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) * 10_000;
    },
    memory: () => Number(/^VmRSS:\s+(\d+) kB$/mu.exec(read('status'))?.[1]) * 1024,
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
      cleanUp();
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  server.close();
  return port;
}
