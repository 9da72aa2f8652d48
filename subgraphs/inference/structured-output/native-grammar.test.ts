import path from 'node:path';
import { getLlama, LlamaGrammarEvaluationState, type Llama } from 'node-llama-cpp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#kernel/config';
import { formats } from './formats.ts';
import { createOutputValidator, createToolCallReader, grammarOfSchema, jsonObjectGrammar, toolCallGrammar } from './index.ts';

let llama: Llama;

beforeAll(async () => {
  llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, maxThreads: 1 });
});

afterAll(async () => {
  await llama.dispose();
});

const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`property "${index}"`, { type: 'string', maxLength: 20 }]));
const order = {
  type: 'object', additionalProperties: false, required: ['kind', 'count', 'tags'],
  properties: { kind: { enum: ['create', 'delete'] }, count: { type: 'integer', minimum: 1, maximum: 12 }, tags: { type: 'array', items: { type: 'string', pattern: '^[a-z]{1,8}$' }, maxItems: 3 }, note: { type: 'string', maxLength: 20 } },
};

test.each<[string, unknown]>([
  ['free JSON', {}], ['a record', order], ['many optional properties', { type: 'object', properties: many }],
  ['a long text', { type: 'string', minLength: 3_500, maxLength: 100_000 }], ['a long list', { type: 'array', items: { type: 'number', minimum: 0.5 }, minItems: 1_234, maxItems: 99_999 }],
  ['names and texts full of signs', { type: 'object', properties: { '"]\\[^-': { enum: ['"]\\', '\n\u0001', '# ::= |', '<[1]>', '\ud800', 'é😀'] } } }],
  ['a class full of signs', { type: 'string', pattern: '^[\\]\\[^"#\\\\\u0000-\u001f\u{1F600}-\u{1F64F}-]+$' }],
  ['a thousand choices', { enum: Array.from({ length: 1_000 }, (_, index) => `choice ${index * 7919}`) }],
  ['repetition of what may be empty', { type: 'string', pattern: '((a*)*|(b?)+)*$' }],
  ['recursion', { type: 'object', properties: { next: { $ref: '#' }, others: { type: 'array', items: { $ref: '#' } } } }],
  ['any other names', { type: 'object', properties: { id: true, idle: true }, additionalProperties: true }],
  ...[...formats.keys()].map((format): [string, unknown] => [`format ${format}`, { type: 'string', format }]),
])('the native library reads the grammar of %s', async (_, schema) => {
  await expect(llama.createGrammar({ grammar: grammarOfSchema(schema) })).resolves.toBeDefined();
});

test('the native library refuses a broken grammar, so that the table above can fail', async () => {
  await expect(llama.createGrammar({ grammar: 'root ::= nothing' })).rejects.toThrow();
});

/** The answer of the shipped model to a prompt that has nothing to do with the grammar. */
async function generate(grammar: string): Promise<string> {
  const model = await llama.loadModel({ modelPath: path.join(projectRoot, 'models/help/help.q8_0.gguf'), gpuLayers: 0 });
  try {
    const context = await model.createContext({ contextSize: 512, threads: 1 });
    const grammarEvaluationState = new LlamaGrammarEvaluationState({ model, grammar: await llama.createGrammar({ grammar }) });
    const tokens = [];
    const prompt = model.tokenize('<|im_start|>user\nHow do I create an environment?<|im_end|>\n<|im_start|>assistant\n', true);
    for await (const token of context.getSequence().evaluate(prompt, { temperature: 0.8, seed: 7, grammarEvaluationState })) {
      tokens.push(token);
      if (tokens.length >= 350) break;
    }
    return model.detokenize(tokens);
  } finally {
    await model.dispose();
  }
}

test('a real answer under a grammar meets its schema', async () => {
  const text = await generate(grammarOfSchema(order));
  expect(createOutputValidator(order)(text)).toMatchObject({ valid: true, value: { kind: expect.stringMatching(/^(create|delete)$/u) } });
});

test('a real answer under the grammar of calls is a call', async () => {
  const text = await generate(toolCallGrammar({ tools: [{ name: 'place_order', parameters: order }], choice: 'required', parallel: false }));
  const reader = createToolCallReader({ names: ['place_order'], createId: () => 'call_1' });
  reader.push(text);
  const { answer } = reader.end();
  expect(answer).toMatchObject({ text: '', malformed: null, calls: [{ id: 'call_1', name: 'place_order' }] });
  expect(createOutputValidator(order)(answer.calls[0]?.arguments ?? '')).toMatchObject({ valid: true });
});

test('the grammar of any JSON object is read by the native library', async () => {
  await expect(llama.createGrammar({ grammar: jsonObjectGrammar() })).resolves.toBeDefined();
});
