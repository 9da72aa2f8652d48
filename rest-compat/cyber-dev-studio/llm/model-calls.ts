import { graphCounter } from '#rest-compat/core';
import { CountModelCallDocument } from './operations.generated.ts';

/** Counts the calls of language models of one user, over all doors of the product together. */
export const modelCalls = graphCounter({
  operation: CountModelCallDocument,
  read: ({ countModelCall: { allowance } }) => (allowance === null ? null : { ...allowance, resetAt: Math.ceil(Date.parse(allowance.resetsAt) / 1000) }),
});
