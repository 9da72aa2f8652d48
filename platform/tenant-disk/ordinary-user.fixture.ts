import fs from 'node:fs';
import path from 'node:path';
import { createTenantDisk, createTenantFiles, type DiskUsage } from './index.ts';

/** What came of it. */
export interface Outcome {
  readonly uid: number | undefined;
  readonly hostUser: number | null;
  readonly usage: DiskUsage;
  readonly left: readonly string[];
  readonly refusal: unknown;
}

// What an ordinary user's server does with folders whose owner has taken the right to look into them away. Tells what came of it.
const disk = createTenantDisk({ folder: path.resolve(process.argv[2] ?? ''), limits: { maxBytes: 1e6, maxFiles: 100 } });
const files = createTenantFiles(disk);
const { folder, hostUser } = await disk.folderOf('cds:1');
const inside = (name: string): string => path.join(folder, name);

await files.write('cds:1', 'closed/inner/file', Buffer.alloc(1_000));
for (const name of ['closed/inner', 'closed', '']) fs.chmodSync(inside(name), 0);
const usage = await disk.rescan('cds:1');
for (const name of ['closed/inner', 'closed']) fs.chmodSync(inside(name), 0);
await files.delete('cds:1', 'closed', { recursive: true });
await files.write('cds:1', 'unreadable', Buffer.from('x'));
fs.chmodSync(inside('unreadable'), 0);
const refusal = await files.read('cds:1', 'unreadable').then(() => null, (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error));
const outcome: Outcome = { uid: process.getuid?.(), hostUser, usage, left: fs.readdirSync(folder), refusal };
process.send?.(outcome);
process.disconnect();
