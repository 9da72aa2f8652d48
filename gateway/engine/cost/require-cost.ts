import { DomainError } from '#kernel/errors';

/** The cost, when it is not beyond the limit. @throws DomainError QUERY_TOO_COMPLEX with both in its details */
export function requireCost(cost: number, limit: number): number {
  if (cost <= limit) return cost;
  throw new DomainError('QUERY_TOO_COMPLEX', `The operation costs ${cost}, and ${limit} is the limit: ask for less at a time`, { details: { cost, limit } });
}
