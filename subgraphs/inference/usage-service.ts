import { cursorOf, readCursor, toConnection, toPageSize, type Connection, type PageRequest } from './page.ts';
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

/** Reads the ledger. */
export function createUsageService(repository: Pick<InferenceRepository, 'usage' | 'countUsage'>): UsageService {
  return {
    async list(subject, page) {
      const size = toPageSize(page);
      const after = readCursor(page, toPosition);
      const rows = await repository.usage({ subject, after, limit: size + 1 });
      return { subject, ...toConnection({ rows, size, after, cursorOf: ({ createdAt, id }) => cursorOf([createdAt.toISOString(), id]) }) };
    },
    count: (subject) => repository.countUsage(subject),
  };
}

function toPosition([moment = '', id]: readonly string[]): { readonly createdAt: Date; readonly id: string } | null {
  const createdAt = new Date(moment);
  return id === undefined || Number.isNaN(createdAt.getTime()) ? null : { createdAt, id };
}
