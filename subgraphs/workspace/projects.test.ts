import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toContent } from './content-store.ts';
import { admin, alice, bob, createWorkspaceWorld, stranger, type WorkspaceWorld } from './workspace.fixture.ts';

let world: WorkspaceWorld;
beforeAll(async () => {
  world = await createWorkspaceWorld({ maxBytes: 100_000, maxFiles: 200 });
});
afterAll(() => world.close());

const fields = '{ id name description createdAt updatedAt owner { id } totalBytes fileCount }';
const creating = `mutation ($input: CreateProjectInput!) { createProject(input: $input) { project ${fields} } }`;
const saving = 'mutation ($input: SaveProjectFileInput!) { saveProjectFile(input: $input) { file { projectId path size sha256 version createdAt updatedAt content } } }';
const deleting = 'mutation ($input: DeleteProjectInput!) { deleteProject(input: $input) { projectId } }';
const deletingFile = 'mutation ($input: DeleteProjectFileInput!) { deleteProjectFile(input: $input) { path project { fileCount } } }';
const restoring = 'mutation ($input: RestoreProjectFileInput!) { restoreProjectFile(input: $input) { file { version content } } }';
const opening = `query ($id: ID!) { project(id: $id) { ...P files { nodes { path size } totalCount } } } fragment P on Project ${fields}`;
const reading = 'query ($id: ID!, $path: String!) { project(id: $id) { file(path: $path) { path size sha256 version content versions(first: 100) { nodes { version size content savedAt } totalCount } } } }';

let names = 0;
const create = async (input: object = {}, as = alice) => (await world.ask(creating, { input: { name: `project ${names += 1}`, ...input } }, { as })).createProject.project;
const save = async (projectId: string, path: string, content: string) => (await world.ask(saving, { input: { projectId, path, content } })).saveProjectFile.file;
const open = async (id: string, as = alice) => (await world.ask(opening, { id }, { as })).project;
const read = async (id: string, path: string) => (await world.ask(reading, { id, path })).project?.file ?? null;
const unknown = '00000000-0000-4000-8000-000000000000';

