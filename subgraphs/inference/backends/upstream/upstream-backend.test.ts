import { describe, expect, test } from 'vitest';
import { createToolCallReader } from '../../structured-output/index.ts';
import { chunk, events, frame, refusal, usage, type EngineAnswer } from './engine.fixture.ts';
import { answer, ask, useEngine } from './upstream.fixture.ts';

const engines = useEngine();
const { upstream } = engines;

describe('an answer', () => {
  test('comes piece by piece, with what it cost', async () => {
    engines.engine.answers.push(answer);
    const { deltas, ...result } = await ask(upstream());
    expect(deltas).toEqual([{ index: 0, text: 'Hi', tokens: 1, logprobs: null }, { index: 0, text: ' there', tokens: 1, logprobs: null }]);
    expect(result).toMatchObject({ promptTokens: 9, cachedPromptTokens: 4, choices: [{ finishReason: 'STOP', completionTokens: 2 }] });
  });

  test('is asked for in the words of the OpenAI API, with the key', async () => {
    engines.engine.answers.push(answer);
    const tool = { name: 'now', description: 'The time', parameters: { type: 'object' } };
    await ask(upstream({ key: 'sk-secret', url: `${engines.engine.url}/v1/` }), {
      prompt: {
        kind: 'chat',
        messages: [{ role: 'SYSTEM', content: 'Be brief' }, { role: 'ASSISTANT', content: '', toolCalls: [{ id: 'c1', name: 'now', arguments: '{}' }] }, { role: 'TOOL', content: '12', toolCallId: 'c1' }],
        tools: [tool],
      },
      maxTokens: 7, stop: ['x'], logprobs: 2,
      sampling: { topP: 0.5, topK: 3, minP: 0.1, seed: 4, frequencyPenalty: 1, presencePenalty: 2, repeatPenalty: 1.1, logitBias: { 5: -100 } },
      grammar: 'root ::= "x"', shape: { toolChoice: { name: 'now' }, parallelToolCalls: false },
    });
    expect(engines.engine.requests).toEqual([{
      path: '/v1/chat/completions',
      authorization: 'Bearer sk-secret',
      body: {
        model: 'big', max_tokens: 7, stop: ['x'], stream: true, stream_options: { include_usage: true }, logprobs: true, top_logprobs: 2,
        temperature: 0, top_p: 0.5, top_k: 3, min_p: 0.1, seed: 4, frequency_penalty: 1, presence_penalty: 2, repetition_penalty: 1.1, repeat_penalty: 1.1, logit_bias: { 5: -100 },
        messages: [
          { role: 'system', content: 'Be brief' },
          { role: 'assistant', content: '', tool_calls: [{ id: 'c1', type: 'function', function: { name: 'now', arguments: '{}' } }] },
          { role: 'tool', content: '12', tool_call_id: 'c1' },
        ],
        tools: [{ type: 'function', function: tool }], tool_choice: { type: 'function', function: { name: 'now' } }, parallel_tool_calls: false,
      },
    }]);
  });

  test('may have to meet a schema, which the engine sees to', async () => {
    engines.engine.answers.push(answer, answer);
    await ask(upstream(), { grammar: 'root ::= "x"', shape: { format: { kind: 'schema', schema: { type: 'object' } } } });
    await ask(upstream(), { grammar: 'root ::= "x"', shape: { format: { kind: 'json' } } });
    expect(engines.engine.requests.map(({ body }) => body['response_format'])).toEqual([{ type: 'json_schema', json_schema: { name: 'answer', schema: { type: 'object' }, strict: true } }, { type: 'json_object' }]);
    await expect(ask(upstream(), { grammar: 'root ::= "x"' })).rejects.toMatchObject({ code: 'UNSUPPORTED_PARAMETER' });
  });

  test('of calls is text that the reader of calls understands', async () => {
    engines.engine.answers.push(events(
      chunk({ content: 'Let me see. ' }),
      chunk({ tool_calls: [{ index: 0, id: 'a', function: { name: 'now', arguments: '' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"zone":' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '"</tool_call>"}' } }] }),
      chunk({ tool_calls: [{ index: 1, id: 'b', function: { name: 'ping', arguments: '' } }] }),
      chunk({}, 'tool_calls'),
      '[DONE]',
    ));
    const { text, choices } = await ask(upstream());
    const reader = createToolCallReader({ names: ['now', 'ping'], createId: () => 'id' });
    reader.push(text);
    expect(reader.end().answer).toMatchObject({ text: 'Let me see. ', calls: [{ name: 'now', arguments: '{"zone":"</tool_call>"}' }, { name: 'ping', arguments: '{}' }] });
    expect(choices[0]?.finishReason).toBe('STOP');
  });

  test('may be several, with probabilities', async () => {
    const logprobs = { content: [{ token: 'é', logprob: -0.5, bytes: null, top_logprobs: [{ token: 'e', logprob: -1, bytes: [101] }] }] };
    engines.engine.answers.push(events({ choices: [{ index: 1, delta: { content: 'é' }, logprobs }] }, chunk({ content: 'b' }, 'length'), chunk({}, 'stop', 1), chunk({ content: 'ghost' }, 'stop', 7), usage(3, 4), '[DONE]'));
    const { deltas, choices } = await ask(upstream(), { count: 2, logprobs: 1 });
    expect(deltas[0]).toEqual({ index: 1, text: 'é', tokens: 1, logprobs: [{ token: 'é', logprob: -0.5, bytes: [195, 169], top: [{ token: 'e', logprob: -1, bytes: [101] }] }] });
    expect(deltas).toHaveLength(2);
    expect(choices).toEqual([{ finishReason: 'LENGTH', completionTokens: 1 }, { finishReason: 'STOP', completionTokens: 3 }]);
    expect(engines.engine.requests[0]?.body['n']).toBe(2);
  });

  test('may go on from a text or from tokens', async () => {
    const text = events({ choices: [{ index: 0, text: 'abc', finish_reason: 'stop', logprobs: { tokens: ['abc'], token_logprobs: [-1], top_logprobs: [{ abc: -1, x: -2 }] } }] }, usage(2, 1), '[DONE]');
    engines.engine.answers.push(text, text);
    expect((await ask(upstream(), { prompt: { kind: 'text', text: 'Once' }, echo: true, logprobs: 2 })).deltas).toMatchObject([{ text: 'abc', logprobs: [{ token: 'abc', logprob: -1, top: [{ token: 'abc' }, { token: 'x' }] }] }]);
    await ask(upstream(), { prompt: { kind: 'tokens', tokens: [1, 2] } });
    expect(engines.engine.requests).toMatchObject([{ path: '/v1/completions', body: { prompt: 'Once', echo: true, logprobs: 2 } }, { path: '/v1/completions', body: { prompt: [1, 2] } }]);
  });

  test('that a model only thinks costs, and is not shown', async () => {
    engines.engine.answers.push(events(chunk({ reasoning_content: 'Hm' }), chunk({ content: 'Yes' }, 'stop'), '[DONE]'));
    const { text, choices, promptTokens } = await ask(upstream());
    expect([text, choices[0]?.completionTokens]).toEqual(['Yes', 2]);
    expect(promptTokens).toBeGreaterThan(0);
  });

  test('comes no faster than its reader reads', async () => {
    engines.engine.answers.push(answer);
    let reading = 0;
    await ask(upstream(), {
      onDelta: async () => {
        reading += 1;
        expect(reading).toBe(1);
        await new Promise(setImmediate);
        reading -= 1;
      },
    });
    expect(reading).toBe(0);
  });

  test('ends when nobody wants it any more', async () => {
    const abort = new AbortController();
    const gone = new Promise<void>((resolve) => engines.engine.answers.push((response) => {
      response.on('close', resolve);
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(frame(chunk({ content: 'On and' })));
    }));
    const { text, choices } = await ask(upstream(), { signal: abort.signal, onDelta: () => abort.abort() });
    expect([text, choices]).toEqual(['On and', [{ finishReason: 'CANCELLED', completionTokens: 1 }]]);
    await gone;
  });

  test('that has not begun at its deadline is refused', async () => {
    engines.engine.answers.push(() => undefined);
    await expect(ask(upstream(), { deadline: Date.now() + 50 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });
});

describe('an engine in trouble', () => {
  test('is asked again as long as nothing has come', async () => {
    engines.engine.answers.push(refusal(503), (response) => response.destroy(), answer);
    expect((await ask(upstream())).text).toBe('Hi there');
    expect(engines.engine.requests).toHaveLength(3);
  });

  test('is not asked again once something has come', async () => {
    engines.engine.answers.push((response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(frame(chunk({ content: 'Hi' })), () => setImmediate(() => response.destroy()));
    }, answer);
    await expect(ask(upstream())).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(engines.engine.requests).toHaveLength(1);
  });

  const bad: readonly (readonly [string, EngineAnswer, string])[] = [
    ['stops in the middle', events(chunk({ content: 'Hi' })), 'MODEL_UNAVAILABLE'],
    ['says it is done when it is not', events(chunk({ content: 'Hi' }), '[DONE]'), 'MODEL_UNAVAILABLE'],
    ['talks no JSON', events('<html>'), 'MODEL_UNAVAILABLE'],
    ['talks JSON of another kind', events({ choices: 'none' }), 'MODEL_UNAVAILABLE'],
    ['counts below nothing', events(chunk({ content: 'Hi' }, 'stop'), usage(-1, -1)), 'MODEL_UNAVAILABLE'],
    ['fails on the way', events(chunk({ content: 'Hi' }), { error: { message: 'CUDA out of memory' } }), 'MODEL_UNAVAILABLE'],
    ['sends a page', (response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>'), 'MODEL_UNAVAILABLE'],
    ['redirects', (response) => void response.writeHead(307, { Location: '/elsewhere' }).end(), 'MODEL_UNAVAILABLE'],
    ['sends a line without end', (response) => void response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(`data: ${'x'.repeat(5_000_000)}`), 'MODEL_UNAVAILABLE'],
    ['fails', refusal(500, { error: { message: 'secret' } }), 'MODEL_UNAVAILABLE'],
    ['does not know the key', refusal(401), 'MODEL_UNAVAILABLE'],
    ['is busy for long', refusal(429, {}, { 'Retry-After': '60' }), 'UNAVAILABLE'],
    ['lost the model', refusal(404, { error: { code: 'model_not_found' } }), 'MODEL_NOT_FOUND'],
    ['finds the prompt too long', refusal(400, { error: { message: "This model's maximum context length is 1000 tokens" } }), 'CONTEXT_LENGTH_EXCEEDED'],
    ['finds it too long by code', refusal(400, { error: { code: 'context_length_exceeded' } }), 'CONTEXT_LENGTH_EXCEEDED'],
    ['finds it too large', refusal(413), 'PAYLOAD_TOO_LARGE'],
  ];
  test.each(bad)('that %s is told in our words', async (...[, give, code]) => {
    engines.engine.answers.push(give, give, give);
    const thrown: unknown = await ask(upstream()).then(() => null, (fault: unknown) => fault);
    expect(thrown).toMatchObject({ code });
    expect(JSON.stringify(thrown)).not.toContain('secret');
  });

  test('that refuses a parameter is quoted only by its name', async () => {
    engines.engine.answers.push(refusal(400, { error: { message: '/srv/secret', param: 'top_k' } }), refusal(422, { error: { param: '<script>' } }));
    await expect(ask(upstream())).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'top_k' } });
    await expect(ask(upstream())).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'input' } });
  });

  test('that claims absurd costs is held to what was asked for', async () => {
    engines.engine.answers.push(events(...Array.from({ length: 9 }, () => chunk({ content: 'x' })), chunk({}, 'stop'), usage(1, 1_000_000), '[DONE]'));
    expect((await ask(upstream(), { maxTokens: 5 })).choices).toEqual([{ finishReason: 'STOP', completionTokens: 5 }]);
  });

  test('that falls silent is given up', async () => {
    const silent: EngineAnswer = (response) => void response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(frame(chunk({ content: 'Hi' })));
    engines.engine.answers.push(silent, () => undefined);
    await expect(ask(upstream({ silenceMs: 50 }))).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    await expect(ask(upstream({ firstWordMs: 50 }))).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });
});
