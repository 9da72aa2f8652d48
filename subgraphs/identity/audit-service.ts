import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { requireAdministrator } from './access.ts';
import { readPosition, toConnection, toPageBounds, type Connection, type PageRequest } from './page.ts';
import type { AuditEntryRow, AuditEvent, IdentityRepository } from './repository.ts';

/** The audit log, for administrators. */
export interface AuditService {
  /** One page, newest first. @throws DomainError FORBIDDEN, BAD_USER_INPUT */
  list(caller: RequestContext, page: PageRequest): Promise<Connection<AuditEntryRow>>;
  /** Announcements of entries as they are recorded; with `after`, of those since that entry first. @throws DomainError FORBIDDEN, BAD_USER_INPUT */
  follow(caller: RequestContext, after: string | null): AsyncIterableIterator<AuditEvent>;
  /** The entry that was announced. @throws DomainError NOT_FOUND when it has been removed since */
  entryOf(event: AuditEvent): Promise<AuditEntryRow>;
}

const refusal = 'Only an administrator may read the audit log';

export function createAuditService({ repository }: { readonly repository: IdentityRepository }): AuditService {
  return {
    async list(caller, request) {
      requireAdministrator(caller, refusal);
      const bounds = toPageBounds(request);
      const [rows, total] = await Promise.all([repository.audit.page({ before: bounds.after, limit: bounds.size + 1 }), repository.audit.count()]);
      return toConnection(bounds, { rows, total, positionOf: ({ id }) => id });
    },
    follow(caller, after) {
      requireAdministrator(caller, refusal);
      return repository.followAudit({ after: after === null ? null : readPosition(after), signal: caller.signal });
    },
    async entryOf({ id }) {
      const entry = await repository.audit.find(id);
      if (entry === null) throw new DomainError('NOT_FOUND', 'The audit entry has been removed');
      return entry;
    },
  };
}
