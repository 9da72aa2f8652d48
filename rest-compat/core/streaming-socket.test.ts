import { once } from 'node:events';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { WebSocket } from 'ws';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { serveSurface, type ServedSurface } from '../../tests/testkit/surface.ts';
import { catalogueStatus, messageStream, streamingSocket, type SurfaceDefinition } from './index.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const sdl = 'type Query { unused: Int } type Subscription { counted(to: Int!): Int! shouted(text: String!): String! }';
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const counted = parse('subscription Counted($to: Int!) { counted(to: $to) }') as TypedDocumentNode<{ counted: number }, { to: number }>;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const shouted = parse('subscription Shouted($text: String!) { shouted(text: $text) }') as TypedDocumentNode<{ shouted: string }, { text: string }>;

const feed = (lifetimeMs?: number) =>
  streamingSocket({
    id: 'feed',
    path: '/feed',
    summary: 'Counts and shouts',
    limit: 'default',
    maxMessageBytes: 1_000_000,
    ...(lifetimeMs !== undefined && { lifetimeMs }),
    messages: [
      messageStream({ when: (message) => typeof message === 'object' && message !== null && 'text' in message, message: z.object({ text: z.string() }), operation: shouted, variables: ({ text }) => ({ text }), replies: (data) => [{ said: data.shouted }] }),
      messageStream({ when: () => true, message: z.object({ to: z.int() }), operation: counted, variables: ({ to }) => ({ to }), replies: (data) => (data.counted === 0 ? [] : [{ count: data.counted }, { half: data.counted / 2 }]) }),
    ],
    errors: ['NOT_FOUND'],
    refusal: ({ code }) => ({ code }),
  });

/** How many subscriptions were let go. */
let released = 0;
let shouts = 0;

async function serve(options: { readonly lifetimeMs?: number; readonly points?: number } = {}): Promise<ServedSurface> {
  released = 0;
  shouts = 0;
  const definition: SurfaceDefinition = {
    name: 'feeds', title: 'Feeds', description: 'An API that counts.', url: 'http://localhost', routes: [], sockets: [feed(options.lifetimeMs)],
    wire: { status: catalogueStatus, body: ({ code }) => ({ code }), schema: z.object({ code: z.string() }) },
    credentials: ['bearer'], limits: { default: { per: 'user', windows: [{ points: options.points ?? 100, seconds: 60 }] } }, bodyLimitBytes: 1000, deadlineMs: 1000, servesMetrics: false,
  };
  const root = {
    async *counted({ to }: { readonly to: number }, { cancellation }: RequestContext) {
      try {
        if (to < 0) throw new DomainError('NOT_FOUND', 'There is no such number');
        for (let count = 0; count <= to; count += 1) {
          yield { counted: count };
          if (count === 13) throw new DomainError('NOT_FOUND', 'Nobody counts further');
        }
        if (to === 5) await new Promise((resolve) => cancellation.signal.addEventListener('abort', resolve));
      } finally {
        released += 1;
      }
    },
    async *shouted({ text }: { readonly text: string }) {
      shouts += 1;
      yield { shouted: text.toUpperCase().repeat(100_000) };
    },
  };
  const served = await serveSurface({ definition, sdl, root });
  stops.push(served.stop);
  return served;
}

async function connect({ url }: ServedSurface): Promise<WebSocket> {
  const opened = new WebSocket(`${url.replace('http', 'ws')}/feed?token=ada`);
  await once(opened, 'open');
  return opened;
}

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
const send = (to: WebSocket, ...messages: readonly object[]): void => messages.forEach((message) => to.send(JSON.stringify(message)));

test('each message is answered by all that its subscription says, one message after the other', async () => {
  const client = await connect(await serve());
  const warnings: unknown[] = [];
  process.on('warning', (warning) => warnings.push(warning));
  send(client, ...Array.from({ length: 20 }, () => ({ to: 0 })), { to: 2 }, { to: 1 });
  expect(await take(client, 6)).toEqual([{ count: 1 }, { half: 0.5 }, { count: 2 }, { half: 1 }, { count: 1 }, { half: 0.5 }]);
  expect(released).toBe(22);
  expect(warnings).toEqual([]); // of listeners that pile up
});

test('a refusal is an answer, at once or after others, and the connection goes on', async () => {
  const client = await connect(await serve());
  send(client, { to: 'x' }, { to: -1 }, { to: 20 }, { to: 1 });
  const answers = await take(client, 2 + 26 + 1 + 2);
  expect(answers.slice(0, 2)).toEqual([{ code: 'BAD_USER_INPUT' }, { code: 'NOT_FOUND' }]);
  expect(answers.slice(26)).toEqual([{ count: 13 }, { half: 6.5 }, { code: 'NOT_FOUND' }, { count: 1 }, { half: 0.5 }]);
});

test('a client that leaves ends the subscription', async () => {
  const client = await connect(await serve());
  send(client, { to: 5 });
  await take(client, 10);
  client.terminate();
  await expect.poll(() => released).toBe(1);
});

test('a client that does not read is not asked for', async () => {
  const client = await connect(await serve());
  client.pause();
  send(client, ...Array.from({ length: 500 }, () => ({ text: 'x' })));
  // The server stops with what fits between the two, far before the last message; what it has answered by then stays the same.
  let before = -1;
  await expect.poll(() => {
    const settled = shouts === before && before > 0;
    before = shouts;
    return settled;
  }, { interval: 200, timeout: 10_000 }).toBe(true);
  expect(shouts).toBeLessThan(400);
  const answers = take(client, 500);
  client.resume();
  expect(await answers).toHaveLength(500);
});

test('a connection lasts as long as it may, and what it is doing is ended with a word', async () => {
  const client = await connect(await serve({ lifetimeMs: 300 }));
  const closed = once(client, 'close');
  const answers = take(client, 11);
  send(client, { to: 5 });
  expect((await answers).at(-1)).toEqual({ code: 'DEADLINE_EXCEEDED' });
  expect((await closed)[0]).toBe(1008);
  await expect.poll(() => released).toBe(1);
});

test.each([['', 401], ['?token=eve', 401], ['?token=ada', 429]])('a connection with %j is refused with %i', async (query, status) => {
  const served = await serve({ points: 1 });
  (await connect(served)).close();
  const refused = new WebSocket(`${served.url.replace('http', 'ws')}/feed${query}`);
  refused.on('error', () => undefined);
  expect(await new Promise((resolve) => refused.on('unexpected-response', (_, response) => resolve(response.statusCode)))).toBe(status);
});
