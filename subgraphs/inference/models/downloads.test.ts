import { appendFileSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { writeTinyModel } from '../backends/llama/gguf.fixture.ts';
import { admin, finished, model, sha256, source, useDownloads } from './downloads.fixture.ts';
import { digestOf } from './hub.fixture.ts';

const world = useDownloads();
const { put, instance, heldDownload, download, pathOf, models, partials } = world;

describe('a download', () => {
  test('becomes a model with its origin, byte for byte', async () => {
    const here = instance();
    const begun = await here.service.start(admin, source);
    expect(begun).toMatchObject({ ...source, revision: 'main', modelId: 'tiny', sha256: null, isVerified: null, error: null });
    expect(begun.state).toMatch(/^(QUEUED|RUNNING)$/u);
    expect(await finished(here, begun.id)).toMatchObject({ state: 'SUCCEEDED', receivedBytes: model.length, totalBytes: model.length, sha256, isVerified: true });
    expect(readFileSync(pathOf('tiny.gguf')).equals(model)).toBe(true);
    expect(await here.folder.originOf('tiny')).toMatchObject({ ...source, revision: 'main', commit: 'c0ffee', sha256, isVerified: true });
    expect(partials()).toEqual([]);
    expect(await here.service.find(begun.id)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await here.service.list(10)).toMatchObject([{ id: begun.id }]);
  });

  test('may be of a branch with a slash and of a file in a folder', async () => {
    world.hub.put('/ada/tiny/resolve/refs/pr/1/small/deep.gguf', { bytes: model });
    expect(await download(instance(), { repository: 'ada/tiny', file: 'small/deep.gguf', revision: 'refs/pr/1' })).toMatchObject({ state: 'SUCCEEDED', modelId: 'deep' });
    expect(models()).toEqual(['deep.gguf']);
  });

  test('that breaks off goes on where it was', async () => {
    const here = instance();
    const { id, cut } = await heldDownload(here);
    cut();
    expect(await finished(here, id)).toMatchObject({ state: 'SUCCEEDED', sha256 });
    expect(world.hub.requests.map(({ range }) => range)).toEqual([null, null, 'bytes=5000-']);
    expect(world.hub.requests[2]?.ifRange).toMatch(/^"etag-/u);
  });

  test('that moves on is never given up, however often it falls silent', async () => {
    world.hub.mischief.push({ kind: 'whole' }, ...Array.from({ length: 7 }, () => ({ kind: 'hold' as const, after: 5_000 })));
    expect(await download(instance({ silenceMs: 200 }))).toMatchObject({ state: 'SUCCEEDED', sha256 });
    expect(world.hub.requests.length).toBeGreaterThan(6);
  });

  test('begins anew when the file has changed meanwhile', async () => {
    const other = writeTinyModel({ seed: 2 });
    const first = instance();
    const { id } = await heldDownload(first);
    await first.operations.stop();
    put({ bytes: other });
    expect(await finished(instance(), id)).toMatchObject({ state: 'SUCCEEDED', sha256: digestOf(other) });
    expect(readFileSync(pathOf('tiny.gguf')).equals(other)).toBe(true);
  });

  test('of a stopped process goes on in another', async () => {
    const first = instance();
    const { id } = await heldDownload(first);
    await first.operations.stop();
    expect(await finished(instance(), id)).toMatchObject({ state: 'SUCCEEDED', sha256 });
    expect(world.hub.requests.at(-1)?.range).toBe('bytes=5000-');
  });

  test('begins anew where the host knows no ranges', async () => {
    const here = instance();
    const { id, cut } = await heldDownload(here);
    world.hub.mischief.push({ kind: 'whole' });
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
  appendFileSync(pathOf('.partial', place), 'and more');
  cut();
  expect(await finished(here, id)).toMatchObject({ state: 'SUCCEEDED', sha256 });
  expect(readFileSync(pathOf('tiny.gguf')).equals(model)).toBe(true);
});

test('operations of another kind are no downloads', async () => {
  const { service, operations } = instance({ isWorking: false });
  const { id } = await operations.submit({ kind: 'something else', owner: null, input: {} });
  expect(await service.find(id)).toBeNull();
  expect(await service.find('nonsense')).toBeNull();
  await expect(service.cancel(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(service.watch(id, new AbortController().signal).next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
