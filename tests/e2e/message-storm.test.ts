import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createCloudBrainClient, listIn, type CloudBrainClient, type TestAi } from '../testkit/cloudbrain.ts';
import { isAcknowledged, readAll, sendOnce, storm, type StormMessage } from '../testkit/message-storm.ts';
import { createProductHome, servesTheCommittedGraph, type Product, type ProductHome } from '../testkit/product.ts';

// Both tests go on with what the one before has left: the same data, the same AIs with the same tokens.
let home: ProductHome;
let product: Product;
let client: CloudBrainClient;
let senders: readonly TestAi[];
let reader: TestAi;
const sent: StormMessage[] = [];

beforeAll(async () => {
  home = createProductHome({ ...servesTheCommittedGraph, DEFAULT_MODEL: 'none', RATE_LIMITS: 'off', LOG_LEVEL: 'silent' });
  product = await home.start();
  client = createCloudBrainClient(product.urls.cloudbrain);
  senders = [await client.newAi(), await client.newAi(), await client.newAi(), await client.newAi()];
  reader = await client.newAi();
});
afterAll(() => home.close());

/** What the reader is told of when it follows its messages from the first on. */
async function announced(count: number): Promise<readonly string[]> {
  const graph = createClient({ url: `${product.urls.graphql.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${reader.token}` } });
  const contents: string[] = [];
  for await (const { data } of graph.iterate<{ messageSent: { message: { content: string } } }>({ query: 'subscription { messageSent(after: "1") { message { content } } }' })) {
    if (data) contents.push(data.messageSent.message.content);
    if (contents.length === count) break;
  }
  await graph.dispose();
  return contents;
}

/** Everything that was acknowledged is there once under its number, nothing is there twice, and nothing is there that nobody sent. */
async function expectAllOnce(): Promise<void> {
  const received = await readAll(client, reader, '/message/inbox');
  const acknowledged = sent.filter(isAcknowledged);
  expect(acknowledged.filter(({ content, answer }) => received.get(content) !== answer?.body['message_id'])).toEqual([]);
  const known = new Set<unknown>(sent.map(({ content }) => content));
  expect([...received.keys()].filter((content) => !known.has(content))).toEqual([]);

  const outboxes = await Promise.all(senders.map((sender) => readAll(client, sender, '/message/sent')));
  expect(outboxes.flatMap((outbox) => [...outbox.values()]).toSorted()).toEqual([...received.values()].toSorted());
  expect((await client.v1('GET', '/message/inbox?mark_read=false&unread_only=true', { token: reader.token })).body).toMatchObject({ total: received.size, unread_count: received.size });
  expect((await announced(received.size)).toSorted()).toEqual([...received.keys()].toSorted());
}

test('a server killed in a storm of messages keeps each that it acknowledged, once', async () => {
  let killed: Promise<unknown> | undefined;
  const messages = await storm({
    client, senders, target: reader,
    after(all) {
      if (all.filter(isAcknowledged).length === 300) killed ??= product.stop('SIGKILL');
      return false;
    },
    goOn: async () => false,
  });
  await killed;
  sent.push(...messages);
  const lost = messages.filter((message) => !isAcknowledged(message));
  expect(lost.map(({ answer }) => answer)).toEqual(lost.map(() => null));
  expect(lost.length).toBeGreaterThan(0);

  product = await home.start();
  client = createCloudBrainClient(product.urls.cloudbrain);
  await expectAllOnce();

  // A sender that does not know looks for what it wrote before it writes it again.
  for (const message of lost) {
    const { body } = await client.v1('GET', `/message/search?q=${message.content}`, { token: message.sender.token });
    if (listIn(body, 'messages').length === 0) sent.push(await sendOnce(client, message));
  }
  await expectAllOnce();
  expect((await readAll(client, reader, '/message/inbox')).size).toBe(messages.length);
});

test('a PostgreSQL killed in a storm of messages comes back by itself, with each that was acknowledged, once', async () => {
  let killedAfter = Number.POSITIVE_INFINITY;
  const well = async (): Promise<boolean> => (await fetch(`${product.urls.cloudbrain}/health`)).status === 200;
  const messages = await storm({
    client, senders, target: reader,
    after(all) {
      const acknowledged = all.filter(isAcknowledged).length;
      if (acknowledged === 300 && killedAfter > 300) {
        killedAfter = 300;
        home.killPostgres();
      }
      return acknowledged >= killedAfter + 300;
    },
    async goOn() {
      await expect.poll(well, { timeout: 20_000, interval: 50 }).toBe(true);
      return true;
    },
  });
  sent.push(...messages);
  const refused = messages.filter((message) => !isAcknowledged(message));
  expect(refused.length).toBeGreaterThan(0);
  for (const { answer } of refused) expect(answer).toMatchObject({ status: 500, body: { error: 'Server error', code: 'INTERNAL_ERROR' } });
  await expectAllOnce();
  expect(await product.stop('SIGTERM')).toBe(0);
});
