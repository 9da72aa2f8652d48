import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** What an engine was asked. */
export interface EngineRequest {
  readonly path: string;
  readonly authorization: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Answers one request. */
export type EngineAnswer = (response: ServerResponse, request: EngineRequest) => void;

/** An engine whose answers are given in advance, one for each request but those for its models. */
export async function startEngine({ models = [{ id: 'big', object: 'model', created: 1, owned_by: 'them', max_model_len: 1_000 }] }: { readonly models?: unknown } = {}) {
  const answers: EngineAnswer[] = [];
  const requests: EngineRequest[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    const body = await text(request);
    if (path === '/v1/models') return void response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ object: 'list', data: models }));
    const seen = { path, authorization: request.headers.authorization ?? null, body: body === '' ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(body)) };
    if (path === '/tokenize') return void response.writeHead(404).end();
    requests.push(seen);
    const give = answers.shift();
    if (give === undefined) response.writeHead(500).end();
    else give(response, seen);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    answers,
    requests,
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** An answer as server-sent events; texts stand for themselves, anything else for its JSON. */
export const events = (...items: readonly unknown[]): EngineAnswer => (response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  for (const item of items) response.write(frame(item));
  response.end();
};

/** One event. */
export const frame = (item: unknown): string => `data: ${typeof item === 'string' ? item : JSON.stringify(item)}\n\n`;

/** A refusal with a status. */
export const refusal = (status: number, body: unknown = {}, headers: Record<string, string> = {}): EngineAnswer => (response) =>
  void response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));

/** A piece of a chat. */
export const chunk = (delta: object, finish: string | null = null, index = 0): object => ({ choices: [{ index, delta, finish_reason: finish }] });

/** What an answer cost. */
export const usage = (prompt: number, completion: number, cached = 0): object => ({ choices: [], usage: { prompt_tokens: prompt, completion_tokens: completion, prompt_tokens_details: { cached_tokens: cached } } });
