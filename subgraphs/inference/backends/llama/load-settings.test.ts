import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GenerationRequest, InferenceBackend, LoadSettings } from '../backend.ts';
import { writeAdapter } from './adapter.fixture.ts';
import { readGguf } from './gguf-header.ts';
import { ownTemplate, writeTinyModel } from './gguf.fixture.ts';
import { ask, createTestBackend, helpModel } from './llama.fixture.ts';

let folder = '';
/** Some of the matrices of the shipped model. */
let matrices: Readonly<Record<string, readonly [number, number]>> = {};
const backends: InferenceBackend[] = [];
let plain: InferenceBackend;
beforeAll(async () => {
  const { tensors } = await readGguf(helpModel.file);
  const changed = tensors.filter(({ name }) => ['blk.0.attn_q.weight', 'blk.2.ffn_down.weight'].includes(name));
  matrices = Object.fromEntries(changed.map(({ name, dimensions: [columns = 0, rows = 0] }) => [name, [columns, rows]]));
  folder = mkdtempSync(path.join(os.tmpdir(), 'models-'));
  writeFileSync(path.join(folder, 'tiny.gguf'), writeTinyModel());
  writeFileSync(path.join(folder, 'narrow.gguf'), writeTinyModel({ heads: 2 }));
  writeFileSync(path.join(folder, 'apart.gguf'), writeTinyModel({ isTied: false, template: ownTemplate }));
  writeFileSync(path.join(folder, 'window.gguf'), writeTinyModel({ window: 64 }));
  plain = await loaded({ gpuLayers: 0 });
});
afterAll(async () => {
  await Promise.all(backends.map((backend) => backend.close()));
  rmSync(folder, { recursive: true });
});

const open = (): InferenceBackend => {
  const backend = createTestBackend({ modelsDir: folder });
  backends.push(backend);
  return backend;
};
const loaded = async (settings: LoadSettings): Promise<InferenceBackend> => {
  const backend = open();
  await backend.load('help', { sequences: 8, ...settings });
  return backend;
};
const save = (name: string, bytes: Buffer): string => {
  const file = path.join(folder, `${name}.bin`);
  writeFileSync(file, bytes);
  return file;
};
const question = 'How do I create an environment?';
const textOf = async (backend = plain): Promise<string> => (await ask(backend, question)).text;
const logprobsOf = async (backend: InferenceBackend): Promise<readonly number[]> =>
  (await ask(backend, question, { logprobs: 0, grammar: 'root ::= "Send POST /api/v1/environments"' })).deltas.flatMap(({ logprobs }) => logprobs ?? []).map(({ logprob }) => logprob);

test('an adapter changes what the model says, as far as it is strong', async () => {
  const [weak, strong] = await Promise.all([1e-6, 4].map((alpha) => loaded({ loraFile: save(`of ${alpha}`, writeAdapter({ matrices, alpha })) })));
  const usual = await textOf(plain);
  expect(await textOf(weak)).toBe(usual);
  expect(await textOf(strong)).not.toBe(usual);
  expect((await plain.estimate('help', { loraFile: save('large', writeAdapter({ matrices })) })).weights).toBeGreaterThan((await plain.estimate('help')).weights);
});

test('an adapter may change how tokens are read', async () => {
  const backend = open();
  const plain = (await ask(backend, 'hi', { model: 'apart', maxTokens: 20 })).text;
  await backend.load('apart', { loraFile: save('table', writeAdapter({ matrices: { 'token_embd.weight': [32, 260] } })) });
  expect((await ask(backend, 'hi', { model: 'apart', maxTokens: 20 })).text).not.toBe(plain);
});

test('how attention is computed and its context kept shows in the last digits, or before them', async () => {
  const [apart, coarse] = await Promise.all([loaded({ flashAttention: false, kvType: 'f16' }), loaded({ flashAttention: true, kvType: 'q4_0' })]);
  const [usual = [], ...others] = await Promise.all([plain, apart, coarse].map(logprobsOf));
  expect(usual.length).toBeGreaterThan(2);
  const [byAttention = 0, byContext = 0] = others.map((logprobs) => Math.max(...logprobs.map((value, place) => Math.abs(value - (usual[place] ?? 0)))));
  expect(byAttention).toBeGreaterThan(0);
  expect(byAttention).toBeLessThan(0.1);
  expect(byContext).toBeGreaterThan(byAttention);
});

