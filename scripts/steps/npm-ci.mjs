import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readPackages } from './installed-packages.mjs';

const tickMs = 5_000;
const interrupts = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs `npm ci` in `root` and says how it goes. Ends the process with npm's status when that fails. */
export async function npmCi(root, { production, say }) {
  const start = Date.now();
  const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
  const modules = path.join(root, 'node_modules');
  const total = Object.keys(readPackages(path.join(root, 'package-lock.json'))).length;
  say(`${existsSync(modules) ? 'Dependencies changed' : 'First start'}: installing ${total} packages from the npm registry (about 1.2 GB on disk, a minute or two) …`);

  const npm = startNpm(root, ['ci', '--include=optional', ...(production ? [] : ['--include=dev'])]);
  const ticker = setInterval(() => say(`  … ${seconds()}, ${countPackages(modules)} packages unpacked`), tickMs);
  // Asked politely npm goes on for half a minute. A half-laid node_modules does no harm: the next start lays it anew.
  const kill = () => npm.kill('SIGKILL');
  for (const name of interrupts) process.on(name, kill);
  const { code, signal, fault } = await ended(npm);
  for (const name of interrupts) process.off(name, kill);
  clearInterval(ticker);

  if (code === 0) return say(`Installed in ${seconds()}.`);
  say(fault ? `npm cannot be run: ${fault.message}` : signal ? 'The install was interrupted: run the same command again.' : `"npm ci" failed with status ${code}.`);
  process.exit(code ?? 130);
}

/** Starts the npm that started us, else the one in the path. Its output goes to standard error, as ours does. */
function startNpm(root, args) {
  const options = { cwd: root, env: npmEnvironment(), stdio: ['ignore', 2, 2] };
  const cli = process.env.npm_execpath ?? '';
  return cli.endsWith('npm-cli.js') ? spawn(process.execPath, [cli, ...args], options) : spawn('npm', args, options);
}

const userSettings = /^npm_config_(cache|registry|userconfig|globalconfig|ca|cafile|strict_ssl|proxy|https_proxy|noproxy|offline|prefer_offline|progress)$/iu;

/** The outer npm hands its own flags down (`--prefix`, `--workspace`, `--omit`): the inner one must see the user's settings only. */
const npmEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => userSettings.test(name) || !/^(npm_|INIT_CWD$)/iu.test(name)));

const ended = (child) =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', (fault) => resolve({ code: 1, fault }));
  });

function countPackages(modules) {
  try {
    return packageFolders(modules).filter((folder) => existsSync(path.join(folder, 'package.json'))).length;
  } catch {
    return 0; // npm is moving folders about
  }
}

const packageFolders = (folder) =>
  readdirSync(folder).flatMap((name) => {
    if (name.startsWith('.')) return [];
    return name.startsWith('@') ? packageFolders(path.join(folder, name)) : [path.join(folder, name)];
  });
