import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { createCloudBrainClient, type CloudBrainClient } from '../testkit/cloudbrain.ts';
import { createProductHome, servesTheCommittedGraph, type Product, type ProductHome } from '../testkit/product.ts';

/** Three processes: accounts, collaboration, and everything else with the surfaces in front. */
let home: ProductHome;
let identity: Product;
let collaboration: Product;
let gateway: Product;
let client: CloudBrainClient;
let port: number;
const serveCollaboration = (): Promise<Product> =>
  home.start({ PENTAGRAPH_ROLES: 'subgraph:collaboration', SUBGRAPH_COLLABORATION_PORT: String(port), SUBGRAPH_IDENTITY_URL: identity.rows.get('subgraph identity') ?? '' });

beforeAll(async () => {
  home = createProductHome({ ...servesTheCommittedGraph, RATE_LIMITS: 'off', ADMIN_PASSWORD: 'correct horse battery', LOG_PRETTY: 'false', LOG_LEVEL: 'warn', EXEC_DRIVER: 'none' });
  identity = await home.start({ PENTAGRAPH_ROLES: 'migrate,subgraph:identity', SUBGRAPH_IDENTITY_PORT: '0' });
  port = await freePort();
  [collaboration, gateway] = await Promise.all([
    serveCollaboration(),
    home.start({
      PENTAGRAPH_ROLES: 'gateway,surface:studio-auth,surface:cloudbrain',
      SUBGRAPH_IDENTITY_URL: identity.rows.get('subgraph identity') ?? '',
      SUBGRAPH_COLLABORATION_URL: `http://127.0.0.1:${port}`,
    }),
  ]);
  client = createCloudBrainClient(gateway.urls.cloudbrain);
}, 180_000);
afterAll(() => home.close());

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = z.object({ port: z.number() }).parse(server.address());
  await new Promise((resolve) => server.close(resolve));
  return free;
}

const answerSchema = z.object({ data: z.record(z.string(), z.unknown()).nullish(), errors: z.array(z.object({ extensions: z.object({ code: z.string() }).loose() })).optional() });

async function ask(query: string, token: string): Promise<{ readonly data: z.infer<typeof answerSchema>['data']; readonly codes: readonly string[] }> {
  const response = await fetch(`${gateway.urls.graphql}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query }) });
  const { data, errors = [] } = answerSchema.parse(await response.json());
  return { data, codes: errors.map(({ extensions: { code } }) => code) };
}

async function signIn(): Promise<string> {
  const answer = await fetch(`${gateway.urls.auth}/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"username":"admin","password":"correct horse battery"}' });
  return z.object({ token: z.string() }).parse(await answer.json()).token;
}

/** Asks again and again until stopped, with pauses in which the others get to work, and keeps what came: `ok` or the codes of the errors. */
function load(query: string, token: string) {
  const seen: string[] = [];
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const { codes } = await ask(query, token);
      seen.push(codes.length === 0 ? 'ok' : [...new Set(codes)].join());
      await delay(10);
    }
  })();
  return {
    seen,
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}

interface Event {
  readonly content?: string | undefined;
  readonly errors?: readonly unknown[] | undefined;
}

/** What an AI is told of messages to it. */
function follow(token: string) {
  const graph = createClient({ url: `${gateway.urls.graphql.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { authorization: `Bearer ${token}` } });
  const events: Event[] = [];
  let ended = false;
  graph.subscribe<{ messageSent: { message: { content: string } } }>({ query: 'subscription { messageSent { message { content } } }' }, {
    next: ({ data, errors }) => void events.push({ content: data?.messageSent.message.content, errors: errors?.map(({ extensions }) => extensions) }),
    error: () => (ended = true),
    complete: () => (ended = true),
  });
  return { events, isOpen: () => !ended, dispose: () => graph.dispose() };
}

const expectSoon = (read: () => unknown) => expect.poll(read, { timeout: 30_000, interval: 50 });

test('a part of the graph is killed and comes back: the others answer on, streams are told and go on, nothing else breaks', { timeout: 180_000 }, async () => {
  const [sender, reader] = [await client.newAi(), await client.newAi()];
  const send = async (content: string): Promise<number> => (await client.v1('POST', '/message/send', { token: sender.token, body: { message_type: 'message', content, target_ai_id: reader.id } })).status;
  /** Sends it until it is heard: a stream that is being opened misses what was sent before. */
  const expectHeard = (content: string) => expectSoon(async () => (await send(content)) === 201 && stream.events.some((event) => event.content === content)).toBe(true);
  const stream = follow(reader.token);
  await expectHeard('first');

  const accounts = load('{ me { username } }', await signIn());
  const messages = load('{ inbox { totalCount nodes { content sender { name } } } }', reader.token);
  await expectSoon(() => messages.seen.includes('ok') && accounts.seen.length > 0).toBe(true);
  await collaboration.stop('SIGKILL');
  await expectSoon(() => messages.seen.filter((outcome) => outcome !== 'ok').length).toBeGreaterThan(20);
  await expectSoon(() => stream.events.flatMap(({ errors = [] }) => errors)).toEqual([{ code: 'SUBGRAPH_UNAVAILABLE', details: { subgraph: 'collaboration', retrying: true } }]);
  expect((await fetch(`${gateway.urls.graphql}/ready`)).status).toBe(503);

  collaboration = await serveCollaboration();
  await expectSoon(() => messages.seen.at(-1)).toBe('ok');
  await expectHeard('second');
  await Promise.all([accounts.stop(), messages.stop()]);

  expect(new Set(messages.seen)).toEqual(new Set(['ok', 'SUBGRAPH_UNAVAILABLE']));
  expect(new Set(accounts.seen)).toEqual(new Set(['ok']));
  expect(stream.isOpen()).toBe(true);
  await stream.dispose();
  for (const product of [gateway, identity, collaboration]) expect(product.output()).not.toContain('unhandled rejection');
});

test('a subgraph answers nobody but the processes of its installation', async () => {
  const url = `${identity.rows.get('subgraph identity') ?? ''}/graphql`;
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ accountByName(realm: \\"cds\\", username: \\"admin\\") { id } }"}' });
  expect(answer.status).toBe(401);
  expect((await fetch(`${url.slice(0, -8)}/ready`)).status).toBe(200);
});

test('all three end cleanly', async () => {
  expect(await gateway.stop('SIGTERM')).toBe(0);
  expect(await collaboration.stop('SIGTERM')).toBe(0);
  expect(await identity.stop('SIGTERM')).toBe(0);
});
