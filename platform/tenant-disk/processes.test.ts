import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Outcome } from './ordinary-user.fixture.ts';
import { alice, createTestDisk, type TestDisk } from './tenant-disk.fixture.ts';

const options = { execArgv: ['--import', 'tsx', '--conditions=source'] };
const size = 50_000_000;
let world: TestDisk;
afterEach(() => world.remove());

test('a process that is killed in the middle of a write leaves the old content or the new one, and what else it left goes at the next start', async () => {
  world = await createTestDisk();
  const { base, root } = world;
  for (let kills = 0; kills < 3; kills += 1) {
    const child = fork('tests/testkit/disk-writing-process.ts', [path.join(base, 'tenants')], options);
    await once(child, 'message');
    // The next write has begun when any name changes.
    const watcher = fs.watch(path.join(root, 'folder'));
    await once(watcher, 'change');
    watcher.close();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const content = fs.readFileSync(path.join(root, 'folder/file'));
    expect(content.length).toBe(size);
    expect(content.equals(Buffer.alloc(size, content[0]))).toBe(true);
  }
  // What they left depends on the moment: here is some for certain.
  fs.writeFileSync(path.join(root, 'folder', `.tmp-${'0'.repeat(16)}-${'f'.repeat(16)}`), 'half');
  fs.mkdirSync(path.join(root, `.tmp-${'1'.repeat(16)}-${'f'.repeat(16)}/half/copy`), { recursive: true });
  expect(await world.reopen().usageOf(alice)).toEqual({ bytes: size, files: 2 });
  expect([fs.readdirSync(root), fs.readdirSync(path.join(root, 'folder'))]).toEqual([['folder'], ['file']]);
});

test('on a server of an ordinary user nothing is hidden from the quota by taking rights away', async () => {
  world = await createTestDisk();
  const folder = path.join(world.base, 'ordinary');
  fs.mkdirSync(folder);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    fs.chownSync(folder, 12_345, 12_345);
    fs.chmodSync(world.base, 0o711);
  }
  const child = fork('platform/tenant-disk/ordinary-user.fixture.ts', [folder], { ...options, ...(isRoot && { uid: 12_345, gid: 12_345 }), stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit').then((exit) => [exit])]);
  const expected: Outcome = { uid: isRoot ? 12_345 : process.getuid?.(), hostUser: null, usage: { bytes: 1_000, files: 3 }, left: ['unreadable'], refusal: 'FORBIDDEN' };
  expect(message).toEqual(expected);
});
