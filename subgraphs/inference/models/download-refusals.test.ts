import { statfsSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { admin, model, source, useDownloads } from './downloads.fixture.ts';

const world = useDownloads();
const { put, instance, download, pathOf, models, partials } = world;

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
    expect(world.hub.requests).toEqual([]);
  });

  test('is of a file that the hub does not have, or does not give away', async () => {
    expect(await refused({ file: 'none.gguf' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused({ repository: 'private/tiny' })).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is of a hub that cannot be reached, or talks nonsense', async () => {
    expect(await refused({}, instance({ endpoint: 'http://127.0.0.1:9' }))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    world.hub.mischief.push({ kind: 'status', status: 500 });
    expect(await refused({})).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    for (const location of ['file:///etc/passwd', 'ftp://host/x', 'http://ada:secret@host/x', 'http://']) {
      world.hub.mischief.push({ kind: 'redirect', location });
      expect(await refused({})).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    }
    world.hub.mischief.push(...Array.from({ length: 20 }, () => ({ kind: 'redirect' as const, location: '?again' })));
    expect(await refused({})).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  test('is of a model that is there already, or is just coming from elsewhere', async () => {
    const here = instance({ isWorking: false });
    writeFileSync(pathOf('taken.gguf'), '');
    expect(await refused({ file: 'taken.gguf' }, here)).toMatchObject({ code: 'CONFLICT' });
    world.hub.put('/eve/tiny/resolve/main/tiny.gguf', { bytes: model });
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
    const { bavail, bsize } = statfsSync(pathOf());
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
    world.hub.mischief.push({ kind: 'whole' }, ...Array.from({ length: 5 }, () => ({ kind: 'status' as const, status: 503 })));
    expect(await failure()).toEqual({ state: 'FAILED', code: 'UPSTREAM_UNAVAILABLE' });
  });
});

test('the token goes to the hub, and never to where it redirects', async () => {
  put({ token: 'hf_secret' });
  await expect(instance({ isWorking: false }).service.start(admin, source)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(await download(instance({ token: 'hf_secret' }))).toMatchObject({ state: 'SUCCEEDED' });
  expect(world.hub.requests.map(({ authorization }) => authorization)).toEqual(world.hub.requests.map(() => null));
});
