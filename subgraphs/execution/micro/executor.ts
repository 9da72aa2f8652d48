import { DomainError } from '#kernel/errors';
import type { MicroExecution, MicroExecutionStatus } from './micro.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { Kernel, KernelOutcome } from './kernel.ts';
import { microLimits } from './limits.ts';
import type { SessionOutput } from './session-output.ts';

export interface ExecutorOptions {
  readonly sessionId: string;
  readonly kernel: Kernel;
  readonly output: SessionOutput;
  /** @throws DomainError SESSION_ENDED */
  readonly refuseEnded: () => void;
  /** Code has resisted its interruption for as long as it may. */
  readonly onResisted: () => void;
  /** Called when code begins to run, and when it has ended. */
  readonly onBegin: () => void;
  readonly onEnd: (execution: MicroExecution) => void;
}

/** Why code was interrupted. */
type Interruption = 'timeout' | 'request';

/** Executes code in a kernel, one after the other, within time. */
export interface Executor {
  /** Executions that run or wait. */
  readonly pending: number;
  /** Executions that have ended. */
  readonly executed: number;
  /** @throws DomainError SESSION_ENDED, LIMIT_REACHED */
  execute(code: string, timeoutMs: number): Promise<MicroExecution>;
  /** Interrupts what runs and resolves when it has ended. */
  interrupt(): Promise<void>;
  /** The kernel is gone: what runs has ended with it. Resolves when nothing is pending any more. */
  abandon(): Promise<void>;
}

interface Running {
  readonly settle: (outcome: KernelOutcome | null) => void;
  readonly ended: Promise<KernelOutcome | null>;
  interruption: Interruption | null;
  graceTimer: NodeJS.Timeout | undefined;
}

/** An executor that runs nothing yet. */
export function createExecutor(options: ExecutorOptions): Executor {
  const { sessionId, kernel, output, refuseEnded, onResisted, onBegin, onEnd } = options;
  let pending = 0;
  let executed = 0;
  let last: Promise<unknown> = Promise.resolve();
  let running: Running | null = null;

  const press = (current: Running, cause: Interruption): void => {
    if (current.interruption !== null) return;
    current.interruption = cause;
    current.graceTimer = setTimeout(onResisted, microLimits.graceMs).unref();
    kernel.interrupt();
  };
  async function run(code: string, timeoutMs: number): Promise<MicroExecution> {
    refuseEnded();
    onBegin();
    const begin = performance.now();
    const current = (running = createRunning());
    const timer = setTimeout(() => press(current, 'timeout'), timeoutMs).unref();
    void kernel.execute(code).then(current.settle);
    const outcome = await current.ended;
    clearTimeout(timer);
    clearTimeout(current.graceTimer);
    running = null;
    const execution = toExecution({ sessionId, outcome, interruption: current.interruption, record: output.take(), durationMs: performance.now() - begin });
    executed = execution.count;
    output.tellEnd(execution);
    onEnd(execution);
    return execution;
  }

  return {
    get pending() {
      return pending;
    },
    get executed() {
      return executed;
    },
    execute(code, timeoutMs) {
      refuseEnded();
      if (pending > microLimits.queue) throw new DomainError('LIMIT_REACHED', `At most ${microLimits.queue} executions may wait in a session`);
      pending += 1;
      const turn = last.then(() => run(code, timeoutMs)).finally(() => (pending -= 1));
      last = turn.catch(() => undefined);
      return turn;
    },
    async interrupt() {
      if (running === null) return;
      press(running, 'request');
      await running.ended;
    },
    async abandon() {
      running?.settle(null);
      await last;
    },
  };
}

function createRunning(): Running {
  let settle: Running['settle'] = () => undefined;
  const ended = new Promise<KernelOutcome | null>((resolve) => (settle = resolve));
  return { settle, ended, interruption: null, graceTimer: undefined };
}

interface Ending {
  readonly sessionId: string;
  readonly outcome: KernelOutcome | null;
  readonly interruption: Interruption | null;
  readonly record: ExecutionRecord;
  readonly durationMs: number;
}

function toExecution({ sessionId, outcome, interruption, record, durationMs }: Ending): MicroExecution {
  const { count, stdout, stderr, displays } = record;
  const result = outcome?.result ?? null;
  return {
    sessionId, count, stdout, stderr, displays, durationMs,
    status: statusOf(outcome, interruption),
    truncated: record.truncated || outcome?.truncated === true,
    result: result === null ? null : { data: result },
    error: outcome?.error ?? null,
    stateKept: outcome !== null,
  };
}

/** Code that has come to its end all the same has not been interrupted. */
function statusOf(outcome: KernelOutcome | null, interruption: Interruption | null): MicroExecutionStatus {
  if (outcome === null) return 'SESSION_ENDED';
  if (outcome.status === 'ok') return 'OK';
  if (interruption !== null) return interruption === 'timeout' ? 'TIMED_OUT' : 'INTERRUPTED';
  return outcome.status === 'error' ? 'ERROR' : 'INTERRUPTED';
}
