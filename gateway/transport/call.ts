import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';

/** One operation under way: what its resolvers see, and the way to end it. */
export interface Call {
  readonly context: RequestContext;
  /** Aborts the signal of the context. */
  readonly abort: (reason: DomainError) => void;
}

/**
 * Waits for the work of a call until its signal is aborted, by the caller or because `operationMs` have passed.
 * @throws what the signal was aborted with
 */
export function whileWanted<TResult>(work: Promise<TResult>, { context: { cancellation: { signal } }, abort }: Call, operationMs: number): Promise<TResult> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => abort(new DomainError('DEADLINE_EXCEEDED', `The operation did not finish within ${operationMs / 1000} seconds`)), operationMs);
    const onAbort = (): void => settle(() => reject(toError(signal.reason)));
    const settle = (outcome: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      outcome();
    };
    signal.addEventListener('abort', onAbort);
    work.then((result) => settle(() => resolve(result)), (fault: unknown) => settle(() => reject(toError(fault))));
    if (signal.aborted) onAbort();
  });
}

/** True for what a caller made of `Call`, also after a library has passed it on untyped. */
export const isCall = (value: unknown): value is Call => typeof value === 'object' && value !== null && 'context' in value && 'abort' in value;

const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error('Not an Error was thrown', { cause: thrown }));
