import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

// The product as `npm start` runs it: built JavaScript, its own embedded PostgreSQL, its own data directory.
let dataDir: string;
const processes: ChildProcess[] = [];

beforeAll(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-process-'));
  chmodSync(dataDir, 0o711); // as root, PostgreSQL runs as another user and has to get there
});
afterAll(() => {
  for (const child of processes) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly urls: Readonly<Record<'graphql' | 'auth' | 'llm', string>>;
  readonly output: () => string;
}

async function start(): Promise<Started> {
  const { PATH = '' } = process.env; // eslint-disable-line no-restricted-properties -- the child gets a bare environment
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    env: { PATH, PENTAGRAPH_DATA_DIR: dataDir, GRAPHQL_PORT: '0', AUTH_PORT: '0', LLM_PORT: '0', CYBORG_PORT: '0', CLOUDBRAIN_PORT: '0', ADMIN_PASSWORD: 'correct horse battery', LLM_THREADS: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  processes.push(child);
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const urls: Record<string, string> = {};
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      const row = /^ {2}(GraphQL|CyberDevStudio auth|CyberDevStudio LLM) +(http:\/\/\S+)/u.exec(line);
      if (row?.[1] !== undefined && row[2] !== undefined) urls[row[1]] = new URL(row[2]).origin;
      if (line.includes('Ctrl-C')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`ended with ${String(code)}\n${output}`)));
  });
  await ready;
  return { child, urls: { graphql: urls['GraphQL'] ?? '', auth: urls['CyberDevStudio auth'] ?? '', llm: urls['CyberDevStudio LLM'] ?? '' }, output: () => output };
}

const post = async (url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

async function stopped({ child }: Started, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
  return child.exitCode;
}

test('a killed server loses nothing that it acknowledged, and a new start takes over its database', async () => {
  const first = await start();
  const account = { username: 'survivor', password: 'a long enough secret' };
  expect((await post(`${first.urls.auth}/auth/register`, account)).status).toBe(201);
  await stopped(first, 'SIGKILL');

  const second = await start();
  expect((await post(`${second.urls.auth}/auth/login`, account)).status).toBe(200);
  expect(await stopped(second, 'SIGTERM')).toBe(0);
});

test('SIGTERM finishes the answer under way, then everything ends', async () => {
  const server = await start();
  const { token } = z.object({ token: z.string() }).parse(await (await post(`${server.urls.auth}/auth/login`, { username: 'admin', password: 'correct horse battery' })).json());
  const answer = await post(`${server.urls.llm}/v1/chat/completions`, { model: 'help', max_tokens: 64, stream: true, temperature: 0, messages: [{ role: 'user', content: 'How do I create an environment?' }] }, { authorization: `Bearer ${token}` });
  const exit = stopped(server, 'SIGTERM');
  const text = await answer.text();
  expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
  expect(await exit).toBe(0);
  await expect(fetch(`${server.urls.graphql}/health`)).rejects.toThrow();
});
