import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap'];
const aptGet = '/usr/bin/apt-get';
const tickMs = 5_000;
const patienceMs = 60_000;

/** Installs bubblewrap, which isolates the programs of users, where that is missing and can be done: on Linux, as root, with apt. A failure is only a warning. */
export async function ensureBubblewrap({ say }) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || places.some(existsSync) || !existsSync(aptGet)) return;
  if (process.env.AUTO_INSTALL === 'off') return say('bubblewrap is not installed, and AUTO_INSTALL=off: programs of users run in a weaker sandbox, or in none.');
  const start = Date.now();
  const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
  say('Installing bubblewrap (100 kB, with apt-get), which isolates the programs of users; AUTO_INSTALL=off leaves that out …');
  const ticker = setInterval(() => say(`  … ${seconds()}`), tickMs);
  const install = () => apt('install', 'bubblewrap');
  // With the package lists that are there, if any: to fetch them takes longer than the package.
  const fault = (await install()) && ((await apt('update')) || (await install()));
  clearInterval(ticker);
  if (fault) say(`bubblewrap could not be installed: ${fault}. Programs of users run in a weaker sandbox, or in none.`);
  else say(`Installed ${spawnSync(places.find(existsSync) ?? places[0], ['--version'], { encoding: 'utf8' }).stdout?.trim() || 'bubblewrap'} in ${seconds()}.`);
}

/** Runs apt-get; null when it succeeded, else its last words. */
function apt(...command) {
  const options = ['-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=30', '-o', 'Acquire::http::Timeout=10'];
  return new Promise((resolve) => {
    const child = spawn(aptGet, [...options, ...command], { stdio: ['ignore', 'pipe', 'pipe'], timeout: patienceMs, killSignal: 'SIGKILL', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    let words = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words = `${words}${chunk}`.slice(-2_000)));
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : (words.trim().split('\n').at(-1) || `apt-get ended with ${code ?? 'a signal'}`)));
  });
}
