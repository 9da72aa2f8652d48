import { spawn } from 'node:child_process';
import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ServerAccount } from './server-account.ts';

/** The settings of PostgreSQL that a caller may choose, by their own names. */
export type ServerSettings = Readonly<Record<string, string>>;

export interface PostmasterOptions {
  readonly postgres: string;
  readonly account: ServerAccount | null;
  readonly data: string;
  readonly socketFolder: string;
  readonly logFile: string;
  readonly settings: ServerSettings;
}

/** One attempt to run the server. */
export interface Postmaster {
  /** Undefined when it could not be launched. */
  readonly pid: number | undefined;
  /** False once the attempt has failed or the server has stopped. */
  running(): boolean;
  /** What this attempt wrote to the server log. */
  log(): string;
}

const fixedSettings: ServerSettings = {
  port: '5432',
  listen_addresses: '',
  shared_buffers: '128MB',
  max_connections: '200',
  jit: 'off',
  // Refused statements are for the caller to log: the server's own log stays small and holds no data.
  log_min_messages: 'log',
  log_checkpoints: 'off',
};
const longestLog = 4 * 1024 * 1024;

/** Starts the server in a session of its own, so that ctrl-C in the terminal reaches only the program that will stop it properly. */
export function launchPostmaster({ postgres, account, data, socketFolder, logFile, settings }: PostmasterOptions): Postmaster {
  dropForeignNote(data);
  const chosen = { ...fixedSettings, unix_socket_directories: socketFolder, ...settings };
  const flags = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const output = openSync(logFile, 'a', 0o600);
  if (fstatSync(output).size > longestLog) ftruncateSync(output);
  const start = fstatSync(output).size;
  let running = true;
  const stopped = (): void => {
    running = false;
  };
  const server = spawn(postgres, ['-D', data, ...flags], { ...account, cwd: path.dirname(data), env: {}, stdio: ['ignore', output, output], detached: true });
  server.once('exit', stopped).once('error', stopped).unref();
  closeSync(output);
  return { pid: server.pid, running: () => running, log: () => readFileSync(logFile).subarray(start).toString('utf8') };
}

/** Where the server of a data folder runs, by its own note; null when none does. A note may be left over from a crash. */
export function readPostmasterNote(data: string): { readonly pid: number; readonly socketFolder: string } | null {
  const file = path.join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [pid, , , , socketFolder] = readFileSync(file, 'utf8').split('\n');
  return socketFolder === undefined || socketFolder === '' ? null : { pid: Number(pid), socketFolder };
}

/**
 * Removes a note that a crash left and whose process number now belongs to another program, as happens in restarted containers:
 * PostgreSQL would take that program for a running server.
 */
function dropForeignNote(data: string): void {
  const pid = readPostmasterNote(data)?.pid;
  const commandLine = `/proc/${pid ?? 0}/cmdline`;
  if (existsSync(commandLine) && !readFileSync(commandLine, 'utf8').includes(data)) rmSync(path.join(data, 'postmaster.pid'), { force: true });
}

/** Asks the server to disconnect everyone and stop, and waits until its process is gone. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (!signal(pid, 'SIGINT')) return;
  while (signal(pid, 0)) await new Promise((resolve) => setTimeout(resolve, 10));
}

function signal(pid: number, name: 'SIGINT' | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