test('an adapter, a draft model, a quantised context, grammars and a shared batch go together', async () => {
  const settings: LoadSettings = { loraFile: save('weak', writeAdapter({ matrices, alpha: 0.02 })), kvType: 'q8_0', flashAttention: true, batchSize: 64 };
  const [alone, together] = await Promise.all([loaded(settings), loaded({ ...settings, draftModel: 'help' })]);
  const requests: readonly Partial<GenerationRequest>[] = [{}, { grammar: 'root ::= "[" [0-9] ("," [0-9]){3} "]"' }, { sampling: { temperature: 0.9, seed: 4 } }, { count: 2, maxTokens: 30 }];
  const expected = [];
  for (const request of requests) expected.push((await ask(alone, question, request)).texts);
  const answers = await Promise.all(requests.map((request, index) => ask(together, question, { ...request, owner: `cds:${index}` })));
  expect(answers.map(({ texts }) => texts)).toEqual(expected);
  const [state] = together.loaded();
  expect(state?.guesses.right).toBeGreaterThan(20);
  expect(state?.steps.shared).toBeGreaterThan(5);
});

describe('what cannot be is refused with the setting that is wrong', () => {
  const refusalOf = (model: string, settings: LoadSettings): Promise<unknown> => open().load(model, settings).catch((error: unknown) => error);

  test('and nothing starts', async () => {
    expect(await refusalOf('help', { gpuLayers: 1 })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'gpuLayers', reason: 'needs a graphics card, and LLM_GPU is off' } });
    expect(await refusalOf('help', { kvType: 'q8_0', flashAttention: false })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'kvType' } });
    expect(await refusalOf('narrow', { kvType: 'q4_0' })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'kvType' } });
    expect(await refusalOf('help', { draftModel: 'tiny' })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'draftModel', reason: 'has another vocabulary' } });
    expect(plain.loaded()).toMatchObject([{ gpuLayers: 0, settings: { gpuLayers: 0 } }]);
  });

  test('also by the process itself, in words of ours', async () => {
    expect(await refusalOf('window', { speculativeTokens: 2 })).toMatchObject({ code: 'MODEL_UNAVAILABLE', message: 'The model cannot be loaded: this kind of model cannot guess ahead' });
    const backend = createTestBackend({ gpu: 'auto' });
    backends.push(backend);
    await expect(backend.load('help', { gpuLayers: 4 })).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE', message: expect.stringContaining('graphics card') });
  });

  const query = { 'blk.0.attn_q.weight': [192, 192] } as const;
  const adapters: Readonly<Record<string, readonly [bytes: () => Buffer, reason: string]>> = {
    garbage: [() => Buffer.from('not an adapter at all'), 'it is not a GGUF file'],
    'cut off': [() => writeAdapter({ matrices }).subarray(0, 4_000), 'it is cut off'],
    'a model': [() => writeTinyModel(), 'it is not a LoRA adapter'],
    'of another kind': [() => writeAdapter({ matrices, type: 'vera' }), 'it is not a LoRA adapter'],
    'for another architecture': [() => writeAdapter({ matrices, architecture: 'gemma' }), 'it is for models of another architecture'],
    'of another size': [() => writeAdapter({ matrices: { 'blk.0.attn_q.weight': [192, 16] } }), 'its matrices have other sizes than those of the model'],
    'for a matrix that is not there': [() => writeAdapter({ matrices: { 'blk.99.attn_q.weight': [192, 192] } }), 'it changes a matrix that the model does not have'],
    'for a table of tokens that is the output too': [() => writeAdapter({ matrices: { 'token_embd.weight': [192, 1_280] } }), 'it changes the table of tokens of a model that also writes with it'],
    'without its second halves': [() => writeAdapter({ matrices: query, without: ['blk.0.attn_q.weight.lora_b'] }), 'a half of a pair is missing'],
  };
  test.each(Object.entries(adapters))('an adapter that is %s', async (name, [bytes, reason]) => {
    expect(await refusalOf('help', { loraFile: save(name, bytes()) })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'adapter', reason: `cannot be used: ${reason}` } });
  });
});
