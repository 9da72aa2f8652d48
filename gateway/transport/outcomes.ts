import type { DomainError } from '#kernel/errors';
import type { GraphOutcome } from '#kernel/graph-port';
import { callerGone, toRefusal } from '#kernel/listener';
import type { Preparation, GraphRequest } from '../engine/index.ts';
import { whileWanted, type Call } from './call.ts';
import { refusedOutcome, toOutcome, type Outcome } from './graph-errors.ts';

/** The answers of one operation, one at a time as the reader asks: one of a query or mutation, any number of a subscription. Never rejects. */
export interface Outcomes extends AsyncIterableIterator<Outcome, undefined> {
  /** Ends the operation at once, also while a `next` is pending. */
  return(): Promise<IteratorReturnResult<undefined>>;
  /** The same, but the reader gets a last answer that says why. */
  end(reason: DomainError): void;
}

/** A request that may run. */
export type Ready = Extract<Preparation, { kind: 'ready' }>;
type Answer = GraphOutcome<Record<string, unknown>>;
type Source = AsyncIterator<Answer>;

export interface OutcomesOptions {
  readonly preparation: Ready;
  readonly variables: GraphRequest['variables'];
  readonly call: Call;
  readonly operationMs: number;
  /** Called once, when the operation is over. */
  readonly onOver: () => void;
  /** Receives what was thrown and is hidden from the reader. */
  readonly report: (fault: unknown) => void;
}

/** Starts nothing yet: the operation begins when the first answer is asked for. */
export function createOutcomes(options: OutcomesOptions): Outcomes {
  const { call, onOver, report } = options;
  let source: Promise<Source> | undefined;
  let over = false;
  let last: Outcome | undefined;
  let answer: ((result: IteratorResult<Outcome, undefined>) => void) | undefined;

  const afterwards = (): IteratorResult<Outcome, undefined> => {
    const value = last;
    last = undefined;
    return value === undefined ? { done: true, value } : { done: false, value };
  };
  const finish = (): void => {
    over = true;
    onOver();
  };
  const cut = (reason: DomainError, final?: Outcome): void => {
    if (over) return;
    finish();
    last = final;
    call.abort(reason);
    source?.then((opened) => opened.return?.(), () => undefined).catch(report);
    answer?.(afterwards());
  };
  const fail = (fault: unknown): void => {
    if (over) return;
    const refusal = toRefusal(fault);
    if (refusal.code === 'INTERNAL') report(fault);
    cut(refusal, refusedOutcome(refusal));
  };
  const pull = async (): Promise<IteratorResult<Answer>> => (await (source ??= openSource(options))).next();

  return {
    next: () =>
      new Promise((resolve) => {
        if (over) {
          resolve(afterwards());
          return;
        }
        answer = resolve;
        pull().then((result) => {
          if (over) return;
          answer = undefined;
          if (result.done === true) finish();
          resolve(result.done === true ? { done: true, value: undefined } : { done: false, value: toOutcome(result.value) });
        }, fail);
      }),
    return() {
      cut(callerGone());
      return Promise.resolve({ done: true, value: undefined });
    },
    end(reason) {
      cut(reason, refusedOutcome(reason));
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function openSource({ preparation: { operation, prepared }, variables, call, operationMs }: OutcomesOptions): Promise<Source> {
  if (operation === 'subscription') return prepared.subscribe(variables, call.context);
  return only(whileWanted(prepared.execute(variables, call.context), call, operationMs));
}

async function* only(outcome: Promise<Answer>): AsyncGenerator<Answer, undefined> {
  yield await outcome;
  return undefined;
}
