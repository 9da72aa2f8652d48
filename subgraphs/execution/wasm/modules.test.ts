import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { program } from './programs.fixture.ts';
import { createWasmWorld, userOf, type WasmWorld } from './wasm.fixture.ts';

let world: WasmWorld;
beforeAll(async () => {
  world = await createWasmWorld({ driver: 'none' });
});
afterAll(() => world.close());

const base64 = (name: string): string => Buffer.from(program(name)).toString('base64');
const fields = 'id name sha256 sizeBytes createdAt owner { id }';
const uploadDocument = `mutation ($module: Base64!, $name: String) { uploadWasmModule(input: { module: $module, name: $name }) { module { ${fields} } } }`;
const upload = async (name: string, id = 1, label?: string) => (await world.ask(uploadDocument, { module: base64(name), name: label }, { as: userOf(id) })).uploadWasmModule.module;
const remove = (moduleId: string, id = 1) => world.run('mutation ($moduleId: ID!) { deleteWasmModule(input: { moduleId: $moduleId }) { moduleId } }', { moduleId }, { as: userOf(id) });
const list = async (id: number, page = '', role = 'developer') => (await world.ask(`{ wasmModules${page} { totalCount nodes { ${fields} } edges { cursor } pageInfo { hasNextPage endCursor } } }`, {}, { as: userOf(id, role) })).wasmModules;

describe('a kept module', () => {
  test('is called by its id, by its owner alone', async () => {
    const { id, ...kept } = await upload('add', 1, 'sums');
    expect(kept).toEqual({ name: 'sums', sha256: createHash('sha256').update(program('add')).digest('hex'), sizeBytes: program('add').length, createdAt: expect.any(String), owner: { id: 'cds:1' } });
    const call = { input: { moduleId: id, function: 'add', arguments: [20, 22] } };
    const document = 'mutation ($input: InvokeWasmInput!) { invokeWasm(input: $input) { results } }';
    expect((await world.ask(document, call)).invokeWasm.results).toEqual([42]);
    expect(await world.refusal(document, call, { as: userOf(2) })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.refusal(document, { input: { ...call.input, moduleId: 'nothing' } })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is the same module when the same bytes come again, and another one for another user', async () => {
    const first = await upload('loop', 3);
    expect(await upload('loop', 3, 'another name')).toEqual(first);
    expect((await upload('loop', 4)).id).not.toBe(first.id);
    const both = await Promise.all([upload('costs', 3), upload('costs', 3)]);
    expect(both[0]).toEqual(both[1]);
  });

  test('is seen by its owner and by administrators', async () => {
    const { id } = await upload('reactor', 5);
    const find = async (as = userOf(5)) => (await world.run('query ($id: ID!) { wasmModule(id: $id) { id inspection { accepted exports { name } } } }', { id }, { as })).data.wasmModule;
    expect(await find()).toEqual({ id, inspection: { accepted: true, exports: [{ name: '_initialize' }, { name: 'run' }] } });
    expect(await find(userOf(6))).toBeNull();
    expect(await find(userOf(6, 'admin'))).toMatchObject({ id });
    const ofUser = (as = userOf(5)) => world.run('{ _entities(representations: [{ __typename: "User", id: "cds:5" }]) { ... on User { wasmModules { nodes { id } } } } }', {}, { as });
    expect(await ofUser()).toMatchObject({ data: { _entities: [{ wasmModules: { nodes: [{ id }] } }] } });
    expect((await ofUser(userOf(6))).error).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is gone when it was deleted, and its bytes with the last one who kept them', async () => {
    const before = world.filesKept();
    const [mine, theirs] = [await upload('throws', 7), await upload('throws', 8)];
    expect(world.filesKept()).toBe(before + 1);
    expect((await remove(mine.id, 8)).error).toMatchObject({ code: 'NOT_FOUND' });
    expect((await remove(mine.id, 7)).data).toEqual({ deleteWasmModule: { moduleId: mine.id } });
    expect((await remove(mine.id, 7)).error).toMatchObject({ code: 'NOT_FOUND' });
    expect(world.filesKept()).toBe(before + 1);
    await remove(theirs.id, 8);
    expect(world.filesKept()).toBe(before);
  });

  test('comes with the newest first, page by page', async () => {
    const ids: string[] = [];
    for (const name of ['add', 'loop', 'traps']) ids.unshift((await upload(name, 9)).id);
    const first = await list(9, '(first: 2)');
    expect(first).toMatchObject({ totalCount: 3, nodes: [{ id: ids[0] }, { id: ids[1] }], pageInfo: { hasNextPage: true } });
    expect((await list(9, `(first: 2, after: "${first.pageInfo.endCursor}")`)).nodes.map(({ id }) => id)).toEqual([ids[2]]);
    expect(await world.refusal('{ wasmModules(after: "nothing") { totalCount } }')).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'after' } });
  });

  test('must be one that can run', async () => {
    expect(await world.refusal(uploadDocument, { module: base64('import-memory') })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'module' } });
    expect(await world.refusal(uploadDocument, { module: 'AAAA' })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'module', reason: 'is not valid WebAssembly' } });
    expect(await world.refusal(uploadDocument, { module: base64('add'), name: 'a\0b' })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'name' } });
  });

  test('is one of a hundred at most', async () => {
    const numbered = (number: number): string => Buffer.concat([program('loop'), Buffer.from([0, 3, 1, 0x78, number])]).toString('base64');
    const keep = (number: number) => world.refusal(uploadDocument, { module: numbered(number) }, { as: userOf(10) });
    for (let number = 0; number < 100; number += 1) expect(await keep(number)).toBeNull();
    expect(await keep(100)).toMatchObject({ code: 'LIMIT_REACHED', details: { limit: 100 } });
    expect(await keep(99)).toBeNull();
  });
});

describe('an inspection', () => {
  const inspect = async (name: string) =>
    (await world.ask('query ($module: Base64) { inspectWasm(module: $module) { sha256 sizeBytes exports { name kind type } imports { module name kind type } minMemoryPages maxMemoryPages hasStart accepted reason } }', { module: base64(name) })).inspectWasm;

  test('says what a module takes and gives', async () => {
    expect(await inspect('exit-in-start')).toEqual({
      sha256: createHash('sha256').update(program('exit-in-start')).digest('hex'), sizeBytes: program('exit-in-start').length,
      exports: [{ name: '_start', kind: 'function', type: '() -> ()' }],
      imports: [{ module: 'wasi_snapshot_preview1', name: 'proc_exit', kind: 'function', type: '(i32) -> ()' }],
      minMemoryPages: null, maxMemoryPages: null, hasStart: true, accepted: true, reason: null,
    });
    expect(await inspect('spectest')).toMatchObject({ minMemoryPages: 1, maxMemoryPages: 2, exports: expect.arrayContaining([{ name: 'memory', kind: 'memory', type: null }, { name: 'print_i32_f32', kind: 'function', type: '(i32, f32) -> ()' }]) });
  });

  test('says why a module would be refused', async () => {
    expect(await inspect('import-memory')).toMatchObject({ accepted: false, reason: expect.stringContaining('imports the memory'), imports: [{ module: 'env', name: 'memory', kind: 'memory', type: null }] });
  });

  test('is of WebAssembly only', async () => {
    expect(await world.refusal('{ inspectWasm(module: "AAAA") { accepted } }')).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'module' } });
    expect(await world.refusal('{ inspectWasm { accepted } }')).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'module' } });
  });
});
