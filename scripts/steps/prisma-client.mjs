import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** True when prisma/generated was made from the present prisma/schema by the present Prisma. */
export function isClientFresh(root) {
  const stamp = stampOf(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === signature(root);
}

/** Generates the Prisma client. @throws Error with the CLI's words */
export function generateClient(root) {
  const made = signature(root);
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'node_modules/prisma/build/index.js'), 'generate', '--no-hints'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`"prisma generate" failed:\n${stdout}${stderr}`);
  writeFileSync(stampOf(root), made);
}

const stampOf = (root) => path.join(root, 'prisma/generated/.signature');

function signature(root) {
  const folder = path.join(root, 'prisma/schema');
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'node_modules/prisma/package.json')));
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(path.join(folder, name)));
  return hash.digest('hex');
}
