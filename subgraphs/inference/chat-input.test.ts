import { expect, test } from 'vitest';
import { checkChat, type ChatInput } from './chat-input.ts';

const chat: ChatInput = { model: 'help', messages: [{ role: 'USER', content: 'Hello' }] };

function refusalOf(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (refusal) {
    return refusal;
  }
}

test('a plain chat passes, and what is null counts as left out', () => {
  expect(checkChat({ ...chat, temperature: null, maxTokens: null, stop: null })).toEqual({ ...chat, maxTokens: null, sampling: {}, stop: [] });
});

test('limits themselves are allowed', () => {
  const input = { ...chat, maxTokens: 1, temperature: 2, topP: 0, topK: 0, minP: 1, seed: -2_147_483_648, frequencyPenalty: -2, presencePenalty: 2, stop: ['a', 'b', 'c', 'd'] };
  expect(checkChat(input)).toMatchObject({ maxTokens: 1, stop: ['a', 'b', 'c', 'd'], sampling: { temperature: 2, topP: 0, topK: 0, minP: 1, seed: -2_147_483_648, frequencyPenalty: -2, presencePenalty: 2 } });
});

test.each<[string, Partial<ChatInput>]>([
  ['messages', { messages: [] }],
  ['messages', { messages: Array.from({ length: 1_001 }, () => ({ role: 'USER', content: '' })) }],
  ['messages', { messages: [{ role: 'USER', content: 'x'.repeat(4_000_001) }] }],
  ['maxTokens', { maxTokens: 0 }],
  ['maxTokens', { maxTokens: -1 }],
  ['temperature', { temperature: -0.1 }],
  ['temperature', { temperature: 2.1 }],
  ['temperature', { temperature: Number.NaN }],
  ['topP', { topP: 1.1 }],
  ['topK', { topK: -1 }],
  ['minP', { minP: 2 }],
  ['frequencyPenalty', { frequencyPenalty: 3 }],
  ['presencePenalty', { presencePenalty: -3 }],
  ['stop', { stop: ['a', 'b', 'c', 'd', 'e'] }],
  ['stop', { stop: [''] }],
  ['stop', { stop: ['x'.repeat(257)] }],
])('a wrong %s is refused with its name and a reason', (field, wrong) => {
  const refusal = refusalOf(() => checkChat({ ...chat, ...wrong }));
  expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
  expect(refusal).toHaveProperty('details.reason', expect.stringMatching(/^must /u));
});
