import { createRequestContext } from '#kernel/context';
import { dataOrThrow, type GraphPort } from '#kernel/graph-port';
import type { ResolveApiKey } from './api-key-authentication.ts';
import { ResolveApiKeyDocument } from './operations.generated.ts';

/** Looks API keys up through the graph, wherever this domain runs. */
export function createResolveApiKey(graph: GraphPort): ResolveApiKey {
  const operation = graph.prepare(ResolveApiKeyDocument);
  return async (sha256) => dataOrThrow(await operation.execute({ sha256 }, createRequestContext())).resolveApiKey ?? null;
}
