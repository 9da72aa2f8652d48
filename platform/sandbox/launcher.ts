import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { Cage, Cages } from './cages/cage.ts';
import { descriptors, type Driver } from './drivers/driver.ts';
import { readyMark } from './drivers/shell.ts';
import { closingLeaks } from './leaked-descriptors.ts';
import { ownerVariable } from './owner.ts';
import { childrenOf, endProcess } from './process-table.ts';

export interface LauncherOptions {
  readonly driver: Driver;
  /** The host user that it becomes; null for that of the server. */
  readonly hostUser: number | null;
  readonly cages: Cages;
  /** The name of the sandbox that it belongs to. */
  readonly owner: string;
}

/** The status of a process that has ended. */
export interface ExitStatus {
  readonly code: number | null;
  readonly signal: string | null;
}

/** The first process of a sandbox to be, in its cage: it waits for its orders. */
export interface Launcher {
  readonly pid: number;
  readonly cage: Cage;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly channel: Socket;
  /** Where its orders go. */
  readonly orders: Socket;
  /** Resolves once the sandbox is set up. @throws Error when it ended before */
  readonly ready: Promise<void>;
  /** Resolves when it has ended, and with it every process in the sandbox. */
  readonly exited: Promise<ExitStatus>;
  hasExited(): boolean;
  /** Ends every process in the sandbox at once. */
  kill(): void;
}

/** If ending the inside does not end the outside. */
const stubbornMs = 2_000;

/** Starts one. Only ever from the main thread: the kernel ends a sandbox together with the thread that started it. @throws Error when the system refuses */
export async function startLauncher(options: LauncherOptions): Promise<Launcher> {
  const { cages } = options;
  const cage = await cages.open();
  try {
    return await spawnInto(cage, options);
  } catch (error) {
    await cage.release();
    throw error;
  }
}

async function spawnInto(cage: Cage, options: LauncherOptions): Promise<Launcher> {
  const child = spawnWaiting(options);
  let hasExited = false;
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once('exit', (code, signal) => {
      hasExited = true;
      resolve({ code, signal });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.on('error', reject);
  });
  const { pid, ...pipes } = pipesOf(child);
  const kill = (): void => endSandbox(pid, exited);
  await cage.join(pid).catch((error: unknown) => {
    kill();
    throw error;
  });
  return { pid, cage, ...pipes, ready: readyOf(pipes.channel), exited, hasExited: () => hasExited, kill };
}

function spawnWaiting({ driver, hostUser, owner }: LauncherOptions): ChildProcess {
  const [command, ...rest] = closingLeaks(driver.command);
  const filter = driver.filter === null ? 'ignore' : openSync(driver.filter, 'r');
  try {
    return spawn(command, rest, {
      cwd: '/',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', [ownerVariable]: owner },
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe', filter, 'pipe', 'pipe'],
      // Leaves the groups of the server, too.
      ...(hostUser !== null && { uid: hostUser, gid: hostUser }),
    });
  } finally {
    if (filter !== 'ignore') closeSync(filter);
  }
}

function pipesOf({ pid, stdin, stdout, stderr, stdio }: ChildProcess) {
  const [orders, channel] = [descriptors.orders, descriptors.channel].map((descriptor): unknown => stdio.at(descriptor));
  if (pid === undefined || stdin === null || stdout === null || stderr === null || !(orders instanceof Socket) || !(channel instanceof Socket)) throw new Error('the first process of a sandbox has no pipes');
  // Node reads away what waits in these when the process exits, before whoever asked for the program may have begun to read.
  stdio.splice(0);
  // A broken pipe shows as the end of the process.
  for (const stream of [stdin, orders, channel]) stream.on('error', () => undefined);
  return { pid, stdin, stdout, stderr, orders, channel };
}

/** The process inside that all others hang on: when it is gone, so are they, and the one outside ends after that. Without an inside there is only the group. */
function endSandbox(pid: number, exited: Promise<ExitStatus>): void {
  const first = childrenOf(pid);
  for (const child of first) endProcess(child);
  if (first.length === 0) endProcess(-pid);
  else {
    const timer = setTimeout(() => endProcess(-pid), stubbornMs);
    void exited.then(() => clearTimeout(timer));
  }
}

function readyOf(channel: Socket): Promise<void> {
  const ready = new Promise<void>((resolve, reject) => {
    const look = (): void => {
      const mark: unknown = channel.read(readyMark.length);
      if (mark === null) return;
      channel.off('readable', look);
      channel.off('close', fail);
      resolve();
    };
    const fail = (): void => reject(new Error('the sandbox ended before it was set up'));
    channel.on('readable', look);
    channel.once('close', fail);
  });
  ready.catch(() => undefined); // also when nobody waits
  return ready;
}
