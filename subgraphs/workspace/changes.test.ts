import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alice, bob, createWorkspaceWorld, stranger, type WorkspaceWorld } from './workspace.fixture.ts';

let world: WorkspaceWorld;
beforeAll(async () => {
  world = await createWorkspaceWorld();
});
afterAll(() => world.close());

const watching = 'subscription ($path: String! = ".") { workspaceChanged(path: $path) { type path previousPath file { size } changedAt } }';
const write = (path: string, as = alice) => world.ask('mutation ($path: String!) { writeWorkspaceFile(input: { path: $path, content: "x" }) { file { path } } }', { path }, { as });
const move = (from: string, to: string) => world.ask('mutation ($from: String!, $to: String!) { moveWorkspaceFile(input: { from: $from, to: $to }) { file { path } } }', { from, to });
const remove = (path: string) => world.ask('mutation ($path: String!) { deleteWorkspaceFile(input: { path: $path, recursive: true }) { path } }', { path });

test('each change is told once, in order, with what is there by now', async () => {
  const stream = await world.follow(watching);
  await write('a/f');
  await write('a/f', bob);
  await world.ask('mutation { createWorkspaceDirectory(input: { path: "d" }) { directory { path } } }');
  await world.ask('mutation { copyWorkspaceFile(input: { from: "a", to: "copy" }) { file { path } } }');
  await move('a/f', './d//f');
  await remove('d');
  const events = [];
  for (let index = 0; index < 5; index += 1) events.push(await stream.next());
  expect(events).toEqual([
    ['WRITTEN', 'a/f', null, null], ['WRITTEN', 'd', null, null], ['WRITTEN', 'copy', null, { size: 0 }], ['MOVED', 'd/f', 'a/f', null], ['DELETED', 'd', null, null],
  ].map(([type, path, previousPath, file]) => ({ type, path, previousPath, file, changedAt: expect.any(String) })));
  await stream.close();
  expect(await stream.next()).toBeNull();
});

test('a watcher of a path is told of that path, what is in it and what it is in', async () => {
  await write('src/deep/f');
  const stream = await world.follow(watching, { path: 'src/deep/' });
  for (const path of ['src/other', 'src/deeper', 'elsewhere']) await write(path);
  await write('src/deep/g');
  await move('src/deep/g', 'out');
  await remove('src');
  const events = [await stream.next(), await stream.next(), await stream.next()];
  expect(events).toMatchObject([{ type: 'WRITTEN', path: 'src/deep/g' }, { type: 'MOVED', path: 'out' }, { type: 'DELETED', path: 'src' }]);
  await stream.close();
});

test('what programs have changed is told as a reason to look again', async () => {
  const stream = await world.follow(watching, { path: 'built' });
  await world.disk.rescan(alice.subject);
  fs.writeFileSync(`${await world.rootOf()}/by-a-program`, 'x');
  await world.disk.rescan(alice.subject);
  await write('built/f');
  expect([await stream.next(), await stream.next()]).toMatchObject([{ type: 'RESCANNED', path: 'built' }, { type: 'WRITTEN', path: 'built/f' }]);
  await stream.close();
});

test('a reader that is too slow is told to look again', async () => {
  const stream = await world.follow(watching, { path: 'flood' });
  for (let index = 0; index < 260; index += 1) await write(`flood/${index % 5}`);
  expect([await stream.next(), await stream.next()]).toMatchObject([{ type: 'RESCANNED', path: 'flood' }, { type: 'WRITTEN' }]);
  await stream.close();
});

test('a stream ends while a pull waits, when its reader goes or this process stops serving', async () => {
  const [closed, aborted] = [await world.follow(watching), new AbortController()];
  const pull = closed.next();
  await closed.close();
  expect(await pull).toBeNull();
  const stream = await world.follow(watching, {}, { signal: aborted.signal });
  const waiting = stream.next();
  aborted.abort();
  expect(await waiting).toBeNull();

  const other = await createWorkspaceWorld();
  const ending = (await other.follow(watching)).next();
  await other.close();
  expect(await ending).toBeNull();
});

test('only the owner of a workspace watches it, at a path that can be', async () => {
  for (const as of [null, stranger]) await expect(world.follow(watching, {}, { as })).rejects.toMatchObject({ code: as === null ? 'UNAUTHENTICATED' : 'FORBIDDEN' });
  await expect(world.follow(watching, { path: '../x' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'path' } });
});
