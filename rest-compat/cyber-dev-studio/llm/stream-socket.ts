import { messageStream, streamingSocket, type SocketRoute } from '#rest-compat/core';
import { chatRequest, toChatInput } from './chat-request.ts';
import { toCallDelta } from './chat-response.ts';
import { chatSpelling } from './chat-routes.ts';
import { completionRequest, toCompletionInput } from './completion-request.ts';
import { toFinishReason, toUsage } from './generation-response.ts';
import { ChatDeltasDocument, CompletionDeltasDocument, type ChatDeltasSubscription, type CompletionDeltasSubscription } from './operations.generated.ts';
import { generationErrors, llmErrors } from './wire-errors.ts';

type ChatDelta = ChatDeltasSubscription['chatCompletionDelta'];
type Delta = ChatDelta | CompletionDeltasSubscription['completionDelta'];

const isText = (message: unknown): boolean => typeof message === 'object' && message !== null && 'prompt' in message && !('messages' in message);

const texts = messageStream({
  when: isText,
  message: completionRequest,
  operation: CompletionDeltasDocument,
  variables: (message) => ({ input: toCompletionInput(message) }),
  replies: ({ completionDelta }) => toLines(completionDelta, { delta: completionDelta.text }),
});

const chats = messageStream({
  when: () => true,
  message: chatRequest,
  operation: ChatDeltasDocument,
  variables: (message) => ({ input: toChatInput(message) }),
  replies: ({ chatCompletionDelta: event }) => toLines(event, { delta: event.content, ...(event.toolCalls.length > 0 && { tool_calls: event.toolCalls.map(toCallDelta) }) }),
});

/** The lines that one event becomes: a text with its tokens, or the end. */
function toLines({ id, index, tokens, finishReason, usage, tokenBalance }: Delta, said: { readonly delta: string; readonly tool_calls?: object }): readonly object[] {
  const head = { id, index };
  if (finishReason === null) return said.delta === '' && said.tool_calls === undefined ? [] : [{ ...head, ...said, tokens, done: false }];
  const end = { ...head, finish_reason: toFinishReason(finishReason) };
  return usage === null ? [{ ...end, delta: '', tokens, done: false }] : [{ ...end, done: true, usage: toUsage(usage), token_balance: tokenBalance }];
}

/** `/v1/stream`: each message is a request with the parameters of the chat or completion endpoint, answered by JSON lines, one after the other. */
export const streamSocket = ({ maxSeconds }: { readonly maxSeconds: number }): SocketRoute =>
  streamingSocket({
    id: 'llm.stream',
    path: '/v1/stream',
    summary: 'Answers as JSON lines',
    limit: 'llm',
    maxMessageBytes: 10 * 1024 * 1024,
    lifetimeMs: maxSeconds * 1000,
    messages: [texts, chats],
    errors: generationErrors,
    refusal: (error) => ({ ...llmErrors.body(error, spelling), done: true }),
  });

const spelling = { fields: { ...chatSpelling.fields, prompts: 'prompt' } };
