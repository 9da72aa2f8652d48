import type OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { created, logprob, model, serve, usage, wireUsage } from './surface.fixture.ts';

describe('texts to go on from', () => {
  const textCompletion = { id: 'cmpl-1', createdAt: model.createdAt, model, choices: [{ index: 0, text: 'So Hi', finishReason: 'LENGTH', logprobs: [logprob] }], usage, tokenBalance: 93 };
  const textDelta = { id: 'cmpl-1', createdAt: model.createdAt, model, index: 0, text: '', offset: 0, tokens: 0, logprobs: null, finishReason: null, usage: null, tokenBalance: null };
  const textDeltas = [{ ...textDelta, tokenBalance: 100 }, { ...textDelta, text: 'Hi', tokens: 1, logprobs: [logprob] }, { ...textDelta, offset: 2, finishReason: 'STOP', usage, tokenBalance: 93 }];
  const wireLogprobs = (offset: number) => ({ tokens: ['Hi'], token_logprobs: [-0.5], top_logprobs: [{ Ho: -1.5 }], text_offset: [offset] });
  const serveTexts = async () => {
    const inputs: unknown[] = [];
    const note = ({ input }: { readonly input: unknown }) => inputs.push(structuredClone(input));
    const served = await serve({
      createCompletion: (args: { readonly input: unknown }) => {
        note(args);
        return { completion: textCompletion };
      },
      async *completionDelta(args: { readonly input: unknown }) {
        note(args);
        for (const completionDelta of textDeltas) yield { completionDelta };
      },
    });
    return { ...served, inputs };
  };

  test('are answered as OpenAI answers', async () => {
    const { client, inputs } = await serveTexts();
    const { data, response } = await client.completions.create({ model: 'help', prompt: 'So', logprobs: 1, echo: true, n: 1, max_tokens: 5 }).withResponse();
    expect(data).toEqual({
      id: 'cmpl-1', object: 'text_completion', created, model: 'help', system_fingerprint: 'fp_help', usage: wireUsage,
      choices: [{ index: 0, text: 'So Hi', finish_reason: 'length', logprobs: wireLogprobs(3) }],
    });
    expect(response.headers.get('x-token-balance')).toBe('93');
    expect(inputs).toEqual([{ model: 'help', prompts: [{ text: 'So' }], topLogprobs: 1, echo: true, count: 1, maxTokens: 5, seed: null }]);
  });

  test.each<[string, string | string[] | number[] | number[][], object[]]>([
    ['a text', 'a', [{ text: 'a' }]],
    ['texts', ['a', 'b'], [{ text: 'a' }, { text: 'b' }]],
    ['tokens', [1, 2], [{ tokens: [1, 2] }]],
    ['lists of tokens', [[1], [2, 3]], [{ tokens: [1] }, { tokens: [2, 3] }]],
    ['nothing', [], []],
  ])('may be %s', async (...[, prompt, prompts]) => {
    const { client, inputs } = await serveTexts();
    await client.completions.create({ model: 'help', prompt });
    expect(inputs).toMatchObject([{ prompts }]);
  });

  test('stream', async () => {
    const { client } = await serveTexts();
    const chunks: OpenAI.Completion[] = [];
    for await (const chunk of await client.completions.create({ model: 'help', prompt: 'So', stream: true, stream_options: { include_usage: true } })) chunks.push(chunk);
    expect(chunks.map(({ choices, usage: told }) => [choices, told])).toEqual([
      [[{ index: 0, text: 'Hi', finish_reason: null, logprobs: wireLogprobs(0) }], null],
      [[{ index: 0, text: '', finish_reason: 'stop', logprobs: null }], null],
      [[], wireUsage],
    ]);
  });

  test.each<[string, object, string, string, string]>([
    ['a suffix', { suffix: 'x' }, 'suffix', 'is not supported', 'unsupported_parameter'],
    ['the best of several', { best_of: 2 }, 'best_of', 'is not supported', 'unsupported_parameter'],
    ['a prompt of both kinds', { prompt: ['a', 1] }, 'prompt', 'must be a text, a list of tokens, or a list of at most 2048 of either', 'invalid_value'],
    ['a prompt of half tokens', { prompt: [0.5] }, 'prompt', 'must be a text, a list of tokens, or a list of at most 2048 of either', 'invalid_value'],
    ['too many alternatives', { logprobs: 21 }, 'logprobs', 'must be at most 20', 'invalid_value'],
  ])('with %s are refused', async (...[, body, param, reason, code]) => {
    const { post } = await serveTexts();
    const answer = await post('/v1/completions', JSON.stringify({ model: 'help', prompt: 'a', ...body }), { Authorization: 'Bearer ada' });
    expect([answer.status, await answer.json()]).toEqual([400, { error: { message: `${param} ${reason}`, type: 'invalid_request_error', param, code } }]);
  });
});

describe('embeddings', () => {
  const vector = [0.25, -0.5];
  const serveVectors = () => serve({ createEmbeddings: () => ({ model, embeddings: [{ index: 0, vector, bytes: Buffer.from(Float32Array.from(vector).buffer).toString('base64') }], usage, tokenBalance: 93 }) });

  test.each([undefined, 'float', 'base64'] as const)('come as the client asks for them: %s', async (encoding_format) => {
    const { client } = await serveVectors();
    const { data, model: name, usage: told } = await client.embeddings.create({ model: 'help', input: 'a', ...(encoding_format && { encoding_format }) });
    expect([name, told]).toEqual(['help', { prompt_tokens: 5, total_tokens: 7 }]);
    expect(data).toEqual([{ object: 'embedding', index: 0, embedding: encoding_format === 'base64' ? 'AACAPgAAAL8=' : vector }]);
  });
});
