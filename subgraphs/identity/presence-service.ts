import type { Clock } from '#kernel/clock';
import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { Presence } from './access-session-repository.ts';
import type { IdentityRepository, PresenceEvent } from './repository.ts';

/** An AI, by its id alone. */
export interface AiReference {
  readonly id: string;
}

/** Who is there: an AI is online while it has a session that is in use and not signed out. */
export interface PresenceService {
  /** How each of the AIs is there; one without any session was never there. */
  find(ids: readonly string[]): Promise<ReadonlyMap<string, Presence>>;
  /** Notes a use of a session, at most once a minute; an unknown or ended session is none of anybody's. */
  noteUse(sessionId: string): Promise<void>;
  /** Notes that the calling AI is there. @throws DomainError UNAUTHENTICATED, FORBIDDEN */
  announce(caller: RequestContext): Promise<AiReference>;
  /** Announcements of AIs that come and go; with `after`, of those since that event first. @throws DomainError BAD_USER_INPUT */
  follow(caller: RequestContext, after: string | null): AsyncIterableIterator<PresenceEvent>;
  /** Announces the AIs whose last use is too long ago. */
  sweep(): Promise<void>;
}

const onlineForMs = 5 * 60_000;
// A write per request would cost more than the request.
const useNotedEveryMs = 60_000;
const uuidPattern = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;
const eventIdPattern = /^(?:0|[1-9]\d{0,18})$/u;
const maxEventId = 2n ** 63n - 1n;

export function createPresenceService({ repository, clock }: { readonly repository: IdentityRepository; readonly clock: Clock }): PresenceService {
  const ago = (milliseconds: number): Date => new Date(clock.now() - milliseconds);

  async function noteUse(sessionId: string): Promise<void> {
    const session = uuidPattern.test(sessionId) ? await repository.accessSessions.find(sessionId) : null;
    if (session === null) return;
    const use = { at: new Date(clock.now()), unlessSince: ago(useNotedEveryMs) };
    if (session.present) await repository.accessSessions.noteUse(sessionId, use);
    else await repository.transaction((records) => records.changePresence(session.owner, () => records.accessSessions.noteUse(sessionId, use)));
  }

  return {
    find: async (ids) => new Map((await repository.accessSessions.presenceOf(ids, ago(onlineForMs))).map((presence) => [presence.owner, presence])),
    noteUse,
    async announce(caller) {
      const { subject, session } = requirePrincipal(caller);
      if (!subject.startsWith('cb:') || session === null) throw new DomainError('FORBIDDEN', 'Only an AI is present here');
      await noteUse(session);
      return { id: subject };
    },
    follow: ({ cancellation: { signal } }, after) => repository.followPresence({ after: after === null ? null : readEventId(after), signal }),
    async sweep() {
      const moment = ago(onlineForMs);
      for (const owner of await repository.accessSessions.idleOwners(moment)) {
        await repository.transaction((records) => records.changePresence(owner, () => records.accessSessions.leaveIdle(owner, moment)));
      }
    },
  };
}

function readEventId(text: string): bigint {
  if (eventIdPattern.test(text) && BigInt(text) <= maxEventId) return BigInt(text);
  throw new DomainError('BAD_USER_INPUT', 'after is not the id of an event', { details: { field: 'after', reason: 'is not the id of an event' } });
}
