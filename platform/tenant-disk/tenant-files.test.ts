import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { alice, bob, createTestDisk, refusalOf, refusalsOf, type TestDisk } from './tenant-disk.fixture.ts';

const disks: TestDisk[] = [];
let world: TestDisk;
beforeEach(async () => {
  world = await createTestDisk();
  disks.push(world);
});
afterAll(() => {
  for (const disk of disks) disk.remove();
});

const write = (path: string, content: string | Uint8Array = 'x', tenant = alice) => world.files.write(tenant, path, Buffer.from(content));
const read = async (path: string, tenant = alice) => (await world.files.read(tenant, path)).toString();
const names = async (path = '.') => (await world.files.list(alice, path, { after: null, size: 1_000 })).entries.map(({ name }) => name);
const remove = (path: string, recursive = false) => world.files.delete(alice, path, { recursive });
type Act = (way: { readonly from: string; readonly to: string }) => Promise<unknown>;
const bothWays = (): readonly Act[] => [(way) => world.files.copy(alice, way), (way) => world.files.move(alice, way)];
const notFound = { code: 'NOT_FOUND', field: 'path' };
const badPath = { code: 'BAD_USER_INPUT', field: 'path' };

describe('a file', () => {
  test('is read as it was written, whatever its bytes and its name', async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256));
    for (const path of ['a.bin', 'deep/er/ünï çødé 🦔.bin', '-rf', 'with\nnewline', 'back\\slash']) {
      expect(await write(path, bytes)).toMatchObject({ path, name: path.slice(path.lastIndexOf('/') + 1), type: 'file', size: bytes.length });
      expect((await world.files.read(alice, path)).equals(bytes)).toBe(true);
    }
  });

  test('is read in parts', async () => {
    await write('f', '0123456789');
    const part = async (offset?: number, length?: number) => (await world.files.read(alice, 'f', { offset, length })).toString();
    expect([await part(), await part(3), await part(3, 4), await part(8, 10), await part(20), await part(0, 0)]).toEqual(['0123456789', '3456789', '3456', '89', '', '']);
  });

  test('of more than 8 MiB is read in parts only', async () => {
    fs.writeFileSync(world.inside('big'), Buffer.alloc(8 * 1024 * 1024 + 1));
    expect(await refusalOf(world.files.read(alice, 'big'))).toEqual(badPath);
    expect((await world.files.read(alice, 'big', { offset: 8 * 1024 * 1024 })).length).toBe(1);
  });

  test('that is written again keeps its permissions, and nothing else is left beside it', async () => {
    await write('run.sh');
    fs.chmodSync(world.inside('run.sh'), 0o755);
    await write('run.sh', 'y');
    expect(fs.statSync(world.inside('run.sh')).mode & 0o7777).toBe(0o755);
    expect(fs.readdirSync(world.root)).toEqual(['run.sh']);
  });

  test('that is not there is NOT_FOUND', async () => {
    for (const path of ['none', 'none/f']) {
      expect(await refusalsOf([world.files.read(alice, path), world.files.stat(alice, path), remove(path), world.files.list(alice, path, { after: null, size: 1 })])).toEqual([notFound]);
      expect(await refusalOf(world.files.copy(alice, { from: path, to: 'x' }))).toEqual({ code: 'NOT_FOUND', field: 'from' });
      expect(await refusalOf(world.files.move(alice, { from: path, to: 'x' }))).toEqual({ code: 'NOT_FOUND', field: 'from' });
    }
    expect(fs.readdirSync(world.root)).toEqual([]);
  });

  test('belongs to one tenant', async () => {
    await write('mine', 'secret');
    expect(await refusalOf(world.files.read(bob, 'mine'))).toEqual(notFound);
    expect((await world.disk.folderOf(bob)).folder).not.toBe(world.root);
  });

  test.skipIf(process.getuid?.() !== 0)('belongs to the host user of its tenant, with the folders on the way', async () => {
    await write('a/b/f');
    await world.files.copy(alice, { from: 'a', to: 'copy/of' });
    await world.files.makeDirectory(alice, 'made', { recursive: true });
    const { hostUser } = await world.disk.folderOf(alice);
    expect(hostUser).toBeGreaterThanOrEqual(200_000);
    expect((await world.disk.folderOf(bob)).hostUser).not.toBe(hostUser);
    for (const path of ['', 'a', 'a/b', 'a/b/f', 'copy/of/b/f', 'made']) expect(fs.statSync(world.inside(path))).toMatchObject({ uid: hostUser, gid: hostUser });
    expect([world.root, world.base + '/tenants'].map((path) => fs.statSync(path).mode & 0o777)).toEqual([0o700, 0o711]);
  });
});

