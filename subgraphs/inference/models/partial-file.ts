import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { FileVersion } from './hub.ts';
import type { ModelSource } from './model-source.ts';

/** What has been downloaded of a file so far; it outlives processes. */
export interface PartialFile {
  readonly path: string;
  /** What the bytes are of; null when there are none. */
  readonly version: FileVersion | null;
  readonly sizeBytes: number;
}

const versionSchema = z.object({ etag: z.string().nullable(), sha256: z.string().nullable(), sizeBytes: z.number().int().min(0), commit: z.string().nullable() });
/** A partial file that was not touched for so long is given up. */
const givenUpMs = 7 * 24 * 3_600_000;

/** The folder of partial files, in the one of models: to complete one is only to rename it. */
const partialFolder = (folder: string): string => path.join(folder, '.partial');

/** Where the partial file of a source is. */
function placeOf(folder: string, { repository, revision, file }: ModelSource): string {
  const digest = createHash('sha256').update(JSON.stringify([repository, revision, file])).digest('hex');
  return path.join(partialFolder(folder), digest.slice(0, 32));
}

/** Finds what is there of a source. */
export async function findPartialFile(folder: string, source: ModelSource): Promise<PartialFile> {
  const place = placeOf(folder, source);
  await mkdir(partialFolder(folder), { recursive: true });
  const version = await readVersion(`${place}.json`);
  const state = version === null ? null : await stat(place).catch(() => null);
  return { path: place, version: state === null ? null : version, sizeBytes: state?.size ?? 0 };
}

/** Begins a source anew. */
export async function beginPartialFile(folder: string, source: ModelSource, version: FileVersion): Promise<PartialFile> {
  const place = placeOf(folder, source);
  await rm(place, { force: true });
  await writeWhole(`${place}.json`, JSON.stringify(version));
  return { path: place, version, sizeBytes: 0 };
}

/** Forgets what is there of a source. */
export async function removePartialFile(folder: string, source: ModelSource): Promise<void> {
  await removeAt(placeOf(folder, source));
}

async function removeAt(place: string): Promise<void> {
  await Promise.all([rm(place, { force: true }), rm(`${place}.json`, { force: true })]);
}

/** Removes partial files that nobody goes on with; `now` in milliseconds since the epoch. Never rejects. */
export async function removeOldPartialFiles(folder: string, now: number): Promise<void> {
  const names = await readdir(partialFolder(folder)).catch(() => []);
  for (const name of names.filter((candidate) => !candidate.includes('.'))) {
    const place = path.join(partialFolder(folder), name);
    const state = await stat(place).catch(() => null);
    if (state !== null && now - state.mtimeMs > givenUpMs) await removeAt(place).catch(() => undefined); // it is only in the way
  }
}

/** The hash of the bytes that are there, to go on with. */
export async function hashOf(partial: PartialFile, signal: AbortSignal): Promise<Hash> {
  const hash = createHash('sha256');
  if (partial.sizeBytes === 0) return hash;
  const chunks: AsyncIterable<Buffer> = createReadStream(partial.path, { signal });
  for await (const chunk of chunks) hash.update(chunk);
  return hash;
}

/** Writes a file so that it is there as a whole or not at all. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.draft`, text);
  await rename(`${file}.draft`, file);
}

/** Opens a partial file to append to it. */
export const openToAppend = (partial: PartialFile): ReturnType<typeof open> => open(partial.path, 'a', 0o644);

async function readVersion(file: string): Promise<FileVersion | null> {
  try {
    return versionSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null; // there is none, or it is not ours
  }
}
