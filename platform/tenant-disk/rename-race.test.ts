import fs from 'node:fs';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { containment } from './folder.ts';
import { alice, createTestDisk, refusalOf, type TestDisk } from './tenant-disk.fixture.ts';

// A program of the tenant: `d` is in turn a folder, a link to the outside, and not there.
const attacker = `
  const fs = require('node:fs');
  const { workerData } = require('node:worker_threads');
  const [real, link, door] = ['real', 'link', 'd'].map((name) => workerData + '/' + name);
  for (;;) for (const name of [real, link]) {
    try {
      fs.renameSync(name, door);
      fs.renameSync(door, name);
    } catch {
      try {
        fs.rmSync(door, { recursive: true, force: true }); // the server has made a folder of that name
      } catch {} // and goes on with it
    }
  }`;
const rounds = 1_500;

let world: TestDisk;
let worker: Worker;
beforeAll(async () => {
  world = await createTestDisk();
  fs.mkdirSync(world.inside('real'));
  fs.symlinkSync(world.outside, world.inside('link'));
  for (const name of ['f', 'g']) fs.writeFileSync(world.inside('real', name), 'inside');
  for (const name of ['g', 'only-outside']) fs.writeFileSync(`${world.outside}/${name}`, 'SECRET');
  worker = new Worker(attacker, { eval: true, workerData: world.root });
});
afterAll(async () => {
  await worker.terminate();
  world.remove();
});

test.skipIf(containment === 'best-effort')('no function reaches outside while a program exchanges a folder for a link', async () => {
  const { files } = world;
  const seen = new Map<string, number>();
  const tally = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  const attempt = async (call: Promise<unknown>): Promise<void> => tally((await refusalOf(call))?.code ?? 'done');

  for (let round = 0; round < rounds; round += 1) {
    await attempt(files.read(alice, 'd/f').then((bytes) => tally(bytes.toString())));
    if (round % 10 > 0) continue;
    await attempt(files.list(alice, 'd', { after: null, size: 10 }).then(({ entries }) => tally(entries.some(({ name }) => name === 'only-outside') ? 'SECRET' : 'listed')));
    await attempt(files.write(alice, 'd/mine', Buffer.from('mine')));
    await attempt(files.copy(alice, { from: 'd/g', to: 'copied' }).then(async () => tally((await files.read(alice, 'copied')).toString())));
    await attempt(files.copy(alice, { from: 'd/f', to: 'd/copy' }));
    await attempt(files.move(alice, { from: 'd/mine', to: 'd/mine2' }));
    await attempt(files.makeDirectory(alice, 'd/made', { recursive: false }));
    await attempt(files.delete(alice, 'd/mine2', { recursive: true }));
    await attempt(files.delete(alice, 'd/made', { recursive: true }));
    await attempt(world.disk.rescan(alice));
  }

  expect(seen.get('SECRET')).toBeUndefined();
  expect([fs.readdirSync(world.outside).sort(), fs.readFileSync(`${world.outside}/f`, 'utf8')]).toEqual([['f', 'g', 'only-outside'], 'SECRET']);
  // It was a race: the folder, the link and nothing were all met.
  for (const outcome of ['inside', 'BAD_USER_INPUT', 'NOT_FOUND']) expect(seen.get(outcome)).toBeGreaterThan(0);
});
