import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { dataOrThrow, type GraphPort } from '#kernel/graph-port';
import { OpeningBalanceDocument, OwnOpeningBalanceDocument } from './operations.generated.ts';

/** The balance that a new token account opens with; null: the configured default. */
export type OpeningBalance = (subject: string, context: RequestContext) => Promise<number | null>;

/** Asks identity through the graph: callers about themselves, administrators about others. @throws DomainError NOT_FOUND when another is nobody */
export function createOpeningBalance(graph: GraphPort): OpeningBalance {
  const own = graph.prepare(OwnOpeningBalanceDocument);
  const other = graph.prepare(OpeningBalanceDocument);
  return async (subject, context) => {
    if (subject === context.principal?.subject) return dataOrThrow(await own.execute({}, context)).me?.openingTokenBalance ?? null;
    const { user } = dataOrThrow(await other.execute({ userId: subject }, context));
    if (user === null) throw new DomainError('NOT_FOUND', 'There is no such user');
    return user.openingTokenBalance;
  };
}
