// Runs before `npm start` and `npm test`: installs the dependencies if node_modules is not what package-lock.json says. Needs nothing but Node and npm.
// npm runs no pre-scripts here, because install scripts are switched off in .npmrc.
import path from 'node:path';
import { ensureBubblewrap } from './steps/bubblewrap.mjs';
import { exclusive } from './steps/exclusive.mjs';
import { isInstalled } from './steps/installed-packages.mjs';
import { npmCi } from './steps/npm-ci.mjs';

const root = path.resolve(import.meta.dirname, '..');
const production = process.env.NODE_ENV === 'production' && !process.argv.includes('--dev');
const say = (line) => console.error(line);

if (!isInstalled(root, { production })) await install();
await ensureBubblewrap({ say });

/** One installer at a time: `npm ci` begins by removing node_modules. */
async function install() {
  const work = async () => {
    if (!isInstalled(root, { production })) await npmCi(root, { production, say });
  };
  try {
    await exclusive(path.join(root, '.npm-ci.lock'), work, (pid) => say(`Waiting for the install that process ${pid} runs …`));
  } catch (error) {
    say(`Dependencies are missing and ${root} cannot be written (${error.code ?? error.message}): run "npm ci" as its owner.`);
    process.exit(1);
  }
}
