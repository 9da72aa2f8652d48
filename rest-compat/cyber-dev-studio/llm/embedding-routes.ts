import { route } from '#rest-compat/core';
import { embeddingFields, embeddingRequest, embeddingsSchema, toEmbeddings, toEmbeddingsInput } from './embedding-bodies.ts';
import { balanceHeader } from './generation-response.ts';
import { EmbedDocument } from './operations.generated.ts';
import { generationErrors } from './wire-errors.ts';

const embed = route({
  id: 'llm.embeddings',
  method: 'post',
  path: '/v1/embeddings',
  summary: 'Turn texts into vectors',
  auth: 'required',
  limit: 'llm',
  hot: true,
  request: { body: embeddingRequest },
  operation: EmbedDocument,
  variables: ({ body }) => ({ input: toEmbeddingsInput(body) }),
  success: { status: 200, schema: embeddingsSchema },
  reply: (data, { body }) => toEmbeddings(data, body),
  headers: ({ createEmbeddings: { tokenBalance } }) => balanceHeader(tokenBalance),
  spelling: { fields: embeddingFields },
  errors: generationErrors,
});

/** Embeddings. */
export const embeddingRoutes = [embed];
