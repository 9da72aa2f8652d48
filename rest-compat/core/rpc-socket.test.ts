import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import { expect, test } from 'vitest';
import { DomainError } from '#kernel/errors';
import { ada, type ServedSurface } from '../../tests/testkit/surface.ts';
import { serveRpc } from './rpc.fixture.ts';

async function connect({ url }: ServedSurface, query = '?token=ada', headers: Record<string, string> = {}): Promise<WebSocket> {
  const opened = new WebSocket(`${url.replace('http', 'ws')}/ws${query}`, { headers });
  await once(opened, 'open');
  return opened;
}

/** The next messages. */
async function take(from: WebSocket, count: number): Promise<unknown[]> {
  const messages: unknown[] = [];
  return new Promise((resolve) => {
    const note = (data: Buffer): void => {
      messages.push(JSON.parse(data.toString()));
      if (messages.length < count) return;
      from.off('message', note);
      resolve(messages);
    };
    from.on('message', note);
  });
}
const send = (to: WebSocket, message: unknown): void => to.send(typeof message === 'string' ? message : JSON.stringify(message));
const call = (method: string, params?: unknown, id: unknown = 1) => ({ jsonrpc: '2.0', method, params, id });
async function ask(client: WebSocket, message: unknown): Promise<unknown> {
  const answer = take(client, 1);
  send(client, message);
  return (await answer)[0];
}
const partly = (part: object): unknown => expect.objectContaining(part);
const failed = (code: number, id: unknown = null) => ({ jsonrpc: '2.0', error: partly({ code }), id });
const told = (method: string, params: object) => ({ jsonrpc: '2.0', method, params });

test.each<[string, Record<string, string>]>([['?token=ada', {}], ['?api_key=ada', {}], ['', { Authorization: 'Bearer ada' }], ['', { 'X-API-Key': 'ada' }]])('a connection is let in by %j and %j', async (query, headers) => {
  expect(await ask(await connect(await serveRpc(), query, headers), call('voice.say', ['a']))).toEqual({ jsonrpc: '2.0', result: { said: 'a' }, id: 1 });
});

test.each<[string, Record<string, string>, number, number]>([
  ['', {}, 401, -32001],
  ['?token=eve', {}, 401, -32001],
  ['?token=ada', { Origin: 'http://evil.example' }, 403, -32003],
])('a connection with %j and %j is refused with %i', async (...[query, headers, status, code]) => {
  const { url } = await serveRpc();
  const refused = new WebSocket(`${url.replace('http', 'ws')}/ws${query}`, { headers });
  const answer = await new Promise<IncomingMessage>((resolve) => refused.once('unexpected-response', (_, response) => resolve(response)));
  expect([answer.statusCode, await json(answer)]).toEqual([status, failed(code)]);
});

test('messages are answered as requests are', async () => {
  const client = await connect(await serveRpc());
  expect(await ask(client, '{')).toEqual(failed(-32700));
  expect(await ask(client, [])).toEqual(failed(-32600));
  expect(await ask(client, call('nothing'))).toEqual(failed(-32601, 1));
  expect(await ask(client, call('voice.say', {}))).toEqual(failed(-32602, 1));
  expect(await ask(client, call('voice.command', ['a']))).toEqual(failed(-32003, 1));
  expect(await ask(client, [call('voice.say', ['a'], 1), { jsonrpc: '2.0', method: 'voice.say', params: ['b'] }, 7])).toEqual([{ jsonrpc: '2.0', result: { said: 'a' }, id: 1 }, failed(-32600)]);
  send(client, { jsonrpc: '2.0', method: 'voice.say', params: ['not answered'] });
  expect(await ask(client, call('voice.say', ['c'], 'x'))).toEqual({ jsonrpc: '2.0', result: { said: 'c' }, id: 'x' });
});

test('a call that takes long holds up no other', async () => {
  let release: (text: string) => void = () => undefined;
  const first = new Promise<string>((resolve) => (release = resolve));
  const client = await connect(await serveRpc({ say: (text) => (text === 'slow' ? first : text) }));
  send(client, call('voice.say', ['slow'], 'slow'));
  expect(await ask(client, call('voice.say', ['quick'], 'quick'))).toMatchObject({ id: 'quick' });
  const late = take(client, 1);
  release('at last');
  expect(await late).toMatchObject([{ id: 'slow', result: { said: 'at last' } }]);
});

