// Makes everything that `npm start` needs after the install: the Prisma client and dist/. Does only what is out of date.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exclusive } from './steps/exclusive.mjs';
import { generateClient, isClientFresh } from './steps/prisma-client.mjs';
import { planTranspile, transpile } from './steps/transpile.mjs';

const root = path.resolve(import.meta.dirname, '..');
const say = (line) => console.error(line);
const product = ['kernel', 'platform', 'gateway', 'subgraphs', 'rest-compat', 'server', 'prisma/generated'];

/** Generates the Prisma client if its schema has changed. Safe beside other builds. */
export async function ensureClient() {
  if (!isClientFresh(root)) await buildExclusively(() => isClientFresh(root) || generateClient(root));
}

/** Brings dist/ up to date with the product. Safe beside other builds. */
export const ensureProduct = () => ensureDist(product);

/** Brings dist/ up to date for `folders`. Safe beside other builds; returns how many files it wrote or removed. */
export async function ensureDist(folders) {
  const isPending = ({ changed, removed }) => changed.length + removed.length > 0;
  if (!isPending(planTranspile(root, folders))) return 0;
  return buildExclusively(async () => {
    const plan = planTranspile(root, folders);
    if (isPending(plan)) await transpile(plan);
    return plan.changed.length + plan.removed.length;
  });
}

function buildExclusively(work) {
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  return exclusive(path.join(root, 'dist/.lock'), work, (pid) => say(`Waiting for the build that process ${pid} runs …`));
}

async function main() {
  const start = performance.now();
  const stale = !isClientFresh(root);
  if (stale) say('Building …');
  await ensureClient();
  const files = await ensureProduct();
  if (stale || files > 0) say(`Built ${stale ? 'the Prisma client and ' : ''}${files} files in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main().catch((error) => {
    say(error.message);
    process.exit(1);
  });
}
