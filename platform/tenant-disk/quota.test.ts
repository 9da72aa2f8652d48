import fs from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { alice, bob, createTestDisk, refusalOf, type TestDisk } from './tenant-disk.fixture.ts';

const disks: TestDisk[] = [];
afterEach(() => {
  for (const disk of disks.splice(0)) disk.remove();
});
async function open(limits: { readonly maxBytes?: number; readonly maxFiles?: number } = {}): Promise<TestDisk> {
  const disk = await createTestDisk(limits);
  disks.push(disk);
  return disk;
}
const quota = { code: 'DISK_QUOTA_EXCEEDED', field: undefined };
/** What is known is what is there. */
async function expectExact({ disk }: TestDisk): Promise<void> {
  const known = await disk.usageOf(alice);
  expect(await disk.rescan(alice)).toEqual(known);
}

test('the usage follows every change', async () => {
  const world = await open();
  const { files, disk } = world;
  const usage = () => disk.usageOf(alice);
  await files.write(alice, 'a/b/f', Buffer.alloc(1_000));
  expect(await usage()).toEqual({ bytes: 1_000, files: 3 });
  await files.write(alice, 'a/b/f', Buffer.alloc(400));
  expect(await usage()).toEqual({ bytes: 400, files: 3 });
  await files.copy(alice, { from: 'a', to: 'c/d' });
  expect(await usage()).toEqual({ bytes: 800, files: 7 });
  await files.move(alice, { from: 'a/b/f', to: 'c/d/b/f' });
  expect(await usage()).toEqual({ bytes: 400, files: 6 });
  await files.makeDirectory(alice, 'x/y', { recursive: true });
  await files.delete(alice, 'x/y', { recursive: false });
  await files.delete(alice, 'c', { recursive: true });
  expect(await usage()).toEqual({ bytes: 0, files: 3 });
  expect(await disk.usageOf(bob)).toEqual({ bytes: 0, files: 0 });
  await expectExact(world);
});

test('what would outgrow the quota is refused and changes nothing; what makes room is not', async () => {
  const world = await open({ maxBytes: 1_000, maxFiles: 4 });
  const { files } = world;
  const write = (path: string, bytes: number) => files.write(alice, path, Buffer.alloc(bytes));
  await write('f', 600);
  await write('d/g', 400);
  expect(await refusalOf(write('h', 1))).toEqual(quota);
  expect(await refusalOf(write('f', 601))).toEqual(quota);
  expect(await refusalOf(files.copy(alice, { from: 'd', to: 'e' }))).toEqual(quota);
  await write('f', 100);
  expect(await refusalOf(write('x/y/z', 1))).toEqual(quota);
  expect(await refusalOf(files.makeDirectory(alice, 'x/y', { recursive: true }))).toEqual(quota);
  expect(await refusalOf(files.copy(alice, { from: 'd', to: 'e' }))).toEqual(quota);
  await files.copy(alice, { from: 'f', to: 'copy' });
  expect(await refusalOf(write('one-more', 0))).toEqual(quota);
  expect(fs.readdirSync(world.root).sort()).toEqual(['copy', 'd', 'f']);
  await files.delete(alice, 'd', { recursive: true });
  await write('one-more', 0);
  await expectExact(world);
});

test('changes at once do not pass the quota together, and the sum stays exact', async () => {
  const world = await open({ maxBytes: 100_000, maxFiles: 30 });
  const { files } = world;
  const refusals = await Promise.all(Array.from({ length: 20 }, (_, index) => refusalOf(files.write(alice, `f${index}`, Buffer.alloc(10_000)))));
  expect(refusals.filter((refusal) => refusal === null)).toHaveLength(10);
  expect(refusals.filter((refusal) => refusal !== null)).toEqual(Array(10).fill(quota));
  // There is no room for another file: those that made it are made smaller.
  const written = refusals.flatMap((refusal, index) => (refusal === null ? [`f${index}`] : []));
  await Promise.all(Array.from({ length: 40 }, (_, index) => files.write(alice, written[index % 3] ?? '', Buffer.alloc(index * 10))));
  await expectExact(world);
  // The same names over and over, replaced, moved, copied and deleted at once.
  await Promise.all(Array.from({ length: 120 }, (_, index) => {
    const [path, other] = [`f${index % 7}`, `f${(index * 5) % 11}`];
    const acts = [() => files.write(alice, path, Buffer.alloc(index * 70)), () => files.delete(alice, path, { recursive: true }), () => files.move(alice, { from: path, to: `${other}-moved` }), () => files.copy(alice, { from: path, to: `d/${other}` }), () => files.delete(alice, 'd', { recursive: true })];
    return refusalOf(acts[index % acts.length]?.() ?? Promise.resolve());
  }));
  await expectExact(world);
  expect((await world.disk.usageOf(alice)).bytes).toBeLessThanOrEqual(100_000);
});

