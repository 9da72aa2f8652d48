import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseGbnf } from './gbnf.fixture.ts';
import { checkTools, createToolCallReader, toolCallGrammar, toolInstructions, type AnswerPart, type Tool } from './index.ts';

const weather: Tool = { name: 'get_weather', description: 'The weather', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } };
const time: Tool = { name: 'time' };

function read(pieces: readonly string[]) {
  let ids = 0;
  const reader = createToolCallReader({ names: ['get_weather', 'time'], createId: () => `call_${(ids += 1)}` });
  const parts = pieces.flatMap((piece) => reader.push(piece));
  const { parts: last, answer } = reader.end();
  return { parts: [...parts, ...last], answer };
}

const textOf = (parts: readonly AnswerPart[]): string => parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('');

test('a forced call is one of the tools with fitting arguments', () => {
  const grammar = parseGbnf(toolCallGrammar({ tools: [weather, time], choice: 'required', parallel: false }));
  expect(['{"name":"get_weather","arguments":{"city":"Rome"}}', '{"name": "time", "arguments": {}}'].every(grammar.matches)).toBe(true);
  expect(['{"name":"time","arguments":{"x":1}}', '{"name":"get_weather","arguments":{}}', '{"name":"other","arguments":{}}', 'Hello', '[]'].some(grammar.matches)).toBe(false);
});

test('a named call is that tool, and parallel calls are a list', () => {
  const grammar = parseGbnf(toolCallGrammar({ tools: [weather, time], choice: { name: 'time' }, parallel: true }));
  expect(grammar.matches('[{"name":"time","arguments":{}},{"name":"time","arguments":{}}]')).toBe(true);
  expect(grammar.matches('[{"name":"get_weather","arguments":{"city":"x"}}]')).toBe(false);
  expect(grammar.matches('[]')).toBe(false);
});

test.each<[string, { readonly work: () => unknown; readonly code: string; readonly field: string }]>([
  ['no tools', { work: () => checkTools([]), code: 'BAD_USER_INPUT', field: 'tools' }],
  ['a bad name', { work: () => checkTools([{ name: 'a b' }]), code: 'BAD_USER_INPUT', field: 'tools[0].name' }],
  ['the same name twice', { work: () => checkTools([time, time]), code: 'BAD_USER_INPUT', field: 'tools[1].name' }],
  ['an unknown choice', { work: () => toolCallGrammar({ tools: [time], choice: { name: 'other' }, parallel: false }), code: 'BAD_USER_INPUT', field: 'tool_choice' }],
  ['a schema that is not supported', { work: () => toolCallGrammar({ tools: [time, { name: 'x', parameters: { not: {} } }], choice: 'required', parallel: false }), code: 'UNSUPPORTED_PARAMETER', field: 'tools[1].parameters#/not' }],
  ['too many tools', { work: () => checkTools(Array.from({ length: 129 }, (_, index) => ({ name: `t${index}` }))), code: 'BAD_USER_INPUT', field: 'tools' }],
])('%s is refused', (_, { work, code, field }) => {
  expect(work).toThrow(expect.objectContaining({ code, details: expect.objectContaining({ field }) }));
});

test('instructions name each tool with its parameters', () => {
  expect(toolInstructions([weather, time])).toContain('{"name":"get_weather","description":"The weather","parameters":{"type":"object"');
});

test('a call is given as its name and then the exact pieces of its arguments', () => {
  const { parts, answer } = read(['{"name"', ': "get_wea', 'ther", "arguments": {"ci', 'ty": "a}\\"', '{"}', '}']);
  expect(parts).toEqual([
    { kind: 'call', index: 0, id: 'call_1', name: 'get_weather' },
    { kind: 'arguments', index: 0, text: '{"ci' },
    { kind: 'arguments', index: 0, text: 'ty": "a}\\"' },
    { kind: 'arguments', index: 0, text: '{"}' },
  ]);
  expect(answer).toEqual({ text: '', malformed: null, calls: [{ id: 'call_1', name: 'get_weather', arguments: '{"city": "a}\\"{"}' }] });
});

