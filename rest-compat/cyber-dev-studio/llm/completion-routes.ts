import { route } from '#rest-compat/core';
import { completionRequest, toCompletionInput } from './completion-request.ts';
import { textChunkSchema, textCompletionSchema, toTextChunks, toTextCompletion } from './completion-response.ts';
import { balanceHeader } from './generation-response.ts';
import { CompleteDocument, CompletionDeltasDocument } from './operations.generated.ts';
import { generationErrors } from './wire-errors.ts';

/** What this API calls the fields of texts to go on from. */
export const completionFields = { count: 'n', prompts: 'prompt', topLogprobs: 'logprobs' };

const complete = route({
  id: 'llm.completions',
  method: 'post',
  path: '/v1/completions',
  summary: 'Go on from texts, whole or as a stream',
  auth: 'required',
  limit: 'llm',
  hot: true,
  request: { body: completionRequest },
  operation: CompleteDocument,
  variables: ({ body }) => ({ input: toCompletionInput(body) }),
  success: { status: 200, schema: textCompletionSchema },
  reply: ({ createCompletion: { completion } }) => toTextCompletion(completion),
  headers: ({ createCompletion: { completion } }) => balanceHeader(completion.tokenBalance),
  stream: {
    when: ({ body }) => body.stream === true,
    operation: CompletionDeltasDocument,
    variables: ({ body }) => ({ input: toCompletionInput(body) }),
    event: textChunkSchema,
    events: ({ completionDelta }, { body }) => toTextChunks(completionDelta, body.stream_options?.include_usage === true),
    last: '[DONE]',
    headers: ({ completionDelta }) => balanceHeader(completionDelta.tokenBalance),
  },
  spelling: { fields: completionFields },
  errors: generationErrors,
});

/** Texts to go on from. */
export const completionRoutes = [complete];
