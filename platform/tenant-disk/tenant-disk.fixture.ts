import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DomainError } from '#kernel/errors';
import type { Subject } from '#kernel/principal';
import { createTenantDisk, createTenantFiles } from './index.ts';

export const alice: Subject = 'cds:1';
export const bob: Subject = 'cds:2';

/** A tenant disk in a folder of its own, with a file outside that nobody may reach. Remove it when done. */
export async function createTestDisk(limits: { readonly maxBytes?: number; readonly maxFiles?: number } = {}) {
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'pentagraph-disk-'));
  const outside = path.join(base, 'outside');
  fs.mkdirSync(outside);
  fs.writeFileSync(path.join(outside, 'f'), 'SECRET');
  const folder = path.join(base, 'tenants');
  const open = () => createTenantDisk({ folder, limits: { maxBytes: 1_000_000, maxFiles: 10_000, ...limits } });
  const disk = open();
  const root = (await disk.folderOf(alice)).folder;
  return {
    base, outside, disk, root,
    /** What another process would make of the same folder. */
    reopen: open,
    files: createTenantFiles(disk),
    /** In the folder of Alice. */
    inside: (...names: readonly string[]) => path.join(root, ...names),
    outsideNames: () => fs.readdirSync(outside),
    remove: () => fs.rmSync(base, { recursive: true, force: true }),
  };
}

export type TestDisk = Awaited<ReturnType<typeof createTestDisk>>;

/** The refusal of a call, as its code and the argument that it names; null when it was not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<{ readonly code: string; readonly field: unknown } | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (!DomainError.isInstance(error)) throw error;
    return { code: error.code, field: error.details['field'] };
  }
}

/** The different refusals of calls that are made at once. */
export async function refusalsOf(calls: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  const texts = await Promise.all(calls.map(async (call) => JSON.stringify(await refusalOf(call))));
  return [...new Set(texts)].map((text): unknown => JSON.parse(text));
}