test('what a write replaces makes room for it only while it is there', async () => {
  const world = await open({ maxBytes: 100_000 });
  const { files, disk } = world;
  await files.write(alice, 'f', Buffer.alloc(50_000));
  await files.write(alice, 'rest', Buffer.alloc(50_000));
  for (let round = 0; round < 10; round += 1) {
    await Promise.all([0, 1, 2].flatMap((index) => [refusalOf(files.write(alice, 'f', Buffer.alloc(50_000))), refusalOf(files.move(alice, { from: 'f', to: `moved${round}-${index}` })), refusalOf(files.write(alice, 'f', Buffer.alloc(0)))]));
    expect((await disk.rescan(alice)).bytes).toBeLessThanOrEqual(100_000);
    await refusalOf(files.write(alice, 'f', Buffer.alloc(50_000)));
  }
});

test('changes during a measurement are not forgotten', async () => {
  const world = await open();
  const { files, disk } = world;
  for (let index = 0; index < 5; index += 1) fs.mkdirSync(world.inside(`d${index}`));
  for (let index = 0; index < 3_000; index += 1) fs.writeFileSync(world.inside(`d${index % 5}/f${index}`), 'x');
  for (let round = 0; round < 5; round += 1) {
    const rescan = disk.rescan(alice);
    await Promise.all(Array.from({ length: 5 }, (_, index) => files.write(alice, `d${index}/g${round}`, Buffer.alloc(50))));
    await files.delete(alice, `d0/f${round * 5}`, { recursive: false });
    await rescan;
    expect(await disk.usageOf(alice)).toEqual({ bytes: 3_000 + (round + 1) * 249, files: 3_005 + (round + 1) * 4 });
  }
});

test('what programs have written counts after a rescan, which tells of it when anything was changed', async () => {
  const world = await open({ maxBytes: 10_000 });
  const { disk, files } = world;
  let told = 0;
  await disk.usageOf(alice);
  const stop = disk.onRescan(alice, () => (told += 1));
  fs.mkdirSync(world.inside('out'));
  fs.writeFileSync(world.inside('out/f'), Buffer.alloc(9_000));
  fs.linkSync(world.inside('out/f'), world.inside('out/same'));
  fs.symlinkSync('/usr', world.inside('out/link'));
  expect(await disk.rescan(alice)).toEqual({ bytes: 9_000, files: 4 });
  expect(told).toBe(1);
  await disk.rescan(alice);
  await disk.rescan(bob);
  expect(told).toBe(1);
  expect(await refusalOf(files.write(alice, 'g', Buffer.alloc(2_000)))).toEqual(quota);
  fs.writeFileSync(world.inside('out/f'), Buffer.alloc(8_999));
  await disk.rescan(alice);
  expect(told).toBe(2);
  stop();
  fs.rmSync(world.inside('out'), { recursive: true });
  await disk.rescan(alice);
  expect(told).toBe(2);
  await files.write(alice, 'g', Buffer.alloc(2_000));
});

test('a rescan that is the first look tells too', async () => {
  const { disk } = await open();
  let told = 0;
  disk.onRescan(alice, () => (told += 1));
  await disk.rescan(alice);
  expect(told).toBe(1);
});

test('a file counts by its length, also where it has holes', async () => {
  const world = await open();
  fs.writeFileSync(world.inside('sparse'), '');
  fs.truncateSync(world.inside('sparse'), 500_000);
  expect((await world.disk.rescan(alice)).bytes).toBe(500_000);
});

test('folders that are nested too deep count as all there may be, and can be deleted', async () => {
  const world = await open();
  let deep = world.inside('deep');
  for (let level = 0; level < 300; level += 1, deep += '/d') fs.mkdirSync(deep);
  expect((await world.disk.rescan(alice)).bytes).toBe(1_000_000);
  expect(await refusalOf(world.files.write(alice, 'f', Buffer.from('x')))).toEqual(quota);
  await world.files.delete(alice, 'deep', { recursive: true });
  await world.files.write(alice, 'f', Buffer.from('x'));
  expect(fs.readdirSync(world.root)).toEqual(['f']);
});
