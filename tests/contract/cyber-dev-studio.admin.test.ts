import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { writeTinyModel } from '../../subgraphs/inference/backends/llama/gguf.fixture.ts';
import { digestOf, startHub } from '../../subgraphs/inference/models/hub.fixture.ts';
import { createWorld, type World } from '../testkit/world.ts';

let hub: Awaited<ReturnType<typeof startHub>>;
let world: World;
let admin: string;
let developer: string;
const model = writeTinyModel();

beforeAll(async () => {
  hub = await startHub();
  hub.put('/ada/tiny/resolve/main/tiny.gguf', { bytes: model });
  world = await createWorld({ HF_ENDPOINT: hub.url });
  admin = await world.signInAdmin();
  developer = await world.register('developer');
});
beforeEach(() => {
  hub.mischief.splice(0);
});
afterAll(async () => {
  await world.close();
  hub.close();
});

interface Call {
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** One call as the administrator, unless it says otherwise. */
async function call(method: string, path: string, { token = admin, body, headers = {} }: Call = {}) {
  const answer = await fetch(world.urls.llm + path, {
    method,
    headers: { ...headers, ...(token !== null && { Authorization: `Bearer ${token}` }), ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, body: z.record(z.string(), z.unknown()).parse(await answer.json()) };
}

const download = (body: object) => call('POST', '/admin/download', { body });
const jobSchema = z.object({ id: z.string(), status: z.string() });
const loadedSchema = z.object({ loaded: z.array(z.object({ model: z.string() })) });
const loaded = async (): Promise<readonly string[]> => loadedSchema.parse((await call('GET', '/admin/models')).body).loaded.map(({ model: name }) => name).sort();
const aText: unknown = expect.any(String);
const aNumber: unknown = expect.any(Number);
const error = (parts: object) => ({ error: { message: aText, type: 'invalid_request_error', param: null, code: null, ...parts } });

/** Waits for the end of a download by the graph's subscription. */
async function finished(id: string): Promise<unknown> {
  const answer = await fetch(world.urls.graphql, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', Authorization: `Bearer ${admin}` },
    body: JSON.stringify({ query: 'subscription ($id: ID!) { modelDownloadUpdated(id: $id) { state receivedBytes totalBytes } }', variables: { id } }),
  });
  const events = (await answer.text()).split('\n').filter((line) => line.startsWith('data: {')).map((line): unknown => JSON.parse(line.slice(6)));
  return z.object({ data: z.object({ modelDownloadUpdated: z.unknown() }) }).parse(events.at(-1)).data.modelDownloadUpdated;
}

/** The tiny model, there and in memory. */
async function haveTiny(): Promise<void> {
  const { status, body } = await download({ repo: 'ada/tiny', file: 'tiny.gguf' });
  if (status === 202) await finished(jobSchema.parse(body).id);
}

const endpoints: readonly (readonly [string, string])[] = [
  ['POST', '/admin/download'], ['GET', '/admin/downloads'], ['GET', '/admin/downloads/1'], ['DELETE', '/admin/downloads/1'], ['POST', '/admin/load'], ['POST', '/admin/unload'],
  ['GET', '/admin/models'], ['DELETE', '/admin/models/help'], ['GET', '/admin/status'],
];

describe.each(endpoints)('%s %s', (method, path) => {
  test('answers nobody without a credential', async () => {
    expect(await call(method, path, { token: null })).toMatchObject({ status: 401, body: error({ code: 'invalid_api_key' }) });
    expect(await call(method, path, { token: 'nonsense' })).toMatchObject({ status: 401 });
  });

  test('answers no developer, by token or by API key, whatever is sent', async () => {
    const { token: key } = z.object({ token: z.string() }).parse(await (await world.post(`${world.urls.auth}/auth/api-keys`, { name: path }, developer)).json());
    expect(await call(method, path, { token: developer })).toMatchObject({ status: 403, body: error({}) });
    expect(await call(method, path, { token: null, headers: { 'X-API-Key': key } })).toMatchObject({ status: 403 });
    expect(await call(method, path, { token: key })).toMatchObject({ status: 403 });
  });
});

describe('POST /admin/download', () => {
  test('answers with a job that can be followed until the model is there', async () => {
    const { status, headers, body } = await download({ repo: 'ada/tiny', file: 'tiny.gguf' });
    const { id } = jobSchema.parse(body);
    expect({ status, location: headers.get('location') }).toEqual({ status: 202, location: `/admin/downloads/${id}` });
    expect(body).toMatchObject({ repo: 'ada/tiny', file: 'tiny.gguf', revision: 'main', model: 'tiny', error: null });
    expect(await finished(id)).toEqual({ state: 'SUCCEEDED', receivedBytes: model.length, totalBytes: model.length });
    const whole = { status: 'succeeded', received_bytes: model.length, total_bytes: model.length, sha256: digestOf(model), verified: true };
    expect(await call('GET', `/admin/downloads/${id}`)).toMatchObject({ status: 200, body: { id, ...whole } });
    expect(await call('GET', '/admin/downloads')).toMatchObject({ status: 200, body: { downloads: [{ id, ...whole }] } });
    expect((await call('GET', '/admin/models')).body['downloaded']).toContainEqual(expect.objectContaining({
      id: 'tiny', size_bytes: model.length, architecture: 'llama', loaded: false, origin: { repo: 'ada/tiny', file: 'tiny.gguf', revision: 'main', commit: 'c0ffee', sha256: digestOf(model), verified: true },
    }));
    expect(await download({ repo: 'ada/tiny', file: 'tiny.gguf' })).toMatchObject({ status: 409 });
  });

  test.each<[string, object, string]>([
    ['a file out of the repository', { file: '../../etc/passwd' }, 'file'],
    ['a file with dots', { file: 'a/../tiny.gguf' }, 'file'],
    ['a file that is no GGUF', { file: 'model.safetensors' }, 'file'],
    ['an absolute file', { file: '/tiny.gguf' }, 'file'],
    ['no file', { file: undefined }, 'file'],
    ['no repository', { repo: undefined }, 'repo'],
    ['a repository with dots', { repo: '../tiny' }, 'repo'],
    ['a URL for a repository', { repo: 'http://host/ada/tiny' }, 'repo'],
    ['a revision with dots', { revision: '../main' }, 'revision'],
    ['a number', { file: 7 }, 'file'],
  ])('refuses %s', async (_, parts, param) => {
    expect(await download({ repo: 'ada/tiny', file: 'other.gguf', ...parts })).toMatchObject({ status: 400, body: error({ param, code: 'invalid_value' }) });
  });

  test('tells a missing and a gated file, and a hub that is in trouble', async () => {
    hub.put('/ada/gated/resolve/main/gated.gguf', { bytes: model, token: 'hf_other' });
    expect(await download({ repo: 'ada/none', file: 'none.gguf' })).toMatchObject({ status: 404 });
    expect(await download({ repo: 'ada/gated', file: 'gated.gguf' })).toMatchObject({ status: 403 });
    hub.put('/ada/more/resolve/main/more.gguf', { bytes: model });
    hub.mischief.push({ kind: 'status', status: 500 });
    expect(await download({ repo: 'ada/more', file: 'more.gguf' })).toMatchObject({ status: 502, body: { error: { type: 'server_error' } } });
  });

  test('a running download can be ended', async () => {
    hub.put('/ada/long/resolve/main/long.gguf', { bytes: model });
    const held = new Promise<unknown>((resolve) => hub.mischief.push({ kind: 'hold', after: 0 }, { kind: 'hold', after: 10, isHeld: resolve }));
    const { id } = jobSchema.parse((await download({ repo: 'ada/long', file: 'long.gguf' })).body);
    await held;
    expect(await call('DELETE', `/admin/downloads/${id}`)).toMatchObject({ status: 200, body: { id } });
    expect(await finished(id)).toMatchObject({ state: 'CANCELLED' });
    expect(await call('DELETE', '/admin/downloads/nonsense')).toMatchObject({ status: 404 });
    expect(await call('GET', '/admin/downloads/nonsense')).toMatchObject({ status: 404 });
  });
});

describe('a hub that is not there', () => {
  test('is a bad gateway', async () => {
    const cut = await createWorld({ HF_ENDPOINT: 'http://127.0.0.1:9' }, { model: false });
    try {
      const answer = await fetch(`${cut.urls.llm}/admin/download`, { method: 'POST', headers: { Authorization: `Bearer ${await cut.signInAdmin()}` }, body: '{"repo":"ada/tiny","file":"tiny.gguf"}' });
      expect([answer.status, await answer.json()]).toEqual([502, { error: { message: aText, type: 'server_error', param: null, code: null } }]);
    } finally {
      await cut.close();
    }
  });
});

describe('POST /admin/load and /admin/unload', () => {
  test('bring a model into memory as asked for, and out again', async () => {
    await haveTiny();
    const { status, body } = await call('POST', '/admin/load', { body: { model: 'tiny', context_size: 128, sequences: 2, threads: 1, batch_size: 64, gpu_layers: 0, kv_type: 'f16' } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ model: 'tiny', ready: true, context_size: 128, sequences: 2, threads: { most: 1 }, settings: { batch_size: 64, gpu_layers: 0, kv_type: 'f16' }, pid: aNumber });
    expect(await loaded()).toContain('tiny');
    const said = await call('POST', '/v1/chat/completions', { body: { model: 'tiny', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 4 } });
    expect(said).toMatchObject({ status: 200, body: { model: 'tiny' } });
    expect(await call('POST', '/admin/unload', { body: { model: 'tiny' } })).toMatchObject({ status: 200, body: { model: 'tiny', unloaded: true } });
    expect(await loaded()).not.toContain('tiny');
  });

  test('unload without a word means the active model, until nothing is loaded', async () => {
    await call('POST', '/admin/load', { body: { model: 'help' } });
    for (const name of await loaded()) expect(await call('POST', '/admin/unload')).toMatchObject({ status: 200, body: { model: name, unloaded: true } });
    expect(await loaded()).toEqual([]);
    expect(await call('POST', '/admin/unload')).toMatchObject({ status: 409, body: error({}) });
    expect(await call('POST', '/admin/unload', { body: { model: 'help' } })).toMatchObject({ status: 409 });
    expect(await call('POST', '/admin/load', { body: { model: 'help' } })).toMatchObject({ status: 200, body: { model: 'help' } });
  });

  test.each<[string, object, number, object]>([
    ['an unknown model', { model: 'none' }, 404, { param: 'model', code: 'model_not_found' }],
    ['a model out of the file system', { model: '../../etc/passwd' }, 404, { param: 'model', code: 'model_not_found' }],
    ['no model', { model: undefined }, 400, { param: 'model' }],
    ['an absurd context', { context_size: 2_000_000_000 }, 400, { param: 'context_size' }],
    ['no threads', { threads: 0 }, 400, { param: 'threads' }],
    ['more threads than any machine has', { threads: 1_000_000 }, 400, { param: 'threads' }],
    ['half a thread', { threads: 0.5 }, 400, { param: 'threads' }],
    ['a negative number of layers', { gpu_layers: -1 }, 400, { param: 'gpu_layers' }],
    ['an absurd batch', { batch_size: 100_000_000 }, 400, { param: 'batch_size' }],
    ['a kind of context that is none', { kv_type: 'f64' }, 400, { param: 'kv_type' }],
    ['an adapter that is not there', { adapter: '../../etc/passwd' }, 400, { param: 'adapter' }],
    ['a time to keep it that is none', { keep_alive_seconds: 0 }, 400, { param: 'keep_alive_seconds' }],
  ])('load refuses %s', async (...[, parts, status, refusal]) => {
    expect(await call('POST', '/admin/load', { body: { model: 'help', ...parts } })).toMatchObject({ status, body: error({ code: 'invalid_value', ...refusal }) });
  });
});

describe('DELETE /admin/models/{id}', () => {
  test('removes a file that is not loaded, and nothing that ships', async () => {
    await haveTiny();
    await call('POST', '/admin/load', { body: { model: 'tiny' } });
    expect(await call('DELETE', '/admin/models/tiny')).toMatchObject({ status: 409 });
    await call('POST', '/admin/unload', { body: { model: 'tiny' } });
    expect(await call('DELETE', '/admin/models/tiny')).toMatchObject({ status: 200, body: { model: 'tiny', deleted: true } });
    expect(await call('DELETE', '/admin/models/tiny')).toMatchObject({ status: 404 });
    await call('POST', '/admin/unload', { body: { model: 'help' } });
    expect(await call('DELETE', '/admin/models/help')).toMatchObject({ status: 409 });
  });
});

describe('GET /admin/status', () => {
  test('tells memory, processors and sessions', async () => {
    await call('POST', '/admin/load', { body: { model: 'help' } });
    expect(await call('GET', '/admin/status')).toMatchObject({
      status: 200,
      body: {
        memory: { total_bytes: aNumber, available_bytes: aNumber, process_bytes: aNumber, model_bytes: aNumber },
        cpu: { cores: aNumber, utilization: aNumber, load_average: [aNumber, aNumber, aNumber] },
        disk: { total_bytes: aNumber, free_bytes: aNumber },
        active_sessions: 0,
        queued: 0,
        tokens_per_second: aNumber,
        models: [{ model: 'help', ready: true, threads: { now: 1, most: 1 }, memory: { estimated_bytes: aNumber } }],
      },
    });
  });

  test('a developer sees in the graph how busy the service is, and no more', async () => {
    const { data, errors } = await world.graphql('{ inferenceStatus { activeSessions waiting tokensPerSecond memory { totalBytes } } }', { token: developer });
    expect(errors?.map(({ extensions, path }) => [extensions['code'], path])).toEqual([['UNAUTHORIZED_FIELD_OR_TYPE', ['inferenceStatus', 'memory']]]);
    expect(data).not.toMatchObject({ inferenceStatus: { memory: { totalBytes: aNumber } } });
    expect((await world.graphql('{ inferenceStatus { activeSessions waiting tokensPerSecond } }', { token: developer })).data).toEqual({ inferenceStatus: { activeSessions: 0, waiting: 0, tokensPerSecond: aNumber } });
  });
});

test('the memory of a model can be asked for before it is loaded', async () => {
  const { data } = await world.graphql('{ modelMemoryEstimate(model: "help", settings: { contextSize: 512, sequences: 4 }) { weights context overhead total fits } }', { token: admin });
  expect(data).toEqual({ modelMemoryEstimate: { weights: aNumber, context: aNumber, overhead: aNumber, total: aNumber, fits: true } });
});

test('nothing above was refused in a way that is not documented', async () => {
  expect(await world.metric('compat_undeclared_errors_total')).toBe(0);
});
