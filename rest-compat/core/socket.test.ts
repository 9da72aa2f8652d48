import { once } from 'node:events';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { WebSocket } from 'ws';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { serveSurface, type ServedSurface } from '../../tests/testkit/surface.ts';
import { catalogueStatus, socket, type SurfaceDefinition } from './index.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const sdl = 'type Query { unused: Int } type Mutation { enter(id: ID!): Boolean! say(id: ID!, text: String!): String! leave(id: ID!): Boolean! }';
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const enter = parse('mutation Enter($id: ID!) { enter(id: $id) }') as TypedDocumentNode<{ enter: boolean }, { id: string }>;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const say = parse('mutation Say($id: ID!, $text: String!) { say(id: $id, text: $text) }') as TypedDocumentNode<{ say: string }, { id: string; text: string }>;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const leave = parse('mutation Leave($id: ID!) { leave(id: $id) }') as TypedDocumentNode<{ leave: boolean }, { id: string }>;

const talk = socket({
  id: 'talk',
  path: '/talk',
  summary: 'Says it back',
  limit: 'default',
  maxMessageBytes: 1_000_000,
  deadlineMs: 10_000,
  message: z.object({ text: z.string() }),
  open: { operation: enter, variables: ({ id }) => ({ id }) },
  reopenOn: 'NOT_FOUND',
  answer: { operation: say, variables: ({ text }, { id }) => ({ id, text }), reply: (data) => ({ said: data.say }) },
  close: { operation: leave, variables: ({ id }) => ({ id }) },
  errors: ['NOT_FOUND'],
  refusal: ({ code }) => ({ code }),
});

const definition: SurfaceDefinition = {
  name: 'talks',
  title: 'Talks',
  description: 'An API that talks.',
  url: 'http://localhost',
  routes: [],
  sockets: [talk],
  wire: { status: catalogueStatus, body: ({ code }) => ({ code }), schema: z.object({ code: z.string() }) },
  credentials: ['bearer'],
  limits: { default: { per: 'address', windows: [{ points: 100, seconds: 60 }] } },
  bodyLimitBytes: 1000,
  deadlineMs: 1000,
  servesMetrics: false,
};

/** What the domain was asked, in order. */
let asked: string[] = [];

async function serve(answer: (text: string) => unknown = (text) => text, surface: Partial<SurfaceDefinition> = {}): Promise<ServedSurface> {
  asked = [];
  const note = (text: string): true => {
    asked.push(text);
    return true;
  };
  const root = {
    enter: () => note('enter'),
    say: ({ text }: { readonly text: string }) => {
      note(text);
      return answer(text);
    },
    leave: () => note('leave'),
  };
  const served = await serveSurface({ definition: { ...definition, ...surface }, sdl, root });
  stops.push(served.stop);
  return served;
}

async function connect({ url }: ServedSurface, headers: Record<string, string> = { Authorization: 'Bearer ada' }): Promise<WebSocket> {
  const opened = new WebSocket(`${url.replace('http', 'ws')}/talk`, { headers });
  await once(opened, 'open');
  return opened;
}

const send = (to: WebSocket, text: string): void => to.send(JSON.stringify({ text }));

/** The next answers. */
async function take(from: WebSocket, count: number): Promise<unknown[]> {
  const answers: unknown[] = [];
  return new Promise((resolve) => {
    const note = (data: Buffer): void => {
      answers.push(JSON.parse(data.toString()));
      if (answers.length < count) return;
      from.off('message', note);
      resolve(answers);
    };
    from.on('message', note);
  });
}

test('a connection is entered with its first good message and left when it ends', async () => {
  const client = await connect(await serve());
  client.send('{');
  expect(await take(client, 1)).toEqual([{ code: 'INVALID_JSON' }]);
  expect(asked).toEqual([]);
  send(client, 'one');
  send(client, 'two');
  expect(await take(client, 2)).toEqual([{ said: 'one' }, { said: 'two' }]);
  client.close();
  await expect.poll(() => asked).toEqual(['enter', 'one', 'two', 'leave']);
});

