import { randomBytes } from 'node:crypto';
import type { Clock } from '#kernel/clock';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { toConnection, toPageBounds, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import { notAnAi, requireAi, requireSelf } from './access.ts';
import { count, limits, optionalObject, optionalText, requiredText } from './input-rules.ts';
import type { ProfileRepository } from './profile-repository.ts';
import { toRowId } from './row-id.ts';
import type { SessionRepository, SessionRow, SessionStats } from './session-repository.ts';
import { sharedRead } from './shared-read.ts';

export interface SessionInput {
  readonly type: string;
  readonly project?: string | null | undefined;
  readonly metadata?: unknown;
}

export interface SessionEnd {
  readonly id: string;
  readonly summary?: string | null | undefined;
  readonly stats?: { readonly [Key in keyof SessionStats]?: number | null | undefined } | null | undefined;
}

/** The working sessions of AIs, each seen by its owner alone. */
export interface SessionService {
  /** @throws DomainError BAD_USER_INPUT, FORBIDDEN */
  create(caller: RequestContext, input: SessionInput): Promise<SessionRow>;
  /** Null when there is none. @throws DomainError FORBIDDEN for another AI's */
  find(caller: RequestContext, id: string): Promise<SessionRow | null>;
  /** Once. @throws DomainError NOT_FOUND, FORBIDDEN, CONFLICT, BAD_USER_INPUT */
  end(caller: RequestContext, input: SessionEnd): Promise<SessionRow>;
  /** Newest first. @throws DomainError FORBIDDEN for another AI's, BAD_USER_INPUT */
  list(caller: RequestContext, owner: string, page: PageRequest): Promise<Connection<SessionRow> & { readonly totalCount: number }>;
}

export interface SessionServiceDependencies {
  readonly repository: SessionRepository;
  readonly profiles: Pick<ProfileRepository, 'find'>;
  readonly clock: Clock;
}

const byId: PageOrder<SessionRow, bigint> = { valuesOf: ({ id }) => [id.toString()], positionOf: ([id = '']) => toRowId(id) };
const identifierAttempts = 10;

export function createSessionService({ repository, profiles, clock }: SessionServiceDependencies): SessionService {
  async function find(caller: RequestContext, text: string): Promise<SessionRow | null> {
    requireAi(caller);
    const id = toRowId(text);
    const session = id === null ? null : await repository.find(id);
    if (session !== null) requireSelf(caller, session.owner, 'sessions');
    return session;
  }

  const sharedList = sharedRead(async ({ owner, request }: { readonly owner: string; readonly request: PageRequest }) => {
    const bounds = toPageBounds(request, byId);
    const [rows, totalCount] = await Promise.all([repository.page({ owner, before: bounds.after, offset: bounds.offset, limit: bounds.size + 1 }), repository.count(owner)]);
    return { ...toConnection(rows, bounds, byId), totalCount };
  });

  return {
    find,

    async create(caller, input) {
      const owner = requireAi(caller);
      const session = {
        owner,
        type: requiredText('type', input.type, limits.name),
        project: optionalText('project', input.project, limits.label),
        metadata: optionalObject('metadata', input.metadata),
      };
      if ((await profiles.find(owner)) === null) throw notAnAi();
      for (let attempt = 0; attempt < identifierAttempts; attempt += 1) {
        const made = await repository.insert({ ...session, identifier: randomBytes(4).toString('hex').slice(1) });
        if (made !== null) return made;
      }
      throw new DomainError('UNAVAILABLE', 'No free session identifier was found');
    },

    async end(caller, { id, summary, stats }) {
      const { thoughtsGenerated, insightsShared, responsesSent, collaborationsInitiated } = stats ?? {};
      const changes = {
        summary: optionalText('summary', summary, limits.text),
        thoughtsGenerated: count('stats.thoughtsGenerated', thoughtsGenerated),
        insightsShared: count('stats.insightsShared', insightsShared),
        responsesSent: count('stats.responsesSent', responsesSent),
        collaborationsInitiated: count('stats.collaborationsInitiated', collaborationsInitiated),
      };
      const session = await find(caller, id);
      if (session === null) throw new DomainError('NOT_FOUND', 'Session not found', { details: { what: 'session' } });
      const ended = await repository.end(session.id, { ...changes, endedAt: new Date(clock.now()) });
      if (ended === null) throw new DomainError('CONFLICT', 'The session has ended already');
      return ended;
    },

    list: async (caller, owner, request) => sharedList({ owner: requireSelf(caller, owner, 'sessions'), request }),
  };
}
