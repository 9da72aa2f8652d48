import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createWorld, type World } from '../testkit/world.ts';

describe('the whole server on Apollo\'s executor', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ ENGINE: 'apollo' });
  });
  afterAll(() => world.close());

  test('one query crosses identity and inference', async () => {
    const token = await world.register('joiner');
    const { status, data, errors } = await world.graphql('{ me { username tokenBalance usage(first: 5) { nodes { totalTokens model { id } } } } models { nodes { id loaded } } }', { token });
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    expect(data).toEqual({ me: { username: 'joiner', tokenBalance: 100_000, usage: { nodes: [] } }, models: { nodes: expect.arrayContaining([expect.objectContaining({ id: 'help' })]) } });
  });

  test('a mutation writes, and a documented REST endpoint reads what it wrote', async () => {
    const token = await world.register('writer');
    const { data, errors } = await world.graphql('mutation { createApiKey(input: { name: "mine" }) { apiKey { name } token } }', { token });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ createApiKey: { apiKey: { name: 'mine' } } });
    const chat = await world.post(`${world.urls.llm}/v1/chat/completions`, { model: 'help', max_tokens: 4, messages: [{ role: 'user', content: 'Hello!' }] }, token);
    expect(await chat.json()).toMatchObject({ object: 'chat.completion', model: 'help' });
  });

  test('what a caller may not see is refused as ever', async () => {
    const token = await world.register('curious');
    const { data, errors } = await world.graphql('{ me { username } user(id: "cds:1") { username } }', { token });
    expect(data).toEqual({ me: { username: 'curious' }, user: null });
    expect(errors).toEqual([expect.objectContaining({ path: ['user'], extensions: expect.objectContaining({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' }) })]);
    expect((await world.graphql('{ models { nodes { id } } }')).errors).toEqual([expect.objectContaining({ path: ['models'], extensions: { code: 'UNAUTHENTICATED' } })]);
  });

  test('a refusal of a domain keeps its code', async () => {
    const { errors } = await world.graphql('mutation { revokeApiKey(input: { id: "nothing" }) { apiKey { id } } }', { token: await world.register('refused') });
    expect(errors).toEqual([expect.objectContaining({ path: ['revokeApiKey'], extensions: expect.objectContaining({ code: 'NOT_FOUND' }) })]);
  });

  test('a chat streams over a WebSocket', async () => {
    const token = await world.signInAdmin();
    const client = createClient({ url: world.urls.graphql.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${token}` }, retryAttempts: 0 });
    let tokens = 0;
    const query = 'subscription ($input: ChatCompletionInput!) { chatCompletionDelta(input: $input) { tokens } }';
    for await (const { data, errors } of client.iterate<{ chatCompletionDelta: { tokens: number } }>({ query, variables: { input: { model: 'help', maxTokens: 4, messages: [{ role: 'USER', content: 'Hello!' }] } } })) {
      expect(errors).toBeUndefined();
      tokens += data?.chatCompletionDelta.tokens ?? 0;
    }
    await client.dispose();
    expect(tokens).toBeGreaterThan(0);
  });
});