test('an answer that is told in pieces is given whole at the end', async () => {
  const client = await connect(await serveRpc());
  const messages = take(client, 3);
  send(client, call('voice.say', { text: 'hi', stream: true }, 7));
  expect(await messages).toEqual([told('voice.letter', { call_id: 7, letter: 'h' }), told('voice.letter', { call_id: 7, letter: 'i' }), { jsonrpc: '2.0', result: { said: 'hi' }, id: 7 }]);
});

test('a call that is cancelled is answered so, and ends what it does', async () => {
  const { seen, ...served } = await serveRpc();
  const client = await connect(served);
  const pieces = take(client, 3);
  send(client, call('voice.say', { text: 'endless', stream: true }, 'long'));
  await pieces;
  const answers = take(client, 2);
  send(client, call('call.cancel', { id: 'long' }, 2));
  expect(await answers).toEqual(expect.arrayContaining([failed(-32099, 'long'), { jsonrpc: '2.0', result: { id: 'long', cancelled: true }, id: 2 }]));
  expect(seen.released).toBe(1);
  expect(await ask(client, call('call.cancel', { id: 'long' }))).toEqual(failed(-32004, 1));
});

test('work is told of as it goes, and is undone when its caller leaves', async () => {
  const { seen, ...served } = await serveRpc();
  const client = await connect(served);
  const messages = take(client, 3);
  send(client, call('work.do', { steps: 2 }));
  expect(await messages).toEqual([told('work.step', { step: 1 }), told('work.step', { step: 2 }), { jsonrpc: '2.0', result: { id: 'w', done: 2 }, id: 1 }]);
  expect(seen.undone).toEqual([]);
  const begun = take(client, 3);
  send(client, call('work.do', { steps: -1 }));
  await begun;
  client.terminate();
  await expect.poll(() => seen.undone).toEqual(['endless']);
});

test('work that is not waited for is told of under a subscription', async () => {
  const { seen, ...served } = await serveRpc();
  const client = await connect(served);
  const messages = take(client, 4);
  send(client, call('work.do', { steps: 2, wait: false }));
  expect(await messages).toEqual([
    { jsonrpc: '2.0', result: { id: 'xx', subscription: 's1' }, id: 1 },
    told('work.step', { subscription: 's1', step: 1 }), told('work.step', { subscription: 's1', step: 2 }), told('subscription.ended', { subscription: 's1', reason: 'completed' }),
  ]);
  client.terminate();
  expect(seen.undone).toEqual([]);
});

test('a subscription answers how things stand and then tells what comes, until it ends', async () => {
  const client = await connect(await serveRpc());
  const messages = take(client, 4);
  send(client, call('voice.subscribe', ['hi']));
  expect(await messages).toEqual([
    { jsonrpc: '2.0', result: { subscription: 's1', said: 'hi' }, id: 1 },
    told('voice.letter', { subscription: 's1', letter: 'h' }), told('voice.letter', { subscription: 's1', letter: 'i' }), told('subscription.ended', { subscription: 's1', reason: 'completed' }),
  ]);
  expect(await ask(client, call('subscription.list'))).toMatchObject({ result: { subscriptions: [] } });
});

test('a subscription that is refused leaves nothing behind', async () => {
  const { seen, ...served } = await serveRpc();
  const client = await connect(served);
  expect(await ask(client, call('voice.subscribe', ['odd']))).toEqual(failed(-32004, 1));
  expect(await ask(client, call('voice.subscribe', [7]))).toEqual(failed(-32602, 1));
  await expect.poll(() => seen.released).toBe(1);
});

test('a subscription that fails on the way says why', async () => {
  const client = await connect(await serveRpc());
  const messages = take(client, 9);
  send(client, call('voice.subscribe', ['missing']));
  expect((await messages).at(-1)).toEqual(told('subscription.ended', { subscription: 's1', reason: 'failed', error: partly({ code: -32004 }) }));
});

