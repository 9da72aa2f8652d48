import { newId } from '#kernel/ids';
import type { Subject } from '#kernel/principal';
import { requireSandbox } from '#platform/sandbox';
import type { FairQueue } from '../fair-queue.ts';
import type { ExecutionFoundation } from '../foundation.ts';
import { runLimits } from './limits.ts';
import { startLiveRun, type LiveRun } from './live-run.ts';
import type { Programs } from './programs.ts';
import { toRunOrder, type RunRequest } from './run-input.ts';
import type { RunMetrics } from './run-metrics.ts';
import type { RunRepository } from './run-repository.ts';

export interface LiveRunsParts extends Pick<ExecutionFoundation, 'sandbox' | 'disk' | 'clock' | 'logger'> {
  readonly repository: Pick<RunRepository, 'store' | 'keepNewest'>;
  readonly programs: Pick<Programs, 'choose'>;
  readonly queue: FairQueue;
  readonly metrics: RunMetrics;
  /** The name of this process in records. */
  readonly instance: string;
}

/** The runs that wait or run in this process. */
export interface LiveRuns {
  /** @throws DomainError BAD_USER_INPUT, LIMIT_REACHED, SANDBOX_UNAVAILABLE */
  begin(owner: Subject, request: RunRequest): LiveRun;
  get(id: string): LiveRun | undefined;
  /** Ends all of them; they have failed. */
  failAll(fault: string): Promise<void>;
}

/** How often old runs of an owner are deleted. */
const keepEvery = 50;

/** No runs yet. */
export function createLiveRuns({ sandbox, disk, clock, logger, repository, programs, queue, metrics, instance }: LiveRunsParts): LiveRuns {
  const live = new Map<string, LiveRun>();
  const sinceKept = new Map<string, number>();
  const warn = (what: string) => (error: unknown): void => logger.warn({ component: 'execution', err: error }, what);

  function keepNewest(owner: string): void {
    const count = (sinceKept.get(owner) ?? 0) + 1;
    sinceKept.set(owner, count % keepEvery);
    if (count === keepEvery) void repository.keepNewest(owner, runLimits.keptPerUser).catch(warn('old runs cannot be deleted'));
  }

  return {
    begin(owner, request) {
      const program = programs.choose(request.program);
      const order = toRunOrder(request);
      const id = newId();
      const run = startLiveRun({ id, owner, program, order }, { queue, sandbox: requireSandbox(sandbox), disk, repository, instance, clock, logger });
      live.set(id, run);
      void run.ended.then((facts) => {
        live.delete(id);
        metrics.ended(facts);
        disk.rescan(owner).catch(warn('a workspace cannot be measured'));
        keepNewest(owner);
      });
      return run;
    },
    get: (id) => live.get(id),
    async failAll(fault) {
      const runs = [...live.values()];
      for (const run of runs) run.stop(fault);
      await Promise.all(runs.map(({ ended }) => ended));
    },
  };
}
