import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '#kernel/logging';
import type { OperationRunner } from './operation.ts';
import type { OperationLeases } from './operation-leases.ts';
import type { OperationRow } from './operation-rows.ts';
import { startRun, type ActiveRun, type StopReason } from './run-operation.ts';

export interface OperationKind {
  readonly runner: OperationRunner;
  readonly concurrency: number;
  readonly maxAttempts: number;
}

export interface RunningOperationsOptions {
  readonly leases: OperationLeases;
  readonly logger: Logger;
  readonly leaseMs: number;
  readonly retryMs: number;
  /** Called when one has ended. */
  readonly onEnd: () => void;
}

/** What this process runs. */
export interface RunningOperations {
  readonly ids: () => readonly string[];
  readonly count: (kind: string) => number;
  readonly begin: (row: OperationRow, kind: OperationKind) => void;
  readonly stop: (id: string, reason: StopReason) => void;
  /** Extends all leases; a run whose lease is gone, or may be, stops by itself. */
  readonly extend: () => Promise<void>;
  /** Stops all and waits at most so many milliseconds; what has not ended by then is handed back. */
  readonly drain: (waitMs: number) => Promise<void>;
}

/** Nothing runs yet. */
export function createRunningOperations({ leases, logger, leaseMs, retryMs, onEnd }: RunningOperationsOptions): RunningOperations {
  const runs = new Map<string, ActiveRun & { readonly kind: string }>();
  let extendedAt = performance.now();

  const stopAll = (reason: StopReason): void => {
    for (const run of runs.values()) run.stop(reason);
  };

  return {
    ids: () => [...runs.keys()],
    count: (kind) => [...runs.values()].filter((run) => run.kind === kind).length,
    begin(row, { runner, maxAttempts }) {
      if (runs.size === 0) extendedAt = performance.now();
      const run = startRun({ row, runner, maxAttempts, retryMs, leases, logger });
      runs.set(row.id, { ...run, kind: row.kind });
      void run.ended.then(() => {
        runs.delete(row.id);
        onEnd();
      });
    },
    stop: (id, reason) => runs.get(id)?.stop(reason),
    async extend() {
      if (runs.size === 0) return;
      const startedAt = performance.now();
      const ids = [...runs.keys()];
      try {
        const held = new Map((await leases.extend(ids)).map(({ id, cancelRequested }) => [id, cancelRequested]));
        extendedAt = startedAt;
        for (const id of ids) if (held.get(id) !== false) runs.get(id)?.stop(held.has(id) ? 'cancelled' : 'lost');
      } catch (error) {
        logger.warn({ component: 'operations', err: error }, 'Leases cannot be extended');
        if (startedAt - extendedAt > leaseMs) stopAll('lost');
      }
    },
    async drain(waitMs) {
      stopAll('draining');
      await Promise.race([Promise.all([...runs.values()].map(({ ended }) => ended)), delay(waitMs, undefined, { ref: false })]);
      await Promise.all([...runs.keys()].map((id) => leases.handBack(id)));
    },
  };
}