test('who never said anything good is not left', async () => {
  const client = await connect(await serve(), {});
  send(client, 'one');
  expect(await take(client, 1)).toEqual([{ code: 'UNAUTHENTICATED' }]);
  client.close();
  await once(client, 'close');
  expect(asked).toEqual([]);
});

test('answers come in order, although the first one takes longest', async () => {
  let release: (text: string) => void = () => undefined;
  const first = new Promise<string>((resolve) => (release = resolve));
  const client = await connect(await serve((text) => (text === 'slow' ? first : text)));
  const answers = take(client, 3);
  for (const text of ['slow', 'quick', 'last']) send(client, text);
  await expect.poll(() => asked).toEqual(['enter', 'slow']);
  release('slow');
  expect(await answers).toEqual([{ said: 'slow' }, { said: 'quick' }, { said: 'last' }]);
});

test('a state that was lost is entered again with the next message', async () => {
  const client = await connect(await serve((text) => {
    if (text === 'lost') throw new DomainError('NOT_FOUND', 'Nobody is here');
    return text;
  }));
  for (const text of ['lost', 'again']) send(client, text);
  expect(await take(client, 2)).toEqual([{ code: 'NOT_FOUND' }, { said: 'again' }]);
  expect(asked).toEqual(['enter', 'lost', 'enter', 'again']);
});

test('a refusal that is not documented is a fault, without its words', async () => {
  const served = await serve(() => {
    throw new DomainError('CONFLICT', 'the secret is hunter2');
  });
  const client = await connect(served);
  send(client, 'one');
  expect(await take(client, 1)).toEqual([{ code: 'INTERNAL' }]);
  expect(served.lines).toContainEqual(expect.objectContaining({ msg: 'request failed', route: 'talk' }));
});

test('a client that sends without reading is not read either', async () => {
  const big = 'x'.repeat(100_000);
  const client = await connect(await serve());
  client.pause();
  for (let index = 0; index < 500; index += 1) send(client, big);
  // The server stops with what fits between the two, far before the last message; what it has answered by then stays the same.
  let before = -1;
  await expect.poll(() => {
    const settled = asked.length === before && before > 0;
    before = asked.length;
    return settled;
  }, { interval: 200, timeout: 10_000 }).toBe(true);
  expect(asked.length).toBeLessThan(400);
  const answers = take(client, 500);
  client.resume();
  expect(await answers).toHaveLength(500);
}, 30_000);

test('opening counts, and one too many is refused', async () => {
  const served = await serve(undefined, { limits: { default: { per: 'address', windows: [{ points: 1, seconds: 60 }] } } });
  const first = new WebSocket(`${served.url.replace('http', 'ws')}/talk`);
  const [{ headers }] = z.tuple([z.object({ headers: z.record(z.string(), z.unknown()) })]).parse(await once(first, 'upgrade'));
  expect([headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]).toEqual(['1', '0']);
  const second = new WebSocket(`${served.url.replace('http', 'ws')}/talk`);
  second.on('error', () => undefined);
  const status = await new Promise((resolve) => second.on('unexpected-response', (_, response) => resolve(response.statusCode)));
  expect(status).toBe(429);
});

test('a stop answers the message at hand, then says goodbye', async () => {
  let release: (text: string) => void = () => undefined;
  const first = new Promise<string>((resolve) => (release = resolve));
  const served = await serve(() => first);
  const client = await connect(served);
  const answers = take(client, 1);
  const closed = once(client, 'close');
  send(client, 'one');
  await expect.poll(() => asked).toContain('one');
  const stopped = served.stop();
  release('one');
  expect(await answers).toEqual([{ said: 'one' }]);
  expect((await closed)[0]).toBe(1001);
  await stopped;
  expect(asked).toEqual(['enter', 'one', 'leave']);
});
