import { expect } from 'vitest';
import { z } from 'zod';
import type { ExecutionResult } from 'graphql';
import type { Subject } from '#kernel/principal';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import { createSchemaGraph } from '../../tests/testkit/schema-graph.ts';
import { createInferenceWorld, type Caller } from './inference.fixture.ts';

/** A chat of the shipped model. */
export const question = { model: 'help', messages: [{ role: 'USER', content: 'How do I create an environment?' }] };

const usageFields = 'usage { promptTokens completionTokens totalTokens cachedPromptTokens }';
export const chatMutation = `mutation ($input: ChatCompletionInput!) { createChatCompletion(input: $input) { completion { id createdAt model { id contextLength } message { role content } finishReason ${usageFields} tokenBalance } } }`;
export const chatSubscription = `subscription ($input: ChatCompletionInput!) { chatCompletionDelta(input: $input) { id createdAt model { id } role content tokens finishReason ${usageFields} tokenBalance } }`;
const usageSchema = z.object({ promptTokens: z.number(), completionTokens: z.number(), totalTokens: z.number(), cachedPromptTokens: z.number() });
const completionSchema = z.object({
  id: z.string().regex(/^chatcmpl-\w{32}$/u), createdAt: z.iso.datetime(), model: z.object({ id: z.literal('help'), contextLength: z.literal(512) }),
  message: z.object({ role: z.literal('ASSISTANT'), content: z.string() }), finishReason: z.enum(['STOP', 'LENGTH', 'CANCELLED']), usage: usageSchema, tokenBalance: z.number(),
});
const deltaSchema = z.object({
  id: z.string(), createdAt: z.iso.datetime(), model: z.object({ id: z.literal('help') }), role: z.literal('ASSISTANT').nullable(), content: z.string(), tokens: z.number(),
  finishReason: z.enum(['STOP', 'LENGTH', 'CANCELLED']).nullable(), usage: usageSchema.nullable(), tokenBalance: z.number().nullable(),
});

/** A piece of an answer as its reader sees it. */
export type Delta = z.output<typeof deltaSchema>;

export const deltaOf = ({ data }: ExecutionResult): Delta => z.object({ chatCompletionDelta: deltaSchema }).parse(structuredClone(data)).chatCompletionDelta;

/** The domain with users of its own, who chat. */
export async function createChatWorld() {
  /** What identity, for which the graph stands in, says of users; one of them is nobody. */
  const openings = new Map<string, number>();
  const openingOf = (subject: string | undefined) => (subject === undefined ? null : { openingTokenBalance: openings.get(subject) ?? null });
  const graph = createSchemaGraph('type Query { me: User user(id: ID!): User } type User { openingTokenBalance: Int }', {
    me: (_: never, { principal }) => openingOf(principal?.subject),
    user: ({ id }: { readonly id: string }) => (id === 'cds:nobody' ? null : openingOf(id)),
  });
  const world = await createInferenceWorld({ graph, database: await createTestDatabase() });
  let users = 100;

  return {
    ...world,
    /** A user with an opening balance. */
    newUser(balance = 10_000): { readonly subject: Subject; readonly caller: Caller } {
      const subject: Subject = `cds:${(users += 1)}`;
      openings.set(subject, balance);
      return { subject, caller: { subject } };
    },
    async complete(input: object, caller: Caller) {
      const { data, errors } = await world.run(chatMutation, { input: { ...question, ...input } }, caller);
      expect(errors).toEqual([]);
      return z.object({ createChatCompletion: z.object({ completion: completionSchema }) }).parse(data).createChatCompletion.completion;
    },
    refusal: async (input: object, caller: Caller) => (await world.run(chatMutation, { input: { ...question, ...input } }, caller)).errors[0],
    async openStream(input: object, caller: Caller): Promise<AsyncGenerator<ExecutionResult>> {
      const stream = await world.open(chatSubscription, { input: { ...question, ...input } }, caller);
      if ('errors' in stream) throw new Error(`refused: ${JSON.stringify(stream)}`);
      return stream;
    },
  };
}