test('a subscription is listed, and ended by its name', async () => {
  const { seen, ...served } = await serveRpc();
  const client = await connect(served);
  const messages = take(client, 4);
  send(client, call('voice.subscribe', ['endless']));
  await messages;
  expect(await ask(client, call('subscription.list'))).toMatchObject({ result: { subscriptions: [{ subscription: 's1', method: 'voice.subscribe' }] } });
  expect(await ask(client, call('subscription.cancel', ['s1']))).toMatchObject({ result: { subscription: 's1', cancelled: true } });
  await expect.poll(() => seen.released).toBe(1);
  expect(await ask(client, call('subscription.cancel', ['s1']))).toEqual(failed(-32004, 1));
  expect(await ask(client, call('subscription.list'))).toMatchObject({ result: { subscriptions: [] } });
});

test('a connection has at most 64 subscriptions', async () => {
  const { seen, ...served } = await serveRpc();
  const client = await connect(served);
  const answers: unknown[] = [];
  client.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    if (Array.isArray(message)) for (const answer of message) answers.push(answer);
  });
  send(client, Array.from({ length: 65 }, (_, id) => call('voice.subscribe', ['endless'], id)));
  await expect.poll(() => answers).toHaveLength(65);
  expect(answers.filter((answer) => typeof answer === 'object' && answer !== null && 'error' in answer)).toEqual([partly({ error: partly({ code: -32063 }) })]);
  client.terminate();
  await expect.poll(() => seen.released).toBe(65);
});

test('a caller who does not read is told no more than fits, and loses nothing', async () => {
  const { seen, ...served } = await serveRpc({ say: (text) => text.repeat(200_000) });
  const client = await connect(served);
  client.pause();
  for (let id = 0; id < 500; id += 1) send(client, call('voice.say', ['x'], id));
  let before = -1;
  await expect.poll(() => {
    const settled = seen.contexts.length === before && before > 0;
    before = seen.contexts.length;
    return settled;
  }, { interval: 200, timeout: 10_000 }).toBe(true);
  expect(seen.contexts.length).toBeLessThan(400);
  const answers = take(client, 500);
  client.resume();
  expect(await answers).toHaveLength(500);
});

test('who is no longer let in is told so and loses the connection, also without a word of its own', async () => {
  let isGood = true;
  const authenticator = {
    authenticate: () => {
      if (isGood) return ada;
      throw new DomainError('UNAUTHENTICATED', 'The token has been revoked');
    },
  };
  const speaking = await connect(await serveRpc({ authenticator }));
  const silent = await connect(await serveRpc({ authenticator, recheckMs: 20 }));
  const closed = [once(speaking, 'close'), once(silent, 'close')];
  expect(await ask(speaking, call('voice.say', ['a']))).toMatchObject({ result: {} });
  isGood = false;
  expect(await ask(speaking, call('voice.say', ['a'], 2))).toEqual(failed(-32001, 2));
  expect((await Promise.all(closed)).map(([code]: unknown[]) => code)).toEqual([4401, 4401]);
});

test('a server that stops answers what it has begun and ends subscriptions', async () => {
  let release: (text: string) => void = () => undefined;
  const slow = new Promise<string>((resolve) => (release = resolve));
  const { seen, ...served } = await serveRpc({ say: () => slow });
  const client = await connect(served);
  const messages = take(client, 4);
  send(client, call('voice.subscribe', ['endless']));
  await messages;
  const closed = once(client, 'close');
  send(client, call('voice.say', ['slow'], 'slow'));
  await expect.poll(() => seen.contexts).toHaveLength(1);
  const last = take(client, 1);
  const stopped = served.stop();
  release('done');
  expect(await last).toMatchObject([{ id: 'slow', result: { said: 'done' } }]);
  expect((await closed)[0]).toBe(1001);
  await stopped;
  expect(seen.released).toBe(1);
});

test('the metrics tell calls and open subscriptions', async () => {
  const served = await serveRpc();
  const client = await connect(served);
  const messages = take(client, 4);
  send(client, call('voice.subscribe', ['endless']));
  await messages;
  const text = await (await fetch(`${served.url}/metrics`)).text();
  expect(text).toContain('rpc_calls_total{method="voice.subscribe",transport="websocket",outcome="ok"} 1');
  expect(text).toContain('rpc_subscriptions{method="voice.subscribe"} 1');
});
