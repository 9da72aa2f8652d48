import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '#kernel/errors';
import { createBackoff } from './backoff.ts';
import { runProgram, type ProgramOptions, type ProgramRun } from './program-run.ts';

export interface ProcessOptions<TReceive> extends ProgramOptions<TReceive> {
  /** Called when a process ends that was ready: whatever waits for it must fail now. */
  readonly onExit: () => void;
  /** How long a process may take to stop before it is killed. */
  readonly stopTimeoutMs?: number;
  /** The first pause before a restart; it doubles with each crash up to 30 s. */
  readonly firstPauseMs?: number;
}

/** A supervised process as it is now. */
export interface ProcessState {
  /** True while it takes messages. */
  readonly ready: boolean;
  readonly pid: number | null;
  /** How often a crashed process was replaced. */
  readonly restarts: number;
}

/** One child process that is kept alive. */
export interface SupervisedProcess<TReady, TSend> {
  /**
   * Starts the process if need be and waits until it is ready, also through a restart.
   * @throws DomainError UNAVAILABLE with the reason when it cannot start, or is stopping
   */
  ready(): Promise<TReady>;
  /** True when handed over; false when no process is ready. */
  send(message: TSend): boolean;
  /** Asks the process to end, kills it when it does not, and starts no other. */
  stop(): Promise<void>;
  state(): ProcessState;
}

/**
 * Supervises one child process. A process that crashes after it was ready is started again after a pause, and callers wait for it; one that
 * cannot start fails its callers at once and is tried again by the first caller after the pause.
 */
export function superviseProcess<TReady, TSend, TReceive>(options: ProcessOptions<TReceive>): SupervisedProcess<TReady, TSend> {
  const { name, onExit, stopTimeoutMs = 5_000, firstPauseMs = 100 } = options;
  const backoff = createBackoff({ firstMs: firstPauseMs, maxMs: 30_000 });
  let current: ProgramRun<TReady, TSend> | undefined;
  let attempt: Promise<TReady> | undefined;
  let refusal: { readonly error: DomainError; readonly until: number } | undefined;
  let stopping: Promise<void> | undefined;
  let isReady = false;
  let restarts = 0;
  const noMorePauses = new AbortController();

  const isStopping = (): DomainError => new DomainError('UNAVAILABLE', `${name} is stopping`);
  const start = async (): Promise<TReady> => {
    const run = runProgram<TReady, TSend, TReceive>(options);
    current = run;
    try {
      const facts = await run.ready;
      backoff.started();
      isReady = true;
      void run.ended.then(recover);
      return facts;
    } catch (cause) {
      current = undefined;
      attempt = undefined;
      refusal = { error: couldNotStart(name, cause), until: Date.now() + backoff.next() };
      throw refusal.error;
    }
  };
  const recover = (): void => {
    current = undefined;
    isReady = false;
    onExit();
    if (stopping !== undefined) return;
    restarts += 1;
    attempt = sleep(backoff.next(), undefined, { signal: noMorePauses.signal }).then(start, () => Promise.reject(isStopping()));
    attempt.catch(() => undefined); // whoever waits hears of it
  };
  const stop = async (): Promise<void> => {
    noMorePauses.abort();
    if (current === undefined) return;
    const { ended, send, kill } = current;
    send({ kind: 'stop' });
    const timer = setTimeout(kill, stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  };

  return {
    async ready() {
      if (stopping !== undefined) throw isStopping();
      if (attempt === undefined && refusal !== undefined && Date.now() < refusal.until) throw refusal.error;
      return (attempt ??= start());
    },
    send: (body) => isReady && current?.send({ kind: 'message', body }) === true,
    stop: () => (stopping ??= stop()),
    state: () => ({ ready: isReady, pid: current?.pid ?? null, restarts }),
  };
}

function couldNotStart(name: string, cause: unknown): DomainError {
  return new DomainError('UNAVAILABLE', `${name} could not start: ${cause instanceof Error ? cause.message : 'unknown reason'}`, { cause });
}
