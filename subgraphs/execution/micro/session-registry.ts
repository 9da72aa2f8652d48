import { DomainError } from '#kernel/errors';
import type { Subject } from '#kernel/principal';
import { microLimits } from './limits.ts';
import { sessionEnded, type Session, type SessionEnd, type SessionFacts } from './session.ts';

/** The sessions of this process, and those that ended lately. */
export interface SessionRegistry {
  /** Starts a session in a place that is kept for it meanwhile. @throws DomainError LIMIT_REACHED */
  admit(owner: Subject, start: () => Promise<Session>): Promise<Session>;
  /** Null when there is none that is the owner's. */
  find(owner: Subject, id: string): SessionFacts | null;
  /** One that lives. @throws DomainError NOT_FOUND, SESSION_ENDED */
  require(owner: Subject, id: string): Session;
  /** Those that live, newest first. */
  listOf(owner: string): readonly Session[];
  /** How many live, or are about to. */
  count(): number;
  /** Ends all, and admits none any more. */
  close(): Promise<void>;
}

/** How many ended sessions are remembered. */
const maxRemembered = 1_000;

/** No sessions yet. */
export function createSessionRegistry(): SessionRegistry {
  const living = new Map<string, Session>();
  const remembered = new Map<string, SessionFacts & { readonly endReason: SessionEnd | null }>();
  const starting: Subject[] = [];
  let isClosed = false;

  function refuseMore(owner: Subject): void {
    if (isClosed) throw new DomainError('UNAVAILABLE', 'The server is stopping');
    const owners = [...starting, ...[...living.values()].map((session) => session.owner)];
    if (owners.length >= microLimits.sessions) throw new DomainError('LIMIT_REACHED', `At most ${microLimits.sessions} micro sessions may be there at once`, { details: { scope: 'server', max: microLimits.sessions } });
    if (owners.filter((other) => other === owner).length < microLimits.sessionsPerUser) return;
    throw new DomainError('LIMIT_REACHED', `At most ${microLimits.sessionsPerUser} micro sessions of one user may be there at once`, { details: { scope: 'user', max: microLimits.sessionsPerUser } });
  }
  function remember(session: Session): void {
    const { id, owner, runtime, state, endReason, executionCount, createdAt, lastUsedAt, expiresAt } = session;
    living.delete(id);
    remembered.set(id, { id, owner, runtime, state, endReason, executionCount, createdAt, lastUsedAt, expiresAt, memoryBytes: async () => null });
    setTimeout(() => remembered.delete(id), microLimits.rememberedMs).unref();
    for (const oldest of remembered.keys()) {
      if (remembered.size <= maxRemembered) break;
      remembered.delete(oldest);
    }
  }
  const find = (owner: Subject, id: string): SessionFacts | null => {
    const found = living.get(id) ?? remembered.get(id);
    return found?.owner === owner ? found : null;
  };

  return {
    async admit(owner, start) {
      refuseMore(owner);
      starting.push(owner);
      try {
        const session = await start();
        living.set(session.id, session);
        void session.ended.then(() => remember(session));
        if (isClosed) await session.end('shutdown');
        return session;
      } finally {
        starting.splice(starting.indexOf(owner), 1);
      }
    },
    find,
    require(owner, id) {
      const session = living.get(id);
      if (session?.owner === owner && session.endReason === null) return session;
      const reason = find(owner, id)?.endReason ?? null;
      throw reason === null ? new DomainError('NOT_FOUND', 'Micro session not found', { details: { what: 'session' } }) : sessionEnded(reason);
    },
    listOf: (owner) => [...living.values()].filter((session) => session.owner === owner && session.endReason === null).reverse(),
    count: () => living.size + starting.length,
    async close() {
      isClosed = true;
      await Promise.all([...living.values()].map((session) => session.end('shutdown')));
    },
  };
}
