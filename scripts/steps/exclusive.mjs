import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const longestWorkMs = 20 * 60_000;
const emptyFileMs = 5_000;

/**
 * Runs `work` while no other process holds `lockFile`, which holds the number of its process. A lock whose process is dead is taken over.
 * `onWait` is called once, with that number, when there is someone to wait for.
 */
export async function exclusive(lockFile, work, onWait = () => {}) {
  let waited = false;
  while (!tryLock(lockFile)) {
    const holder = readHolder(lockFile);
    if (holder === null) continue; // it has just finished
    if (isAbandoned(holder)) removeAbandoned(lockFile);
    else if (!waited) {
      waited = true;
      onWait(holder.pid);
    }
    await delay(100);
  }
  const unlock = () => rmSync(lockFile, { force: true });
  process.on('exit', unlock);
  try {
    return await work();
  } finally {
    unlock();
    process.off('exit', unlock);
  }
}

function tryLock(lockFile) {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(lockFile) {
  try {
    return { pid: Number(readFileSync(lockFile, 'utf8')), ageMs: Date.now() - statSync(lockFile).mtimeMs };
  } catch {
    return null;
  }
}

/** Only one process at a time may remove a lock, and looks again first: the lock may be somebody's new one by now. */
function removeAbandoned(lockFile) {
  const guard = `${lockFile}.guard`;
  if (tryLock(guard)) {
    const holder = readHolder(lockFile);
    if (holder !== null && isAbandoned(holder)) rmSync(lockFile, { force: true });
    rmSync(guard, { force: true });
  } else if ((readHolder(guard)?.ageMs ?? 0) > emptyFileMs) {
    rmSync(guard, { force: true });
  }
}

const isAbandoned = ({ pid, ageMs }) => (pid === 0 ? ageMs > emptyFileMs : !isAlive(pid) || ageMs > longestWorkMs);

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
