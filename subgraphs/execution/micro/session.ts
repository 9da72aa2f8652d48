import type { Clock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import type { Subject } from '#kernel/principal';
import type { MicroExecution, MicroOutput, MicroRuntime, MicroSessionState } from './micro.ts';
import { createExecutor } from './executor.ts';
import type { Kernel, KernelEnd, KernelListener } from './kernel.ts';
import { createLifespan } from './lifespan.ts';
import { createSessionOutput } from './session-output.ts';

/** Why a session is no more; with `timeout` its code resisted the interruption. */
export type SessionEnd = KernelEnd | 'stopped' | 'idle' | 'lifetime' | 'timeout' | 'disk quota' | 'shutdown';

/** What is known of a session, also when it has ended. */
export interface SessionFacts {
  readonly id: string;
  readonly owner: Subject;
  readonly runtime: MicroRuntime;
  readonly state: MicroSessionState;
  /** Null while it lives. */
  readonly endReason: SessionEnd | null;
  readonly executionCount: number;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  /** Null where that cannot be known. */
  memoryBytes(): Promise<number | null>;
}

/** A kernel with its owner, its bounds, and the order of what it executes. */
export interface Session extends SessionFacts {
  /** Resolves once the session and all that it had started are gone. */
  readonly ended: Promise<void>;
  /** Executes after what waits already. @throws DomainError SESSION_ENDED, LIMIT_REACHED */
  execute(code: string, timeoutMs: number): Promise<MicroExecution>;
  /** Interrupts what it executes, and resolves when that has ended, one way or the other. @throws DomainError SESSION_ENDED */
  interrupt(): Promise<void>;
  /** What it writes and shows from now on. @throws DomainError LIMIT_REACHED */
  watch(signal: AbortSignal): AsyncIterableIterator<MicroOutput>;
  /** Ends it at once; the first reason stands. */
  end(reason: SessionEnd): Promise<void>;
}

export interface SessionOptions {
  readonly owner: Subject;
  readonly runtime: MicroRuntime;
  readonly idleMs: number;
  readonly clock: Clock;
  readonly startKernel: (listener: KernelListener) => Promise<Kernel>;
  /** Called when code begins to run, and when it has ended. */
  readonly onBegin: () => void;
  readonly onEnd: (execution: MicroExecution) => void;
}

/** The refusal of a session that has ended. */
export const sessionEnded = (reason: SessionEnd): DomainError => new DomainError('SESSION_ENDED', `The session has ended: ${reason}`, { details: { reason } });

/** Starts a session and waits until its kernel is ready. */
export async function startSession({ owner, runtime, idleMs, clock, startKernel, onBegin, onEnd }: SessionOptions): Promise<Session> {
  const id = newId();
  let endReason: SessionEnd | null = null;

  const end = (reason: SessionEnd): Promise<void> => {
    endReason ??= reason;
    kernel.kill();
    return ended;
  };
  const refuseEnded = (): void => {
    if (endReason !== null) throw sessionEnded(endReason);
  };
  const output = createSessionOutput({ sessionId: id, onFlood: () => void end('output limit') });
  const kernel = await startKernel(output.listener);
  const lifespan = createLifespan({ idleMs, clock, onOver: (reason) => void end(reason) });
  const executor = createExecutor({ sessionId: id, kernel, output, refuseEnded, onBegin, onEnd, onResisted: () => void end('timeout') });
  const ended = kernel.ended.then(async (reason) => {
    endReason ??= reason;
    lifespan.close();
    await executor.abandon();
    output.end();
  });

  return {
    id, owner, runtime, ended, end,
    createdAt: lifespan.createdAt,
    get state() {
      if (endReason !== null) return 'STOPPED';
      return executor.pending > 0 ? 'BUSY' : 'IDLE';
    },
    get endReason() {
      return endReason;
    },
    get executionCount() {
      return executor.executed;
    },
    get lastUsedAt() {
      return lifespan.usedAt;
    },
    get expiresAt() {
      return lifespan.expiresAt;
    },
    memoryBytes: () => kernel.memoryBytes(),
    async execute(code, timeoutMs) {
      const execution = executor.execute(code, timeoutMs);
      lifespan.begin();
      return execution.finally(() => lifespan.end());
    },
    async interrupt() {
      refuseEnded();
      await executor.interrupt();
    },
    watch: (signal) => output.watch(signal),
  };
}
