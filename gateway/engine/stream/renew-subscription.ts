import type { GraphQLError } from 'graphql';
import type { RequestContext } from '#kernel/context';
import type { GraphOutcome } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import { toOutcome } from '../answer/outcome.ts';
import type { Data } from '../data.ts';
import { faultRefusal } from '../fault-refusal.ts';
import type { RequestVariables } from '../graph-engine.ts';
import type { Admission, RunnableOperation } from '../runnable-operation.ts';
import type { Lineage } from './lineage.ts';
import { asksTheSame, shownLike, type OpenSubscription } from './open-subscription.ts';

export interface RenewalOptions {
  readonly lineage: Lineage;
  readonly given: RequestVariables;
  /** Of the stream: its signal ends with it. */
  readonly context: RequestContext;
  readonly logger: Logger;
}

/** What becomes of an open subscription before its next event is answered. */
export interface Renewal {
  /** Answers the event; null when `last` is all that is left to say. */
  readonly current: OpenSubscription | null;
  readonly last: GraphOutcome<Data>;
  /** Its source, which is to be opened instead; null when it stays. */
  readonly reopen: OpenSubscription | null;
}

/**
 * Begins an operation anew, in the generation that is current. Its source stays when that asks the same of it. When it asks something else, a source that is
 * shared is to be opened anew; any other stays with its old plan, because to open it again may be to do something again. Null when there is nothing to say now.
 */
export async function renewSubscription(current: OpenSubscription, isReloaded: boolean, options: RenewalOptions): Promise<Renewal | null> {
  const { lineage, logger } = options;
  const operation = isReloaded ? await lineage.renew() : current.operation;
  const admission = 'begin' in operation ? await admit(operation, options) : operation;
  if (!('run' in admission)) return isPassing(admission) ? null : end({ errors: admission });
  const { run, variant } = admission;
  if (!('begin' in operation) || variant.source === null) return end(toOutcome(run, variant, logger));
  const next = { operation, begun: admission, source: variant.source, events: current.events };
  if (asksTheSame(current, next)) return { current: next, last: {}, reopen: null };
  return { current: shownLike(current, next), last: {}, reopen: next.source.isShared ? next : null };
}

const end = (last: GraphOutcome<Data>): Renewal => ({ current: null, last, reopen: null });

async function admit(operation: RunnableOperation, { given, context, logger }: RenewalOptions): Promise<Admission> {
  try {
    return await operation.begin(given, context);
  } catch (fault) {
    return [faultRefusal(fault, context, logger)];
  }
}

/** What says nothing about the operation: the next event asks again. */
const isPassing = (errors: readonly GraphQLError[]): boolean => errors.some(({ extensions }) => extensions['code'] === 'UNAVAILABLE');
