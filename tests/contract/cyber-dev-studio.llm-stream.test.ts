import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  token = await world.register('streamer');
});
afterAll(() => world.close());

const messages = [{ role: 'user', content: 'How do I create an environment?' }];
const chat = { model: 'help', messages, max_tokens: 16 };
/** Never ends by itself: the token that would end it cannot be chosen. */
const endless = { ...chat, max_tokens: 900, temperature: 2, top_k: 0, top_p: 1, min_p: 0, logit_bias: { 2: -100 } };
const lineSchema = z.object({ delta: z.string().optional(), tokens: z.number().optional(), done: z.boolean(), usage: z.object({ completion_tokens: z.number(), total_tokens: z.number() }).optional(), error: z.object({ code: z.string().nullable(), param: z.string().nullable() }).optional() });
type Line = z.output<typeof lineSchema>;

function open({ query = `?token=${token}`, headers = {}, at = world }: { readonly query?: string; readonly headers?: Record<string, string>; readonly at?: World } = {}) {
  const socket = new WebSocket(`${at.urls.llm.replace('http', 'ws')}/v1/stream${query}`, { headers });
  const lines: Line[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data: Buffer) => {
    lines.push(lineSchema.parse(JSON.parse(data.toString())));
    for (const wake of waiting.splice(0)) wake();
  });
  const next = async (): Promise<Line> => {
    for (;;) {
      const line = lines.shift();
      if (line !== undefined) return line;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return {
    socket,
    next,
    opened: once(socket, 'open'),
    say: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    /** All lines of one answer. */
    answer: async (): Promise<Line[]> => {
      const answer = [await next()];
      while (answer.at(-1)?.done !== true) answer.push(await next());
      return answer;
    },
  };
}

async function refusedStatus(query: string, headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(`${world.urls.llm.replace('http', 'ws')}/v1/stream${query}`, { headers });
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0)));
}

describe('WS /v1/stream', () => {
  test('answers a chat line by line, with token counts, and ends with the usage', async () => {
    const { opened, say, answer, socket } = open();
    await opened;
    say(chat);
    const lines = await answer();
    const last = lines.pop();
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.every(({ done, delta }) => !done && delta !== undefined && delta !== '')).toBe(true);
    expect(lines.reduce((sum, { tokens = 0 }) => sum + tokens, 0)).toBeLessThanOrEqual(last?.usage?.completion_tokens ?? 0);
    const whole: unknown = await (await world.post(`${world.urls.llm}/v1/chat/completions`, chat, token)).json();
    expect(whole).toMatchObject({ choices: [{ message: { content: lines.map(({ delta }) => delta).join('') } }], usage: { total_tokens: last?.usage?.total_tokens } });
    socket.close();
  });

  test('takes several requests one after the other, chats and texts, and answers a bad one with a line', async () => {
    const { opened, say, answer, socket } = open({ query: '', headers: { Authorization: `Bearer ${token}` } });
    await opened;
    for (const message of [chat, '{', { model: 'help' }, { model: 'none', messages }, { model: 'help', prompt: 'Send', max_tokens: 3 }]) say(message);
    expect((await answer()).at(-1)?.usage).toBeDefined();
    expect(await answer()).toMatchObject([{ done: true, error: { param: null } }]);
    expect(await answer()).toMatchObject([{ done: true, error: { param: 'messages', code: 'invalid_value' } }]);
    expect(await answer()).toMatchObject([{ done: true, error: { param: 'model', code: 'model_not_found' } }]);
    expect((await answer()).at(-1)?.usage?.completion_tokens).toBe(3);
    socket.close();
  });

  test.each([['', {}], ['?token=nonsense', {}], ['', { 'X-API-Key': 'nonsense' }]])('is not opened without a good credential: %j %j', async (query, headers) => {
    expect(await refusedStatus(query, headers)).toBe(401);
  });

  test('a client that leaves ends the generation and pays for what was made', async () => {
    const owner = await world.register('leaver');
    const { opened, say, next, socket } = open({ query: `?token=${owner}` });
    await opened;
    say(endless);
    await next();
    socket.terminate();
    const usage = async () => (await world.database.pool.query<{ completion_tokens: number }>('SELECT completion_tokens FROM inference.token_usage ORDER BY created_at DESC LIMIT 1')).rows[0];
    const held = async () => (await world.database.pool.query('SELECT 1 FROM inference.token_reservations')).rowCount;
    await expect.poll(held, { timeout: 20_000 }).toBe(0);
    expect((await usage())?.completion_tokens).toBeLessThan(900);
  });
});

test('a connection is ended after MAX_STREAMING_SECONDS, in the middle of an answer or idle', async () => {
  const short = await createWorld({ MAX_STREAMING_SECONDS: '1', LLM_CONTEXT_SIZE: '8192' });
  try {
    const owner = await short.register('hasty');
    const [busy, idle] = [open({ query: `?token=${owner}`, at: short }), open({ query: `?token=${owner}`, at: short })];
    const closed = [once(busy.socket, 'close'), once(idle.socket, 'close')];
    await Promise.all([busy.opened, idle.opened]);
    busy.say({ ...endless, max_tokens: 8000 });
    const codes = (await Promise.all(closed)).map(([code]: unknown[]) => code);
    expect(codes).toEqual([1008, 1008]);
    expect((await busy.answer()).at(-1)).toMatchObject({ done: true, error: { code: 'timeout' } });
    const held = async () => (await short.database.pool.query('SELECT 1 FROM inference.token_reservations')).rowCount;
    await expect.poll(held, { timeout: 20_000 }).toBe(0);
  } finally {
    await short.close();
  }
});