describe('a project', () => {
  test('is made, found, listed newest change first, and deleted', async () => {
    const as = bob;
    const [first, second] = [await create({ name: 'One', description: 'About one' }, as), await create({ name: 'Two' }, as)];
    expect(first).toMatchObject({ name: 'One', description: 'About one', owner: { id: 'cds:2' }, totalBytes: 0, fileCount: 0 });
    const list = async (args: string) => (await world.ask(`{ projects(${args}) { nodes { id } totalCount pageInfo { hasNextPage endCursor } } }`, {}, { as })).projects;
    expect(await list('first: 1')).toMatchObject({ nodes: [{ id: second.id }], totalCount: 2, pageInfo: { hasNextPage: true } });
    await world.ask(saving, { input: { projectId: first.id, path: 'f', content: 'x' } }, { as });
    const page = await list('first: 1');
    expect(page.nodes).toEqual([{ id: first.id }]);
    expect((await list(`after: ${JSON.stringify(page.pageInfo.endCursor)}`)).nodes).toEqual([{ id: second.id }]);
    expect((await list('offset: 1')).nodes).toEqual([{ id: second.id }]);
    expect(await world.ask(deleting, { input: { projectId: first.id } }, { as })).toEqual({ deleteProject: { projectId: first.id } });
    expect(await open(first.id, as)).toBeNull();
    expect(await list('first: 5')).toMatchObject({ nodes: [{ id: second.id }], totalCount: 1 });
  });

  test('has a name that is its owner\'s only one', async () => {
    await create({ name: 'Taken' });
    expect(await world.refusal(creating, { input: { name: 'Taken' } })).toMatchObject({ code: 'CONFLICT', details: { field: 'name' } });
    await create({ name: 'Taken' }, bob);
    const names = await Promise.all(Array.from({ length: 10 }, () => world.refusal(creating, { input: { name: 'Raced for' } })));
    expect(names.filter((refusal) => refusal === null)).toHaveLength(1);
  });

  test.each([['name', ''], ['name', '  '], ['name', 'x'.repeat(201)], ['name', 'a\0b'], ['description', 'x'.repeat(10_001)], ['description', '\ud800']])('is refused with the %s %j', async (field, value) => {
    expect(await world.refusal(creating, { input: { name: 'fine', [field]: value } })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
  });

  test('is nobody else\'s, and seen by administrators', async () => {
    const { id } = await create();
    await save(id, 'f', 'secret');
    expect(await open(id, bob)).toBeNull();
    expect(await open(id, admin)).toMatchObject({ id, fileCount: 1 });
    const input = { projectId: id, path: 'f', content: 'x', version: 1 };
    const { content, version, ...file } = input;
    const calls = [[saving, { ...file, content }], [deletingFile, file], [restoring, { ...file, version }], [deleting, { projectId: id }]] as const;
    for (const as of [bob, admin]) for (const [source, call] of calls) expect(await world.refusal(source, { input: call }, { as })).toMatchObject({ code: 'NOT_FOUND', details: { what: 'project' } });
    expect(await world.refusal('query ($id: ID!) { projectArchive(projectId: $id) }', { id }, { as: bob })).toMatchObject({ code: 'NOT_FOUND' });
    const representations = { of: [{ __typename: 'Project', id }, { __typename: 'ProjectFile', projectId: id, path: 'f' }] };
    const entities = async (as: typeof bob) => (await world.ask('query ($of: [_Any!]!) { _entities(representations: $of) { ... on Project { name } ... on ProjectFile { content } } }', representations, { as }))._entities;
    expect(await entities(bob)).toEqual([null, null]);
    expect(await entities(alice)).toEqual([{ name: expect.any(String) }, { content: 'secret' }]);
    for (const as of [null, stranger]) expect(await world.refusal(opening, { id }, { as })).toMatchObject({ code: as === null ? 'UNAUTHENTICATED' : 'FORBIDDEN' });
    const ofUser = async (as: typeof bob) => world.refusal('query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { projects { totalCount } } } }', { of: [{ __typename: 'User', id: 'cds:1' }] }, { as });
    expect([await ofUser(alice), await ofUser(admin), (await ofUser(bob))?.code]).toEqual([null, null, 'FORBIDDEN']);
  });

  test('that there is not is null, and NOT_FOUND for changes', async () => {
    for (const id of [unknown, 'x', '', `${unknown}\0`]) {
      expect(await open(id)).toBeNull();
      expect(await world.refusal(saving, { input: { projectId: id, path: 'f', content: 'x' } })).toMatchObject({ code: 'NOT_FOUND', details: { what: 'project' } });
      expect(await world.refusal(deleting, { input: { projectId: id } })).toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

describe('a file of a project', () => {
  test('is kept with its history, which other content alone adds to', async () => {
    const { id } = await create();
    const first = await save(id, './src//main.py', 'print(1)');
    expect(first).toMatchObject({ projectId: id, path: 'src/main.py', size: 8, version: 1, sha256: toContent(Buffer.from('print(1)')).sha256, content: 'print(1)' });
    expect(await save(id, 'src/main.py', 'print(1)')).toEqual(first);
    expect(await save(id, 'src/main.py', 'print(22)')).toMatchObject({ version: 2, createdAt: first.createdAt });
    expect((await world.ask(restoring, { input: { projectId: id, path: 'src/main.py', version: 1 } })).restoreProjectFile.file).toEqual({ version: 3, content: 'print(1)' });
    const file = await read(id, 'src/main.py');
    expect(file).toMatchObject({ version: 3, content: 'print(1)', versions: { totalCount: 3 } });
    expect(file?.versions.nodes.map(({ version, content }) => [version, content])).toEqual([[3, 'print(1)'], [2, 'print(22)'], [1, 'print(1)']]);
    expect(await open(id)).toMatchObject({ totalBytes: 8, fileCount: 1, files: { nodes: [{ path: 'src/main.py', size: 8 }], totalCount: 1 } });
    for (const [input, what] of [[{ version: 4 }, 'version'], [{ version: 0 }, 'version'], [{ path: 'none', version: 1 }, 'file']] as const) expect(await world.refusal(restoring, { input: { projectId: id, path: 'src/main.py', ...input } })).toMatchObject({ code: 'NOT_FOUND', details: { what } });
  });

  test('is kept as bytes, and read as text only when it is that', async () => {
    const { id } = await create();
    await world.ask('mutation ($input: SaveProjectFileInput!) { saveProjectFile(input: $input) { file { content(encoding: BASE64) } } }', { input: { projectId: id, path: 'f', content: '/wA=', encoding: 'BASE64' } });
    expect(await world.refusal(reading, { id, path: 'f' })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'encoding' } });
  });

  test('goes with its history, and so do contents that no other file has', async () => {
    const { id } = await create();
    const [mine, shared] = ['only here', 'here and there'];
    for (const content of [mine, shared, mine]) await save(id, 'f', content);
    await save(id, 'g', shared);
    const isStored = (content: string) => world.stored().includes(toContent(Buffer.from(content)).sha256);
    expect([isStored(mine), isStored(shared)]).toEqual([true, true]);
    expect((await world.ask(deletingFile, { input: { projectId: id, path: './f' } })).deleteProjectFile).toEqual({ path: 'f', project: { fileCount: 1 } });
    expect([isStored(mine), isStored(shared), await read(id, 'f')]).toEqual([false, true, null]);
    expect(await world.refusal(deletingFile, { input: { projectId: id, path: 'f' } })).toMatchObject({ code: 'NOT_FOUND', details: { what: 'file' } });
    await world.ask(deleting, { input: { projectId: id } });
    expect(isStored(shared)).toBe(false);
  });

  test.each(['../x', '/x', 'a/../b', 'a\\..\\b', 'a\0b', '', '.', 'x'.repeat(256), 'abcdefgh/'.repeat(114) + 'x'])('cannot have the path %j', async (path) => {
    const { id } = await create();
    for (const [source, variables] of [[saving, { input: { projectId: id, path, content: 'x' } }], [reading, { id, path }], [deletingFile, { input: { projectId: id, path } }]] as const) expect(await world.refusal(source, variables)).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'path' } });
  });

  test('is not in a file, and no folder is replaced by one', async () => {
    const { id } = await create();
    await save(id, 'a/b', 'x');
    for (const path of ['a', 'a/b/c', 'a/b/c/d']) expect(await world.refusal(saving, { input: { projectId: id, path, content: 'x' } })).toMatchObject({ code: 'CONFLICT', details: { field: 'path' } });
    for (const path of ['a.b', 'a/bb', 'aa/b']) await save(id, path, 'x');
  });

  test('loses its oldest versions beyond a hundred, and their contents', async () => {
    const { id } = await create();
    for (let index = 1; index <= 102; index += 1) await save(id, 'f', `version ${index}`);
    const versions = (await read(id, 'f'))?.versions;
    expect([versions?.totalCount, versions?.nodes[0]?.version, versions?.nodes.at(-1)?.version]).toEqual([100, 102, 3]);
    expect([1, 2, 3].map((index) => world.stored().includes(toContent(Buffer.from(`version ${index}`)).sha256))).toEqual([false, false, true]);
    await world.ask(deleting, { input: { projectId: id } });
  });
});

describe('the quota of projects', () => {
  test('counts every version, and is not passed by saves at once', async () => {
    const as = bob;
    const { id } = await create({}, as);
    const saves = await Promise.all(Array.from({ length: 8 }, (_, index) => world.refusal(saving, { input: { projectId: id, path: `f${index % 4}`, content: `${index}`.repeat(30_000) } }, { as })));
    expect(saves.map((refusal) => refusal?.code ?? 'saved').sort()).toEqual([...Array<string>(5).fill('DISK_QUOTA_EXCEEDED'), 'saved', 'saved', 'saved']);
    expect(world.stored().filter((hash) => Array.from({ length: 8 }, (_, index) => toContent(Buffer.from(`${index}`.repeat(30_000))).sha256).includes(hash))).toHaveLength(3);
    await world.ask(deleting, { input: { projectId: id } }, { as });
  });

  test('counts files', async () => {
    const small = await createWorkspaceWorld({ maxFiles: 3 });
    const { id } = (await small.ask(creating, { input: { name: 'x' } })).createProject.project;
    for (const path of ['a', 'b', 'c']) await small.ask(saving, { input: { projectId: id, path, content: path } });
    expect(await small.refusal(saving, { input: { projectId: id, path: 'd', content: 'd' } })).toMatchObject({ code: 'DISK_QUOTA_EXCEEDED', details: { what: 'files' } });
    await small.close();
  });
});

test('contents that no row refers to are removed at the start, with what a crash has left', async () => {
  const { id } = await create();
  const { sha256 } = await save(id, 'kept', 'kept over a restart');
  const orphan = toContent(Buffer.from('orphan')).sha256;
  fs.mkdirSync(`${world.folder}/contents/${orphan.slice(0, 2)}`, { recursive: true });
  fs.writeFileSync(`${world.folder}/contents/${orphan.slice(0, 2)}/${orphan}`, 'orphan');
  fs.writeFileSync(`${world.folder}/contents/${sha256.slice(0, 2)}/${sha256}.0123.4567`, 'half');
  await world.subgraph.stop();
  const next = await createWorkspaceWorld({ database: world.database, folder: world.folder });
  await expect.poll(() => next.stored().filter((name) => name === orphan || name.includes('.'))).toEqual([]);
  expect((await next.ask(reading, { id, path: 'kept' })).project?.file?.content).toBe('kept over a restart');
  await next.close();
});