describe('a path', () => {
  const hostile = ['', '/', '/etc/passwd', '../outside/f', 'a/../../outside/f', '..', 'a/..', '..\\f', 'a\\..\\..\\f', '\\etc', 'a\0b', '\0', 'x'.repeat(256), 'ü'.repeat(128), `${'a/'.repeat(2_048)}b`, 'y/'.repeat(129), '\ud800', `.tmp-${'0'.repeat(16)}-${'f'.repeat(16)}`];
  test.each(hostile.map((path) => [path]))('like %j is refused by every function', async (path) => {
    fs.mkdirSync(world.inside('a'));
    await write('there');
    const { files } = world;
    expect(await refusalsOf([files.read(alice, path), files.stat(alice, path), write(path), remove(path, true), files.makeDirectory(alice, path, { recursive: true }), files.list(alice, path, { after: null, size: 10 })])).toEqual([badPath]);
    for (const act of bothWays()) {
      expect(await refusalOf(act({ from: path, to: 'b' }))).toEqual({ code: 'BAD_USER_INPUT', field: 'from' });
      expect(await refusalOf(act({ from: 'there', to: path }))).toEqual({ code: 'BAD_USER_INPUT', field: 'to' });
    }
    expect(fs.readdirSync(world.root).sort()).toEqual(['a', 'there']);
    expect([world.outsideNames(), fs.readFileSync(`${world.outside}/f`, 'utf8')]).toEqual([['f'], 'SECRET']);
  });

  test('may have empty and single-dot steps, and the workspace itself is only looked at', async () => {
    await write('./a//b/./f');
    expect(await read('a/b/f')).toBe('x');
    expect(await world.files.stat(alice, '.')).toMatchObject({ path: '.', type: 'directory' });
    expect(await refusalsOf([remove('.', true), world.files.read(alice, './'), write('.')])).toEqual([badPath]);
    expect(await names()).toEqual(['a']);
  });
});

