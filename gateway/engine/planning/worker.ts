import { parentPort, workerData } from 'node:worker_threads';
import { parse, printSchema } from 'graphql';
import { DomainError } from '#kernel/errors';
import { validDocument } from '../document/valid-document.ts';
import { readSupergraph } from '../planner.ts';
import { encodePlan, toWireError, type PlanningReply, type PlanningStart, type PlanningTask } from './wire.ts';

// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- planning-thread.ts starts this and nobody else
const { supergraphSdl, limits } = workerData as PlanningStart;
const { planner, publicSchema, internalSchema } = readSupergraph(supergraphSdl);

function answer(task: PlanningTask): PlanningReply {
  switch (task.kind) {
    case 'check': {
      const checked = validDocument(task, publicSchema, limits);
      return { kind: 'checked', errors: 'selected' in checked ? [] : checked.map(toWireError) };
    }
    case 'plan': return { kind: 'planned', plan: encodePlan(planner.plan(parse(task.document, { noLocation: true }))) };
    case 'describe': return { kind: 'described', publicSdl: printSchema(publicSchema), internalSdl: printSchema(internalSchema) };
  }
}

function answerOrFail(task: PlanningTask): PlanningReply {
  try {
    return answer(task);
  } catch (fault) {
    return { kind: 'failed', message: fault instanceof Error ? fault.message : String(fault), isRefused: DomainError.isInstance(fault) };
  }
}

const reply = (message: PlanningReply): void => parentPort?.postMessage(message);

parentPort?.on('message', (task: PlanningTask) => reply(answerOrFail(task)));
reply({ kind: 'ready' });
