import { z } from 'zod';
import type { ErrorCode } from '#kernel/errors';
import { rpcMethod, streamed } from '#rest-compat/core';
import { chatRequest, toChatInput } from '../llm/chat-request.ts';
import { chunkSchema, completionSchema, toChunks, toCompletion } from '../llm/chat-response.ts';
import { chatSpelling } from '../llm/chat-routes.ts';
import { completionRequest, toCompletionInput } from '../llm/completion-request.ts';
import { textChunkSchema, textCompletionSchema, toTextChunks, toTextCompletion } from '../llm/completion-response.ts';
import { completionFields } from '../llm/completion-routes.ts';
import { embeddingFields, embeddingRequest, embeddingsSchema, toEmbeddings, toEmbeddingsInput } from '../llm/embedding-bodies.ts';
import { balanceHeader } from '../llm/generation-response.ts';
import { modelsSchema, toModels } from '../llm/model-routes.ts';
import { ChatDeltasDocument, ChatDocument, CompleteDocument, CompletionDeltasDocument, EmbedDocument, ListModelsDocument } from '../llm/operations.generated.ts';
import { generationErrors, spelled } from '../llm/wire-errors.ts';
import { gather, toWholeChat, toWholeText } from './llm-gather.ts';
import { LlmStatusDocument } from './operations.generated.ts';

const limit = 'llm';
const ofModels: readonly ErrorCode[] = ['FORBIDDEN', ...generationErrors];
const callId = z.union([z.string(), z.number(), z.null()]).optional();

const chat = rpcMethod({
  name: 'llm.chat',
  summary: 'Answer a chat; over a WebSocket, with `stream`, its pieces are told as they come, and the whole is the answer',
  limit,
  params: chatRequest,
  operation: ChatDocument,
  variables: (body) => ({ input: toChatInput(body) }),
  result: completionSchema,
  reply: ({ createChatCompletion: { completion } }) => toCompletion(completion),
  headers: ({ createChatCompletion: { completion } }) => balanceHeader(completion.tokenBalance),
  telling: streamed({
    when: ({ stream }: z.output<typeof chatRequest>) => stream === true,
    operation: ChatDeltasDocument,
    variables: (body: z.output<typeof chatRequest>) => ({ input: toChatInput(body) }),
    notifications: ({ chatCompletionDelta }, { id }) => toChunks(chatCompletionDelta, false).map((chunk) => ({ method: 'llm.delta', params: { call_id: id, chunk } })),
    keep: (kept: Parameters<typeof toWholeChat>[0] | undefined, { chatCompletionDelta }) => gather(kept, chatCompletionDelta),
    reply: (kept) => ({ result: toCompletion(toWholeChat(kept)), headers: null }),
  }),
  tells: { 'llm.delta': z.object({ call_id: callId, chunk: chunkSchema }) },
  fieldName: (field) => spelled(field, chatSpelling.fields),
  errors: ofModels,
});

const completion = rpcMethod({
  name: 'llm.completion',
  summary: 'Go on from texts; over a WebSocket, with `stream`, the pieces are told as they come, and the whole is the answer',
  limit,
  params: completionRequest,
  operation: CompleteDocument,
  variables: (body) => ({ input: toCompletionInput(body) }),
  result: textCompletionSchema,
  reply: ({ createCompletion }) => toTextCompletion(createCompletion.completion),
  headers: ({ createCompletion }) => balanceHeader(createCompletion.completion.tokenBalance),
  telling: streamed({
    when: ({ stream }: z.output<typeof completionRequest>) => stream === true,
    operation: CompletionDeltasDocument,
    variables: (body: z.output<typeof completionRequest>) => ({ input: toCompletionInput(body) }),
    notifications: ({ completionDelta }, { id }) => toTextChunks(completionDelta, false).map((chunk) => ({ method: 'llm.delta', params: { call_id: id, chunk } })),
    keep: (kept: Parameters<typeof toWholeText>[0] | undefined, { completionDelta }) => gather(kept, completionDelta),
    reply: (kept) => ({ result: toTextCompletion(toWholeText(kept)), headers: null }),
  }),
  tells: { 'llm.delta': z.object({ call_id: callId, chunk: textChunkSchema }) },
  fieldName: (field) => spelled(field, completionFields),
  errors: ofModels,
});

const embed = rpcMethod({
  name: 'llm.embed',
  summary: 'Turn texts into vectors',
  limit,
  params: embeddingRequest,
  operation: EmbedDocument,
  variables: (body) => ({ input: toEmbeddingsInput(body) }),
  result: embeddingsSchema,
  reply: toEmbeddings,
  headers: ({ createEmbeddings: { tokenBalance } }) => balanceHeader(tokenBalance),
  fieldName: (field) => spelled(field, embeddingFields),
  errors: ofModels,
});

const listModels = rpcMethod({
  name: 'llm.list_models',
  summary: 'The models of this installation',
  limit,
  params: z.object({}),
  operation: ListModelsDocument,
  variables: () => ({}),
  result: modelsSchema,
  reply: toModels,
  errors: ['FORBIDDEN'],
});

const status = rpcMethod({
  name: 'llm.status',
  summary: 'The token balance of the caller, and what the models do',
  limit,
  params: z.object({}),
  operation: LlmStatusDocument,
  variables: () => ({}),
  result: z.object({
    token_balance: z.int(), active_sessions: z.int(), queued: z.int(), tokens_per_second: z.number(), models: z.array(z.object({ id: z.string(), loaded: z.boolean(), context_size: z.int() })),
  }),
  reply: ({ me, inferenceStatus: { activeSessions, waiting, tokensPerSecond }, models }) => ({
    token_balance: me?.tokenBalance ?? 0,
    active_sessions: activeSessions,
    queued: waiting,
    tokens_per_second: tokensPerSecond,
    models: models.nodes.map(({ id, loaded, contextLength }) => ({ id, loaded, context_size: contextLength })),
  }),
  headers: ({ me }) => balanceHeader(me?.tokenBalance ?? null),
  errors: ['FORBIDDEN'],
});

/** Language models; what they generate costs tokens of the caller. */
export const llmMethods = [chat, completion, embed, listModels, status];
