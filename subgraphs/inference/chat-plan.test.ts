import { expect, test } from 'vitest';
import type { ChatInput } from './chat-input.ts';
import { createChatPlanner } from './chat-plan.ts';
import { planCompletion, type CompletionInput } from './completion-plan.ts';

const planChat = createChatPlanner();
const chat: ChatInput = { model: 'help', messages: [{ role: 'USER', content: 'Hello' }] };
const weather = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } };
const call = { id: 'call_1', name: 'get_weather', arguments: '{}' };

function refusalOf(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (refusal) {
    return refusal;
  }
}

test('a plain chat passes, and what is null counts as left out', () => {
  expect(planChat({ ...chat, temperature: null, maxTokens: null, stop: null, tools: null, responseFormat: null })).toMatchObject({
    model: 'help', grammar: null, meetsFormat: null,
    prompts: [{ kind: 'chat', messages: [{ role: 'USER', content: 'Hello' }], tools: [] }],
    generation: { maxTokens: null, sampling: {}, stop: [], count: 1, logprobs: null, priority: 0 },
  });
});

test('limits themselves are allowed', () => {
  const sampling = { temperature: 2, topP: 0, topK: 0, minP: 1, seed: -2_147_483_648, frequencyPenalty: -2, presencePenalty: 2, repeatPenalty: 2 };
  const input = { ...chat, ...sampling, maxTokens: 1, count: 128, topLogprobs: 20, priority: -10, logitBias: [{ token: 0, bias: -100 }], stop: ['a', 'b', 'c', 'd'] };
  expect(planChat(input).generation).toEqual({ maxTokens: 1, count: 128, logprobs: 20, priority: -10, stop: ['a', 'b', 'c', 'd'], sampling: { ...sampling, logitBias: { 0: -100 } } });
});

test.each<[string, Partial<ChatInput>]>([
  ['messages', { messages: [] }],
  ['messages', { messages: Array.from({ length: 1_001 }, () => ({ role: 'USER', content: '' })) }],
  ['messages', { messages: [{ role: 'USER', content: 'x'.repeat(4_000_001) }] }],
  ['messages', { messages: [{ role: 'ASSISTANT', toolCalls: [{ ...call, arguments: 'x'.repeat(4_000_001) }] }] }],
  ['messages[0].toolCalls', { messages: [{ role: 'USER', content: '', toolCalls: [call] }] }],
  ['messages[0].toolCallId', { messages: [{ role: 'TOOL', content: '', toolCallId: 'call_1' }] }],
  ['maxTokens', { maxTokens: 0 }],
  ['maxTokens', { maxTokens: -1 }],
  ['count', { count: 0 }],
  ['count', { count: 129 }],
  ['temperature', { temperature: -0.1 }],
  ['temperature', { temperature: 2.1 }],
  ['temperature', { temperature: Number.NaN }],
  ['topP', { topP: 1.1 }],
  ['topK', { topK: -1 }],
  ['minP', { minP: 2 }],
  ['frequencyPenalty', { frequencyPenalty: 3 }],
  ['presencePenalty', { presencePenalty: -3 }],
  ['repeatPenalty', { repeatPenalty: 0 }],
  ['topLogprobs', { topLogprobs: 21 }],
  ['priority', { priority: 11 }],
  ['logitBias', { logitBias: [{ token: 1, bias: 101 }] }],
  ['logitBias', { logitBias: [{ token: -1, bias: 1 }] }],
  ['logitBias', { logitBias: Array.from({ length: 1_025 }, (_, token) => ({ token, bias: 1 })) }],
  ['stop', { stop: ['a', 'b', 'c', 'd', 'e'] }],
  ['stop', { stop: [''] }],
  ['stop', { stop: ['x'.repeat(257)] }],
  ['tools[0].name', { tools: [{ name: 'no such name' }] }],
  ['tools[0].parameters', { tools: [{ name: 'f', parameters: [] }] }],
  ['toolChoice', { toolChoice: { mode: 'REQUIRED' } }],
  ['tool_choice', { tools: [weather], toolChoice: { mode: 'REQUIRED', name: 'other' } }],
  ['toolChoice.name', { tools: [weather], toolChoice: { mode: 'AUTO', name: 'get_weather' } }],
  ['responseFormat.schema', { responseFormat: { type: 'JSON_SCHEMA' } }],
  ['responseFormat.schema', { responseFormat: { type: 'JSON_OBJECT', schema: {} } }],
  ['responseFormat.schema#', { responseFormat: { type: 'JSON_SCHEMA', schema: 'object' } }],
])('a wrong %s is refused with its name and a reason', (field, wrong) => {
  const refusal = refusalOf(() => planChat({ ...chat, ...wrong }));
  expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
  expect(refusal).toHaveProperty('details.reason', expect.stringMatching(/^[a-z]/u));
});

