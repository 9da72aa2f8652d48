import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { freePort, killWithUs, startProduct } from './measured-server.ts';

/** What one reader of a stream saw. */
export interface StreamReading {
  readonly tokens: number;
  readonly firstTokenMs: number;
}

/** Something that answers prompts with streams of tokens. */
export interface Engine {
  readonly name: string;
  /** Greedy, never the end of the text, so that all write as much. */
  readonly answer: (prompt: string) => Promise<StreamReading>;
  readonly close: () => Promise<void>;
}

export interface ServedModel {
  readonly file: string;
  readonly threads: number | 'auto';
  /** Answers at once; left out: 8. */
  readonly sequences?: number;
}

export const answerTokens = 64;
const contextLength = 512;
const endOfText = 2;

/** Where `node bench/build-llama-server.mjs` puts it; null where that has not been run. */
export function findLlamaServer(): string | null {
  const file = path.join(os.tmpdir(), 'pentagraph-llama-server/build/bin/llama-server');
  return existsSync(file) ? file : null;
}

/** llama.cpp's own server. */
export async function startLlamaServer(program: string, { file, threads, sequences = 8 }: ServedModel): Promise<Engine> {
  const port = await freePort();
  const count = String(threads === 'auto' ? os.availableParallelism() : threads);
  const parameters = ['-m', file, '-t', count, '-tb', count, '-np', String(sequences), '-c', String(sequences * contextLength), '--host', '127.0.0.1', '--port', String(port), '--no-warmup'];
  const child = spawn(program, parameters, { stdio: 'ignore' });
  killWithUs(child);
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/health`).then(({ ok }) => ok, () => false))) {
    if (child.exitCode !== null) throw new Error('llama-server did not start');
    await delay(100);
  }
  const body = (prompt: string) => ({ prompt, max_tokens: answerTokens, temperature: 0, stream: true, ignore_eos: true, cache_prompt: false });
  return { name: 'llama-server', answer: (prompt) => readEvents(`${url}/v1/completions`, body(prompt), {}), close: () => endOf(child) };
}

/** node-llama-cpp by its own public interface, without a server. */
export async function startLibrary({ file, threads, sequences = 8 }: ServedModel): Promise<Engine> {
  const child = fork(new URL('./library-process.ts', import.meta.url), [file, String(threads === 'auto' ? os.availableParallelism() : threads), String(sequences), String(contextLength), String(answerTokens)], { env: { UV_THREADPOOL_SIZE: '1' } });
  killWithUs(child);
  await once(child, 'message');
  const answers = new Map<number, (reading: StreamReading) => void>();
  const message = z.object({ id: z.number(), tokens: z.number(), firstTokenMs: z.number() });
  child.on('message', (value) => {
    const { id, ...reading } = message.parse(value);
    answers.get(id)?.(reading);
    answers.delete(id);
  });
  let last = 0;
  return {
    name: 'node-llama-cpp',
    answer: (prompt) => new Promise((resolve) => {
      answers.set((last += 1), resolve);
      child.send({ id: last, prompt });
    }),
    close: () => endOf(child),
  };
}

/** The built product, by its OpenAI endpoint and by a subscription of the graph. */
export async function startServing({ file, threads, sequences = 8 }: ServedModel): Promise<{ readonly http: Engine; readonly graph: Engine; readonly metrics: () => Promise<string> }> {
  const model = path.basename(file, '.gguf');
  const product = await startProduct({
    LLM_PORT: '0', CYBORG_PORT: 'off', MODELS_DIR: path.dirname(file), DEFAULT_MODEL: model, LLM_THREADS: String(threads), LLM_SEQUENCES: String(sequences), LLM_CONTEXT_SIZE: String(contextLength), DEFAULT_TOKEN_BALANCE: '2000000000',
  });
  const [llm, graphql] = [product.url('CyberDevStudio LLM'), product.url('GraphQL')];
  const headers = { authorization: `Bearer ${await register(product.url('CyberDevStudio auth'))}` };
  while (!(await fetch(`${graphql}/ready`)).ok) await delay(100);
  const close = () => product.stop();
  return {
    http: {
      name: 'HTTP endpoint',
      answer: (prompt) => readEvents(`${llm}/v1/completions`, { model, prompt, max_tokens: answerTokens, temperature: 0, stream: true, logit_bias: { [endOfText]: -100 } }, headers),
      close,
    },
    graph: {
      name: 'subscription',
      answer: (prompt) => readEvents(`${graphql}/graphql`, { query: subscription, variables: { input: { model, prompts: [{ text: prompt }], maxTokens: answerTokens, temperature: 0, logitBias: [{ token: endOfText, bias: -100 }] } } }, headers),
      close: async () => undefined,
    },
    metrics: async () => (await fetch(`${graphql}/metrics`)).text(),
  };
}

const subscription = 'subscription ($input: CompletionInput!) { completionDelta(input: $input) { index text tokens finishReason } }';

async function register(url: string): Promise<string> {
  const answer = await fetch(`${url}/auth/register`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'reader', password: 'a long enough secret' }) });
  return z.object({ token: z.string() }).parse(await answer.json()).token;
}

/** Reads server-sent events to the end; the first that brings a text is the first token. */
async function readEvents(url: string, body: object, headers: Readonly<Record<string, string>>): Promise<StreamReading> {
  const startedAt = performance.now();
  const answer = await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' }, body: JSON.stringify(body) });
  if (!answer.ok || answer.body === null) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  let firstTokenMs: number | null = null;
  let text = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (firstTokenMs === null && /"text":"[^"]/u.test(chunk)) firstTokenMs = performance.now() - startedAt;
  }
  if (firstTokenMs === null) throw new Error(`${url} wrote nothing: ${text.slice(0, 300)}`);
  return { tokens: answerTokens, firstTokenMs };
}

async function endOf(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
