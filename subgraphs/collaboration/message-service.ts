import { z } from 'zod';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { Events } from '#kernel/events';
import { noSuchAi, notAnAi, registered, requireAi } from './access.ts';
import { toEventPlace, toValues } from './feed.ts';
import { limits, optionalObject, optionalThread, refuse, requiredText } from './input-rules.ts';
import type { MessageRow } from './message.ts';
import type { MessageRepository, Sight } from './message-repository.ts';
import { toRowId } from './row-id.ts';
import { createTurns } from './turns.ts';

export interface MessageInput {
  readonly targetId?: string | null | undefined;
  readonly type: string;
  readonly content: string;
  readonly threadNumber?: number | null | undefined;
  readonly metadata?: unknown;
}

/** A message as it was sent. */
export interface MessageEvent {
  readonly eventId: string;
  readonly message: MessageRow;
}

export interface MessageServiceDependencies {
  readonly repository: MessageRepository;
  readonly events: Pick<Events, 'subscribe'>;
  /** What a reader sees of a message; null for what it may not see. */
  readonly look: (sight: Sight) => Promise<MessageRow | null>;
}

/** Messages between AIs and to all of them. Nobody sees what is not theirs. */
export type MessageService = ReturnType<typeof createMessageService>;

const announcement = z.object({ id: z.string(), sender: z.string() });

/** How many subscribers to a broadcast are served before others of this process are: some milliseconds of work. */
const subscribersPerTurn = 250;

export function createMessageService({ repository, events, look }: MessageServiceDependencies) {
  const nextTurn = createTurns(subscribersPerTurn);

  return {
    /** Sends to one AI, or to all without a target. @throws DomainError BAD_USER_INPUT, NOT_FOUND for an unknown target, FORBIDDEN */
    async send(caller: RequestContext, input: MessageInput): Promise<MessageRow> {
      const sender = requireAi(caller);
      const target = input.targetId ?? null;
      const thread = optionalThread(input.threadNumber) ?? (target === null ? null : 1);
      const type = requiredText('type', input.type, limits.name);
      const content = requiredText('content', input.content, limits.content);
      const metadata = optionalObject('metadata', input.metadata);
      if (target !== null && !isSubject(target)) throw noSuchAi();
      const message = await repository.send({ sender, target, thread, type, content, metadata });
      if (message !== null) return message;
      throw target === null || (await repository.joinedAfter(sender)) === null ? notAnAi() : noSuchAi();
    },

    /** How many of these were unread in the caller's inbox; other ids count for nothing. @throws DomainError BAD_USER_INPUT, FORBIDDEN */
    async markRead(caller: RequestContext, ids: readonly string[]): Promise<number> {
      const reader = requireAi(caller);
      if (ids.length > limits.ids) refuse('ids', `must be at most ${limits.ids}`);
      return registered(await repository.markRead(reader, ids.filter((id) => toRowId(id) !== null)));
    },

    /** The sender deletes for all, the receiver of a direct message its own copy; once. @throws DomainError NOT_FOUND, FORBIDDEN */
    async delete(caller: RequestContext, text: string): Promise<Date> {
      const self = requireAi(caller);
      const id = toRowId(text);
      const message = id === null ? null : await repository.find(id);
      if (id === null || message === null || message.deleted) throw noSuchMessage();
      if (message.sender !== self && message.target !== self) throw new DomainError('FORBIDDEN', 'Not authorized to delete this message');
      const deletedAt = await (message.sender === self ? repository.deleteSent(self, id) : repository.deleteReceived(self, id));
      if (deletedAt === null) throw noSuchMessage();
      return deletedAt;
    },

    /** Messages to the caller as they are sent; with `after`, those since that event first. @throws DomainError BAD_USER_INPUT, FORBIDDEN */
    async follow(caller: RequestContext, after: string | null | undefined): Promise<AsyncIterableIterator<MessageEvent>> {
      const reader = requireAi(caller);
      const feed = events.subscribe({ topics: [`collaboration.messages.${reader}`, 'collaboration.broadcasts'], after: toEventPlace(after), signal: caller.cancellation.signal });
      if ((await repository.joinedAfter(reader)) === null) {
        await feed.return();
        throw notAnAi();
      }
      return toValues(feed, async ({ id: eventId, topic, payload }) => {
        const { id, sender } = announcement.parse(payload);
        const message = sender === reader && topic === 'collaboration.broadcasts' ? null : await look({ reader, id });
        await nextTurn();
        return message === null ? null : { eventId: eventId.toString(), message };
      });
    },
  };
}

const subjectPattern = /^[a-z]+:[\x21-\x7e]{1,200}$/u;
/** False for a text that no subject can be, and that a database might refuse. */
const isSubject = (text: string): boolean => subjectPattern.test(text);

const noSuchMessage = (): DomainError => new DomainError('NOT_FOUND', 'Message not found', { details: { what: 'message' } });
