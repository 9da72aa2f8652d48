import { z } from 'zod';
import type { EmbeddingRequest, EmbeddingResult } from '../backend.ts';
import type { UpstreamClient } from './upstream-client.ts';
import { unavailable } from './upstream-refusal.ts';

const answerSchema = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })),
  usage: z.object({ prompt_tokens: z.int().min(0).max(2 ** 30) }),
});
const mostBytes = 1 << 28;

/** Lets an engine turn texts into vectors. @throws DomainError as InferenceBackend.embed */
export async function readEmbeddings(client: UpstreamClient, { model, inputs, signal }: Pick<EmbeddingRequest, 'model' | 'inputs'> & { readonly signal: AbortSignal }): Promise<EmbeddingResult> {
  // The OpenAI API takes texts or lists of tokens, but not both together.
  const isMixed = inputs.some((input) => typeof input !== typeof inputs[0]);
  const parts = isMixed ? inputs.map((input) => [input]) : [inputs];
  const results: EmbeddingResult[] = [];
  for (const part of parts) {
    const answer = answerSchema.safeParse(await client.json({ path: 'embeddings', body: { model, input: part, encoding_format: 'float' }, signal }, mostBytes)).data;
    if (answer === undefined) throw unavailable('The engine behind this model answers with something else');
    results.push({ vectors: toVectors(answer.data, part.length), promptTokens: answer.usage.prompt_tokens });
  }
  return { vectors: results.flatMap(({ vectors }) => vectors), promptTokens: results.reduce((sum, { promptTokens }) => sum + promptTokens, 0) };
}

function toVectors(data: z.output<typeof answerSchema>['data'], count: number): readonly Float32Array[] {
  const ordered = data.toSorted((one, other) => one.index - other.index);
  const [first] = ordered;
  const isWhole = ordered.length === count && ordered.every(({ index, embedding }, place) => index === place && embedding.length === first?.embedding.length);
  if (!isWhole) throw unavailable('The engine behind this model answers with something else');
  return ordered.map(({ embedding }) => {
    const length = Math.hypot(...embedding);
    return Float32Array.from(embedding, (value) => (length === 0 ? 0 : value / length));
  });
}
