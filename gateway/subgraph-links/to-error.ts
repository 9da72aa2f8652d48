/** Whatever was thrown, as an Error. */
export const toError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error('A resolver threw something that is not an Error', { cause: reason }));
