import { parse, print } from 'graphql';
import { DomainError } from '#kernel/errors';
import { selectOperation } from '../document/operation-document.ts';
import type { Checked, DocumentRequest, Planning } from './planning.ts';
import { createPlanningLine, type PlanningBounds, type PlanningLineOptions } from './planning-line.ts';
import { decodePlan, fromWireError, type PlanningReply } from './wire.ts';

export const defaultPlanningBounds: PlanningBounds = { deadlineMs: 2_000, queue: 200, memoryMb: 512 };

/** Planning in another thread, where no document can hold up this one. */
export interface WorkerPlanning extends Planning {
  /** The schemas of the supergraph as SDL. Rejects with the reason when the supergraph cannot be read. */
  describe(): Promise<Extract<PlanningReply, { kind: 'described' }>>;
}

/** Starts the thread with the first task. Documents travel to it as texts; of those that may run, this thread reads the text once more, and the plan. */
export function createWorkerPlanning(options: PlanningLineOptions): WorkerPlanning {
  const { ask, release } = createPlanningLine(options);
  return {
    async check(request) {
      const { query, operationName = null } = request;
      const { errors, plan } = expectKind(await ask({ kind: 'check', query, operationName }), 'checked');
      return errors.length > 0 ? errors.map(fromWireError) : readChecked(request, plan);
    },
    plan: async (document) => decodePlan(expectKind(await ask({ kind: 'plan', document: print(document) }), 'planned').plan),
    async describe() {
      try {
        return expectKind(await ask({ kind: 'describe' }), 'described');
      } catch (fault) {
        throw DomainError.isInstance(fault) && fault.cause instanceof Error ? fault.cause : fault;
      }
    },
    release,
  };
}

/** Reads what the thread has found to be valid. */
function readChecked(request: DocumentRequest, plan: string | null): Checked {
  const document = parse(request.query, { noLocation: true });
  const selected = selectOperation(document, request.operationName);
  if (!('operation' in selected)) return [selected];
  return { document, selected, ...(plan === null ? { plan, again: null } : { plan: decodePlan(plan), again: () => readChecked(request, plan) }) };
}

function expectKind<TKind extends PlanningReply['kind']>(reply: PlanningReply, kind: TKind): Extract<PlanningReply, { kind: TKind }> {
  if (isKind(reply, kind)) return reply;
  if (reply.kind !== 'failed') throw new Error(`The planning thread answered ${reply.kind} for ${kind}`);
  throw reply.isRefused ? new DomainError('QUERY_PLANNING_FAILED', reply.message) : new Error(reply.message);
}

const isKind = <TKind extends PlanningReply['kind']>(reply: PlanningReply, kind: TKind): reply is Extract<PlanningReply, { kind: TKind }> => reply.kind === kind;
