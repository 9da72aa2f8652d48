import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import type { PageRequest } from '#kernel/pagination';
import { requireSight, requireTenant } from '../access.ts';
import type { FairQueue } from '../fair-queue.ts';
import type { ExecutionFoundation } from '../foundation.ts';
import { describeSandbox } from '../sandbox-description.ts';
import { describeLimits, runLimits } from './limits.ts';
import type { LiveRun } from './live-run.ts';
import { createLiveRuns } from './live-runs.ts';
import { createPrograms, type Program } from './programs.ts';
import { isOver } from './quota-watch.ts';
import { createRunArchive, type RunArchive, type RunPage, type RunPageRequest } from './run-archive.ts';
import type { RunFacts } from './run-facts.ts';
import { replayRun, type RunEvent } from './run-feed.ts';
import type { RunRequest } from './run-input.ts';
import type { RunMetrics } from './run-metrics.ts';
import type { RunRepository } from './run-repository.ts';

/** How programs run here, and how busy the caller is. */
export interface RunSettings {
  readonly sandbox: ReturnType<typeof describeSandbox>;
  readonly programs: readonly Program[];
  readonly limits: ReturnType<typeof describeLimits>;
  readonly environmentKeys: readonly string[];
  readonly running: number;
  readonly queued: number;
}

/** Programs that users run. */
export interface RunService extends Pick<RunArchive, 'find'> {
  settings(caller: RequestContext): Promise<RunSettings>;
  /** @throws DomainError BAD_USER_INPUT, LIMIT_REACHED, DISK_QUOTA_EXCEEDED, SANDBOX_UNAVAILABLE, UNAVAILABLE */
  run(caller: RequestContext, request: RunRequest): Promise<RunFacts>;
  /** @throws DomainError NOT_FOUND */
  cancel(caller: RequestContext, id: string): Promise<RunFacts>;
  list(caller: RequestContext, page: RunPageRequest): Promise<RunPage>;
  /** @throws DomainError FORBIDDEN */
  listOf(caller: RequestContext, owner: string, page: PageRequest): Promise<RunPage>;
  /** @throws DomainError NOT_FOUND, LIMIT_REACHED */
  follow(caller: RequestContext, id: string): Promise<AsyncIterableIterator<RunEvent>>;
  /** Begins to serve: what a dead process left running has failed. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface RunServiceParts extends Pick<ExecutionFoundation, 'config' | 'sandbox' | 'disk' | 'requireServing' | 'clock' | 'logger'> {
  readonly repository: RunRepository;
  readonly queue: FairQueue;
  readonly metrics: RunMetrics;
}

const lostFault = 'The server ended while it ran';
const pruneEveryMs = 3_600_000;
const dayMs = 86_400_000;
const environmentKeys = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'PWD'];

/** The service over a sandbox, a disk and a store. */
export function createRunService(parts: RunServiceParts): RunService {
  const { config, sandbox, disk, requireServing, clock, logger, repository, queue } = parts;
  const instance = newId();
  const programs = createPrograms(config.programs);
  const live = createLiveRuns({ ...parts, programs, instance });
  const archive = createRunArchive({ repository, live });
  let pruning: NodeJS.Timeout | undefined;
  const prune = (): void => void repository.deleteBefore(new Date(clock.now() - runLimits.keptDays * dayMs)).catch((error: unknown) => logger.warn({ component: 'execution', err: error }, 'old runs cannot be deleted'));

  return {
    find: (caller, id) => archive.find(caller, id),
    async settings(caller) {
      const { running, waiting: queued } = queue.countOf(requireTenant(caller, 'run'));
      return { sandbox: describeSandbox(sandbox), programs: await programs.describe(sandbox.sandbox), limits: describeLimits(config.maxConcurrent), environmentKeys, running, queued };
    },

    async run(caller, request) {
      const owner = requireTenant(caller, 'run');
      requireServing();
      if (isOver(await disk.usageOf(owner), disk.limits)) throw new DomainError('DISK_QUOTA_EXCEEDED', 'The workspace is full: delete something first', { details: { ...disk.limits } });
      const run = live.begin(owner, request);
      if (request.wait) return endOf(run, caller);
      await run.note();
      return run.facts();
    },

    async cancel(caller, id) {
      const found = await archive.require(caller, id);
      const run = live.get(id);
      run?.stop();
      return run?.ended ?? found;
    },

    list: (caller, request) => archive.page(requirePrincipal(caller).subject, request),
    async listOf(caller, owner, request) {
      requireSight(caller, owner);
      return archive.page(owner, request);
    },

    async follow(caller, id) {
      const found = await archive.require(caller, id);
      const { signal } = caller.cancellation;
      return live.get(id)?.follow(signal) ?? replayRun(found, await found.texts(), signal);
    },

    async start() {
      const lost = await repository.failLost(instance, lostFault);
      if (lost > 0) logger.warn({ component: 'execution', runs: lost }, 'runs that a dead server left have failed');
      prune();
      clearInterval(pruning);
      pruning = setInterval(prune, pruneEveryMs).unref();
    },

    async close() {
      clearInterval(pruning);
      await live.failAll(lostFault);
    },
  };
}

/** The end of a run; a caller that goes away takes it along. */
async function endOf(run: LiveRun, { cancellation: { signal } }: RequestContext): Promise<RunFacts> {
  const stop = (): void => run.stop();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await run.ended;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