const answers: readonly (readonly [string, string, readonly string[], string])[] = [
  ['a list', '[{"name":"time","arguments":{}}, {"name":"get_weather","arguments":{"city":"x"}}]', ['{}', '{"city":"x"}'], ''],
  ['white space before', '\n {"name":"time","arguments":{}}', ['{}'], '\n '],
  ['tags', '<tool_call>\n{"name": "time", "arguments": {}}\n</tool_call>\n<tool_call>\n{"name": "time", "arguments": {}}\n</tool_call>', ['{}', '{}'], ''],
  ['text and a tag', 'Let me see <b> <<tool_call>{"name":"time","arguments":{}}</tool_call>', ['{}'], 'Let me see <b> <'],
  ['text after a call', '{"name":"time","arguments":{}} Done.', ['{}'], 'Done.'],
  ['parameters', '{"name":"time","parameters":{"a":[1,{"b":"]"}]}}', ['{"a":[1,{"b":"]"}]}'], ''],
  ['arguments in a string', '{"name":"time","arguments":"{\\"a\\":\\"\\u00e9\\ud83d\\ude00\\\\n\\"}"}', ['{"a":"é😀\\n"}'], ''],
  ['plain text', 'Hello {"name":"time","arguments":{}}', [], 'Hello {"name":"time","arguments":{}}'],
  ['other JSON', '{"answer": 42}', [], '{"answer": 42}'],
  ['an unknown tool', '{"name":"rm","arguments":{}}', [], '{"name":"rm","arguments":{}}'],
  ['an open tag', 'a <tool_ca', [], 'a <tool_ca'],
  ['an empty answer', '', [], ''],
];

test.each(answers.map(([name, text, calls, plain]) => ({ name, text, calls, plain })))('$name is read the same however it is cut', ({ text, calls, plain }) => {
  const whole = read([text]);
  expect(whole.answer).toMatchObject({ malformed: null });
  expect(whole.answer.calls.map((call) => call.arguments)).toEqual(calls);
  expect(whole.answer.text.trim()).toBe(plain.trim());
  const single = read(Array.from(text));
  expect(single.answer).toEqual(whole.answer);
  expect(textOf(single.parts)).toBe(single.answer.text);
});

test.each([
  ['an end within arguments', '{"name":"time","arguments":{"a":', 'the answer ends within a call of time'],
  ['brackets that fit no JSON', '{"name":"time","arguments":{"a":]}}', 'the arguments of time are no JSON object'],
  ['a list in a string', '{"name":"time","arguments":"[]"}', 'the arguments of time are no JSON object'],
  ['a broken escape', '{"name":"time","arguments":"\\x"}', 'a call has arguments in a broken string'],
  ['more keys', '{"name":"time","arguments":{},"x":1}', 'a call goes on after its arguments'],
])('%s is reported as malformed', (_, text, reason) => {
  expect(read([text]).answer.malformed).toBe(reason);
});

test('whatever a model says, the reader does not throw and does not depend on how it is cut', () => {
  const fragment = fc.constantFrom('{"name":"time","arguments":', '{"name":"', 'time', '","arguments":', '{', '}', '[', ']', '"', '\\', '\\u', 'd83d', '<tool_call>', '</tool_call>', '<', ' ', ',', 'Hello', '😀', '\ud800');
  fc.assert(fc.property(fc.array(fc.oneof(fragment, fc.string()), { maxLength: 30 }), (pieces) => {
    const cut = read(pieces);
    expect(read([pieces.join('')]).answer.calls).toEqual(cut.answer.calls);
    expect(textOf(cut.parts)).toBe(cut.answer.text);
    expect(cut.answer.calls.length > 0 || cut.answer.text === pieces.join('')).toBe(true);
  }), { numRuns: 500 });
});

test('what the grammar of calls makes, the reader reads', () => {
  const grammar = parseGbnf(toolCallGrammar({ tools: [weather, time], choice: 'required', parallel: true }));
  fc.assert(fc.property(fc.infiniteStream(fc.nat(1_000_000)), (numbers) => {
    const text = grammar.sample((choices) => (numbers.next().value ?? 0) % choices) ?? '[{"name":"time","arguments":{}}]';
    const { answer } = read(Array.from(text));
    const expected: unknown = JSON.parse(text);
    expect(answer.calls.map(({ name, arguments: json }): unknown => ({ name, arguments: JSON.parse(json) }))).toEqual(expected);
    expect(answer).toMatchObject({ text: '', malformed: null });
  }), { numRuns: 200 });
});
