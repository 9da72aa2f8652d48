import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { toConnection, toPageBounds, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import { requireAdministrator } from './access.ts';
import type { AuditEntryRow, AuditEvent, IdentityRepository } from './repository.ts';

/** The audit log, for administrators. */
export interface AuditService {
  /** One page, newest first. @throws DomainError FORBIDDEN, BAD_USER_INPUT */
  list(caller: RequestContext, page: PageRequest): Promise<Connection<AuditEntryRow> & { readonly totalCount: number }>;
  /** Announcements of entries as they are recorded; with `after`, of those since that entry first. @throws DomainError FORBIDDEN, BAD_USER_INPUT */
  follow(caller: RequestContext, after: string | null): AsyncIterableIterator<AuditEvent>;
  /** The entry that was announced. @throws DomainError NOT_FOUND when it has been removed since */
  entryOf(event: AuditEvent): Promise<AuditEntryRow>;
}

// A bigint of PostgreSQL, in the one spelling that is given out.
const idPattern = /^(?:0|[1-9]\d{0,18})$/u;
const maxId = 2n ** 63n - 1n;
const toId = (text: string): bigint | null => (idPattern.test(text) && BigInt(text) <= maxId ? BigInt(text) : null);
const byId: PageOrder<AuditEntryRow, bigint> = { valuesOf: ({ id }) => [id.toString()], positionOf: ([id = '']) => toId(id) };

const refusal = 'Only an administrator may read the audit log';

export function createAuditService({ repository }: { readonly repository: IdentityRepository }): AuditService {
  return {
    async list(caller, request) {
      requireAdministrator(caller, refusal);
      const bounds = toPageBounds(request, byId);
      const [rows, total] = await Promise.all([repository.audit.page({ before: bounds.after, limit: bounds.size + 1 }), repository.audit.count()]);
      return { ...toConnection(rows, bounds, byId), totalCount: total };
    },
    follow(caller, after) {
      requireAdministrator(caller, refusal);
      return repository.followAudit({ after: after === null ? null : readId(after), signal: caller.cancellation.signal });
    },
    async entryOf({ id }) {
      const entry = await repository.audit.find(id);
      if (entry === null) throw new DomainError('NOT_FOUND', 'The audit entry has been removed');
      return entry;
    },
  };
}

function readId(text: string): bigint {
  const id = toId(text);
  if (id === null) throw new DomainError('BAD_USER_INPUT', 'after is not the id of an audit entry', { details: { field: 'after', reason: 'is not the id of an audit entry' } });
  return id;
}
