import type { CustomBatchingPrioritizationStrategy } from 'node-llama-cpp';

/**
 * Fills a native batch in ascending order of sequence (kept in `evaluationPriority`): llama.cpp splits a batch wherever the next id is not the one
 * after. Room is shared fairly: who needs less than an equal share leaves the rest to the others.
 */
export const inSequenceOrder: CustomBatchingPrioritizationStrategy = ({ items, size }) => {
  const smallestFirst = items.toSorted((one, other) => one.tokens.length - other.tokens.length);
  let room = size;
  return smallestFirst
    .map((item, index) => {
      const processAmount = Math.min(item.tokens.length, Math.floor(room / (smallestFirst.length - index)));
      room -= processAmount;
      return { item, processAmount };
    })
    .filter(({ processAmount }) => processAmount > 0)
    .sort((one, other) => one.item.evaluationPriority - other.item.evaluationPriority);
};
