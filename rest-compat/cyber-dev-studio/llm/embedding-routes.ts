import { z } from 'zod';
import { route } from '#rest-compat/core';
import { prompts } from './bounded.ts';
import { toPrompts } from './completion-request.ts';
import { balanceHeader } from './generation-response.ts';
import { EmbedDocument } from './operations.generated.ts';
import { generationErrors } from './wire-errors.ts';

const embeddingRequest = z.object({
  model: z.string(),
  input: prompts,
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int32().min(1).nullish(),
  user: z.string().nullish(),
});

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
  variables: ({ body }) => ({ input: { model: body.model, inputs: toPrompts(body.input), dimensions: body.dimensions } }),
  success: {
    status: 200,
    schema: z.object({
      object: z.literal('list'),
      data: z.array(z.object({ object: z.literal('embedding'), index: z.int(), embedding: z.union([z.array(z.number()), z.string()]) })),
      model: z.string(),
      usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }),
    }),
  },
  reply: ({ createEmbeddings: { model, embeddings, usage } }, { body }) => ({
    object: 'list' as const,
    data: embeddings.map(({ index, bytes }) => ({ object: 'embedding' as const, index, embedding: body.encoding_format === 'base64' ? bytes : toNumbers(bytes) })),
    model: model.id,
    usage: { prompt_tokens: usage.promptTokens, total_tokens: usage.totalTokens },
  }),
  headers: ({ createEmbeddings: { tokenBalance } }) => balanceHeader(tokenBalance),
  spelling: { fields: { inputs: 'input', prompt: 'input' } },
  errors: generationErrors,
});

/** The 32-bit floats of a base64 text. */
function toNumbers(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

/** Embeddings. */
export const embeddingRoutes = [embed];
