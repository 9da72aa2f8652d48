import type { GraphQLError } from 'graphql';
import type { GraphOutcome } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import type { Data } from '../data.ts';
import type { Path } from '../document/response-path.ts';
import type { Run } from '../execution/run.ts';
import type { OperationVariant } from '../operation-variant.ts';
import { refusal } from '../refusal.ts';
import type { WaitingPart } from './object-sink.ts';
import { pathOf } from './place.ts';

/** The answer of a run as an object. Its errors are GraphQLErrors: graphql-ws asks them for their JSON. */
export function toOutcome(run: Run, { object }: Pick<OperationVariant, 'object'>, logger: Logger): GraphOutcome<Data> {
  const data = readAnswer(run, { sink: object, data: run.data ?? {}, place: undefined, waiting: [] }, logger);
  return run.errors.length === 0 ? { data } : { data, errors: run.errors };
}

/** The answer of a run as JSON text. */
export const toJson = (run: Run, { json, object }: Pick<OperationVariant, 'json' | 'object'>, logger: Logger): string => json(run) ?? JSON.stringify(toOutcome(run, { object }, logger));

/** The answer to a request that did not run. It has no `data`, which is how transports tell it from others. */
export const refusedJson = (errors: readonly GraphQLError[]): string => JSON.stringify({ errors });

interface Reading extends Omit<WaitingPart, 'label'> {
  /** Gets the fragments that are deferred within. */
  readonly waiting: WaitingPart[];
}

/** An answer, or a part of one, from its data. What is wrong with it joins the errors of the run. */
export function readAnswer(run: Run, { sink, data, place, waiting }: Reading, logger: Logger): Data | null {
  return sink(data, { variables: run.variables, flaw: (message, at) => addFlaw(run, refusal('INTERNAL', message, pathOf(at)), logger), waiting }, place);
}

/** A null that no error explains must not go without one: some subgraph does not know an entity, or broke its schema. */
function addFlaw(run: Run, flaw: GraphQLError, logger: Logger): void {
  if (run.errors.some(({ path }) => explains(path, flaw.path ?? []))) return;
  logger.warn({ request_id: run.scope.context.requestId, path: flaw.path }, flaw.message);
  run.errors.push(flaw);
}

const explains = (path: Path | undefined, place: Path): boolean => path === undefined || path.every((element, index) => index >= place.length || place[index] === element);
