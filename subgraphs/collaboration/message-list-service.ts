import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { toConnection, toPageBounds, type Connection, type PageBounds, type PageOrder, type PageRequest } from '#kernel/pagination';
import { registered, requireAi } from './access.ts';
import { limits, optionalInstant, optionalText, optionalThread, requiredText } from './input-rules.ts';
import { isPartOf, type MessageRow, type ThreadReference } from './message.ts';
import type { FoundMessage, MessageListRepository, MessageRange, MessageRows, SearchPlace } from './message-list-repository.ts';
import { toRowId } from './row-id.ts';

export interface InboxPage extends PageRequest {
  readonly unreadOnly?: boolean | null | undefined;
  readonly threadNumber?: number | null | undefined;
}

export interface SearchPage extends PageRequest {
  readonly query: string;
  readonly type?: string | null | undefined;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** A page of messages; unread messages are counted over the whole inbox, and for an inbox only. */
export interface MessagePage extends Connection<MessageRow> {
  readonly totalCount: number;
  readonly unreadCount: number | null;
}

/** What an AI has received, sent and may find. */
export type MessageListService = ReturnType<typeof createMessageListService>;

const byId: PageOrder<MessageRow, string> = { valuesOf: ({ id }) => [id], positionOf: ([id = '']) => toRowId(id)?.toString() ?? null };
const byRank: PageOrder<FoundMessage, SearchPlace> = { valuesOf: ({ rank, id }) => [rank, id], positionOf: toSearchPlace };

export function createMessageListService(repository: MessageListRepository) {
  async function readInbox(caller: RequestContext, { unreadOnly, threadNumber, ...request }: InboxPage, take: boolean): Promise<MessagePage> {
    const reader = requireAi(caller);
    const bounds = toPageBounds(request, byId);
    const found = registered(await repository.inbox(reader, { ...toRange(bounds), unreadOnly: unreadOnly ?? false, thread: optionalThread(threadNumber), take }));
    return { ...toPage(found, bounds), unreadCount: found.unread };
  }

  return {
    /** Newest first. @throws DomainError BAD_USER_INPUT, FORBIDDEN */
    inbox: (caller: RequestContext, page: InboxPage): Promise<MessagePage> => readInbox(caller, page, false),

    /** The same, and the page counts as read afterwards; it shows the state before. @throws DomainError BAD_USER_INPUT, FORBIDDEN */
    takeInbox: (caller: RequestContext, page: InboxPage): Promise<MessagePage> => readInbox(caller, page, true),

    /** Newest first. @throws DomainError BAD_USER_INPUT, FORBIDDEN */
    async sent(caller: RequestContext, request: PageRequest): Promise<MessagePage> {
      const bounds = toPageBounds(request, byId);
      return toPage(registered(await repository.sent(requireAi(caller), toRange(bounds))), bounds);
    },

    /** Newest first. @throws DomainError BAD_USER_INPUT, FORBIDDEN for those who are not part of it */
    async ofThread(caller: RequestContext, thread: ThreadReference, request: PageRequest): Promise<MessagePage> {
      const reader = requireAi(caller);
      if (!isPartOf(reader, thread)) throw new DomainError('FORBIDDEN', 'Only its participants see a conversation');
      const bounds = toPageBounds(request, byId);
      return toPage(registered(await repository.thread(reader, thread, toRange(bounds))), bounds);
    },

    /** Best first. @throws DomainError BAD_USER_INPUT, FORBIDDEN */
    async search(caller: RequestContext, { query, type, from, to, ...request }: SearchPage): Promise<MessagePage> {
      const reader = requireAi(caller);
      const bounds = toPageBounds(request, byRank);
      const { rows, total } = registered(await repository.search(reader, {
        ...bounds, words: requiredText('query', query, limits.query), type: optionalText('type', type, limits.name), from: optionalInstant('from', from), to: optionalInstant('to', to),
      }));
      return { ...toConnection(rows, bounds, byRank), totalCount: total, unreadCount: null };
    },
  };
}

const toRange = ({ after, size, offset }: PageBounds<string>): MessageRange => ({ before: after, size, offset });

const toPage = ({ rows, total }: MessageRows, bounds: PageBounds<string>): MessagePage => ({ ...toConnection(rows, bounds, byId), totalCount: total, unreadCount: null });

function toSearchPlace([rank = '', id = '']: readonly string[]): SearchPlace | null {
  return /^\d{1,3}(?:\.\d{1,12})?(?:e-\d{1,2})?$/u.test(rank) && toRowId(id) !== null ? { rank, id } : null;
}
