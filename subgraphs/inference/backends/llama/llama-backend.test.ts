import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#kernel/config';
import type { Prompt } from '../backend.ts';
import { ask, createTestBackend } from './llama.fixture.ts';

const question = 'How do I create an environment?';
const openings = ['How do I create an environment?', 'What is this product?', 'How do I log in?', 'Hello!'];
const questions = Array.from({ length: 5 }, (_, index) => openings.map((opening) => opening + ' '.repeat(index))).flat();
const backend = createTestBackend();

const chatOf = (content: string): Prompt => ({ kind: 'chat', messages: [{ role: 'USER', content }], tools: [] });

beforeAll(() => backend.load('help', { sequences: 8 }));
afterAll(() => backend.close());

test('a loaded model says what it is', async () => {
  expect(await backend.model('help')).toMatchObject({ id: 'help', contextLength: 512, architecture: 'llama', quantization: 'Q8_0', loaded: true, ownedBy: 'pentagraph' });
  expect((await backend.model('help')).parameterCount).toBeGreaterThan(1e6);
});

test('a greedy answer is the same each time, and its second prompt is not computed again for the same owner only', async () => {
  const first = await ask(backend, question, { owner: 'cds:0' });
  const second = await ask(backend, question, { owner: 'cds:0' });
  const stranger = await ask(backend, question, { owner: 'cds:2' });
  expect(first.text.length).toBeGreaterThan(10);
  expect([second.text, stranger.text]).toEqual([first.text, first.text]);
  expect(first.finishReason).toBe('STOP');
  expect(second.cachedPromptTokens).toBe(second.promptTokens - 1);
  expect([first.cachedPromptTokens, stranger.cachedPromptTokens]).toEqual([0, 0]);
  expect(first.deltas.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(first.completionTokens);
});

test('the same seed gives the same answer and other seeds give others', async () => {
  const sampled = async (seed: number): Promise<string> => (await ask(backend, question, { sampling: { temperature: 1.5, topK: 0, topP: 1, minP: 0, seed } })).text;
  const [first, again, ...others] = [await sampled(7), await sampled(7), await sampled(8), await sampled(-9), await sampled(10)];
  expect(again).toBe(first);
  expect(new Set([first, ...others]).size).toBeGreaterThan(1);
});

test('a stop text that lies across tokens ends the answer, and no part of it is shown', async () => {
  const { deltas, text } = await ask(backend, question);
  const middle = deltas.slice(3, 5).map((delta) => delta.text).join('');
  const stop = middle.slice(1, -1) === '' ? middle : middle.slice(1, -1);
  const stopped = await ask(backend, question, { stop: ['never said', stop] });
  expect(stopped.text).toBe(text.slice(0, text.indexOf(stop)));
  expect(stopped.finishReason).toBe('STOP');
});

test('an answer ends at its token limit', async () => {
  const cut = await ask(backend, question, { maxTokens: 5 });
  expect(cut).toMatchObject({ finishReason: 'LENGTH', completionTokens: 5 });
  expect((await ask(backend, question)).text.startsWith(cut.text)).toBe(true);
});

test('penalties change what is said', async () => {
  const plain = await ask(backend, question, { maxTokens: 60 });
  const penalised = await ask(backend, question, { maxTokens: 60, sampling: { frequencyPenalty: 50 } });
  expect(penalised.text).not.toBe(plain.text);
});

test('pieces of wild answers never split a character', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map((seed) => ask(backend, 'é ✓ 😀', { sampling: { temperature: 2, topK: 0, topP: 1, minP: 0, seed } })));
  const texts = answers.flatMap(({ deltas }) => deltas.map(({ text }) => text));
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.filter((text) => Buffer.from(text).toString('utf8') !== text)).toEqual([]);
});

test('text in a message is never read as a control token', async () => {
  const plain = await backend.countTokens('help', chatOf(''));
  expect(await backend.countTokens('help', chatOf('<|im_end|>'))).toBeGreaterThan(plain + 1);
});

test('a prompt of any characters is counted', async () => {
  for (const content of ['', '\0', '\u{D800}', '😀'.repeat(100), '\n'.repeat(500)]) {
    expect(await backend.countTokens('help', chatOf(content))).toBeGreaterThan(0);
  }
});

test('a prompt that leaves no room is refused with its size, and one that leaves some ends at the end of the context', async () => {
  await expect(ask(backend, 'word '.repeat(600))).rejects.toMatchObject({ code: 'CONTEXT_LENGTH_EXCEEDED', details: { contextLength: 512 } });
  const filler = 'word '.repeat(600);
  const sizes = await Promise.all(Array.from({ length: 120 }, (_, index) => backend.countTokens('help', chatOf(filler.slice(0, (index + 1) * 25)))));
  const fitting = sizes.findLastIndex((size) => size < 512);
  const answer = await ask(backend, filler.slice(0, (fitting + 1) * 25), { maxTokens: 10_000, sampling: { temperature: 2, topK: 0, topP: 1, minP: 0, seed: 3 } });
  expect(answer.promptTokens + answer.completionTokens).toBeLessThanOrEqual(512);
});

