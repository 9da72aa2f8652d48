import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRpcCaller, type RpcCaller } from '../testkit/rpc.ts';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let ada: RpcCaller;
let bob: RpcCaller;
beforeAll(async () => {
  world = await createWorld({}, { model: false });
  ada = createRpcCaller(world.urls.api, await world.register('ada'));
  bob = createRpcCaller(world.urls.api, await world.register('bob'));
});
afterAll(() => world.close());

const aText: unknown = expect.any(String);

const aNumber: unknown = expect.any(Number);
const anInstant: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u);

describe('files', () => {
  test('are written with the folders on the way, and read back', async () => {
    expect(await ada.call('fs.write', { path: 'notes/today/a.txt', content: 'grüße' })).toMatchObject({ path: 'notes/today/a.txt', size: 7 });
    expect(await ada.call('fs.read', { path: 'notes/today/a.txt' })).toMatchObject({ path: 'notes/today/a.txt', content: 'grüße', encoding: 'utf8', size: 7 });
  });

  test('may hold any bytes', async () => {
    const content = Buffer.from([0, 255, 1, 254]).toString('base64');
    expect(await ada.call('fs.write', { path: 'bytes', content, encoding: 'base64' })).toMatchObject({ size: 4 });
    expect(await ada.call('fs.read', { path: 'bytes', encoding: 'base64' })).toMatchObject({ content, encoding: 'base64', size: 4 });
    expect(await ada.refusal('fs.read', { path: 'bytes' })).toMatchObject({ code: -32602 });
    expect(await ada.refusal('fs.write', { path: 'bytes', content: '!', encoding: 'base64' })).toMatchObject({ code: -32602, data: { field: 'content' } });
  });

  test('that are not there are an error of their own', async () => {
    for (const [method, params] of [['fs.read', { path: 'none' }], ['fs.list', { path: 'none' }], ['fs.delete', { path: 'none' }], ['fs.copy', { from: 'none', to: 'x' }], ['fs.move', { from: 'none', to: 'x' }]] as const) {
      expect(await ada.refusal(method, params)).toMatchObject({ code: -32004 });
    }
  });

  test('are listed by name, a page at a time', async () => {
    for (const name of ['c', 'a', 'b']) await ada.call('fs.write', { path: `list/${name}`, content: name });
    await ada.call('fs.mkdir', { path: 'list/d' });
    const entry = (name: string, type = 'file') => ({ name, path: `list/${name}`, type, size: type === 'file' ? 1 : aNumber, modified_at: anInstant });
    expect(await ada.call('fs.list', { path: 'list' })).toEqual({ path: 'list', entries: [entry('a'), entry('b'), entry('c'), entry('d', 'directory')], next_cursor: null });
    const first = await ada.call('fs.list', { path: 'list', limit: 3 });
    expect(first['entries']).toHaveLength(3);
    expect(await ada.call('fs.list', { path: 'list', limit: 3, cursor: first['next_cursor'] })).toMatchObject({ entries: [entry('d', 'directory')], next_cursor: null });
    expect(await ada.refusal('fs.list', { path: 'list', cursor: 'nonsense' })).toMatchObject({ code: -32602, data: { field: 'cursor' } });
    expect(await ada.call('fs.list')).toMatchObject({ path: '.' });
  });

  test('are copied and moved, folders too', async () => {
    await ada.call('fs.write', { path: 'from/x/y', content: '12345' });
    expect(await ada.call('fs.copy', { from: 'from/x/y', to: 'copy' })).toEqual({ from: 'from/x/y', to: 'copy', size: 5 });
    expect(await ada.call('fs.copy', { from: 'from', to: 'from2' })).toMatchObject({ size: 5 });
    expect(await ada.call('fs.move', { from: 'from', to: 'gone/to' })).toEqual({ from: 'from', to: 'gone/to' });
    expect(await ada.call('fs.read', { path: 'gone/to/x/y' })).toMatchObject({ content: '12345' });
    expect(await ada.refusal('fs.list', { path: 'from' })).toMatchObject({ code: -32004 });
  });

  test('are deleted, and folders only with what is in them', async () => {
    await ada.call('fs.write', { path: 'tree/leaf', content: '' });
    expect((await ada.refusal('fs.delete', { path: 'tree' })).code).toBe(-32009);
    expect(await ada.call('fs.delete', { path: 'tree', recursive: true })).toEqual({ path: 'tree', deleted: true });
    expect(await ada.refusal('fs.list', { path: 'tree' })).toMatchObject({ code: -32004 });
  });

  test('folders are made, and one that is there is fine', async () => {
    expect(await ada.call('fs.mkdir', { path: 'made/deep' })).toEqual({ path: 'made/deep', created: true });
    expect(await ada.call('fs.mkdir', { path: 'made/deep' })).toEqual({ path: 'made/deep', created: true });
    expect((await ada.refusal('fs.mkdir', { path: 'made/deep', recursive: false })).code).toBe(-32009);
  });

  test('of one user are nobody else\'s', async () => {
    await ada.call('fs.write', { path: 'mine', content: 'secret' });
    expect(await bob.call('fs.list')).toMatchObject({ entries: [] });
    expect(await bob.refusal('fs.read', { path: 'mine' })).toMatchObject({ code: -32004 });
  });

  test('take room that is told', async () => {
    expect(await ada.call('fs.describe')).toMatchObject({ used_bytes: aNumber, file_count: aNumber, max_bytes: aNumber, containment: process.platform === 'linux' ? 'strict' : 'best_effort' });
  });
});

