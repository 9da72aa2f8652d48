import type OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { DomainError, type ErrorCode } from '#kernel/errors';
import { choice, completion, created, delta, deltas, logprob, messages, refusalOf, serve, usage, wireUsage } from './surface.fixture.ts';

describe('a chat', () => {
  test('is answered as OpenAI answers, with the balance in a header', async () => {
    const { client } = await serve();
    const { data, response } = await client.chat.completions.create({ model: 'help', messages }).withResponse();
    expect(data).toMatchObject({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created,
      model: 'help',
      system_fingerprint: 'fp_help',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi there', refusal: null }, logprobs: null, finish_reason: 'stop' }],
      usage: wireUsage,
    });
    expect(response.headers.get('x-token-balance')).toBe('93');
  });

  test('reaches the graph with every option', async () => {
    const { ask, inputs } = await serve();
    const parts = [{ type: 'text', text: 'one' }, { type: 'text', text: 'two' }];
    await ask({
      messages: [
        { role: 'system', content: 's' },
        { role: 'developer', content: 'd' },
        { role: 'user', content: parts, name: 'ada' },
        { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } }] },
        { role: 'tool', tool_call_id: 'call_1', content: 't' },
      ],
      max_tokens: 9,
      max_completion_tokens: 8,
      temperature: 0,
      top_p: 0.5,
      top_k: 40,
      min_p: 0.1,
      seed: 4_294_967_297,
      stop: 'end',
      frequency_penalty: -2,
      presence_penalty: 2,
      user: 'u',
      n: 2,
      tools: [{ type: 'function', function: { name: 'f', description: 'F', parameters: { type: 'object' }, strict: true } }],
      tool_choice: { type: 'function', function: { name: 'f' } },
      parallel_tool_calls: false,
      response_format: { type: 'json_schema', json_schema: { name: 'x', strict: true, schema: { type: 'object' } } },
      logprobs: true,
      top_logprobs: 3,
      logit_bias: { 50: -1.5 },
      repetition_penalty: 1.1,
      store: true,
      metadata: { a: 'b' },
      an_option_of_tomorrow: { deep: true },
    });
    expect(inputs).toEqual([
      {
        model: 'help',
        messages: [{ role: 'SYSTEM', content: 's' }, { role: 'SYSTEM', content: 'd' }, { role: 'USER', content: 'one\ntwo' }, { role: 'ASSISTANT', content: '', toolCalls: [{ id: 'call_1', name: 'f', arguments: '{}' }] }, { role: 'TOOL', content: 't', toolCallId: 'call_1' }],
        maxTokens: 8,
        count: 2,
        tools: [{ name: 'f', description: 'F', parameters: { type: 'object' } }],
        toolChoice: { mode: 'REQUIRED', name: 'f' },
        parallelToolCalls: false,
        responseFormat: { type: 'JSON_SCHEMA', schema: { type: 'object' } },
        topLogprobs: 3,
        logitBias: [{ token: 50, bias: -1.5 }],
        repeatPenalty: 1.1,
        temperature: 0,
        topP: 0.5,
        topK: 40,
        minP: 0.1,
        seed: 1,
        stop: ['end'],
        frequencyPenalty: -2,
        presencePenalty: 2,
      },
    ]);
  });

  test('with null for its options asks for nothing', async () => {
    const { ask, inputs } = await serve();
    const nothing = { max_tokens: null, temperature: null, stop: null, seed: null, tools: null, response_format: null, stream: null, n: null, logprobs: null, stream_options: null };
    expect((await ask(nothing)).status).toBe(200);
    expect(inputs).toEqual([{ model: 'help', messages: [{ role: 'USER', content: 'Hello' }], temperature: null, stop: null, seed: null, maxTokens: null, count: null }]);
  });

  test.each([
    ['functions', [{ name: 'f' }]],
    ['function_call', { name: 'f' }],
    ['audio', { voice: 'alloy' }],
    ['modalities', ['text', 'audio']],
    ['prediction', { type: 'content', content: 'x' }],
  ])('with %s is refused by that name', async (param, value) => {
    const { ask, inputs } = await serve();
    const answer = await ask({ [param]: value });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: { message: `${param} is not supported`, type: 'invalid_request_error', param, code: 'unsupported_parameter' } });
    expect(inputs).toEqual([]);
  });

  test.each<[string, object, string, string]>([
    ['no model', { model: undefined }, 'model', 'is required'],
    ['no messages', { messages: undefined }, 'messages', 'is required'],
    ['an empty list of messages', { messages: [] }, 'messages', 'must have at least 1 item'],
    ['messages that are a text', { messages: 'Hello' }, 'messages', 'must be a list'],
    ['a message without content', { messages: [{ role: 'user' }] }, 'messages[0].content', 'is required'],
    ['a role that there is not', { messages: [...messages, { role: 'function', content: 'x' }] }, 'messages[1].role', 'is none that is known'],
    ['a result without its call', { messages: [...messages, { role: 'tool', content: 'x' }] }, 'messages[1].tool_call_id', 'is required'],
    ['a tool that is no function', { tools: [{ type: 'custom' }] }, 'tools[0].type', 'must be "function"'],
    ['a tool without a name', { tools: [{ type: 'function', function: {} }] }, 'tools[0].function.name', 'is required'],
    ['a choice that there is not', { tool_choice: 'maybe' }, 'tool_choice', 'must be one of "none", "auto", "required", or must be an object'],
    ['a format without its schema', { response_format: { type: 'json_schema', json_schema: { name: 'x' } } }, 'response_format.json_schema.schema', 'is required'],
    ['no answer', { n: 0 }, 'n', 'must be at least 1'],
    ['alternatives without probabilities', { top_logprobs: 2 }, 'top_logprobs', 'needs logprobs to be true'],
    ['a bias that is too strong', { logit_bias: { 1: 101 } }, 'logit_bias', 'must be an object of at most 1024 numbers of -100 to 100 by token'],
    ['an image', { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] }, 'messages[0].content[0].type', 'must be "text"'],
    ['a temperature out of range', { temperature: 2.1 }, 'temperature', 'must be at most 2'],
    ['no tokens to generate', { max_tokens: 0 }, 'max_tokens', 'must be at least 1'],
    ['half a token', { max_completion_tokens: 0.5 }, 'max_completion_tokens', 'must be a whole number'],
    ['more tokens than there are numbers', { max_tokens: 3_000_000_000 }, 'max_tokens', 'must be at most 2147483647'],
    ['five stop texts', { stop: ['1', '2', '3', '4', '5'] }, 'stop', 'must be a text, or must have at most 4 items'],
    ['a stream flag that is a text', { stream: 'true' }, 'stream', 'must be true or false'],
  ])('with %s is refused', async (...[, body, param, reason]) => {
    const { ask, inputs } = await serve();
    const answer = await ask(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: { message: `${param} ${reason}`, type: 'invalid_request_error', param, code: 'invalid_value' } });
    expect(inputs).toEqual([]);
  });

  test.each<[ErrorCode, number, string, string | null, string?]>([
    ['CONTEXT_LENGTH_EXCEEDED', 400, 'invalid_request_error', 'context_length_exceeded', 'messages'],
    ['MODEL_NOT_FOUND', 404, 'invalid_request_error', 'model_not_found', 'model'],
    ['INSUFFICIENT_TOKENS', 429, 'insufficient_quota', 'insufficient_quota'],
    ['RATE_LIMITED', 429, 'rate_limit_exceeded', 'rate_limit_exceeded'],
    ['FORBIDDEN', 500, 'server_error', null],
    ['MODEL_UNAVAILABLE', 503, 'server_error', 'model_unavailable'],
    ['UNAVAILABLE', 503, 'server_error', null],
    ['DEADLINE_EXCEEDED', 504, 'server_error', 'timeout'],
    ['CONFLICT', 500, 'server_error', null],
  ])('answers %s the same whole and as a stream, before the first event', async (...[code, status, type, wireCode, param = null]) => {
    const refuse = (): never => {
      throw new DomainError(code, 'Not so');
    };
    const { client } = await serve({ createChatCompletion: refuse, chatCompletionDelta: refuse });
    const refusals = [await refusalOf(client.chat.completions.create({ model: 'help', messages })), await refusalOf(client.chat.completions.create({ model: 'help', messages, stream: true }))];
    const expected = { status, type, code: wireCode, param };
    expect(refusals.map((refusal) => ({ status: refusal.status, type: refusal.type, code: refusal.code, param: refusal.param }))).toEqual([expected, expected]);
  });
});

