import type { DomainError } from '#kernel/errors';
import type { GraphOutcome } from '#kernel/graph-port';
import { callerGone, toRefusal } from '#kernel/listener';
import type { Preparation, GraphRequest } from '../../engine/index.ts';
import type { Call } from './call.ts';
import type { Deadlines } from './deadlines.ts';
import { refusedOutcome, toOutcome, type Outcome } from './graph-errors.ts';

/**
 * The answers of one operation, one at a time as the reader asks: one of a query or mutation or its parts when it has `@defer`, any number of a subscription.
 * Never rejects.
 */
export interface Outcomes extends AsyncIterableIterator<Outcome, undefined> {
  /** True for the last answer of an operation that was ended from outside or by a fault: it says why, and is no answer of the operation itself. */
  isFault(outcome: Outcome): boolean;
  /** Ends the operation at once, also while a `next` is pending. */
  return(): Promise<IteratorReturnResult<undefined>>;
  /** The same, but the reader gets a last answer that says why. */
  end(reason: DomainError): void;
}

/** A request that may run. */
export type Ready = Extract<Preparation, { kind: 'ready' }>;
type Answer = GraphOutcome<Record<string, unknown>>;

export interface OutcomesOptions {
  readonly preparation: Pick<Ready, 'operation' | 'prepared'>;
  readonly variables: GraphRequest['variables'];
  readonly call: Call;
  /** Ends a query or mutation that takes too long, from its first answer being asked for to its last. */
  readonly deadlines: Deadlines;
  /** The refusal of what takes too long. */
  readonly late: () => DomainError;
  /** Called once, when the operation is over. */
  readonly onOver: () => void;
  /** Receives what was thrown and is hidden from the reader. */
  readonly report: (fault: unknown) => void;
}

/** Starts nothing yet: the operation begins when the first answer is asked for. */
export function createOutcomes(options: OutcomesOptions): Outcomes {
  const { call, onOver, report } = options;
  let over = false;
  let last: Outcome | undefined;
  let fault: Outcome | undefined;
  let answer: ((result: IteratorResult<Outcome, undefined>) => void) | undefined;

  const afterwards = (): IteratorResult<Outcome, undefined> => {
    const value = last;
    last = undefined;
    return value === undefined ? { done: true, value } : { done: false, value };
  };
  const finish = (): void => {
    over = true;
    source.settle();
    onOver();
  };
  const cut = (reason: DomainError, final?: Outcome): void => {
    if (over) return;
    finish();
    last = fault = final;
    call.abort(reason);
    source.release();
    answer?.(afterwards());
  };
  const fail = (thrown: unknown): void => {
    if (over) return;
    const refusal = toRefusal(thrown);
    if (refusal.code === 'INTERNAL') report(thrown);
    cut(refusal, refusedOutcome(refusal));
  };
  const source = createSource(options, fail);

  return {
    isFault: (outcome) => outcome === fault,
    next: () =>
      new Promise((resolve) => {
        if (over) {
          resolve(afterwards());
          return;
        }
        answer = resolve;
        source.pull().then((result) => {
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

interface Source {
  /** The next answer of the engine; opens the operation at first. */
  pull(): Promise<IteratorResult<Answer>>;
  /** The operation is over in time. */
  settle(): void;
  /** Tells the engine that nobody reads on. */
  release(): void;
}

function createSource({ preparation: { operation, prepared }, variables, call, deadlines, late, report }: OutcomesOptions, fail: (late: DomainError) => void): Source {
  let opened: Promise<AsyncIterator<Answer>> | undefined;
  let inTime: (() => void) | undefined;
  const open = (): Promise<AsyncIterator<Answer>> => {
    if (operation !== 'subscription') inTime = deadlines.begin(() => fail(late()));
    return prepared.subscribe(variables, call.context);
  };
  return {
    pull: async () => (await (opened ??= open())).next(),
    settle: () => inTime?.(),
    release: () => void opened?.then((source) => source.return?.(), () => undefined).catch(report),
  };
}
