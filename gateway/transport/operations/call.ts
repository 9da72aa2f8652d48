import type { RequestContext } from '#kernel/context';
import type { DomainError } from '#kernel/errors';
import type { AbortListener } from '#kernel/listener';
import type { Deadlines } from './deadlines.ts';

/** One operation under way: whose it is, what its resolvers see, and the way to end it. */
export interface Call {
  /** Whom limits count it for. */
  readonly caller: string;
  readonly context: RequestContext;
  /** Aborts the signal of the context. */
  readonly abort: (reason: DomainError) => void;
}

/** A call that can be waited for. */
export interface HttpCall extends Call {
  /** Calls a listener when the signal of the context is aborted, until the returned function is called. */
  readonly onAbort: (listener: AbortListener) => () => void;
}

/** Waits for the work of a call. @throws DomainError what the call was aborted with, by the caller or by its deadline */
export type WhileWanted = <TResult>(work: Promise<TResult>, call: HttpCall) => Promise<TResult>;

/** Waits until the work is done, the call is aborted or its time is over, which aborts it with `late`. */
export function createWhileWanted(deadlines: Deadlines, late: () => DomainError): WhileWanted {
  return (work, { context: { cancellation }, abort, onAbort }) =>
    new Promise((resolve, reject) => {
      const over = deadlines.begin(() => abort(late()));
      const forget = onAbort((reason) => {
        over();
        reject(reason);
      });
      const settle = (outcome: () => void): void => {
        over();
        forget();
        outcome();
      };
      work.then((result) => settle(() => resolve(result)), (fault: unknown) => settle(() => reject(toError(fault))));
      if (cancellation.isAborted) settle(() => reject(toError(cancellation.signal.reason)));
    });
}

/** True for what a caller made of `HttpCall`, also after a library has passed it on untyped. */
export const isHttpCall = (value: unknown): value is HttpCall => typeof value === 'object' && value !== null && 'context' in value && 'onAbort' in value;

const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error('Not an Error was thrown', { cause: thrown }));
