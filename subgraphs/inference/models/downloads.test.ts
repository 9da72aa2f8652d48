import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '#kernel/clock';
import { createRequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import { createEvents, type Events } from '#kernel/events';
import { createLogger } from '#kernel/logging';
import { scopesOf } from '#kernel/principal';
import { createOperations, type Operations } from '#platform/operations';
import { createTestDatabase } from '../../../tests/testkit/database.ts';
import { writeTinyModel } from '../backends/llama/gguf.fixture.ts';
import type { ModelDownload } from './download.ts';
import { createDownloadRepository } from './download-repository.ts';
import { createDownloadService } from './download-service.ts';
import { createHub } from './hub.ts';
import { digestOf, startHub, type HubFixtureFile } from './hub.fixture.ts';
import { createModelFolder } from './model-folder.ts';

const logger = createLogger({ level: 'silent' });
const model = writeTinyModel();
const sha256 = digestOf(model);
const source = { repository: 'ada/tiny', file: 'tiny.gguf' };
const admin = createRequestContext({ principal: { subject: 'cds:1', assurance: 'verified', role: 'admin', scopes: scopesOf('cds', 'admin'), session: null } });

let database: Database;
let events: Events;
let hub: Awaited<ReturnType<typeof startHub>>;
let directory: string;
const started: Operations[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  events = await createEvents({ database, logger });
});
beforeEach(async () => {
  hub = await startHub();
  hub.put('/ada/tiny/resolve/main/tiny.gguf', { bytes: model });
  directory = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-models-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((operations) => operations.stop()));
  await database.prisma.operation.deleteMany();
  hub.close();
  rmSync(directory, { recursive: true });
});
afterAll(async () => {
  await events.close();
  await database.close();
});

interface InstanceOptions {
  readonly endpoint?: string;
  readonly token?: string;
  readonly isWorking?: boolean;
  readonly silenceMs?: number;
  readonly now?: number;
}

/** The downloads of one process. */
function instance({ endpoint = hub.url, token, isWorking = true, silenceMs = 10_000, now }: InstanceOptions = {}) {
  const operations = createOperations({ database, events, logger, pollMs: 20, retryMs: 5 });
  const folder = createModelFolder(directory);
  const service = createDownloadService({
    operations, folder, clock: now === undefined ? systemClock : { now: () => now },
    repository: createDownloadRepository(database, operations),
    hub: createHub({ endpoint, token: token ?? null, silenceMs }),
    hasModel: (id) => folder.has(id),
  });
  started.push(operations);
  if (isWorking) operations.start();
  return { service, folder, operations };
}

type Instance = ReturnType<typeof instance>;

async function finished({ service }: Instance, id: string): Promise<ModelDownload> {
  let last: ModelDownload | null = null;
  for await (const state of service.watch(id, new AbortController().signal)) last = state;
  if (last === null) throw new Error('No such download');
  return last;
}

async function download(from: Instance = instance(), what: typeof source & { readonly revision?: string } = source): Promise<ModelDownload> {
  return finished(from, (await from.service.start(admin, what)).id);
}

/** A download that has got 5000 bytes and waits for more. */
async function heldDownload({ service }: Instance) {
  const held = new Promise<() => void>((resolve) => hub.mischief.push({ kind: 'whole' }, { kind: 'hold', after: 5_000, isHeld: resolve }));
  const { id } = await service.start(admin, source);
  const cut = await held;
  for await (const progress of service.watch(id, new AbortController().signal)) if (progress.receivedBytes > 0) return { id, cut, progress };
  throw new Error('The download has ended');
}

const put = (file: Omit<HubFixtureFile, 'bytes'> & { readonly bytes?: Buffer }): void => hub.put('/ada/tiny/resolve/main/tiny.gguf', { bytes: model, ...file });
const models = (): readonly string[] => readdirSync(directory).filter((name) => name.endsWith('.gguf'));
const partials = (): readonly string[] => readdirSync(path.join(directory, '.partial'));

