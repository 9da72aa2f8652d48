import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { toConnection, toPageBounds, type Connection, type PageBounds, type PageOrder, type PageRequest } from '#kernel/pagination';
import { registered, requireAi, requireSelf } from './access.ts';
import { limits, optionalInstant, optionalText, optionalThread, requiredText } from './input-rules.ts';
import { isPartOf, type MessageRow, type ThreadReference } from './message.ts';
import type { MessageListRepository, MessageRange, MessageRows } from './message-list-repository.ts';
import type { FoundMessage, MessageSearchRepository, SearchPlace } from './message-search-repository.ts';
import { toRowId } from './row-id.ts';
import { sharedRead } from './shared-read.ts';

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

interface InboxRead {
  readonly reader: string;
  readonly page: InboxPage;
  /** True: the page counts as read afterwards. */
  readonly take: boolean;
}

export interface MessageListDependencies {
  readonly repository: MessageListRepository;
  readonly searches: MessageSearchRepository;
}

export function createMessageListService({ repository, searches }: MessageListDependencies) {
  async function readInbox({ reader, page: { unreadOnly, threadNumber, ...request }, take }: InboxRead): Promise<MessagePage> {
    const bounds = toPageBounds(request, byId);
    const found = registered(await repository.inbox(reader, { ...toRange(bounds), unreadOnly: unreadOnly ?? false, thread: optionalThread(threadNumber), take }));
    return { ...toPage(found, bounds), unreadCount: found.unread };
  }
  const sharedInbox = sharedRead(readInbox);

  const sharedSent = sharedRead(async ({ sender, request }: { readonly sender: string; readonly request: PageRequest }): Promise<MessagePage> => {
    const bounds = toPageBounds(request, byId);
    return toPage(registered(await repository.sent(sender, toRange(bounds))), bounds);
  });

  return {
    /** Newest first; that of the caller unless an owner is named. @throws DomainError BAD_USER_INPUT, FORBIDDEN, also for another AI's */
    inbox: async (caller: RequestContext, page: InboxPage, owner?: string): Promise<MessagePage> => sharedInbox({ reader: requireSelf(caller, owner, 'inbox'), page, take: false }),

    /** The same, and the page counts as read afterwards; it shows the state before. @throws DomainError BAD_USER_INPUT, FORBIDDEN */
    takeInbox: async (caller: RequestContext, page: InboxPage): Promise<MessagePage> => readInbox({ reader: requireAi(caller), page, take: true }),

    /** Newest first; by the caller unless an owner is named. @throws DomainError BAD_USER_INPUT, FORBIDDEN, also for another AI's */
    sent: async (caller: RequestContext, request: PageRequest, owner?: string): Promise<MessagePage> => sharedSent({ sender: requireSelf(caller, owner, 'sent messages'), request }),

    /** Newest first. @throws DomainError BAD_USER_INPUT, FORBIDDEN for those who are not part of it */
    async ofThread(caller: RequestContext, thread: ThreadReference, request: PageRequest): Promise<MessagePage> {
      const reader = requireAi(caller);
      if (!isPartOf(reader, thread)) throw new DomainError('FORBIDDEN', 'Only its participants see a conversation');
      const bounds = toPageBounds(request, byId);
      return toPage(registered(await repository.thread(reader, thread, toRange(bounds))), bounds);
    },

    /** Best first; of more than 1,000 matches the newest are ranked and counted. @throws DomainError BAD_USER_INPUT, FORBIDDEN */
    async search(caller: RequestContext, { query, type, from, to, ...request }: SearchPage): Promise<MessagePage> {
      const reader = requireAi(caller);
      const bounds = toPageBounds(request, byRank);
      const { rows, total } = registered(await searches.search(reader, {
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
