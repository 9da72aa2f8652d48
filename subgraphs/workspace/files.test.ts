import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin, alice, bob, createWorkspaceWorld, stranger, type WorkspaceWorld } from './workspace.fixture.ts';

let world: WorkspaceWorld;
beforeAll(async () => {
  world = await createWorkspaceWorld();
});
afterAll(() => world.close());

const fields = '{ id path name type size modifiedAt owner { id } }';
const writing = `mutation ($input: WriteWorkspaceFileInput!) { writeWorkspaceFile(input: $input) { file ${fields} } }`;
const reading = `query ($path: String!, $encoding: FileEncoding! = UTF8, $offset: Float, $length: Int) { workspaceFile(path: $path) { ...F content(encoding: $encoding, offset: $offset, length: $length) } } fragment F on WorkspaceFile ${fields}`;
const listing = `query ($path: String! = ".", $first: Int, $after: String) { workspaceFiles(path: $path, first: $first, after: $after) { nodes { path name type } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
const write = async (path: string, content = 'x', as = alice) => (await world.ask(writing, { input: { path, content } }, { as })).writeWorkspaceFile.file;
const read = async (path: string, more: object = {}) => (await world.ask(reading, { path, ...more })).workspaceFile;
const badInput = (field: string) => ({ code: 'BAD_USER_INPUT', details: { field } });

describe('a file', () => {
  test('comes back as it was written, as text and as bytes', async () => {
    expect(await write('notes/a.txt', 'héllo')).toMatchObject({ path: 'notes/a.txt', name: 'a.txt', type: 'FILE', size: 6, owner: { id: 'cds:1' } });
    expect(await read('notes/a.txt')).toMatchObject({ content: 'héllo', size: 6 });
    const content = Buffer.from([0, 255, 1, 128]).toString('base64');
    await world.ask(writing, { input: { path: 'b.bin', content, encoding: 'BASE64' } });
    expect(await read('b.bin', { encoding: 'BASE64' })).toMatchObject({ content, size: 4 });
    expect(await read('notes/a.txt', { offset: 3, length: 2 })).toMatchObject({ content: 'll' });
    expect(await read('notes')).toMatchObject({ type: 'DIRECTORY', content: null });
  });

  test('is refused with content that is not what the encoding says', async () => {
    expect(await world.refusal(reading, { path: 'b.bin' })).toMatchObject(badInput('encoding'));
    for (const content of ['AA', 'A===', 'AAAA\n', 'AB==', '=AAA', 'é']) expect(await world.refusal(writing, { input: { path: 'c', content, encoding: 'BASE64' } })).toMatchObject(badInput('content'));
    expect(await world.refusal(writing, { input: { path: 'c', content: 'a\ud800b' } })).toMatchObject(badInput('content'));
    expect(await world.refusal(writing, { input: { path: 'c', content: 'x'.repeat(8 * 1024 * 1024 + 1) } })).toMatchObject(badInput('content'));
    for (const part of [{ offset: -1 }, { offset: 0.5 }, { length: -1 }]) expect(await world.refusal(reading, { path: 'b.bin', encoding: 'BASE64', ...part })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await world.refusal(reading, { path: 'c' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('keeps a byte order mark and line ends', async () => {
    await write('bom.txt', '\ufeffa\r\nb\n');
    expect((await read('bom.txt')).content).toBe('\ufeffa\r\nb\n');
  });

  test('is copied, moved and deleted', async () => {
    await write('one/f', 'content');
    const way = { input: { from: 'one', to: 'two' } };
    expect(await world.ask('mutation ($input: CopyWorkspaceFileInput!) { copyWorkspaceFile(input: $input) { file { path type } copiedBytes } }', way)).toEqual({ copyWorkspaceFile: { file: { path: 'two', type: 'DIRECTORY' }, copiedBytes: 7 } });
    expect(await world.ask('mutation ($input: MoveWorkspaceFileInput!) { moveWorkspaceFile(input: $input) { file { path } } }', { input: { from: 'two', to: 'three' } })).toEqual({ moveWorkspaceFile: { file: { path: 'three' } } });
    const deleting = 'mutation ($input: DeleteWorkspaceFileInput!) { deleteWorkspaceFile(input: $input) { path } }';
    expect(await world.refusal(deleting, { input: { path: 'three' } })).toMatchObject({ code: 'CONFLICT' });
    expect(await world.ask(deleting, { input: { path: './three', recursive: true } })).toEqual({ deleteWorkspaceFile: { path: 'three' } });
    expect(await world.refusal(deleting, { input: { path: '.', recursive: true } })).toMatchObject(badInput('path'));
    expect((await read('one/f')).content).toBe('content');
  });

  test.each(['../x', '/etc/passwd', 'a/../b', '..\\x', 'a\0b', ''])('is refused outside the workspace: %j', async (path) => {
    expect(await world.refusal(reading, { path })).toMatchObject(badInput('path'));
    expect(await world.refusal(writing, { input: { path, content: 'x' } })).toMatchObject(badInput('path'));
    expect(await world.refusal('mutation ($input: MoveWorkspaceFileInput!) { moveWorkspaceFile(input: $input) { file { path } } }', { input: { from: 'b.bin', to: path } })).toMatchObject(badInput('to'));
  });
});

describe('a folder', () => {
  test('is made, and listed in pages by name up to 1,000 at once', async () => {
    const root = await world.rootOf();
    await world.ask('mutation { createWorkspaceDirectory(input: { path: "many/inner" }) { directory { path type } } }');
    for (let index = 0; index < 1_200; index += 1) fs.writeFileSync(`${root}/many/${index.toString().padStart(4, '0')}`, '');
    fs.symlinkSync('/etc/passwd', `${root}/many/link`);
    const first = (await world.ask(listing, { path: 'many', first: 1_000 })).workspaceFiles;
    const rest = (await world.ask(listing, { path: 'many', first: 1_000, after: first.pageInfo.endCursor })).workspaceFiles;
    expect([first, rest].map(({ nodes, edges, pageInfo: { hasNextPage, hasPreviousPage } }) => [nodes.length, edges.length, hasNextPage, hasPreviousPage])).toEqual([[1_000, 1_000, true, false], [202, 202, false, true]]);
    expect(rest.nodes.slice(-2)).toEqual([{ path: 'many/inner', name: 'inner', type: 'DIRECTORY' }, { path: 'many/link', name: 'link', type: 'SYMLINK' }]);
    expect((await world.ask(listing, { path: 'many', first: null })).workspaceFiles.nodes).toHaveLength(20);
    for (const size of [0, -1, 1_001]) expect(await world.refusal(listing, { path: 'many', first: size })).toMatchObject(badInput('first'));
    expect(await world.refusal(listing, { path: 'many', after: 'x' })).toMatchObject(badInput('after'));
    expect(await world.refusal(listing, { path: 'none' })).toMatchObject({ code: 'NOT_FOUND' });
    fs.rmSync(`${root}/many`, { recursive: true });
    await world.disk.rescan(alice.subject);
  });
});

describe('the workspace', () => {
  test('tells what it holds and may hold', async () => {
    const { workspace } = await world.ask('{ workspace { usedBytes fileCount maxBytes maxFiles maxTransferBytes containment } }');
    expect(workspace).toEqual({ usedBytes: expect.any(Number), fileCount: expect.any(Number), maxBytes: 1_000_000, maxFiles: 1_000, maxTransferBytes: 8_388_608, containment: 'STRICT' });
    await write('more', 'x'.repeat(100));
    const { workspace: after } = await world.ask('{ workspace { usedBytes fileCount } }');
    expect(after).toEqual({ usedBytes: workspace.usedBytes + 100, fileCount: workspace.fileCount + 1 });
  });

  test('is seen by its owner, and its figures by administrators', async () => {
    const of = { of: [{ __typename: 'User', id: 'cds:1' }] };
    const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { workspace { usedBytes } } } }';
    for (const as of [alice, admin]) expect(await world.ask(query, of, { as })).toEqual({ _entities: [{ workspace: { usedBytes: expect.any(Number) } }] });
    for (const as of [bob, stranger]) expect(await world.refusal(query, of, { as })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await world.refusal(query, of, { as: null })).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await world.refusal('{ workspace { usedBytes } }', {}, { as: stranger })).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('shows nothing of another user, by path or by id', async () => {
    const { id } = await write('secret', 'of Alice');
    for (const as of [bob, admin]) {
      expect(await world.refusal(reading, { path: 'secret' }, { as })).toMatchObject({ code: 'NOT_FOUND' });
      const entities = (await world.ask('query ($of: [_Any!]!) { _entities(representations: $of) { ... on WorkspaceFile { content } } }', { of: [{ __typename: 'WorkspaceFile', id }] }, { as }))._entities;
      expect(entities).toEqual([null]);
    }
    const own = (await world.ask('query ($of: [_Any!]!) { _entities(representations: $of) { ... on WorkspaceFile { content } } }', { of: [id, 'x', `${id}=`].map((each) => ({ __typename: 'WorkspaceFile', id: each })) }))._entities;
    expect(own).toEqual([{ content: 'of Alice' }, null, null]);
    for (const as of [null, stranger]) expect(await world.refusal(reading, { path: 'secret' }, { as })).toMatchObject({ code: as === null ? 'UNAUTHENTICATED' : 'FORBIDDEN' });
  });

  test('has a quota that programs and files share', async () => {
    const root = await world.rootOf(bob);
    fs.writeFileSync(`${root}/program-output`, Buffer.alloc(999_000));
    await world.disk.rescan(bob.subject);
    expect(await world.refusal(writing, { input: { path: 'f', content: 'x'.repeat(1_001) } }, { as: bob })).toMatchObject({ code: 'DISK_QUOTA_EXCEEDED', details: { what: 'bytes', maxBytes: 1_000_000 } });
    await write('f', 'x'.repeat(1_000), bob);
  });
});
