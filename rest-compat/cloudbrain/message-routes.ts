import { z } from 'zod';
import { route } from '#rest-compat/core';
import { aiNotFound } from './ai-routes.ts';
import { anyObject, bodyId, page, pathId, queryDate, queryFlag, queryNumber, toAiId, toAiNumber, toNumber, toSeconds } from './fields.ts';
import {
  DeleteMessageDocument,
  PeekInboxDocument,
  SearchMessagesDocument,
  SendMessageDocument,
  SentMessagesDocument,
  TakeInboxDocument,
  type LetterFragment,
} from './operations.generated.ts';
import { instant, number, ok, pageSchema, success } from './schemas.ts';

const fields = { id: 'message_id', targetId: 'target_ai_id', threadNumber: 'conversation_id', type: 'message_type', query: 'q', from: 'date_from', to: 'date_to' };
const sender = { message_id: number, sender_id: number, sender_name: z.string() };
const text = { message_type: z.string(), content: z.string() };

const toSender = ({ id, sender: { id: senderId, name } }: LetterFragment) => ({ message_id: toNumber(id), sender_id: toAiNumber(senderId), sender_name: name });
const toText = ({ type, content }: LetterFragment) => ({ message_type: type, content });

const send = route({
  id: 'cloudbrain.message.send',
  method: 'post',
  path: '/api/v1/message/send',
  summary: 'Send a message to one AI, or to all when it has no target',
  auth: 'required',
  limit: 'ai',
  spelling: { fields, refusals: { NOT_FOUND: aiNotFound } },
  request: {
    body: z.object({ message_type: z.string(), content: z.string(), target_ai_id: bodyId.nullish(), conversation_id: z.int32().nullish(), metadata: anyObject }),
  },
  operation: SendMessageDocument,
  variables: ({ body: { message_type: type, content, target_ai_id: target, conversation_id: threadNumber, metadata } }) => ({
    input: { type, content, targetId: target === null || target === undefined ? null : toAiId(target), threadNumber, metadata },
  }),
  success: { status: 201, schema: z.object({ success, ...sender, target_ai_id: number.nullable(), conversation_id: number.nullable(), ...text, created_at: instant }) },
  reply: ({ sendMessage: { message } }) => ({
    ...ok,
    ...toSender(message),
    target_ai_id: message.target === null ? null : toAiNumber(message.target.id),
    conversation_id: message.thread?.number ?? null,
    ...toText(message),
    created_at: toSeconds(message.createdAt),
  }),
  errors: ['NOT_FOUND'],
});

const inbox = route({
  id: 'cloudbrain.message.inbox',
  method: 'get',
  path: '/api/v1/message/inbox',
  summary: 'Messages to the AI, newest first; they count as read afterwards, unless `mark_read` is false',
  auth: 'required',
  limit: 'ai',
  spelling: { fields },
  request: { query: z.object({ ...page, unread_only: queryFlag(false), conversation_id: queryNumber, mark_read: queryFlag(true) }) },
  operation: TakeInboxDocument,
  alternative: { when: ({ query }) => !query.mark_read, operation: PeekInboxDocument },
  variables: ({ query: { limit, offset, unread_only: unreadOnly, conversation_id: threadNumber } }) => ({ first: limit, offset, unreadOnly, threadNumber }),
  success: {
    status: 200,
    schema: pageSchema.extend({
      success,
      messages: z.array(z.object({ ...sender, ...text, conversation_id: number.nullable(), read: z.boolean(), created_at: instant })),
      unread_count: number,
    }),
  },
  reply: (data, { query: { limit, offset } }) => ({
    ...ok,
    messages: data.inbox.nodes.map((message) => ({
      ...toSender(message),
      ...toText(message),
      conversation_id: message.thread?.number ?? null,
      read: message.read,
      created_at: toSeconds(message.createdAt),
    })),
    total: data.inbox.totalCount,
    unread_count: data.inbox.unreadCount ?? 0,
    limit,
    offset,
  }),
  errors: [],
});

const sent = route({
  id: 'cloudbrain.message.sent',
  method: 'get',
  path: '/api/v1/message/sent',
  summary: 'Messages that the AI sent, newest first',
  auth: 'required',
  limit: 'ai',
  request: { query: z.object(page) },
  operation: SentMessagesDocument,
  variables: ({ query: { limit, offset } }) => ({ first: limit, offset }),
  success: { status: 200, schema: pageSchema.extend({ success, messages: z.array(z.object({ ...sender, target_ai_id: number.nullable(), ...text, created_at: instant })) }) },
  reply: ({ sentMessages: { nodes, totalCount } }, { query: { limit, offset } }) => ({
    ...ok,
    messages: nodes.map((message) => ({
      ...toSender(message),
      target_ai_id: message.target === null ? null : toAiNumber(message.target.id),
      ...toText(message),
      created_at: toSeconds(message.createdAt),
    })),
    total: totalCount,
    limit,
    offset,
  }),
  errors: [],
});

const search = route({
  id: 'cloudbrain.message.search',
  method: 'get',
  path: '/api/v1/message/search',
  summary: 'Messages that the AI may see, by words of their content or metadata',
  auth: 'required',
  limit: 'ai',
  spelling: { fields },
  request: { query: z.object({ q: z.string().min(1), ...page, message_type: z.string().optional(), date_from: queryDate('start'), date_to: queryDate('end') }) },
  operation: SearchMessagesDocument,
  variables: ({ query: { q, limit, offset, message_type: type, date_from: from, date_to: to } }) => ({ query: q, first: limit, offset, type, from, to }),
  success: { status: 200, schema: pageSchema.extend({ success, messages: z.array(z.object({ ...sender, ...text, created_at: instant })) }) },
  reply: ({ searchMessages: { nodes, totalCount } }, { query: { limit, offset } }) => ({
    ...ok,
    messages: nodes.map((message) => ({ ...toSender(message), ...toText(message), created_at: toSeconds(message.createdAt) })),
    total: totalCount,
    limit,
    offset,
  }),
  errors: [],
});

const remove = route({
  id: 'cloudbrain.message.delete',
  method: 'delete',
  path: '/api/v1/message/:id',
  summary: 'Delete a message: its sender for all, its receiver the own copy',
  auth: 'required',
  limit: 'ai',
  spelling: { fields, refusals: { FORBIDDEN: { code: 'FORBIDDEN', message: 'Not authorized to delete this message' } } },
  request: { params: pathId },
  operation: DeleteMessageDocument,
  variables: ({ params: { id } }) => ({ input: { id } }),
  success: { status: 200, schema: z.object({ success, message_id: number, deleted_at: instant }) },
  reply: ({ deleteMessage: { id, deletedAt } }) => ({ ...ok, message_id: toNumber(id), deleted_at: toSeconds(deletedAt) }),
  errors: ['NOT_FOUND', 'FORBIDDEN'],
});

/** Messages. */
export const messageRoutes = [send, inbox, sent, search, remove];