describe('a streamed chat', () => {
  const head = { id: 'chatcmpl-1', created, model: 'help', system_fingerprint: 'fp_help', object: 'chat.completion.chunk' };
  const chunk = (choice: object) => ({ ...head, choices: [{ index: 0, logprobs: null, finish_reason: null, ...choice }] });

  test('is a role, texts, an end and [DONE]', async () => {
    const { ask, inputs } = await serve();
    const answer = await ask({ stream: true, max_tokens: 2 });
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('x-token-balance')).toBe('100');
    const frames = (await answer.text()).trimEnd().split('\n\n').map((frame) => frame.replace(/^data: /u, ''));
    expect(frames.slice(0, -1).map((frame): unknown => JSON.parse(frame))).toEqual([
      chunk({ delta: { role: 'assistant', content: '' } }),
      chunk({ delta: { content: 'Hi' } }),
      chunk({ delta: { content: ' there' } }),
      chunk({ delta: {}, finish_reason: 'length' }),
    ]);
    expect(frames.at(-1)).toBe('[DONE]');
    expect(inputs).toEqual([expect.objectContaining({ model: 'help', maxTokens: 2 })]);
  });

  test('tells the usage last where it is asked for', async () => {
    const { client } = await serve();
    const stream = await client.chat.completions.create({ model: 'help', messages, stream: true, stream_options: { include_usage: true } });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const piece of stream) chunks.push(piece);
    expect(chunks.map(({ usage: told }) => told)).toEqual([null, null, null, null, wireUsage]);
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hi there');
  });

  test('that breaks off tells the client why', async () => {
    const { client } = await serve({
      async *chatCompletionDelta() {
        yield { chatCompletionDelta: deltas[0] };
        throw new DomainError('MODEL_UNAVAILABLE', 'The model process stopped');
      },
    });
    const stream = await client.chat.completions.create({ model: 'help', messages, stream: true });
    const read = async (): Promise<void> => {
      for await (const piece of stream) expect(piece.object).toBe('chat.completion.chunk');
    };
    expect(await refusalOf(read())).toMatchObject({ code: 'model_unavailable', type: 'server_error' });
  });
});

