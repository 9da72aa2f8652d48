import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createContentStore, toContent, type ContentStore } from './content-store.ts';

const content = toContent(Buffer.from('content'));
const other = toContent(Buffer.from('other'));
let folder: string;
let rows: Set<string>;
/** What holds up the question for rows. */
let gate: Promise<void>;
let asked: () => void;
let store: ContentStore;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pentagraph-contents-'));
  [rows, gate, asked] = [new Set(), Promise.resolve(), () => undefined];
  store = createContentStore({
    folder,
    async referenced(hashes) {
      const found = new Set(hashes.filter((hash) => rows.has(hash)));
      asked();
      await gate;
      return found;
    },
  });
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const refer = ({ sha256 }: typeof content) => store.keep([sha256 === content.sha256 ? content : other], async () => rows.add(sha256));
const stored = () => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.basename(name)).filter((name) => name.length > 2).sort();
const closedGate = (): (() => void) => {
  let open = (): void => undefined;
  gate = new Promise((resolve) => (open = resolve));
  return open;
};

test('a content that is being removed while somebody saves it is there again after that', async () => {
  await refer(content);
  rows.clear();
  const openGate = closedGate();
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const removing = store.collect([content.sha256]);
  await isAsked;
  const saving = refer(content);
  openGate();
  await Promise.all([removing, saving]);
  expect((await store.read(content.sha256)).toString()).toBe('content');
});

test('a content that somebody is saving is not removed before a row refers to it', async () => {
  await store.keep([content], async () => {
    await store.collect([content.sha256]);
    await store.sweep();
    rows.add(content.sha256);
  });
  expect(stored()).toEqual([content.sha256]);
});

test('a content stays while any row refers to it, and a save that fails leaves none', async () => {
  await refer(content);
  await expect(store.keep([content, other], () => Promise.reject(new Error('no row')))).rejects.toThrow('no row');
  expect(stored()).toEqual([content.sha256]);
  await store.collect([content.sha256, other.sha256]);
  expect(stored()).toEqual([content.sha256]);
  rows.clear();
  expect(await store.sweep()).toBe(1);
  expect(stored()).toEqual([]);
});

test('a content that was cut short is stored again', async () => {
  await refer(content);
  fs.truncateSync(path.join(folder, content.sha256.slice(0, 2), content.sha256), 3);
  await refer(content);
  expect((await store.read(content.sha256)).toString()).toBe('content');
});