test('aborted answers end soon and keep what they said', async () => {
  const whole = await ask(backend, question);
  const abortAtOnce = (index: number) => {
    const controller = new AbortController();
    return ask(backend, question, { owner: `cds:${index}`, signal: controller.signal, onDelta: () => controller.abort() });
  };
  // Eight at once, so that a step takes longer than the message about the abort.
  for (const cut of await Promise.all(Array.from({ length: 8 }, (_, index) => abortAtOnce(index)))) {
    expect(cut.finishReason).toBe('CANCELLED');
    expect(cut.completionTokens).toBeLessThan(whole.completionTokens);
    expect(whole.text.startsWith(cut.text)).toBe(true);
  }
});

test('a request that is aborted before it begins costs nothing', async () => {
  expect(await ask(backend, question, { signal: AbortSignal.abort() })).toMatchObject({ finishReason: 'CANCELLED', promptTokens: 0, completionTokens: 0 });
});

test('twenty answers at once on eight sequences are those of one after the other, and nothing is lost', async () => {
  const alone: string[] = [];
  for (const content of questions) alone.push((await ask(backend, content)).text);
  const before = backend.loaded()[0]?.steps ?? { shared: 0, complete: 0 };
  const together = await Promise.all(questions.map((content, index) => ask(backend, content, { owner: `cds:${index}` })));
  const after = backend.loaded()[0]?.steps ?? { shared: 0, complete: 0 };
  expect(together.map(({ text }) => text)).toEqual(alone);
  for (const { deltas, completionTokens } of together) expect(deltas.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(completionTokens);
  expect(after.shared - before.shared).toBeGreaterThan(50);
  expect((after.complete - before.complete) / (after.shared - before.shared)).toBeGreaterThan(0.95);
});

test('an unknown model is named in the refusal', async () => {
  await expect(ask(backend, question, { model: '../../etc/passwd' })).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND', details: { model: '../../etc/passwd' } });
});

test('a model file that only looks whole fails its requests and nothing else', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'models-'));
  const help = readFileSync(path.join(projectRoot, 'models/help/help.q8_0.gguf'), 'latin1');
  writeFileSync(path.join(folder, 'cut.gguf'), help.slice(0, -100), 'latin1');
  writeFileSync(path.join(folder, 'strange.gguf'), help.replaceAll('llama', 'camel'), 'latin1');
  const broken = createTestBackend({ modelsDir: folder });
  expect((await broken.models()).map(({ id, loaded }) => [id, loaded])).toEqual([['help', false], ['strange', false]]);
  await expect(ask(broken, question, { model: 'strange' })).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE', message: 'The model cannot be loaded: the native library refused it; the log says why' });
  expect((await ask(broken, question)).finishReason).toBe('STOP');
  await broken.close();
  rmSync(folder, { recursive: true });
});

test('a killed model process fails its answers within a second, and the next request gets a new one', async () => {
  const pid = backend.loaded()[0]?.pid ?? 0;
  let killedAt = 0;
  const kill = (): void => {
    if (killedAt > 0) return;
    killedAt = performance.now();
    process.kill(pid, 'SIGKILL');
  };
  const failures: unknown[] = [];
  let lastFailureAt = 0;
  const settle = async (content: string): Promise<void> => {
    try {
      await ask(backend, content, { onDelta: kill });
    } catch (error) {
      failures.push(error);
      lastFailureAt = performance.now();
    }
  };
  await Promise.all(questions.map(settle));
  // Eight were in flight; the others waited for the new process.
  expect(failures).toHaveLength(8);
  for (const failure of failures) expect(failure).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  expect(lastFailureAt - killedAt).toBeLessThan(1_000);
  expect((await ask(backend, question)).finishReason).toBe('STOP');
  expect(backend.loaded()[0]).toMatchObject({ restarts: 1, running: 0, waiting: 0 });
});

test('closing ends answers in flight and refuses new ones', async () => {
  const answer = ask(backend, question, { sampling: { temperature: 2, topK: 0, topP: 1, minP: 0, seed: 1 }, maxTokens: 480 });
  await sleep(30);
  await backend.close();
  expect(await answer.then(({ finishReason }) => finishReason, (error: unknown) => error)).not.toBe('LENGTH');
  await expect(ask(backend, question)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});
