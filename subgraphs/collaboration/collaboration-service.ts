import { z } from 'zod';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { Events } from '#kernel/events';
import { toConnection, toPageBounds, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import { noSuchAi, notAnAi, requireAi, requireSelf } from './access.ts';
import { collaborationTopic, type CollaborationFilter, type CollaborationRepository, type CollaborationRow, type CollaborationStatus } from './collaboration-repository.ts';
import { toEventPlace, toValues } from './feed.ts';
import { limits, optionalObject, optionalText, refuse, requiredText } from './input-rules.ts';
import type { ProfileRepository } from './profile-repository.ts';
import { toRowId } from './row-id.ts';
import { sharedRead } from './shared-read.ts';

type Given<T> = T | null | undefined;

export interface CollaborationInput {
  readonly targetId: string;
  readonly type: string;
  readonly title: string;
  readonly description?: Given<string>;
  readonly metadata?: unknown;
}

export interface CollaborationPage extends PageRequest {
  readonly status?: Given<CollaborationStatus>;
  readonly role?: Given<'REQUESTER' | 'RESPONDER'>;
}

/** A page of collaborations, and how many there are in all. */
export interface CollaborationConnection extends Connection<CollaborationRow> {
  readonly totalCount: number;
}

/** A collaboration that changed, as it is now. */
export interface CollaborationEvent {
  readonly eventId: string;
  readonly collaboration: CollaborationRow;
}

export interface CollaborationServiceDependencies {
  readonly repository: CollaborationRepository;
  readonly profiles: Pick<ProfileRepository, 'findMany'>;
  readonly events: Pick<Events, 'subscribe'>;
  readonly look: (id: bigint) => Promise<CollaborationRow | null>;
}

/** Work that one AI asks another to do together: PENDING, then ACTIVE or DECLINED; ACTIVE, then COMPLETED. Seen by its two participants. */
export type CollaborationService = ReturnType<typeof createCollaborationService>;

const byId: PageOrder<CollaborationRow, bigint> = { valuesOf: ({ id }) => [id.toString()], positionOf: ([id = '']) => toRowId(id) };
const announcement = z.object({ id: z.string().transform(BigInt) });
export function createCollaborationService({ repository, profiles, events, look }: CollaborationServiceDependencies) {
  /** Null when there is none. @throws DomainError FORBIDDEN */
  async function find(caller: RequestContext, text: string): Promise<CollaborationRow | null> {
    const self = requireAi(caller);
    const id = toRowId(text);
    const found = id === null ? null : await repository.find(id);
    if (found !== null && !isParticipant(self, found)) throw new DomainError('FORBIDDEN', 'Only the participants of a collaboration may do this');
    return found;
  }

  const sharedList = sharedRead(async ({ subject, page: { status, role, ...request } }: { readonly subject: string; readonly page: CollaborationPage }): Promise<CollaborationConnection> => {
    const bounds = toPageBounds(request, byId);
    const filter: CollaborationFilter = { subject, status: status ?? null, role: role === 'REQUESTER' ? 'requester' : role === 'RESPONDER' ? 'responder' : null };
    const [rows, totalCount] = await Promise.all([repository.page(filter, { before: bounds.after, offset: bounds.offset, limit: bounds.size + 1 }), repository.count(filter)]);
    return { ...toConnection(rows, bounds, byId), totalCount };
  });

  return {
    find,

    /** @throws DomainError BAD_USER_INPUT, also for the caller itself as the target, NOT_FOUND for an unknown one, FORBIDDEN */
    async request(caller: RequestContext, input: CollaborationInput): Promise<CollaborationRow> {
      const requester = requireAi(caller);
      const responder = input.targetId;
      const request = {
        requester,
        responder,
        type: requiredText('type', input.type, limits.name),
        title: requiredText('title', input.title, limits.label),
        description: optionalText('description', input.description, limits.text),
        metadata: optionalObject('metadata', input.metadata),
      };
      if (responder === requester) refuse('targetId', 'must be another AI');
      const known = new Set((await profiles.findMany([requester, responder].filter((subject) => !subject.includes('\0')))).map(({ subject }) => subject));
      if (!known.has(requester)) throw notAnAi();
      if (!known.has(responder)) throw noSuchAi();
      return repository.insert(request);
    },

    /** Newest first; those of the caller unless an owner is named. @throws DomainError BAD_USER_INPUT, FORBIDDEN, also for another AI's */
    list: async (caller: RequestContext, page: CollaborationPage, owner?: string): Promise<CollaborationConnection> => sharedList({ subject: requireSelf(caller, owner, 'collaborations'), page }),

    /** Collaborations of the caller as they change; with `after`, those since that event first. @throws DomainError BAD_USER_INPUT */
    follow(caller: RequestContext, after: string | null | undefined): AsyncIterableIterator<CollaborationEvent> {
      const feed = events.subscribe({ topics: [collaborationTopic(requireAi(caller))], after: toEventPlace(after), signal: caller.cancellation.signal });
      return toValues(feed, async ({ id, payload }) => {
        const collaboration = await look(announcement.parse(payload).id);
        return collaboration === null ? null : { eventId: id.toString(), collaboration };
      });
    },
  };
}

/** True for either side of a collaboration. */
export const isParticipant = (subject: string, { requester, responder }: Pick<CollaborationRow, 'requester' | 'responder'>): boolean => subject === requester || subject === responder;
