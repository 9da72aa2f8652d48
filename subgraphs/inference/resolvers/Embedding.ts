import type { EmbeddingResolvers } from '../schema.generated.ts';

export const Embedding: EmbeddingResolvers = {
  vector: ({ vector }) => Array.from(vector),
  bytes: ({ vector }) => new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength),
};
