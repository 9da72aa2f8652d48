import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pack, type Headers } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readArchive } from './project-archive.ts';
import { createWorkspaceWorld, type WorkspaceWorld } from './workspace.fixture.ts';

let world: WorkspaceWorld;
beforeAll(async () => {
  world = await createWorkspaceWorld({ maxBytes: 200_000, maxFiles: 50 });
});
afterAll(() => world.close());

const importing = 'mutation ($input: ImportProjectInput!) { importProject(input: $input) { project { id totalBytes files(first: 100) { nodes { path content version } } } } }';
let names = 0;
const importBytes = async (archive: Buffer, input: object = {}) => (await world.ask(importing, { input: { name: `import ${names += 1}`, archive: archive.toString('base64'), ...input } })).importProject.project;
const refusal = (archive: Buffer) => world.refusal(importing, { input: { name: 'refused', archive: archive.toString('base64') } });
const exported = async (projectId: string) => Buffer.from((await world.ask('query ($projectId: ID!) { projectArchive(projectId: $projectId) }', { projectId })).projectArchive, 'base64');

async function tarOf(entries: readonly (readonly [Headers, string?])[]): Promise<Buffer> {
  const archive = pack();
  for (const [header, content = ''] of entries) archive.entry(header, content);
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive) parts.push(part);
  return Buffer.concat(parts);
}

