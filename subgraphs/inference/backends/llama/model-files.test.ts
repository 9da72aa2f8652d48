import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { projectRoot } from '#kernel/config';
import { createLogger } from '#kernel/logging';
import { GgufFault, readGgufHeader } from './gguf-header.ts';
import { createModelFiles, type ModelFilesOptions } from './model-files.ts';
import { threadsFor } from './thread-policy.ts';

const helpFile = path.join(projectRoot, 'models/help/help.q8_0.gguf');
const help = readFileSync(helpFile);
const logger = createLogger({ level: 'silent' });
let folder = '';
const place = (name: string, content: Buffer | string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};
const patched = (offset: number, bytes: readonly number[]): Buffer => {
  const copy = Buffer.from(help);
  Buffer.from(bytes).copy(copy, offset);
  return copy;
};
const models = (options: Partial<ModelFilesOptions> = {}) => createModelFiles({ folder, shipped: [], contextSize: null, logger, ...options });

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'models-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the header of a model says what it is', async () => {
  const header = await readGgufHeader(helpFile);
  expect(header).toMatchObject({ architecture: 'llama', quantization: 'Q8_0' });
  expect(header.contextLength).toBeGreaterThanOrEqual(512);
  expect(header.parameterCount).toBeGreaterThan(1e6);
});

const largest = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
test.each([
  ['an empty file', Buffer.alloc(0)],
  ['text', Buffer.from('GGUF is a format')],
  ['an old version', patched(4, [1, 0, 0, 0])],
  ['a big-endian file', patched(4, [0, 0, 0, 3])],
  ['a number of tensors beyond reason', patched(8, largest)],
  ['a number of entries beyond reason', patched(16, largest)],
  ['a key longer than the file', patched(24, [0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0])],
  ['a header that is cut off', help.subarray(0, 5_000)],
  ['a file without its weights', help.subarray(0, 60_000)],
])('%s is refused with a reason', async (name, content) => {
  await expect(readGgufHeader(place(`${name}.bad`, content))).rejects.toThrow(GgufFault);
});

test('whatever bytes a header has, reading it ends with a header or a fault', async () => {
  const file = place('fuzz.bad', help);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 4, max: 4_000 }), fc.uint8Array({ minLength: 1, maxLength: 16 }), async (offset, bytes) => {
      writeFileSync(file, patched(offset, [...bytes]).subarray(0, 120_000));
      const outcome = await readGgufHeader(file).catch((error: unknown) => error);
      expect(outcome instanceof GgufFault || (typeof outcome === 'object' && outcome !== null && 'architecture' in outcome)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('a folder of good and bad files lists the good ones by name and logs each bad one once', async () => {
  const mixed = path.join(folder, 'mixed');
  mkdirSync(mixed);
  mkdirSync(path.join(mixed, 'a folder.gguf'));
  copyFileSync(helpFile, path.join(mixed, 'zebra.gguf'));
  copyFileSync(helpFile, path.join(mixed, 'ant.gguf'));
  copyFileSync(helpFile, path.join(mixed, 'notes.txt'));
  copyFileSync(helpFile, path.join(mixed, '.gguf'));
  writeFileSync(path.join(mixed, 'garbage.gguf'), 'not a model');
  symlinkSync('/nowhere/at/all', path.join(mixed, 'dangling.gguf'));
  const warn = vi.spyOn(logger, 'warn');
  const files = models({ folder: mixed });
  expect((await files.list()).map(({ facts: { id } }) => id)).toEqual(['ant', 'zebra']);
  await files.list();
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn).toHaveBeenCalledWith({ file: path.join(mixed, 'garbage.gguf'), reason: 'it is not a GGUF file' }, 'not a usable model');
});

test('a file that changes is looked at again', async () => {
  const changing = path.join(folder, 'changing');
  mkdirSync(changing);
  const file = path.join(changing, 'model.gguf');
  copyFileSync(helpFile, file);
  const files = models({ folder: changing });
  expect(await files.list()).toHaveLength(1);
  truncateSync(file, 1_000);
  utimesSync(file, 1, 1);
  expect(await files.list()).toHaveLength(0);
});

test('a shipped model keeps its name, and a missing folder is an empty one', async () => {
  const shipped = [{ id: 'help', file: helpFile, ownedBy: 'pentagraph' }];
  const other = path.join(folder, 'other');
  mkdirSync(other);
  copyFileSync(helpFile, path.join(other, 'help.gguf'));
  expect((await models({ shipped, folder: other }).list()).map(({ path: file }) => file)).toEqual([helpFile]);
  expect(await models({ shipped, folder: '/nowhere' }).list()).toHaveLength(1);
  expect(await models({ folder: '/nowhere' }).list()).toEqual([]);
});

test('the context is the smaller of what is configured and what the model was made for', async () => {
  const contextOf = async (contextSize: number | null) => (await models({ folder: path.join(folder, 'other'), contextSize }).list())[0]?.facts.contextLength;
  const { contextLength } = await readGgufHeader(helpFile);
  expect([await contextOf(256), await contextOf(1_000_000), await contextOf(null)]).toEqual([256, contextLength, Math.min(4_096, contextLength)]);
});

test('a small model gets one thread, another what is configured, or all cores unless a quota stops those that spin', () => {
  expect(threadsFor({ configured: 8, parameterCount: 1_800_000 })).toBe(1);
  expect(threadsFor({ configured: 8, parameterCount: 7e9 })).toBe(8);
  const ofMachine = (cores: number, quota = Number.POSITIVE_INFINITY): number => threadsFor({ configured: 'auto', parameterCount: 7e9, machine: { cores, quota } });
  expect([ofMachine(1), ofMachine(2), ofMachine(16)]).toEqual([1, 2, 16]);
  expect([ofMachine(16, 0.5), ofMachine(16, 2), ofMachine(16, 4.5), ofMachine(4, 4)]).toEqual([1, 1, 3, 4]);
});
