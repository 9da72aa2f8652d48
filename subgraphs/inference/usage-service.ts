import { toConnection, toPageBounds, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import type { InferenceRepository, UsageRow } from './repository.ts';

/** A page of the ledger of one account. */
export interface UsagePage extends Connection<UsageRow> {
  readonly subject: string;
}

/** The ledger of settled answers. */
export interface UsageService {
  /** A page of an account's ledger, newest first. @throws DomainError BAD_USER_INPUT */
  list(subject: string, page: PageRequest): Promise<UsagePage>;
  count(subject: string): Promise<number>;
}

const byTime: PageOrder<UsageRow, { readonly createdAt: Date; readonly id: string }> = { valuesOf: ({ createdAt, id }) => [createdAt.toISOString(), id], positionOf: toPosition };

/** Reads the ledger. */
export function createUsageService(repository: Pick<InferenceRepository, 'usage' | 'countUsage'>): UsageService {
  return {
    async list(subject, page) {
      const bounds = toPageBounds(page, byTime);
      const rows = await repository.usage({ subject, after: bounds.after, limit: bounds.size + 1 });
      return { subject, ...toConnection(rows, bounds, byTime) };
    },
    count: (subject) => repository.countUsage(subject),
  };
}

function toPosition([moment = '', id]: readonly string[]): { readonly createdAt: Date; readonly id: string } | null {
  const createdAt = new Date(moment);
  return id === undefined || Number.isNaN(createdAt.getTime()) ? null : { createdAt, id };
}