describe('the root', () => {
  const outside = ['..', '../x', 'a/../../x', 'a/../b', '/etc/passwd', '/', '//etc', '..\\x', 'a\\..\\..\\x', 'x\u0000y', '\u0000', '', 'x'.repeat(256), 'x/'.repeat(3000)];

  test.each(outside)('is not left by %j', async (where) => {
    const calls: readonly (readonly [string, object])[] = [
      ['fs.read', { path: where }], ['fs.write', { path: where, content: 'x' }], ['fs.list', { path: where }], ['fs.delete', { path: where, recursive: true }], ['fs.mkdir', { path: where }],
      ['fs.copy', { from: 'a', to: where }], ['fs.copy', { from: where, to: 'a' }], ['fs.move', { from: 'a', to: where }], ['fs.move', { from: where, to: 'a' }],
    ];
    await ada.call('fs.write', { path: 'a', content: 'x' }).catch(() => undefined);
    for (const [method, params] of calls) {
      const refused = await ada.refusal(method, params);
      expect([method, refused.code, refused.data['field']]).toEqual([method, -32602, expect.stringMatching(/^(path|from|to)$/u)]);
    }
  });

  test('itself cannot be deleted or moved', async () => {
    expect((await ada.refusal('fs.delete', { path: '.', recursive: true })).code).toBe(-32602);
    expect((await ada.refusal('fs.move', { from: '.', to: 'x' })).code).toBe(-32602);
    expect(await ada.call('fs.list')).toMatchObject({ path: '.' });
  });

  test('is not left by links', async () => {
    const secret = path.join(world.dataDir, 'secret.txt');
    writeFileSync(secret, 'secret');
    await ada.call('fs.write', { path: 'links/here', content: 'x' });
    const folder = folderOf('links');
    symlinkSync(secret, path.join(folder, 'file'));
    symlinkSync(world.dataDir, path.join(folder, 'folder'));
    expect(await ada.call('fs.list', { path: 'links' })).toMatchObject({ entries: [{ name: 'file', type: 'symlink' }, { name: 'folder', type: 'symlink' }, { name: 'here', type: 'file' }] });
    for (const where of ['links/file', 'links/folder/secret.txt', 'links/folder']) {
      expect((await ada.refusal('fs.read', { path: where })).code).toBe(-32602);
      expect((await ada.refusal('fs.copy', { from: where, to: 'stolen' })).code).toBe(-32602);
    }
    for (const where of ['links/folder', 'links/folder/x']) expect((await ada.refusal('fs.list', { path: where })).code).toBe(-32602);
    expect((await ada.refusal('fs.write', { path: 'links/folder/new.txt', content: 'x' })).code).toBe(-32602);
    await ada.call('fs.delete', { path: 'links', recursive: true });
    expect(readFileSync(secret, 'utf8')).toBe('secret');
  });
});

