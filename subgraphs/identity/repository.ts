import type { RequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import type { Events } from '#kernel/events';
import type { Account, ApiKey, AuditEntry, Prisma } from '#prisma-client';
import { createAccessSessionRepository } from './access-session-repository.ts';
import { createAccountRepository } from './account-repository.ts';
import { createApiKeyRepository } from './api-key-repository.ts';
import { createAuditRepository } from './audit-repository.ts';
import { revocationTopic, type Revocation } from './revocation-event.ts';

export type AccountRow = Account;
export type ApiKeyRow = ApiKey;
export type AuditEntryRow = AuditEntry;

/** Announces one audit entry, which has the same id. */
export interface AuditEvent {
  readonly id: bigint;
}

/** Announces that an AI, the event's key, came online or went offline. */
export interface PresenceEvent {
  readonly id: bigint;
  readonly key: string | null;
}

/** An act to record. The caller is who acted, unless `actor` says otherwise. */
export interface AuditRecord {
  readonly action: string;
  readonly subject: string | null;
  readonly actor?: string;
  readonly succeeded?: boolean;
}

export interface IdentityRepositoryDependencies {
  readonly database: Pick<Database, 'prisma'>;
  readonly events: Pick<Events, 'publish' | 'subscribe'>;
  /** Resolves when this process refuses what the revocation with this id ended. */
  readonly applied: (revocation: bigint) => Promise<void>;
}

/** Everything this domain needs from storage. */
export type IdentityRepository = ReturnType<typeof createIdentityRepository>;

const auditTopic = 'identity.audit';
const presenceTopic = 'identity.ai_presence';

/** The tables of this domain in PostgreSQL. */
export function createIdentityRepository({ database: { prisma }, events, applied }: IdentityRepositoryDependencies) {
  return {
    accounts: createAccountRepository(prisma),
    apiKeys: createApiKeyRepository(prisma),
    audit: createAuditRepository(prisma),
    accessSessions: createAccessSessionRepository(prisma),

    /** All of the work or nothing. Returns when it is committed and this process has applied what it revoked. */
    async transaction<T>(work: (records: IdentityTransaction) => Promise<T>): Promise<T> {
      const revocations: bigint[] = [];
      const result = await prisma.$transaction((client) => work(createTransaction({ client, events, revocations })));
      for (const revocation of revocations) await applied(revocation);
      return result;
    },

    /** Announcements of audit entries, those behind `after` first. */
    followAudit: ({ after, signal }: { readonly after: bigint | null; readonly signal: AbortSignal }): AsyncIterableIterator<AuditEvent> =>
      events.subscribe({ topics: [auditTopic], signal, ...(after !== null && { after }) }),
    /** Announcements of AIs that come and go, those behind `after` first. */
    followPresence: ({ after, signal }: { readonly after: bigint | null; readonly signal: AbortSignal }): AsyncIterableIterator<PresenceEvent> =>
      events.subscribe({ topics: [presenceTopic], signal, ...(after !== null && { after }) }),
  };
}

/** What work in a transaction may do; every change of a credential announces what it ended. */
export type IdentityTransaction = ReturnType<typeof createTransaction>;

interface Open {
  readonly client: Prisma.TransactionClient;
  readonly events: Pick<Events, 'publish'>;
  /** Gets the ids of the announcements. */
  readonly revocations: bigint[];
}

function createTransaction({ client, events, revocations }: Open) {
  const accounts = createAccountRepository(client);
  const apiKeys = createApiKeyRepository(client);
  const audit = createAuditRepository(client);
  const accessSessions = createAccessSessionRepository(client);
  const announce = async (key: string, payload: Revocation): Promise<void> => {
    revocations.push(await events.publish(client, { topic: revocationTopic, key, payload }));
  };

  return {
    accounts: { insert: accounts.insert, lock: accounts.lock },
    apiKeys: { insert: apiKeys.insert, countOf: apiKeys.countOf },
    accessSessions: { insert: accessSessions.insert, deleteExpired: accessSessions.deleteExpired, noteUse: accessSessions.noteUse, leaveIdle: accessSessions.leaveIdle },

    /** Changes the role or the password of a locked account, which ends its tokens. */
    async changeCredentials(account: AccountRow, { now, ...changes }: Partial<Pick<AccountRow, 'role' | 'passwordHash'>> & { readonly now: number }): Promise<AccountRow> {
      // Later than before even within one millisecond, because tokens are told apart by it.
      const validFrom = Math.max(now, (account.tokensValidFrom?.getTime() ?? 0) + 1);
      const changed = await accounts.update(account.subject, { ...changes, tokensValidFrom: new Date(validFrom) });
      await announce(account.subject, { validFrom });
      return changed;
    },

    /** Ends an API key; null when there is none to end. */
    async revokeApiKey(which: Parameters<typeof apiKeys.revoke>[0]): Promise<ApiKeyRow | null> {
      const revoked = await apiKeys.revoke(which);
      if (revoked !== null) await announce(revoked.owner, { keySha256: revoked.sha256 });
      return revoked;
    },

    /** Ends a session of an AI; false when it has ended already. */
    async endAccessSession(which: Parameters<typeof accessSessions.end>[0]): Promise<boolean> {
      const ended = await accessSessions.end(which);
      if (ended) await announce(which.owner, { sessionId: which.id });
      return ended;
    },

    /** Changes sessions of an AI and announces it when the AI came online or went offline by that. */
    async changePresence<T>(owner: string, change: () => Promise<T>): Promise<T> {
      // Changes of one AI at the same time come one after the other, so that each sees what the one before left.
      await accounts.lock(owner);
      const before = await accessSessions.isPresent(owner);
      const result = await change();
      if ((await accessSessions.isPresent(owner)) !== before) await events.publish(client, { topic: presenceTopic, key: owner, payload: {} });
      return result;
    },

    /** Appends to the audit log and announces the entry. */
    async record(caller: RequestContext, { action, subject, actor = caller.principal?.subject, succeeded = true }: AuditRecord): Promise<void> {
      const id = await events.publish(client, { topic: auditTopic, ...(subject !== null && { key: subject }), payload: { action, succeeded } });
      await audit.insert({ id, action, actor: actor ?? null, subject, succeeded, address: caller.clientAddress, requestId: caller.requestId });
    },
  };
}