describe('calls of tools', () => {
  const call = { id: 'call_1', name: 'f', arguments: '{"a":1}' };

  test('are told as OpenAI tells them', async () => {
    const { client } = await serve({ createChatCompletion: () => ({ completion: { ...completion, choices: [{ ...choice, message: { role: 'ASSISTANT', content: '', toolCalls: [call] }, finishReason: 'TOOL_CALLS', logprobs: [logprob] }] } }) });
    const { choices } = await client.chat.completions.create({ model: 'help', messages });
    expect(choices).toEqual([{
      index: 0,
      message: { role: 'assistant', content: null, refusal: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }] },
      logprobs: { content: [{ token: 'Hi', bytes: [72, 105], logprob: -0.5, top_logprobs: [{ token: 'Ho', bytes: [72, 111], logprob: -1.5 }] }], refusal: null },
      finish_reason: 'tool_calls',
    }]);
  });

  test('stream as a beginning and pieces of arguments', async () => {
    const toolDeltas = [
      { ...delta, toolCalls: [{ index: 0, id: 'call_1', name: 'f', arguments: '{"a"' }, { index: 0, id: null, name: null, arguments: ':1}' }] },
      { ...delta, finishReason: 'TOOL_CALLS', usage },
    ];
    const { client } = await serve({
      async *chatCompletionDelta() {
        for (const chatCompletionDelta of toolDeltas) yield { chatCompletionDelta };
      },
    });
    const pieces: unknown[] = [];
    for await (const { choices: [piece] } of await client.chat.completions.create({ model: 'help', messages, stream: true })) pieces.push(piece?.delta.tool_calls ?? piece?.finish_reason);
    expect(pieces).toEqual([[{ index: 0, id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a"' } }, { index: 0, function: { arguments: ':1}' } }], 'tool_calls']);
  });
});

test.each<[string, string, string]>([
  ['count', 'n', 'n is wrong'],
  ['topLogprobs', 'top_logprobs', 'top_logprobs is wrong'],
  ['prompt', 'messages', 'messages is wrong'],
  ['messages[1].toolCallId', 'messages[1].tool_call_id', 'messages[1].tool_call_id is wrong'],
  ['tools[0].parameters#/properties/fooBar', 'tools[0].function.parameters#/properties/fooBar', 'tools[0].function.parameters#/properties/fooBar is wrong'],
  ['responseFormat.schema#/properties/fooBar', 'response_format.json_schema.schema#/properties/fooBar', 'response_format.json_schema.schema#/properties/fooBar is wrong'],
])('a refusal of %s names %s', async (field, param, message) => {
  const { client } = await serve({
    createChatCompletion: () => {
      throw new DomainError('BAD_USER_INPUT', 'Wrong', { details: { field, reason: 'is wrong' } });
    },
  });
  expect(await refusalOf(client.chat.completions.create({ model: 'help', messages }))).toMatchObject({ status: 400, error: { param, message } });
});

describe('models', () => {
  test('are listed', async () => {
    const { client } = await serve();
    expect((await client.models.list()).data).toEqual([{ id: 'help', object: 'model', created, owned_by: 'pentagraph' }]);
  });

  test('are found by name', async () => {
    const { client } = await serve();
    expect(await client.models.retrieve('help')).toEqual({ id: 'help', object: 'model', created, owned_by: 'pentagraph' });
    expect(await refusalOf(client.models.retrieve('none'))).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
  });
});

test('every path under /v1 needs a credential, by either header', async () => {
  const { url } = await serve();
  const ask = async (headers: Record<string, string>) => {
    const answers = [await fetch(`${url}/v1/models`, { headers }), await fetch(`${url}/v1/models/help`, { headers }), await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers })];
    return answers.map(({ status }) => status);
  };
  expect(await ask({})).toEqual([401, 401, 401]);
  expect(await ask({ Authorization: 'Bearer eve' })).toEqual([401, 401, 401]);
  expect(await ask({ Authorization: 'Bearer ada' })).toEqual([200, 200, 400]);
  expect(await ask({ 'X-API-Key': 'ada' })).toEqual([200, 200, 400]);
});
