import { readFileSync } from 'node:fs';
import OpenAI, { APIError } from 'openai';
import { afterEach } from 'vitest';
import type { RootFields } from '../../../tests/testkit/schema-graph.ts';
import { serveSurface } from '../../../tests/testkit/surface.ts';
import { llmSurface } from './surface.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const sdl = readFileSync('gateway/api.graphql', 'utf8');
export const model = { id: 'help', createdAt: '2030-01-01T00:00:00.000Z', ownedBy: 'pentagraph' };
export const created = Date.parse(model.createdAt) / 1000;
export const usage = { promptTokens: 5, completionTokens: 2, totalTokens: 7, cachedPromptTokens: 1 };
export const wireUsage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7, prompt_tokens_details: { cached_tokens: 1 } };
export const logprob = { token: 'Hi', bytes: [72, 105], logprob: -0.5, top: [{ token: 'Ho', bytes: [72, 111], logprob: -1.5 }] };
export const choice = { index: 0, message: { role: 'ASSISTANT', content: 'Hi there', toolCalls: [] }, finishReason: 'STOP', logprobs: null };
export const completion = { id: 'chatcmpl-1', createdAt: model.createdAt, model, choices: [choice], usage, tokenBalance: 93 };
export const delta = { id: 'chatcmpl-1', createdAt: model.createdAt, model, index: 0, role: null, content: '', toolCalls: [], tokens: 0, logprobs: null, finishReason: null, usage: null, tokenBalance: null };
export const deltas = [
  { ...delta, role: 'ASSISTANT', tokenBalance: 100 },
  { ...delta, content: 'Hi', tokens: 1 },
  { ...delta, content: ' there', tokens: 1 },
  { ...delta, finishReason: 'LENGTH', usage, tokenBalance: 93 },
];
export const messages = [{ role: 'user' as const, content: 'Hello' }];

/** The surface over root fields that answer what is above, unless `root` says otherwise; `inputs` are what they were asked. */
export async function serve(root: RootFields = {}) {
  const inputs: unknown[] = [];
  const note = (args: { readonly input: unknown }) => inputs.push(structuredClone(args.input));
  const served = await serveSurface({
    definition: llmSurface({ ratePerMinute: 120, maxStreamingSeconds: 300 }),
    sdl,
    root: {
      createChatCompletion: (args: { readonly input: unknown }) => {
        note(args);
        return { completion };
      },
      async *chatCompletionDelta(args: { readonly input: unknown }) {
        note(args);
        for (const chatCompletionDelta of deltas) yield { chatCompletionDelta };
      },
      countModelCall: () => ({ allowance: null }),
      models: () => ({ nodes: [model] }),
      model: ({ id }: { readonly id: string }) => (id === 'help' ? model : null),
      ...root,
    },
  });
  stops.push(served.stop);
  const client = new OpenAI({ apiKey: 'ada', baseURL: `${served.url}/v1`, maxRetries: 0 });
  const ask = (body: object) => served.post('/v1/chat/completions', JSON.stringify({ model: 'help', messages, ...body }), { Authorization: 'Bearer ada' });
  return { ...served, client, inputs, ask };
}

/** What the client was refused with. @throws Error when it was not */
export async function refusalOf(call: Promise<unknown>): Promise<APIError> {
  const thrown = await call.then(() => null, (error: unknown) => error);
  if (thrown instanceof APIError) return thrown;
  throw new Error('No refusal', { cause: thrown });
}
