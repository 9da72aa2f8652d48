import { createClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { modelProcessOf } from '../testkit/model-process.ts';
import { createWorld, worldForms, type World } from '../testkit/world.ts';

describe.each(worldForms)('%s', (_form, options) => {
  let world: World;
  let token: string;
  beforeAll(async () => {
    world = await createWorld({}, options);
    token = await world.signInAdmin();
  }, 180_000);
  afterAll(() => world.close());

  const clients: Client[] = [];
  const connect = (): Client => {
    const client = createClient({ url: world.urls.graphql.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${token}` }, retryAttempts: 0, lazy: false, onNonLazyError: () => undefined });
    clients.push(client);
    return client;
  };
  const idle = 'subscription { auditEntryRecorded { id action } }';
  const chat = 'subscription Chat($input: ChatCompletionInput!) { chatCompletionDelta(input: $input) { content tokens finishReason usage { completionTokens } } }';
  const input = (content: string, maxTokens = 48) => ({ input: { model: 'help', temperature: 0, maxTokens, messages: [{ role: 'USER', content }] } });

  interface Delta {
    readonly chatCompletionDelta: { readonly content: string; readonly tokens: number; readonly finishReason: string | null; readonly usage: { readonly completionTokens: number } | null };
  }

  async function answerOf(client: Client, question: string) {
    let text = '';
    let tokens = 0;
    for await (const { data, errors } of client.iterate<Delta>({ query: chat, variables: input(question) })) {
      expect(errors).toBeUndefined();
      if (!data) continue;
      text += data.chatCompletionDelta.content;
      tokens += data.chatCompletionDelta.tokens;
      if (data.chatCompletionDelta.usage) return { text, tokens, counted: data.chatCompletionDelta.usage.completionTokens };
    }
    return expect.fail('the stream ended without its usage');
  }

  const expectSoon = async (claim: () => Promise<boolean>): Promise<void> => {
    await expect.poll(claim, { timeout: 10_000, interval: 20 }).toBe(true);
  };

  test('two hundred idle subscriptions and ten streaming clients: no delta is lost, and nothing stays behind', async () => {
    const openBefore = await world.metric('graphql_open_streams');
    const reference = await answerOf(connect(), 'How do I create an environment?');
    const idleClients = Array.from({ length: 10 }, connect);
    const idleStreams = idleClients.flatMap((client) => Array.from({ length: 20 }, () => client.iterate<{ auditEntryRecorded: { action: string } }>({ query: idle })));
    const firstEvents = idleStreams.map((stream) => stream.next());
    await expectSoon(async () => (await world.metric('graphql_open_streams')) >= openBefore + 200);

    const answers = await Promise.all(Array.from({ length: 10 }, connect).map((client) => answerOf(client, 'How do I create an environment?')));
    for (const answer of answers) {
      expect(answer.text).toBe(reference.text);
      expect(answer.tokens).toBe(answer.counted);
    }

    await world.register('announced');
    for (const event of await Promise.all(firstEvents)) expect(event.value).toMatchObject({ data: { auditEntryRecorded: { action: 'user.register' } } });

    await Promise.all(clients.splice(0).map(async (client) => client.dispose()));
    await expectSoon(async () => (await world.metric('graphql_open_streams')) === openBefore);
  });

  // As many as are generated at once, and long: on a busy machine one short answer could be over before this process acts on its first piece.
  const together = Array.from({ length: 8 }, (_, seed) => seed);
  const wild = (seed: number) => ({ model: 'help', temperature: 1.9, seed });
  const ramble = 'Tell me everything about every API';

  test('clients that disconnect in mid-stream stop their generations', async () => {
    const before = await world.metric('llm_generations_cancelled_total');
    const controller = new AbortController();
    const responses = together.map((seed) => fetch(`${world.urls.llm}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ ...wild(seed), stream: true, max_tokens: 400, messages: [{ role: 'user', content: ramble }] }),
      signal: controller.signal,
    }));
    await (await Promise.any(responses)).body?.getReader().read();
    controller.abort();
    await Promise.allSettled(responses);
    await expectSoon(async () => (await world.metric('llm_generations_cancelled_total')) > before);
    await expectSoon(async () => (await world.metric('llm_active_generations')) === 0);
  });

  test('a model process that is killed in mid-stream costs a clear error, and the next request works', async () => {
    const client = connect();
    const pid = modelProcessOf(process.pid);
    const streams = together.map((seed) => client.iterate<Delta>({ query: chat, variables: { input: { ...wild(seed), maxTokens: 400, messages: [{ role: 'USER', content: ramble }] } } }));
    await Promise.all(streams.map(async (stream) => stream.next()));
    process.kill(pid, 'SIGKILL');
    const codes = await Promise.all(streams.map(async (stream) => {
      const seen: unknown[] = [];
      for await (const { errors } of stream) seen.push(...(errors ?? []).map(({ extensions }) => extensions?.['code']));
      return seen;
    }));
    expect(codes).toContainEqual(['MODEL_UNAVAILABLE']);
    expect(codes.flat().every((code) => code === 'MODEL_UNAVAILABLE')).toBe(true);
    const next = await answerOf(client, 'Hello!');
    expect(next.text.length).toBeGreaterThan(0);
  });
});