/** The folder of that name in the one workspace that has it. */
function folderOf(name: string): string {
  const folders = readdirSync(world.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name === name);
  const [found, ...others] = folders;
  if (found === undefined || others.length > 0) throw new Error(`${folders.length} folders of the name ${name}`);
  return path.join(found.parentPath, found.name);
}

describe('projects', () => {
  const make = (name: string): Promise<Record<string, unknown>> => ada.call('project.create', { name, description: 'a project' });

  test('are made, listed, opened and deleted', async () => {
    const project = await make('first');
    expect(project).toMatchObject({ id: aText, name: 'first', description: 'a project', created_at: anInstant, updated_at: anInstant });
    expect(await ada.call('project.list')).toMatchObject({ projects: [{ id: project['id'], name: 'first' }], total: 1 });
    expect(await ada.call('project.open', { project_id: project['id'] })).toMatchObject({ id: project['id'], files: [] });
    expect(await ada.call('project.delete', { project_id: project['id'] })).toEqual({ project_id: project['id'], deleted: true });
    expect(await ada.refusal('project.open', { project_id: project['id'] })).toMatchObject({ code: -32004 });
    expect(await ada.refusal('project.file.read', { project_id: project['id'], path: 'x' })).toMatchObject({ code: -32004 });
  });

  test('keep files', async () => {
    const { id } = await make('files');
    const file = { project_id: id, path: 'src/main.ts' };
    expect(await ada.call('project.file.save', { ...file, content: 'one' })).toMatchObject({ ...file, size: 3, version: 1 });
    expect(await ada.call('project.file.save', { ...file, content: 'three' })).toMatchObject({ ...file, size: 5, version: 2 });
    expect(await ada.call('project.file.read', file)).toMatchObject({ ...file, content: 'three', size: 5, encoding: 'utf8' });
    expect(await ada.call('project.open', { project_id: id })).toMatchObject({ files: [{ path: 'src/main.ts', size: 5, updated_at: anInstant }], file_count: 1, total_bytes: 5 });
    expect(await ada.call('project.file.delete', file)).toEqual({ ...file, deleted: true });
    expect(await ada.refusal('project.file.read', file)).toMatchObject({ code: -32004 });
    expect(await ada.refusal('project.file.delete', file)).toMatchObject({ code: -32004 });
    expect(await ada.refusal('project.file.save', { project_id: 'none', path: 'x', content: '' })).toMatchObject({ code: -32004 });
  });

  test('take no path that leads elsewhere', async () => {
    const { id } = await make('paths');
    for (const where of ['../x', '/etc/passwd', 'a/../../b', 'a\u0000b', '', 'a\\..\\b']) {
      expect(await ada.refusal('project.file.save', { project_id: id, path: where, content: 'x' })).toMatchObject({ code: -32602, data: { field: 'path' } });
    }
  });

  test('of one user are nobody else\'s', async () => {
    const { id } = await make('private');
    await ada.call('project.file.save', { project_id: id, path: 'x', content: 'secret' });
    for (const [method, params] of [
      ['project.open', {}], ['project.delete', {}], ['project.file.read', { path: 'x' }], ['project.file.save', { path: 'x', content: 'mine' }], ['project.file.delete', { path: 'x' }],
    ] as const) expect((await bob.refusal(method, { project_id: id, ...params })).code).toBe(-32004);
    expect(await bob.call('project.list')).toEqual({ projects: [], total: 0 });
    expect(await ada.call('project.file.read', { project_id: id, path: 'x' })).toMatchObject({ content: 'secret' });
  });

  test('are listed page by page', async () => {
    for (let number = 0; number < 3; number += 1) await bob.call('project.create', { name: `p${number}` });
    expect(await bob.call('project.list', { limit: 2 })).toMatchObject({ projects: [{ name: 'p2' }, { name: 'p1' }], total: 3 });
    expect(await bob.call('project.list', { limit: 2, offset: 2 })).toMatchObject({ projects: [{ name: 'p0' }], total: 3 });
  });
});

test('nothing of this was a fault', async () => {
  expect(await world.metric('compat_undeclared_errors_total')).toBe(0);
});
