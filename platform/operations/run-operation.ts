import { DomainError, errorCatalogue } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { OperationFault, OperationRunner } from './operation.ts';
import type { OperationLeases, RetryOptions } from './operation-leases.ts';
import type { OperationRow } from './operation-rows.ts';

/** Why a run is to stop. */
export type StopReason = 'cancelled' | 'draining' | 'lost';

export interface RunOptions extends RetryOptions {
  readonly row: OperationRow;
  readonly runner: OperationRunner;
  readonly leases: OperationLeases;
  readonly logger: Logger;
}

/** One attempt that is under way. */
export interface ActiveRun {
  /** Never rejects. */
  readonly ended: Promise<void>;
  /** Aborts the runner's signal; the first reason counts. */
  readonly stop: (reason: StopReason) => void;
}

const reasons: Readonly<Record<StopReason, () => DomainError>> = {
  cancelled: () => new DomainError('CANCELLED', 'The operation was cancelled'),
  draining: () => new DomainError('UNAVAILABLE', 'This process is stopping'),
  lost: () => new DomainError('UNAVAILABLE', 'Another process may have taken the operation over'),
};

/** Runs one attempt and records how it ended. */
export function startRun(options: RunOptions): ActiveRun {
  const { row, runner, leases, logger } = options;
  const abort = new AbortController();
  let reason: StopReason | null = null;
  const progress = createProgressWriter((document) => leases.saveProgress(row.id, document));

  async function attempt(): Promise<object | null> {
    const result = await runner({
      id: row.id,
      owner: row.owner,
      input: row.input,
      resumeToken: row.resumeToken,
      signal: abort.signal,
      report: progress.report,
      saveResumeToken: async (token) => {
        if (await leases.saveResumeToken(row.id, token)) return;
        stop('lost');
        throw reasons.lost();
      },
    });
    await progress.written();
    return result;
  }

  async function run(): Promise<void> {
    try {
      await leases.succeed(row.id, await attempt());
    } catch (fault) {
      await (reason === null ? settleFault(options, fault) : settleStop[reason](leases, row.id));
    }
  }

  function stop(why: StopReason): void {
    reason ??= why;
    abort.abort(reasons[reason]());
  }

  const ended = run().catch((error: unknown) => {
    // The lease runs out, and the operation is taken up again by whoever sees it first.
    logger.error({ component: 'operations', operation: row.id, kind: row.kind, err: error }, 'The outcome of an operation cannot be written');
  });
  return { ended, stop };
}

const settleStop: Readonly<Record<StopReason, (leases: OperationLeases, id: string) => Promise<unknown>>> = {
  cancelled: (leases, id) => leases.confirmCancel(id),
  draining: (leases, id) => leases.handBack(id),
  lost: async () => undefined,
};

async function settleFault({ row, maxAttempts, retryMs, leases, logger }: RunOptions, fault: unknown): Promise<void> {
  const refusal = DomainError.isInstance(fault) ? fault : null;
  if (refusal === null) logger.warn({ component: 'operations', operation: row.id, kind: row.kind, attempt: row.attempts, err: fault }, 'An operation failed');
  const known: OperationFault = { code: refusal?.code ?? 'INTERNAL', message: refusal?.message ?? 'The operation failed by a fault of this product' };
  const retryable = refusal === null || errorCatalogue[refusal.code].retryable;
  await (retryable ? leases.retryOrFail(row.id, known, { maxAttempts, retryMs }) : leases.fail(row.id, known));
}

/** Writes reports one at a time; while one is being written only the newest waits. A report that cannot be written is left out. */
function createProgressWriter(write: (document: object) => Promise<unknown>) {
  let next: object | null = null;
  let writing: Promise<void> | null = null;
  const writeAll = async (): Promise<void> => {
    while (next !== null) {
      const document = next;
      next = null;
      await write(document).catch(() => undefined);
    }
  };
  return {
    report: (document: object): void => {
      next = document;
      writing ??= writeAll().finally(() => (writing = null));
    },
    written: async (): Promise<void> => writing ?? undefined,
  };
}
