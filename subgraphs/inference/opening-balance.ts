import type { RequestContext } from '#kernel/context';
import { dataOrThrow, type GraphPort } from '#kernel/graph-port';
import { OpeningBalanceDocument, OwnOpeningBalanceDocument } from './operations.generated.ts';

/** The balance that a new token account opens with; null: the configured default. */
export type OpeningBalance = (subject: string, context: RequestContext) => Promise<number | null>;

/** Asks identity through the graph: callers about themselves, administrators about others. */
export function createOpeningBalance(graph: GraphPort): OpeningBalance {
  const own = graph.prepare(OwnOpeningBalanceDocument);
  const other = graph.prepare(OpeningBalanceDocument);
  return async (subject, context) => {
    const user = subject === context.principal?.subject ? dataOrThrow(await own.execute({}, context)).me : dataOrThrow(await other.execute({ userId: subject }, context)).user;
    return user?.openingTokenBalance ?? null;
  };
}
