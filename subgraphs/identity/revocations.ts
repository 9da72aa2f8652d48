import { setTimeout as delay } from 'node:timers/promises';
import { systemClock, type Clock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { DomainError } from '#kernel/errors';
import type { Events } from '#kernel/events';
import type { Logger } from '#kernel/logging';
import { createAccessSessionRepository } from './access-session-repository.ts';
import { createAccountRepository } from './account-repository.ts';
import { revocationSchema, revocationTopic } from './revocation-event.ts';
import { sessionLifetimeSeconds } from './session-tokens.ts';

/** Which credentials have ended, as this process knows it: one table per process, fed by the outbox in order. */
export interface Revocations {
  /** False when the feed lags so far behind that the database has to be asked. */
  fresh(): boolean;
  /** The moment from which tokens of the subject count, in milliseconds; 0 when none has been revoked. Right while `fresh`. */
  validFrom(subject: string): number;
  /** The same from the database. @throws DomainError UNAVAILABLE */
  askValidFrom(subject: string): Promise<number>;
  /** Whether the session of an AI has been signed out. Right while `fresh`. */
  sessionEnded(sessionId: string): boolean;
  /** The same from the database. @throws DomainError UNAVAILABLE */
  askSessionEnded(sessionId: string): Promise<boolean>;
  /** Calls back for every revocation from now on; `keySha256` is null when it is not about one API key. */
  onRevoked(listener: (revoked: { readonly subject: string; readonly keySha256: string | null }) => void): void;
  /** Resolves when this process refuses what the event with this id ended. */
  applied(event: bigint): Promise<void>;
  close(): Promise<void>;
}

export interface RevocationsDependencies {
  readonly database: Pick<Database, 'prisma'>;
  readonly events: Pick<Events, 'subscribe' | 'staleness'>;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** A feed that lags more is not trusted; what a revocation may at most take to count in another process. */
const staleAfterMs = 2_000;

/** Loads the revocations that still matter and follows the feed. */
export async function createRevocations({ database, events, logger, clock = systemClock }: RevocationsDependencies): Promise<Revocations> {
  const accounts = createAccountRepository(database.prisma);
  const sessions = createAccessSessionRepository(database.prisma);
  const accountTable = createMomentTable(clock);
  const sessionTable = createMomentTable(clock);
  const listeners: Parameters<Revocations['onRevoked']>[0][] = [];

  const apply = (subject: string, payload: unknown): void => {
    const { success, data } = revocationSchema.safeParse(payload);
    if (!success) logger.error({ component: 'identity', subject }, 'A revocation cannot be read');
    else if ('validFrom' in data) accountTable.note(subject, data.validFrom);
    else if ('sessionId' in data) sessionTable.note(data.sessionId, clock.now());
    const keySha256 = success && 'keySha256' in data ? data.keySha256 : null;
    for (const listener of listeners) listener({ subject, keySha256 });
  };

  // First the feed, then the rows: what is committed between the two is seen twice, not missed.
  const feed = events.subscribe({ topics: [revocationTopic] });
  for (const { subject, tokensValidFrom } of await accounts.revokedSince(new Date(accountTable.horizon()))) {
    if (tokensValidFrom !== null) accountTable.note(subject, tokensValidFrom.getTime());
  }
  for (const { id, endedAt } of await sessions.endedSince(new Date(sessionTable.horizon()))) {
    if (endedAt !== null) sessionTable.note(id, endedAt.getTime());
  }
  const following = (async () => {
    for await (const { key, payload } of feed) apply(key ?? '', payload);
  })();

  return {
    fresh: () => events.staleness() <= staleAfterMs,
    validFrom: (subject) => accountTable.momentOf(subject) ?? 0,
    async askValidFrom(subject) {
      const account = await accounts.find(subject).catch(cannotCheck);
      return account?.tokensValidFrom?.getTime() ?? 0;
    },
    sessionEnded: (sessionId) => sessionTable.momentOf(sessionId) !== null,
    async askSessionEnded(sessionId) {
      const session = await sessions.find(sessionId).catch(cannotCheck);
      return session?.endedAt !== null; // also true for a session that is not there
    },
    onRevoked: (listener) => void listeners.push(listener),
    async applied(event) {
      const waited = new AbortController();
      // An event that has not come after this time makes the feed stale, and then the database is asked: the revocation counts either way.
      // A closed feed belongs to a process that accepts no more credentials.
      await Promise.race([feed.caughtUp(event).catch(() => undefined), delay(staleAfterMs + 1, undefined, { signal: waited.signal }).catch(() => undefined)]);
      waited.abort();
    },
    async close() {
      await feed.return();
      await following;
    },
  };
}

function cannotCheck(cause: unknown): never {
  throw new DomainError('UNAVAILABLE', 'Credentials cannot be checked now', { cause });
}

/** Whose tokens were revoked and when, for as long as such a token can live. */
function createMomentTable(clock: Clock) {
  const moments = new Map<string, number>();
  const horizon = (): number => clock.now() - sessionLifetimeSeconds * 1000;
  return {
    /** What was revoked before this moment has expired by now. */
    horizon,
    momentOf: (key: string): number | null => moments.get(key) ?? null,
    note(key: string, moment: number): void {
      const known = moments.get(key) ?? 0;
      moments.delete(key);
      moments.set(key, Math.max(known, moment));
      // In the order of their notes; the oldest that matters ends the sweep.
      for (const [old, since] of moments) {
        if (since >= horizon()) break;
        moments.delete(old);
      }
    },
  };
}
