import { describe, expect, test } from 'vitest';
import { createTestBackend } from '../llama/llama.fixture.ts';
import { refusal, type EngineAnswer } from './engine.fixture.ts';
import { createRoutedBackend } from './routed-backend.ts';
import { answer, ask, useEngine } from './upstream.fixture.ts';

const engines = useEngine();
const { upstream } = engines;

describe('models', () => {
  test('are those of the engine', async () => {
    const backend = upstream();
    expect(await backend.models()).toMatchObject([{ id: 'big', ownedBy: 'them', contextLength: 1_000, loaded: true, createdAt: new Date(1_000) }]);
    expect(await backend.load('big')).toMatchObject({ id: 'big', ready: true, pid: null, running: 0 });
    await expect(backend.model('none')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    await expect(backend.load('big', { threads: 4 })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(backend.unload('big', { force: true })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('may have another name here', async () => {
    engines.engine.answers.push(answer);
    const backend = upstream({ model: 'large' });
    expect(await backend.models()).toMatchObject([{ id: 'large', loaded: true }]);
    await ask(backend, { model: 'large' });
    expect(engines.engine.requests[0]?.body['model']).toBe('big');
  });

  test('of an engine that is away are not forgotten when they have a name here', async () => {
    const away = { url: 'http://127.0.0.1:9' };
    expect(await upstream({ ...away, model: 'large' }).models()).toMatchObject([{ id: 'large', loaded: false }]);
    await expect(upstream({ ...away, model: 'large' }).load('large')).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(await upstream(away).models()).toEqual([]);
    await expect(upstream(away).model('large')).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });

  test('of an engine that talks nonsense are none', async () => {
    await engines.replace([{ id: 7 }, { name: 'x' }]);
    expect(await upstream().models()).toEqual([]);
  });

  test('tell how they are used', async () => {
    engines.engine.answers.push(answer);
    const backend = upstream();
    await ask(backend, { onDelta: () => expect(backend.loaded()).toMatchObject([{ id: 'big', running: 1 }]) });
    expect(backend.loaded()).toMatchObject([{ id: 'big', running: 0, tokens: { generated: 2 } }]);
  });
});

describe('embeddings', () => {
  const vectors = (...data: readonly unknown[]): EngineAnswer => refusal(200, { data, usage: { prompt_tokens: 5 } });

  test('come in order and of length 1', async () => {
    engines.engine.answers.push(vectors({ index: 1, embedding: [0, 2] }, { index: 0, embedding: [3, 4] }));
    const result = await upstream().embed({ model: 'big', inputs: ['a', 'b'], owner: 'cds:1' }, { signal: new AbortController().signal });
    expect(result.promptTokens).toBe(5);
    expect(result.vectors.map((vector) => [...vector].map((value) => Math.round(value * 10) / 10))).toEqual([[0.6, 0.8], [0, 1]]);
    expect(engines.engine.requests).toMatchObject([{ path: '/v1/embeddings', body: { model: 'big', input: ['a', 'b'], encoding_format: 'float' } }]);
  });

  test.each<[string, EngineAnswer]>([
    ['too few', vectors({ index: 0, embedding: [1] })],
    ['of different lengths', vectors({ index: 0, embedding: [1] }, { index: 1, embedding: [1, 2] })],
    ['twice the same', vectors({ index: 0, embedding: [1] }, { index: 0, embedding: [1] })],
    ['no numbers', vectors({ index: 0, embedding: ['a'] }, { index: 1, embedding: [null] })],
  ])('that are %s are refused', async (_, give) => {
    engines.engine.answers.push(give);
    await expect(upstream().embed({ model: 'big', inputs: ['a', 'b'], owner: 'cds:1' }, { signal: new AbortController().signal })).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });
});

describe('several backends', () => {
  test('are one: models of this machine come first, and each is asked by name', async () => {
    await engines.replace([{ id: 'help' }, { id: 'big' }]);
    engines.engine.answers.push(answer);
    const local = engines.kept(createTestBackend());
    const backend = createRoutedBackend([local, upstream()]);
    expect((await backend.models()).map(({ id, ownedBy }) => [id, ownedBy])).toEqual([['big', 'unknown'], ['help', 'pentagraph']]);
    expect((await ask(backend)).text).toBe('Hi there');
    expect(await backend.countTokens('help', { kind: 'text', text: 'Hello' })).toBeGreaterThan(0);
    await expect(backend.model('none')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  test('do not fail together', async () => {
    engines.engine.answers.push(answer);
    const backend = createRoutedBackend([upstream({ url: 'http://127.0.0.1:9' }), upstream()]);
    expect((await ask(backend)).text).toBe('Hi there');
    await expect(backend.model('none')).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });
});
