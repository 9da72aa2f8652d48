import { OperationTypeNode, type GraphQLError } from 'graphql';
import type { RequestContext } from '#kernel/context';
import type { Logger } from '#kernel/logging';
import { afterwards, isPromise } from '../subgraph-links/index.ts';
import type { DatedAnswer, Freshness } from './cache/cache-policy.ts';
import type { OperationCaching } from './cache/operation-caching.ts';
import type { OperationResult } from './engine-metrics.ts';
import type { Run } from './execution/run.ts';
import { faultRefusal } from './fault-refusal.ts';
import type { RequestVariables } from './graph-engine.ts';
import type { OperationWatch } from './observation/operation-watch.ts';
import type { OperationVariant } from './operation-variant.ts';
import { refusal } from './refusal.ts';
import type { Admission, Begun, RunnableOperation } from './runnable-operation.ts';

/** Answers one request, at once when every subgraph answers at once; a fault becomes a refusal. */
export type AnswerOperation = <TAnswer>(given: RequestVariables, context: RequestContext, form: AnswerForm<TAnswer>) => TAnswer | Promise<TAnswer>;

/** One of the forms of an answer. */
export interface AnswerForm<TAnswer> {
  readonly finish: (run: Run, variant: OperationVariant) => TAnswer;
  readonly refuse: (errors: readonly GraphQLError[]) => TAnswer;
  /** An answer as it is kept, and back. */
  readonly toText: (answer: TAnswer) => string;
  readonly fromText: (text: string) => TAnswer;
  /** Says on an answer how long it is good, where the form has a place for that. */
  readonly date: (answer: TAnswer, freshness: Freshness) => TAnswer;
}

/** A form with a place for how long an answer is good. */
export const datedForm = <TAnswer>({ finish, refuse, toText, fromText }: AnswerForm<TAnswer>): AnswerForm<DatedAnswer<TAnswer>> => ({
  finish: (run, variant) => ({ answer: finish(run, variant), freshness: null }),
  refuse: (errors) => ({ answer: refuse(errors), freshness: null }),
  toText: ({ answer }) => toText(answer),
  fromText: (text) => ({ answer: fromText(text), freshness: null }),
  date: ({ answer }, freshness) => ({ answer, freshness }),
});

interface AnswerOptions {
  readonly kind: OperationTypeNode;
  /** Coerces, authorises and bounds. */
  readonly begin: RunnableOperation['begin'];
  /** Null when its answers may not be kept. */
  readonly kept: OperationCaching | null;
  readonly watch: OperationWatch;
  readonly logger: Logger;
}

/** The way of a query or mutation: begin -> a kept answer, or all fetches -> the answer in its form -> the count. */
export function createAnswerOperation({ kind, begin, kept, watch, logger }: AnswerOptions): AnswerOperation {
  return <TAnswer>(given: RequestVariables, asked: RequestContext, form: AnswerForm<TAnswer>): TAnswer | Promise<TAnswer> => {
    const { context, end } = watch.begin(asked);
    const refuse = (errors: readonly GraphQLError[]): TAnswer => {
      end('refused', []);
      return form.refuse(errors);
    };
    const fail = (fault: unknown): TAnswer => refuse([faultRefusal(fault, context, logger)]);
    const finish = ({ run, variant }: Begun): TAnswer => {
      if (variant.introspect !== null) Object.assign(run.data ??= {}, variant.introspect(run.variables));
      const answer = form.finish(run, variant);
      end(resultOf(run), run.fetches);
      return answer;
    };
    const make = (begun: Begun): TAnswer | Promise<TAnswer> => {
      const pending = begun.variant.step?.(begun.run);
      return pending === undefined ? finish(begun) : pending.then(() => finish(begun));
    };
    const recall = (text: string): TAnswer => {
      end('ok', []);
      return form.fromText(text);
    };
    const proceed = (admission: Admission): TAnswer | Promise<TAnswer> => {
      if (!('run' in admission)) return refuse(admission);
      return kept === null ? make(admission) : kept.answer(admission, { make: () => make(admission), toText: form.toText, fromText: recall, date: form.date });
    };
    try {
      if (kind === OperationTypeNode.SUBSCRIPTION) return refuse([refusal('INVALID_REQUEST', 'A subscription needs a stream')]);
      const answer = afterwards(begin(given, context), proceed);
      return isPromise(answer) ? answer.catch(fail) : answer;
    } catch (fault) {
      return fail(fault);
    }
  };
}

const resultOf = ({ errors }: Run): OperationResult => (errors.length === 0 ? 'ok' : 'partial');