describe('a download', () => {
  test('becomes a model with its origin, byte for byte', async () => {
    const here = instance();
    const begun = await here.service.start(admin, source);
    expect(begun).toMatchObject({ ...source, revision: 'main', modelId: 'tiny', sha256: null, isVerified: null, error: null });
    expect(begun.state).toMatch(/^(QUEUED|RUNNING)$/u);
    expect(await finished(here, begun.id)).toMatchObject({ state: 'SUCCEEDED', receivedBytes: model.length, totalBytes: model.length, sha256, isVerified: true });
    expect(readFileSync(path.join(directory, 'tiny.gguf')).equals(model)).toBe(true);
    expect(await here.folder.originOf('tiny')).toMatchObject({ ...source, revision: 'main', commit: 'c0ffee', sha256, isVerified: true });
    expect(partials()).toEqual([]);
    expect(await here.service.find(begun.id)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await here.service.list(10)).toMatchObject([{ id: begun.id }]);
  });

  test('may be of a branch with a slash and of a file in a folder', async () => {
    hub.put('/ada/tiny/resolve/refs/pr/1/small/deep.gguf', { bytes: model });
    expect(await download(instance(), { repository: 'ada/tiny', file: 'small/deep.gguf', revision: 'refs/pr/1' })).toMatchObject({ state: 'SUCCEEDED', modelId: 'deep' });
    expect(models()).toEqual(['deep.gguf']);
  });

  test('that breaks off goes on where it was', async () => {
    const here = instance();
    const { id, cut } = await heldDownload(here);
    cut();
    expect(await finished(here, id)).toMatchObject({ state: 'SUCCEEDED', sha256 });
    expect(hub.requests.map(({ range }) => range)).toEqual([null, null, 'bytes=5000-']);
    expect(hub.requests[2]?.ifRange).toMatch(/^"etag-/u);
  });

  test('that moves on is never given up, however often it falls silent', async () => {
    hub.mischief.push({ kind: 'whole' }, ...Array.from({ length: 7 }, () => ({ kind: 'hold' as const, after: 5_000 })));
    expect(await download(instance({ silenceMs: 200 }))).toMatchObject({ state: 'SUCCEEDED', sha256 });
    expect(hub.requests.length).toBeGreaterThan(6);
  });

  test('begins anew when the file has changed meanwhile', async () => {
    const other = writeTinyModel({ seed: 2 });
    const first = instance();
    const { id } = await heldDownload(first);
    await first.operations.stop();
    put({ bytes: other });
    expect(await finished(instance(), id)).toMatchObject({ state: 'SUCCEEDED', sha256: digestOf(other) });
    expect(readFileSync(path.join(directory, 'tiny.gguf')).equals(other)).toBe(true);
  });

  test('of a stopped process goes on in another', async () => {
    const first = instance();
    const { id } = await heldDownload(first);
    await first.operations.stop();
    expect(await finished(instance(), id)).toMatchObject({ state: 'SUCCEEDED', sha256 });
    expect(hub.requests.at(-1)?.range).toBe('bytes=5000-');
  });

  test('begins anew where the host knows no ranges', async () => {
    const here = instance();
    const { id, cut } = await heldDownload(here);
    hub.mischief.push({ kind: 'whole' });
    cut();
    expect(await finished(here, id)).toMatchObject({ state: 'SUCCEEDED', sha256 });
  });

  test('is not called verified when the hub tells no SHA-256', async () => {
    put({ sha256: null });
    expect(await download()).toMatchObject({ state: 'SUCCEEDED', sha256, isVerified: false });
  });

  test('shows its progress to those who watch', async () => {
    const here = instance();
    const { id, progress } = await heldDownload(here);
    expect(progress).toMatchObject({ state: 'RUNNING', receivedBytes: 5_000, totalBytes: model.length });
    await here.service.cancel(id);
    await finished(here, id);
  });
});

describe('a refused download', () => {
  const refused = async (what: object, from = instance()): Promise<unknown> =>
    from.service.start(admin, { ...source, ...what }).then(() => null, (refusal: unknown) => refusal);

  test.each([
    ['repository', 'tiny'], ['repository', 'ada/tiny/x'], ['repository', '../tiny'], ['repository', 'ada/..'], ['repository', 'ada/ti ny'], ['repository', 'ada/tiny?x=1'], ['repository', 'http://ada/tiny'],
    ['file', 'tiny.bin'], ['file', 'tiny'], ['file', '../tiny.gguf'], ['file', 'a/../tiny.gguf'], ['file', '/tiny.gguf'], ['file', 'a//tiny.gguf'], ['file', 'a\\tiny.gguf'], ['file', '.gguf'],
    ['file', 'tiny.gguf/'], ['file', 'tiny.gguf\u0000'], ['file', '%2e%2e/tiny.gguf'], ['file', 'tiny.gguf?x'], ['file', `${'a'.repeat(300)}.gguf`], ['file', ''],
    ['revision', '..'], ['revision', 'a/../b'], ['revision', ''], ['revision', 'main?x'], ['revision', '/main'],
  ])('has a bad %s: %j', async (field, value) => {
    expect(await refused({ [field]: value })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
    expect(hub.requests).toEqual([]);
  });

  test('is of a file that the hub does not have, or does not give away', async () => {
    expect(await refused({ file: 'none.gguf' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused({ repository: 'private/tiny' })).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is of a hub that cannot be reached, or talks nonsense', async () => {
    expect(await refused({}, instance({ endpoint: 'http://127.0.0.1:9' }))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    hub.mischief.push({ kind: 'status', status: 500 });
    expect(await refused({})).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    for (const location of ['file:///etc/passwd', 'ftp://host/x', 'http://ada:secret@host/x', 'http://']) {
      hub.mischief.push({ kind: 'redirect', location });
      expect(await refused({})).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    }
    hub.mischief.push(...Array.from({ length: 20 }, () => ({ kind: 'redirect' as const, location: '?again' })));
    expect(await refused({})).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  test('is of a model that is there already, or is just coming from elsewhere', async () => {
    const here = instance({ isWorking: false });
    writeFileSync(path.join(directory, 'taken.gguf'), '');
    expect(await refused({ file: 'taken.gguf' }, here)).toMatchObject({ code: 'CONFLICT' });
    hub.put('/eve/tiny/resolve/main/tiny.gguf', { bytes: model });
    const [one, same] = await Promise.all([here.service.start(admin, source), here.service.start(admin, source)]);
    expect(same.id).toBe(one.id);
    expect(await refused({ repository: 'eve/tiny' }, here)).toMatchObject({ code: 'CONFLICT', details: { model: 'tiny', download: one.id } });
  });
});

describe('a failed download leaves no model', () => {
  const failure = async (): Promise<unknown> => {
    const { state, error } = await download();
    expect(models()).toEqual([]);
    return { state, code: error?.code };
  };

  test('when its SHA-256 is another one', async () => {
    put({ sha256: '0'.repeat(64) });
    expect(await failure()).toEqual({ state: 'FAILED', code: 'CONFLICT' });
    expect(partials()).toEqual([]);
  });

  test.each([
    ['is no GGUF', Buffer.from('<html>Sign in to the network first</html>')],
    ['is cut off', model.subarray(0, model.length - 4_096)],
  ])('when the file %s', async (_, bytes) => {
    put({ bytes });
    expect(await failure()).toEqual({ state: 'FAILED', code: 'BAD_USER_INPUT' });
  });

  test('when the disk has no room for it', async () => {
    const { bavail, bsize } = statfsSync(directory);
    put({ sizeBytes: bavail * bsize });
    expect(await failure()).toEqual({ state: 'FAILED', code: 'CONFLICT' });
  });

  test('when it is larger than announced, or stays shorter', async () => {
    put({ sizeBytes: model.length - 100 });
    expect(await failure()).toEqual({ state: 'FAILED', code: 'CONFLICT' });
    put({ sizeBytes: model.length + 100 });
    expect(await failure()).toEqual({ state: 'FAILED', code: 'UPSTREAM_UNAVAILABLE' });
  });

  test('when the hub fails again and again without a step forward', async () => {
    hub.mischief.push({ kind: 'whole' }, ...Array.from({ length: 5 }, () => ({ kind: 'status' as const, status: 503 })));
    expect(await failure()).toEqual({ state: 'FAILED', code: 'UPSTREAM_UNAVAILABLE' });
  });
});

test('a cancelled download stops and leaves nothing', async () => {
  const here = instance();
  const { id } = await heldDownload(here);
  await here.service.cancel(id);
  expect(await finished(here, id)).toMatchObject({ state: 'CANCELLED' });
  expect([...models(), ...partials()]).toEqual([]);
  expect(await here.service.cancel(id)).toMatchObject({ state: 'CANCELLED' });
});

test('what nobody has gone on with for a week is removed', async () => {
  const here = instance();
  const { id } = await heldDownload(here);
  await here.operations.stop();
  instance({ isWorking: false, now: Date.now() + 6 * 86_400_000 });
  const later = instance({ isWorking: false, now: Date.now() + 8 * 86_400_000 });
  await vi.waitFor(() => expect(partials()).toEqual([]));
  expect(await later.service.find(id)).toMatchObject({ state: 'QUEUED' });
});

test('a download begins anew when what was kept of it is damaged', async () => {
  const here = instance();
  const { id, cut } = await heldDownload(here);
  const [place = ''] = partials();
  appendFileSync(path.join(directory, '.partial', place), 'and more');
  cut();
  expect(await finished(here, id)).toMatchObject({ state: 'SUCCEEDED', sha256 });
  expect(readFileSync(path.join(directory, 'tiny.gguf')).equals(model)).toBe(true);
});

test('operations of another kind are no downloads', async () => {
  const { service, operations } = instance({ isWorking: false });
  const { id } = await operations.submit({ kind: 'something else', owner: null, input: {} });
  expect(await service.find(id)).toBeNull();
  expect(await service.find('nonsense')).toBeNull();
  await expect(service.cancel(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(service.watch(id, new AbortController().signal).next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('the token goes to the hub, and never to where it redirects', async () => {
  put({ token: 'hf_secret' });
  await expect(instance({ isWorking: false }).service.start(admin, source)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await download(instance({ token: 'hf_secret' }))).toMatchObject({ state: 'SUCCEEDED' });
  expect(hub.requests.map(({ authorization }) => authorization)).toEqual(hub.requests.map(() => null));
});
