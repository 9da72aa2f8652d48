import path from 'node:path';
import { createTenantDisk, createTenantFiles } from '#platform/tenant-disk';

// A process that writes one large file over and over, to be killed in the middle. Its argument is the folder of the tenants.
const files = createTenantFiles(createTenantDisk({ folder: path.resolve(process.argv[2] ?? ''), limits: { maxBytes: 1e9, maxFiles: 1e6 } }));
const contents = ['a', 'b'].map((letter) => Buffer.alloc(50_000_000, letter));
for (let round = 0; ; round += 1) {
  await files.write('cds:1', 'folder/file', contents[round % 2] ?? Buffer.alloc(0));
  process.send?.(round);
}