test.each<[string, Partial<ChatInput>]>([
  ['responseFormat', { tools: [weather], responseFormat: { type: 'JSON_OBJECT' } }],
  ['responseFormat.schema#/not', { responseFormat: { type: 'JSON_SCHEMA', schema: { not: {} } } }],
  ['tools[0].parameters#/not', { tools: [{ name: 'f', parameters: { not: {} } }], toolChoice: { mode: 'REQUIRED' } }],
])('%s is refused as not supported', (field, wrong) => {
  expect(refusalOf(() => planChat({ ...chat, ...wrong }))).toMatchObject({ code: 'UNSUPPORTED_PARAMETER', details: { field } });
});

test('the result of a tool belongs to a call before it', () => {
  const messages = [...chat.messages, { role: 'ASSISTANT', toolCalls: [call] }, { role: 'TOOL', content: 'sunny', toolCallId: 'call_1' }] as const;
  expect(planChat({ ...chat, messages }).prompts).toEqual([
    { kind: 'chat', tools: [], messages: [{ role: 'USER', content: 'Hello' }, { role: 'ASSISTANT', content: '', toolCalls: [call] }, { role: 'TOOL', content: 'sunny', toolCallId: 'call_1' }] },
  ]);
});

test('tools go into the prompt and make a grammar only where they must be called', () => {
  const plans = (['NONE', 'AUTO', 'REQUIRED'] as const).map((mode) => planChat({ ...chat, tools: [weather], toolChoice: { mode } }));
  expect(plans.map(({ prompts: [prompt], grammar }) => [prompt?.kind === 'chat' && prompt.tools.length, grammar !== null])).toEqual([[0, false], [1, false], [1, true]]);
});

test('a text is read as calls where tools may be called, and as text otherwise', () => {
  const text = '[{"name":"get_weather","arguments":{"city":"Rome"}},{"name":"get_weather","arguments":{"city":"Oslo"}}]';
  const callsOf = (input: Partial<ChatInput>): number => {
    const reader = planChat({ ...chat, tools: [weather], ...input }).createReader();
    const pieces = [reader.push(text), reader.end()];
    return pieces.flatMap(({ toolCalls }) => toolCalls).filter(({ id }) => id !== null).length;
  };
  expect([callsOf({}), callsOf({ parallelToolCalls: false }), callsOf({ toolChoice: { mode: 'NONE' } })]).toEqual([2, 1, 0]);
});

test('a finished text is judged by what was asked for', () => {
  const judge = (responseFormat: ChatInput['responseFormat'], text: string) => planChat({ ...chat, responseFormat }).meetsFormat?.(text) ?? null;
  const schema = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
  expect([judge({ type: 'TEXT' }, 'x'), judge({ type: 'JSON_OBJECT' }, '{}'), judge({ type: 'JSON_OBJECT' }, '[]'), judge({ type: 'JSON_OBJECT' }, '{')]).toEqual([null, true, false, false]);
  expect([judge({ type: 'JSON_SCHEMA', schema }, '{"a":1}'), judge({ type: 'JSON_SCHEMA', schema }, '{"a":')]).toEqual([true, false]);
});

test('texts to go on from are texts or tokens', () => {
  expect(planCompletion({ model: 'help', prompts: [{ text: 'a' }, { tokens: [1, 2] }], echo: true })).toMatchObject({ kind: 'cmpl', echo: true, prompts: [{ kind: 'text', text: 'a' }, { kind: 'tokens', tokens: [1, 2] }] });
});

test.each<[string, CompletionInput['prompts']]>([
  ['prompts', []],
  ['prompts', Array.from({ length: 65 }, () => ({ text: 'a' }))],
  ['prompts', [{ text: 'x'.repeat(4_000_001) }]],
  ['prompts[0]', [{}]],
  ['prompts[0]', [{ text: 'a', tokens: [1] }]],
  ['prompts[1]', [{ text: 'a' }, { text: '' }]],
  ['prompts[0]', [{ tokens: [] }]],
  ['prompts[0]', [{ tokens: [-1] }]],
])('wrong %s are refused', (field, prompts) => {
  expect(refusalOf(() => planCompletion({ model: 'help', prompts }))).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
});
