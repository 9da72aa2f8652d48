import { DomainError } from '#kernel/errors';
import { toRefusal } from '#kernel/listener';
import { refusedOutcome } from '../operations/graph-errors.ts';
import { notWellFormed, readParameters, type OperationRequest } from '../operations/request-parameters.ts';

export interface BatchOptions {
  /** The answer to one operation as JSON text. */
  readonly answer: (request: OperationRequest) => Promise<string>;
  /** Receives what was thrown and is hidden from the caller. */
  readonly report: (fault: unknown) => void;
}

/** @throws DomainError INVALID_REQUEST for a list that is empty or too long */
export function assertBatch(list: readonly unknown[], limit: number): void {
  if (list.length === 0 || list.length > limit) throw new DomainError('INVALID_REQUEST', `A list holds 1 to ${limit} operations`, { details: { limit } });
}

/** Answers the operations of a list side by side, as one JSON list in the order of the list. What is wrong with one is said in its place. */
export async function answerBatch(list: readonly unknown[], { answer, report }: BatchOptions): Promise<string> {
  const answerItem = async (item: unknown): Promise<string> => {
    try {
      return await answer(readParameters(item) ?? notWellFormed());
    } catch (thrown) {
      const refusal = toRefusal(thrown);
      if (refusal.code === 'INTERNAL') report(thrown);
      return JSON.stringify(refusedOutcome(refusal));
    }
  };
  return `[${(await Promise.all(list.map(answerItem))).join(',')}]`;
}

