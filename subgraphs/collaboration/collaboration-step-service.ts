import { z } from 'zod';
import type { Clock } from '#kernel/clock';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { requireAi } from './access.ts';
import type { CollaborationRepository, CollaborationRow } from './collaboration-repository.ts';
import type { CollaborationService } from './collaboration-service.ts';
import { count, limits, optionalObject, optionalText, refuse } from './input-rules.ts';

type Given<T> = T | null | undefined;

export interface CollaborationAnswer {
  readonly id: string;
  readonly accept: boolean;
  readonly message?: Given<string>;
  readonly metadata?: unknown;
}

export interface ProgressInput {
  readonly id: string;
  readonly tasksCompleted?: Given<number>;
  readonly totalTasks?: Given<number>;
  readonly currentTask?: Given<string>;
}

export interface CompletionInput {
  readonly id: string;
  readonly summary?: Given<string>;
  readonly outcome?: Given<string>;
  readonly finalStats?: unknown;
}

export interface CollaborationStepDependencies {
  readonly repository: Pick<CollaborationRepository, 'step'>;
  readonly find: CollaborationService['find'];
  readonly clock: Clock;
}

/** How a collaboration goes on: PENDING, then ACTIVE or DECLINED; ACTIVE, then COMPLETED. Of two who take the same step at once, one does. */
export type CollaborationStepService = ReturnType<typeof createCollaborationStepService>;

const finished = z.object({ tasks_completed: z.number().int().min(0).max(2_147_483_647) });

export function createCollaborationStepService({ repository, find, clock }: CollaborationStepDependencies) {
  const now = (): Date => new Date(clock.now());

  async function require(caller: RequestContext, text: string): Promise<CollaborationRow> {
    const found = await find(caller, text);
    if (found === null) throw new DomainError('NOT_FOUND', 'Collaboration not found', { details: { what: 'collaboration' } });
    return found;
  }

  return {
    /** Only the responder, once. @throws DomainError NOT_FOUND, FORBIDDEN, CONFLICT, BAD_USER_INPUT */
    async respond(caller: RequestContext, { id, accept, message, metadata }: CollaborationAnswer): Promise<CollaborationRow> {
      const changes = { responseMessage: optionalText('message', message, limits.text), responseMetadata: optionalObject('metadata', metadata) };
      const collaboration = await require(caller, id);
      if (collaboration.responder !== requireAi(caller)) throw new DomainError('FORBIDDEN', 'Only the AI that was asked may respond');
      const respondedAt = now();
      return stepped(await repository.step(collaboration.id, 'PENDING', () => ({ ...changes, status: accept ? 'ACTIVE' : 'DECLINED', respondedAt, updatedAt: respondedAt })), 'The request has been answered already');
    },

    /** What is left out stays; the number of tasks grows with those completed unless it is given. @throws DomainError NOT_FOUND, FORBIDDEN, CONFLICT, BAD_USER_INPUT */
    async progress(caller: RequestContext, { id, ...input }: ProgressInput): Promise<CollaborationRow> {
      const currentTask = optionalText('currentTask', input.currentTask, limits.label);
      const { id: rowId } = await require(caller, id);
      const changed = await repository.step(rowId, 'ACTIVE', (current) => {
        const tasksCompleted = count('tasksCompleted', input.tasksCompleted, current.tasksCompleted);
        const totalTasks = count('totalTasks', input.totalTasks, Math.max(current.totalTasks, tasksCompleted));
        if (tasksCompleted > totalTasks) refuse('tasksCompleted', 'must not exceed totalTasks');
        return { tasksCompleted, totalTasks, ...(input.currentTask !== undefined && { currentTask }), progressUpdatedAt: now(), updatedAt: now() };
      });
      return stepped(changed, notActive);
    },

    /** Either participant, once; `tasks_completed` of the final stats becomes the progress. @throws DomainError NOT_FOUND, FORBIDDEN, CONFLICT, BAD_USER_INPUT */
    async complete(caller: RequestContext, { id, ...input }: CompletionInput): Promise<CollaborationRow> {
      const finalStats = optionalObject('finalStats', input.finalStats);
      const changes = { summary: optionalText('summary', input.summary, limits.text), outcome: optionalText('outcome', input.outcome, limits.label), finalStats };
      const done = finished.safeParse(finalStats).data?.tasks_completed;
      const { id: rowId } = await require(caller, id);
      const completedAt = now();
      const changed = await repository.step(rowId, 'ACTIVE', ({ totalTasks }) => ({
        ...changes,
        ...(done !== undefined && { tasksCompleted: done, totalTasks: Math.max(totalTasks, done), progressUpdatedAt: completedAt }),
        status: 'COMPLETED', completedAt, updatedAt: completedAt,
      }));
      return stepped(changed, notActive);
    },
  };
}

const notActive = 'The collaboration is not active';

function stepped(changed: CollaborationRow | null, refusal: string): CollaborationRow {
  if (changed === null) throw new DomainError('CONFLICT', refusal);
  return changed;
}
