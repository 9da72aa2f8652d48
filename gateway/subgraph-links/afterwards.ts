import { isPromise } from './is-promise.ts';

/** Goes on with a value at once when it is there, otherwise when it has come. */
export const afterwards = <TValue, TResult>(value: TValue | Promise<TValue>, next: (value: TValue) => TResult | Promise<TResult>): TResult | Promise<TResult> =>
  (isPromise(value) ? value.then(next) : next(value));