describe('a symbolic link', () => {
  beforeEach(async () => {
    fs.symlinkSync(world.outside, world.inside('out'));
    fs.symlinkSync('out', world.inside('chain'));
    fs.symlinkSync(`${world.outside}/f`, world.inside('leaf'));
    fs.symlinkSync('.', world.inside('self'));
    await write('mine', 'mine');
  });
  const untouched = () => expect([world.outsideNames(), fs.readFileSync(`${world.outside}/f`, 'utf8')]).toEqual([['f'], 'SECRET']);

  test('is never followed, at the end of a path or on the way', async () => {
    const { files } = world;
    for (const path of ['leaf', 'out/f', 'chain/f', 'self/mine', 'self/self/out/f']) {
      expect(await refusalOf(files.read(alice, path))).toEqual(badPath);
      expect(await refusalOf(files.copy(alice, { from: path, to: 'copy' }))).toEqual({ code: 'BAD_USER_INPUT', field: 'from' });
    }
    for (const path of ['out/new', 'chain/new', 'self/new', 'out/sub/new']) {
      expect(await refusalOf(write(path))).toEqual(badPath);
      expect(await refusalOf(files.makeDirectory(alice, path, { recursive: true }))).toEqual(badPath);
      for (const act of bothWays()) expect(await refusalOf(act({ from: 'mine', to: path }))).toEqual({ code: 'BAD_USER_INPUT', field: 'to' });
    }
    for (const path of ['out', 'chain']) expect(await refusalOf(files.list(alice, path, { after: null, size: 10 }))).toEqual(badPath);
    for (const path of ['out/f', 'chain/f']) {
      expect(await refusalOf(remove(path))).toEqual(badPath);
      expect(await refusalOf(files.move(alice, { from: path, to: 'moved' }))).toEqual({ code: 'BAD_USER_INPUT', field: 'from' });
    }
    untouched();
  });

  test('is listed as what it is, without what it points at', async () => {
    expect(await world.files.stat(alice, 'leaf')).toMatchObject({ type: 'symlink', size: 0 });
    expect((await world.files.list(alice, '.', { after: null, size: 10 })).entries.filter(({ type }) => type === 'symlink').map(({ name }) => name)).toEqual(['chain', 'leaf', 'out', 'self']);
  });

  test('gives way to what is written, copied or moved to its name', async () => {
    await write('leaf', 'written');
    await world.files.copy(alice, { from: 'mine', to: 'out' });
    await world.files.move(alice, { from: 'mine', to: 'chain' });
    expect([await read('leaf'), await read('out'), await read('chain')]).toEqual(['written', 'mine', 'mine']);
    untouched();
  });

  test('is deleted or moved itself, and left out of the copy of a folder', async () => {
    await write('folder/f', 'f');
    fs.symlinkSync(world.outside, world.inside('folder/link'));
    fs.symlinkSync(`${world.outside}/f`, world.inside('folder/leaf'));
    await world.files.copy(alice, { from: 'folder', to: 'copy' });
    expect(fs.readdirSync(world.inside('copy'))).toEqual(['f']);
    await world.files.move(alice, { from: 'leaf', to: 'elsewhere' });
    expect(fs.readlinkSync(world.inside('elsewhere'))).toBe(`${world.outside}/f`);
    await remove('out');
    await remove('folder', true);
    expect(await names()).toEqual(['chain', 'copy', 'elsewhere', 'mine', 'self']);
    untouched();
  });
});

describe('what is no file', () => {
  test('is refused without waiting for it, and can be deleted', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', world.inside('pipe')]);
    expect(await world.files.stat(alice, 'pipe')).toMatchObject({ type: 'other', size: 0 });
    expect(await refusalOf(world.files.read(alice, 'pipe'))).toEqual(badPath);
    expect(await refusalOf(world.files.copy(alice, { from: 'pipe', to: 'copy' }))).toEqual({ code: 'BAD_USER_INPUT', field: 'from' });
    await remove('pipe');
    expect(await names()).toEqual([]);
  });

  test('has no content when it is a folder, and no names when it is a file', async () => {
    await write('folder/f');
    expect(await refusalOf(world.files.read(alice, 'folder'))).toEqual(badPath);
    expect(await refusalOf(write('folder'))).toEqual({ code: 'CONFLICT', field: 'path' });
    expect(await refusalsOf([world.files.list(alice, 'folder/f', { after: null, size: 1 }), write('folder/f/g'), world.files.read(alice, 'folder/f/g')])).toEqual([badPath]);
  });
});