describe('an archive', () => {
  test('makes a project, and a project the same archive again', async () => {
    const long = `${'folder with ünïcode/'.repeat(8)}f`;
    const archive = await tarOf([[{ name: 'dir', type: 'directory' }], [{ name: './dir/a' }, 'one'], [{ name: long }, 'two'], [{ name: 'empty' }]]);
    const project = await importBytes(archive);
    expect(project).toMatchObject({ totalBytes: 6, files: { nodes: [['dir/a', 'one'], ['empty', ''], [long, 'two']].map(([path, content]) => ({ path, content, version: 1 })) } });
    const files = await readArchive(await exported(project.id), { maxFiles: 10 });
    expect(files.map(({ path, bytes }) => [path, bytes.toString()])).toEqual([['dir/a', 'one'], ['empty', ''], [long, 'two']]);
    expect((await importBytes(await exported(project.id))).files).toEqual(project.files);
  });

  test('is what the tar of the system writes and reads', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pentagraph-tar-'));
    fs.mkdirSync(path.join(folder, 'in/src'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'in/src/main.py'), 'print(1)');
    fs.writeFileSync(path.join(folder, 'in/READ ME'), 'hello');
    const { id, files } = await importBytes(execFileSync('tar', ['-C', path.join(folder, 'in'), '-cf', '-', '.']));
    expect(files.nodes.map(({ path: name }) => name)).toEqual(['READ ME', 'src/main.py']);
    fs.mkdirSync(path.join(folder, 'out'));
    execFileSync('tar', ['-C', path.join(folder, 'out'), '-xf', '-'], { input: await exported(id) });
    expect(fs.readFileSync(path.join(folder, 'out/src/main.py'), 'utf8')).toBe('print(1)');
    fs.rmSync(folder, { recursive: true });
  });

  const hostile: [string, readonly (readonly [Headers, string?])[]][] = [
    ['a path that leads out', [[{ name: '../../etc/passwd' }, 'x']]],
    ['an absolute path', [[{ name: '/etc/passwd' }, 'x']]],
    ['a symbolic link', [[{ name: 'l', type: 'symlink', linkname: '/etc/passwd' }]]],
    ['a hard link', [[{ name: 'l', type: 'link', linkname: 'f' }]]],
    ['a device', [[{ name: 'd', type: 'character-device', devmajor: 1, devminor: 3 }]]],
    ['a pipe', [[{ name: 'p', type: 'fifo' }]]],
    ['a path twice', [[{ name: 'f' }, 'x'], [{ name: './f' }, 'y']]],
    ['a file in a file', [[{ name: 'f/g' }, 'x'], [{ name: 'f' }, 'y']]],
    ['too many files', Array.from({ length: 51 }, (_, index) => [{ name: `f${index}` }] as const)],
    ['a file that is too large', [[{ name: 'f' }, 'x'.repeat(8 * 1024 * 1024 + 1)]]],
    ['a reserved name', [[{ name: `.tmp-${'0'.repeat(16)}-${'0'.repeat(16)}` }, 'x']]],
  ];
  test.each(hostile)('with %s is refused whole', async (_, entries) => {
    expect(await refusal(await tarOf([[{ name: 'fine' }, 'fine'], ...entries]))).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'archive' } });
    expect((await world.ask('{ projects(first: 100) { nodes { name } } }')).projects.nodes).not.toContainEqual({ name: 'refused' });
  });

  test('that is none is refused', async () => {
    const good = await tarOf([[{ name: 'f' }, 'x'.repeat(2_000)]]);
    for (const bytes of [Buffer.alloc(0), Buffer.from('hello'), Buffer.alloc(512, 1), good.subarray(0, 1_024), good.subarray(512), Buffer.alloc(24 * 1024 * 1024 + 512)]) expect(await refusal(bytes)).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'archive' } });
    expect(await world.refusal(importing, { input: { name: 'x', archive: 'not base64' } })).toMatchObject({ code: expect.stringMatching(/^GRAPHQL/u) });
  });

  test('with a length that is no number or below zero is refused, and nothing waits for it', async () => {
    const good = await tarOf([[{ name: 'f' }, 'x']]);
    for (const size of [Buffer.from('zzzzzzzzzzz '), Buffer.from([0xff, ...Array<number>(10).fill(0xff), 0xf0]), Buffer.from([0x80, ...Array<number>(11).fill(0xff)])]) {
      const bad = Buffer.from(good);
      size.copy(bad, 124);
      withChecksum(bad);
      expect(await refusal(bad)).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'archive' } });
    }
  });

  test('that was damaged anywhere is read or refused, in bounded time', async () => {
    const good = await tarOf([[{ name: 'a'.repeat(150) }, 'one'], [{ name: 'dir/b' }, 'x'.repeat(700)], [{ name: 'c' }]]);
    let state = 1;
    const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
    const outcomes = { read: 0, refused: 0 };
    for (let round = 0; round < 2_000; round += 1) {
      const bad = Buffer.from(good.subarray(0, round % 3 === 0 ? 512 * (1 + random(good.length / 512)) : good.length));
      const header = 512 * random(bad.length / 512);
      for (let flips = 1 + random(3); flips > 0; flips -= 1) bad[header + random(512)] = random(256);
      withChecksum(bad.subarray(header));
      await readArchive(bad, { maxFiles: 10 }).then(() => (outcomes.read += 1), (error: unknown) => {
        expect(error).toMatchObject({ code: 'BAD_USER_INPUT' });
        outcomes.refused += 1;
      });
    }
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(50);
  });

  test('that outgrows the quota is refused whole, and leaves no contents', async () => {
    const before = world.stored().length;
    const archive = await tarOf(Array.from({ length: 4 }, (_, index) => [{ name: `f${index}` }, `${index}`.repeat(60_000)] as const));
    expect(await refusal(archive)).toMatchObject({ code: 'DISK_QUOTA_EXCEEDED' });
    expect(world.stored()).toHaveLength(before);
  });

  test('of an empty project is empty', async () => {
    const { id } = await importBytes(await tarOf([]));
    expect(await readArchive(await exported(id), { maxFiles: 1 })).toEqual([]);
  });
});

/** POSIX ustar: the sum of the header's bytes, its own field as spaces. */
function withChecksum(header: Buffer): void {
  header.fill(' ', 148, 156);
  const total = header.subarray(0, 512).reduce((sum, byte) => sum + byte, 0);
  header.write(`${total.toString(8).padStart(6, '0')}\0 `, 148);
}
