import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Duplex, type Readable } from 'node:stream';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { Sandbox } from '#platform/sandbox';
import type { HostProgram } from './host-program.ts';

/** The process in which modules run. */
export interface HostProcess {
  readonly channel: Duplex;
  /** Resolves once it is gone. */
  readonly ended: Promise<void>;
  kill(): void;
}

export interface HostProcessOptions {
  /** Null: there is none, so that only the engine itself stands between modules and the machine. */
  readonly sandbox: Sandbox | null;
  readonly program: HostProgram;
  readonly logger: Logger;
}

const mebibyte = 1024 * 1024;
/** Room for four calls with the largest memory, and for what is compiled. */
/** With little on the heap, threads that collect garbage cost more than they save, five times as much where memories grow. Workers collect it when they are done with large memories. */
const flags = ['--single-threaded-gc', '--expose-gc'];
const limits = { memoryBytes: 3_072 * mebibyte, processes: 128, cpuSeconds: 2 ** 31 - 1, fileBytes: mebibyte, openFiles: 256, temporaryBytes: mebibyte };

/** Starts a host. @throws DomainError SANDBOX_UNAVAILABLE, UNAVAILABLE */
export const startHostProcess = ({ sandbox, program, logger }: HostProcessOptions): Promise<HostProcess> =>
  sandbox === null ? startPlain(program, logger) : startSandboxed(sandbox, program, logger);

async function startSandboxed(sandbox: Sandbox, { folder, main }: HostProgram, logger: Logger): Promise<HostProcess> {
  const readable = process.execPath.startsWith('/usr/') ? [folder] : [folder, process.execPath];
  const child = await sandbox.start({ program: process.execPath, arguments: [...flags, main], workspace: null, readable, limits, channel: true });
  const { stdin, stdout, stderr, channel, ended } = child;
  if (channel === null) throw new DomainError('INTERNAL', 'The sandbox has opened no channel');
  stdin.on('error', () => undefined).end();
  stdout.resume();
  logLines(stderr, logger);
  return { channel, ended: ended.then((end) => logger.info({ component: 'wasm', end }, 'host ended')), kill: () => child.kill() };
}

async function startPlain({ main }: HostProgram, logger: Logger): Promise<HostProcess> {
  const child = spawn(process.execPath, [...flags, main], { env: {}, stdio: ['ignore', 'ignore', 'pipe', 'ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.on('error', (error) => logger.error({ component: 'wasm', err: error }, 'host fault'));
  if (child.pid === undefined) throw new DomainError('UNAVAILABLE', 'The host of WebAssembly could not be started', { cause: await once(child, 'error').catch((cause: unknown) => cause) });
  const channel: unknown = Array.from<unknown>(child.stdio)[5];
  if (child.stderr !== null) logLines(child.stderr, logger);
  if (!(channel instanceof Duplex)) throw new DomainError('INTERNAL', 'The host has no channel');
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  void ended.then(() => process.off('exit', endWithUs));
  return { channel, ended, kill: endWithUs };
}

function logLines(stream: Readable, logger: Logger): void {
  createInterface({ input: stream }).on('line', (line) => logger.warn({ component: 'wasm', line: line.slice(0, 2_000) }, 'host wrote'));
}
