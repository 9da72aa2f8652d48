import { parentPort, workerData } from 'node:worker_threads';
import { parse, printSchema } from 'graphql';
import { DomainError } from '#kernel/errors';
import { createDataKeys, fieldsRequiredWithArguments } from '../document/data-keys.ts';
import { mentionsDefer } from '../document/deferred-document.ts';
import type { OperationDocument } from '../document/operation-document.ts';
import { documentToPlan } from '../document/plan-document.ts';
import { validDocument } from '../document/valid-document.ts';
import { readSupergraph } from '../planner.ts';
import { createInterruptible, interrupted } from './interrupt.ts';
import { encodePlan, toWireError, type PlanningReply, type PlanningStart, type PlanningTask } from './wire.ts';

// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- planning-thread.ts starts this and nobody else
const { supergraphSdl, isKnown, limits, deadlineMs } = workerData as PlanningStart;
let supergraph = readSupergraph(supergraphSdl, { isKnown });
const requiredWithArguments = fieldsRequiredWithArguments(parse(supergraphSdl, { noLocation: true }));

function answer(task: PlanningTask): PlanningReply {
  const { planner, publicSchema, internalSchema } = supergraph;
  switch (task.kind) {
    case 'check': {
      const checked = validDocument(task, publicSchema, limits);
      return 'selected' in checked ? { kind: 'checked', errors: [], plan: planWhole(checked.selected) } : { kind: 'checked', errors: checked.map(toWireError), plan: null };
    }
    case 'plan': return { kind: 'planned', plan: encodePlan(planner.plan(parse(task.document, { noLocation: true }))) };
    case 'describe': return { kind: 'described', publicSdl: printSchema(publicSchema), internalSdl: printSchema(internalSchema) };
  }
}

/** The plan that is asked for next, most of the time. Null when it is not clear what that will be, or when there is none, which whoever asks is told. */
function planWhole(document: OperationDocument): string | null {
  if (mentionsDefer(document)) return null;
  try {
    return encodePlan(supergraph.planner.plan(documentToPlan({ document, dataKey: createDataKeys(document, requiredWithArguments), denied: new Set() })));
  } catch {
    return null;
  }
}

function answerOrFail(task: PlanningTask): PlanningReply {
  try {
    return answer(task);
  } catch (fault) {
    return { kind: 'failed', message: fault instanceof Error ? fault.message : String(fault), isRefused: DomainError.isInstance(fault) };
  }
}

const answerInTime = createInterruptible(answerOrFail, deadlineMs);
const reply = (message: PlanningReply): void => parentPort?.postMessage(message);

parentPort?.on('message', (task: PlanningTask) => {
  const answered = answerInTime(task);
  reply(answered === interrupted ? { kind: 'late' } : answered);
  if (answered !== interrupted) return;
  // Schemas and planner fill their caches as they go: some may be half full.
  supergraph = readSupergraph(supergraphSdl, { isKnown: true });
  reply({ kind: 'ready' });
});
reply({ kind: 'ready' });
