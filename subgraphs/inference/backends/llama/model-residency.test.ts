import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { InferenceBackend } from '../backend.ts';
import { writeTinyModel } from './gguf.fixture.ts';
import { ask, createTestBackend } from './llama.fixture.ts';
import type { LlamaBackendOptions } from './llama-backend.ts';

let folder = '';
let backend: InferenceBackend;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'models-'));
  for (const [index, name] of ['ant', 'bee', 'cat'].entries()) writeFileSync(path.join(folder, `${name}.gguf`), writeTinyModel({ seed: index + 1 }));
  backend = open();
});
afterAll(async () => {
  await backend.close();
  rmSync(folder, { recursive: true });
});

const open = (options: Partial<LlamaBackendOptions> = {}) => createTestBackend({ modelsDir: folder, shipped: [], contextSize: null, ...options });
const names = (of: InferenceBackend): readonly string[] => of.loaded().map(({ id }) => id).sort();
const few = { sequences: 2 };
vi.setConfig({ testTimeout: 90_000 }); // each start takes a second, and many on a busy machine

test('settings that cannot be are refused by name before anything starts', async () => {
  const impossible = [{ contextSize: 0 }, { contextSize: 1e9 }, { sequences: 65 }, { sequences: 1.5 }, { threads: 0 }, { batchSize: 1e6 }, { gpuLayers: -1 }, { speculativeTokens: 99 }];
  for (const settings of impossible) {
    await expect(backend.load('ant', settings)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: Object.keys(settings)[0] } });
  }
  await expect(backend.load('ant', { draftModel: 'nobody' })).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  await expect(backend.load('nobody')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  await expect(backend.unload('ant', { force: false })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(backend.loaded()).toEqual([]);
});

test('several models are loaded at once, and each says its own', async () => {
  const texts = await Promise.all(['ant', 'bee', 'ant', 'bee'].map(async (model) => (await ask(backend, 'hi', { model, maxTokens: 8 })).text));
  expect(texts.slice(0, 2)).toEqual(texts.slice(2));
  expect(texts[0]).not.toBe(texts[1]);
  expect(names(backend)).toEqual(['ant', 'bee']);
  expect((await backend.models()).map(({ id, loaded }) => [id, loaded])).toEqual([['ant', true], ['bee', true], ['cat', false]]);
});

test('an estimate is near what the process takes, and grows with what is asked for', async () => {
  const { memory } = await backend.load('ant');
  expect(memory.estimatedBytes).toBe((await backend.estimate('ant')).total);
  expect((memory.rssBytes ?? 0) / memory.estimatedBytes).toBeGreaterThan(0.5);
  expect((memory.rssBytes ?? 0) / memory.estimatedBytes).toBeLessThan(1.5);
  const plain = await backend.estimate('ant', few);
  expect((await backend.estimate('ant', { sequences: 4 })).context).toBe(plain.context * 2);
  expect((await backend.estimate('ant', { ...few, kvType: 'q4_0' })).context).toBeLessThan(plain.context / 3);
});

test('a model is loaded anew with other settings once its answers are done, and not with the same', async () => {
  const answer = ask(backend, 'hi', { model: 'ant', maxTokens: 100, sampling: { logitBias: { 40: 100 } } });
  const settings = { sequences: 3, contextSize: 128, kvType: 'q8_0', flashAttention: true, batchSize: 64 } as const;
  const first = await backend.load('ant', settings);
  expect((await answer).finishReason).toBe('LENGTH');
  expect(first).toMatchObject({ ready: true, sequences: 3, contextLength: 128, threads: { most: 1 }, settings });
  expect((await backend.model('ant')).contextLength).toBe(128);
  expect((await ask(backend, 'hi', { model: 'ant', maxTokens: 500 })).promptTokens).toBeLessThan(128);
  expect((await backend.load('ant', settings)).pid).toBe(first.pid);
});

test('unloading waits for answers, or ends them by force', async () => {
  const begun = (model: string) => {
    let started = (): void => undefined;
    const first = new Promise<void>((resolve) => (started = resolve));
    return { first, answer: ask(backend, 'hi', { model, maxTokens: 90, sampling: { logitBias: { 40: 100 } }, onDelta: () => started() }) };
  };
  const patient = begun('ant');
  await patient.first;
  await backend.unload('ant', { force: false });
  expect((await patient.answer).finishReason).toBe('LENGTH');
  const cut = begun('bee');
  await cut.first;
  await backend.unload('bee', { force: true });
  expect((await cut.answer).finishReason).toBe('CANCELLED');
  expect(backend.loaded()).toEqual([]);
});

test('an idle model leaves when its time is over', async () => {
  await backend.load('ant', { ...few, keepAliveSeconds: 0.05 });
  await vi.waitFor(() => expect(backend.loaded()).toEqual([]), { timeout: 20_000 });
});

test('the model that was used longest ago makes room, but never one that works', async () => {
  const { total } = await backend.estimate('ant', few);
  const narrow = open({ memoryBudget: total * 2.5 });
  await Promise.all(['ant', 'bee'].map((name) => narrow.load(name, few)));
  await ask(narrow, 'hi', { model: 'ant', maxTokens: 2 });
  await narrow.load('cat', few);
  expect(names(narrow)).toEqual(['ant', 'cat']);
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const held = ['ant', 'cat'].map((model) => ask(narrow, 'hi', { model, maxTokens: 60, sampling: { logitBias: { 40: 100 } }, onDelta: () => gate }));
  await vi.waitFor(() => expect(narrow.loaded().map(({ running }) => running)).toEqual([1, 1]), { timeout: 20_000 });
  await expect(narrow.load('bee', few)).rejects.toMatchObject({ code: 'UNAVAILABLE', details: { availableBytes: expect.any(Number), neededBytes: total } });
  expect(await narrow.estimate('bee', few)).toMatchObject({ fits: false });
  release();
  await Promise.all(held);
  expect(await narrow.estimate('bee', few)).toMatchObject({ fits: true });
  await narrow.close();
});
