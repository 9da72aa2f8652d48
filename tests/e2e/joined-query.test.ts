import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createWorld, worldForms, type World } from '../testkit/world.ts';

describe.each(worldForms)('%s', (_form, options) => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({}, options);
  }, 180_000);
  afterAll(() => world.close());

  const chatAnswer = z.object({
    createChatCompletion: z.object({
      completion: z.object({ message: z.object({ role: z.string(), content: z.string() }), finishReason: z.string(), usage: z.object({ totalTokens: z.number() }), tokenBalance: z.number() }),
    }),
  });
  const joined = '{ me { username tokenBalance usage(first: 5) { nodes { totalTokens model { id contextLength } } } } }';

  test('one query crosses identity and inference: who I am, what I have left, what I spent on which model', async () => {
    const token = await world.register('joiner');
    const chat = await world.post(`${world.urls.llm}/v1/chat/completions`, { model: 'help', max_tokens: 8, messages: [{ role: 'user', content: 'Hello!' }] }, token);
    const { usage } = z.object({ usage: z.object({ total_tokens: z.number() }) }).parse(await chat.json());
    const { data, errors } = await world.graphql(joined, { token });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      me: {
        username: 'joiner',
        tokenBalance: 100_000 - usage.total_tokens,
        usage: { nodes: [{ totalTokens: usage.total_tokens, model: { id: 'help', contextLength: expect.any(Number) } }] },
      },
    });
  });

  test('the graph answers a chat as a mutation, charged to the caller', async () => {
    const token = await world.register('mutator');
    const { data, errors } = await world.graphql(
      'mutation Chat($input: ChatCompletionInput!) { createChatCompletion(input: $input) { completion { message { role content } finishReason usage { totalTokens } tokenBalance } } }',
      { token, variables: { input: { model: 'help', temperature: 0, messages: [{ role: 'USER', content: 'How do I create an environment?' }] } } },
    );
    expect(errors).toBeUndefined();
    const { message, finishReason, usage, tokenBalance } = chatAnswer.parse(data).createChatCompletion.completion;
    expect(message.role).toBe('ASSISTANT');
    expect(message.content).toContain('POST /api/v1/environments');
    expect(finishReason).toBe('STOP');
    expect(tokenBalance).toBe(100_000 - usage.totalTokens);
  });

  test('without a sign-in the fields of an account are refused one by one, with their paths', async () => {
    const { data, errors } = await world.graphql('{ me { username } models { nodes { id } } }');
    expect(data).toBeNull();
    expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions['code']])).toEqual(expect.arrayContaining([['models', 'UNAUTHENTICATED']]));
  });

  test('a developer does not see what administrators see, and the rest of the answer is there', async () => {
    const token = await world.register('curious');
    const { data, errors } = await world.graphql('{ me { username } user(id: "cds:1") { username } }', { token });
    expect(data).toEqual({ me: { username: 'curious' }, user: null });
    expect(errors).toEqual([expect.objectContaining({ path: ['user'], extensions: expect.objectContaining({ code: 'UNAUTHORIZED_FIELD_OR_TYPE' }) })]);
  });

  test('internal fields do not exist for clients', async () => {
    const token = await world.signInAdmin();
    const { errors } = await world.graphql('{ resolveApiKey(sha256: "00") { userId } }', { token });
    expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    const { data } = await world.graphql('{ __type(name: "ResolvedCredential") { name } }', { token });
    expect(data).toEqual({ __type: null });
  });
});
