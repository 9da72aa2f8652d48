import { z } from 'zod';
import { prompts } from './bounded.ts';
import { toPrompts } from './completion-request.ts';
import type { EmbeddingsInput, EmbedMutation } from './operations.generated.ts';

/** The body of `POST /v1/embeddings`. */
export const embeddingRequest = z.object({
  model: z.string(),
  input: prompts,
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int32().min(1).nullish(),
  user: z.string().nullish(),
});
type EmbeddingRequest = z.output<typeof embeddingRequest>;

/** The texts to embed as the graph takes them. */
export const toEmbeddingsInput = ({ model, input, dimensions }: EmbeddingRequest): EmbeddingsInput => ({ model, inputs: toPrompts(input), dimensions });

/** Vectors, as OpenAI shapes them. */
export const embeddingsSchema = z.object({
  object: z.literal('list'),
  data: z.array(z.object({ object: z.literal('embedding'), index: z.int(), embedding: z.union([z.array(z.number()), z.string()]) })),
  model: z.string(),
  usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }),
});

/** Vectors of the graph as OpenAI shapes them. */
export const toEmbeddings = ({ createEmbeddings: { model, embeddings, usage } }: EmbedMutation, { encoding_format: format }: EmbeddingRequest): z.input<typeof embeddingsSchema> => ({
  object: 'list',
  data: embeddings.map(({ index, bytes }) => ({ object: 'embedding', index, embedding: format === 'base64' ? bytes : toNumbers(bytes) })),
  model: model.id,
  usage: { prompt_tokens: usage.promptTokens, total_tokens: usage.totalTokens },
});

/** What this API calls the fields of a request. */
export const embeddingFields = { inputs: 'input', prompt: 'input' };

/** The 32-bit floats of a base64 text. */
function toNumbers(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}