describe('folders', () => {
  test('are made with those on the way or without, and again only where that is meant', async () => {
    const make = (path: string, recursive: boolean) => world.files.makeDirectory(alice, path, { recursive });
    expect(await make('a/b/c', true)).toMatchObject({ path: 'a/b/c', type: 'directory' });
    await make('a/b/c', true);
    expect(await refusalOf(make('a/b/c', false))).toEqual({ code: 'CONFLICT', field: 'path' });
    expect(await refusalOf(make('x/y', false))).toEqual(notFound);
    await write('f');
    expect(await refusalOf(make('f', true))).toEqual({ code: 'CONFLICT', field: 'path' });
    expect((await make('.', true)).path).toBe('.');
    expect(await names()).toEqual(['a', 'f']);
  });

  test('are deleted when they are empty, or with all that is in them', async () => {
    await write('a/b/f');
    expect(await refusalOf(remove('a'))).toEqual({ code: 'CONFLICT', field: 'path' });
    await remove('a', true);
    await world.files.makeDirectory(alice, 'empty', { recursive: true });
    await remove('empty');
    expect(fs.readdirSync(world.root)).toEqual([]);
  });

  test('are deleted however deep they are, with names that are no text', async () => {
    let deep = world.inside('deep');
    for (let level = 0; level < 150; level += 1, deep += '/d') fs.mkdirSync(deep);
    fs.writeFileSync(Buffer.concat([Buffer.from(`${world.inside('deep')}/`), Buffer.from([0xff, 0xfe])]), 'x');
    await remove('deep', true);
    expect(fs.readdirSync(world.root)).toEqual([]);
    expect(await world.disk.usageOf(alice)).toEqual({ bytes: 0, files: 0 });
  });

  test('are listed by name in pages that stay whole while names come and go', async () => {
    for (const name of ['b', 'd', 'f', 'a', 'ä', 'Z', '🦔']) await write(name);
    const page = async (after: string | null, size = 3) => {
      const { entries, hasMore } = await world.files.list(alice, '.', { after, size });
      return [entries.map(({ name }) => name).join(' '), hasMore];
    };
    expect(await page(null)).toEqual(['Z a b', true]);
    await remove('b');
    await write('c');
    expect(await page('b')).toEqual(['c d f', true]);
    expect(await page('f')).toEqual(['ä 🦔', false]);
    expect(await page('🦔')).toEqual(['', false]);
  });

  test('do not show what is being written', async () => {
    fs.writeFileSync(world.inside(`.tmp-${'0'.repeat(16)}-${'1'.repeat(16)}`), 'half');
    await write('.hidden');
    expect(await names()).toEqual(['.hidden']);
  });
});

describe('a copy or move', () => {
  test('takes a file or a whole folder to a new place, and makes the folders on the way', async () => {
    await write('from/a/f', 'one');
    await write('from/g', 'three');
    fs.chmodSync(world.inside('from/g'), 0o750);
    expect(await world.files.copy(alice, { from: 'from', to: 'x/copy' })).toMatchObject({ bytes: 8, entry: { path: 'x/copy', type: 'directory' } });
    expect(await world.files.copy(alice, { from: 'from/g', to: 'y/g' })).toMatchObject({ bytes: 5, entry: { path: 'y/g', size: 5 } });
    expect(await world.files.move(alice, { from: './from', to: 'z/moved' })).toMatchObject({ entry: { path: 'z/moved', type: 'directory' }, previousPath: 'from' });
    expect([await read('x/copy/a/f'), await read('x/copy/g'), await read('y/g'), await read('z/moved/a/f')]).toEqual(['one', 'three', 'three', 'one']);
    expect(fs.statSync(world.inside('x/copy/g')).mode & 0o777).toBe(0o750);
    expect(await names()).toEqual(['x', 'y', 'z']);
  });

  test('replaces a file and refuses to replace a folder', async () => {
    await write('file', 'file');
    await write('folder/f', 'in folder');
    for (const act of bothWays()) {
      expect(await refusalOf(act({ from: 'file', to: 'folder' }))).toEqual({ code: 'CONFLICT', field: 'to' });
      expect(await refusalOf(act({ from: 'folder', to: 'folder' }))).toEqual({ code: 'BAD_USER_INPUT', field: 'to' });
      expect(await refusalOf(act({ from: 'folder', to: 'folder/f/inner' }))).toEqual({ code: 'BAD_USER_INPUT', field: 'to' });
    }
    await write('target', 'old');
    await world.files.copy(alice, { from: 'folder', to: 'target' });
    expect(await read('target/f')).toBe('in folder');
    await write('other', 'old');
    await world.files.move(alice, { from: 'file', to: 'other' });
    expect(await read('other')).toBe('file');
    expect(fs.readdirSync(world.root).sort()).toEqual(['folder', 'other', 'target']);
  });
});
