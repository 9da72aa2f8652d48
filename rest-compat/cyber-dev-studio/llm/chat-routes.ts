import { route } from '#rest-compat/core';
import { chatRequest, toChatInput } from './chat-request.ts';
import { chunkSchema, completionSchema, toChunks, toCompletion } from './chat-response.ts';
import { balanceHeader } from './generation-response.ts';
import { ChatDeltasDocument, ChatDocument } from './operations.generated.ts';
import { generationErrors } from './wire-errors.ts';

/** What this API calls the fields of a chat. */
export const chatSpelling = { fields: { count: 'n', prompt: 'messages', 'responseFormat.schema': 'response_format.json_schema.schema' } };

const completeChat = route({
  id: 'llm.chat.completions',
  method: 'post',
  path: '/v1/chat/completions',
  summary: 'Answer a chat, whole or as a stream',
  auth: 'required',
  limit: 'llm',
  hot: true,
  request: { body: chatRequest },
  operation: ChatDocument,
  variables: ({ body }) => ({ input: toChatInput(body) }),
  success: { status: 200, schema: completionSchema },
  reply: ({ createChatCompletion: { completion } }) => toCompletion(completion),
  headers: ({ createChatCompletion: { completion } }) => balanceHeader(completion.tokenBalance),
  stream: {
    when: ({ body }) => body.stream === true,
    operation: ChatDeltasDocument,
    variables: ({ body }) => ({ input: toChatInput(body) }),
    event: chunkSchema,
    events: ({ chatCompletionDelta }, { body }) => toChunks(chatCompletionDelta, body.stream_options?.include_usage === true),
    last: '[DONE]',
    headers: ({ chatCompletionDelta }) => balanceHeader(chatCompletionDelta.tokenBalance),
  },
  spelling: chatSpelling,
  errors: generationErrors,
});

/** Chat. */
export const chatRoutes = [completeChat];
