import { createFairQueue } from '../fair-queue.ts';
import type { ExecutionFoundation } from '../foundation.ts';
import { runLimits } from './limits.ts';
import { createRunMetrics } from './run-metrics.ts';
import { createRunRepository } from './run-repository.ts';
import { createRunService as createService, type RunService } from './run-service.ts';

export type { RunFacts } from './run-facts.ts';
export type { RunEvent } from './run-feed.ts';
export type { RunService } from './run-service.ts';

/** The service of runs. */
export function createRunService(foundation: ExecutionFoundation): RunService {
  const { perUser, waiting, waitingPerUser } = runLimits;
  return createService({
    ...foundation,
    repository: createRunRepository(foundation.database),
    queue: createFairQueue({ running: foundation.config.maxConcurrent, runningPerOwner: perUser, waiting, waitingPerOwner: waitingPerUser }),
    metrics: createRunMetrics(foundation.metrics),
  });
}
