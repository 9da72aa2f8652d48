import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Logger } from '#kernel/logging';
import type { ToChild, ToParent } from './wire.ts';

export interface ProgramOptions<TReceive> {
  /** Name in the log. */
  readonly name: string;
  /** The program: a TypeScript source file or its build. */
  readonly module: URL;
  readonly arguments?: readonly string[];
  /** The whole environment of the process; nothing is inherited. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly logger: Logger;
  /** Milliseconds until a process that is not ready is killed. */
  readonly startTimeoutMs?: number;
  readonly onMessage: (message: TReceive) => void;
}

/** One life of a supervised program. */
export interface ProgramRun<TReady, TSend> {
  readonly pid: number | null;
  /** What the program said when it was ready. @throws Error with the reason when it ended before */
  readonly ready: Promise<TReady>;
  /** Resolves once the process is gone. */
  readonly ended: Promise<void>;
  /** False when the channel is closed. */
  readonly send: (message: ToChild<TSend>) => boolean;
  readonly kill: () => void;
}

/** Starts a program once. */
export function runProgram<TReady, TSend, TReceive>(options: ProgramOptions<TReceive>): ProgramRun<TReady, TSend> {
  const { name, logger, onMessage, startTimeoutMs = 120_000 } = options;
  const child = forkProgram(options);
  const ended = endOf(child, name, logger);
  let reason = 'it ended before it was ready';

  const ready = new Promise<TReady>((resolve, reject) => {
    const timer = setTimeout(() => {
      reason = 'it was not ready in time';
      child.kill('SIGKILL');
    }, startTimeoutMs);
    child.on('message', (wire) => {
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- both ends are this program, in the same version
      const message = wire as ToParent<TReady, TReceive>;
      if (message.kind === 'message') onMessage(message.body);
      else if (message.kind === 'failed') reason = message.reason;
      else {
        clearTimeout(timer);
        resolve(message.body);
      }
    });
    void ended.then(() => {
      clearTimeout(timer);
      reject(new Error(reason));
    });
  });
  ready.catch(() => undefined); // also when nobody waits any more

  return {
    pid: child.pid ?? null,
    ready,
    ended,
    send(message) {
      if (!child.connected) return false;
      child.send(message, () => undefined); // a broken channel shows as the end of the process
      return true;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function endOf(child: ChildProcess, name: string, logger: Logger): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      logger.info({ process: name, code, signal }, 'process ended');
      resolve();
    });
    child.on('error', (error) => {
      logger.error({ process: name, error }, 'process fault');
      if (child.pid === undefined) resolve(); // it never ran, so that no exit follows
    });
  });
}

function forkProgram<TReceive>({ name, module, arguments: parameters = [], environment = {}, logger }: ProgramOptions<TReceive>): ChildProcess {
  const child = fork(fileURLToPath(module), parameters, {
    env: environment,
    execArgv: module.pathname.endsWith('.ts') ? ['--conditions=source', '--import', transpiler()] : [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => logger.warn({ process: name, line: line.slice(0, 2_000) }, 'process wrote'));
  }
  return child;
}

/** tsx, from where this file stands: the working directory may be anywhere. */
const transpiler = (): string => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
