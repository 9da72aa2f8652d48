import { composeServices } from '@apollo/composition';
import type { Subgraph } from '#kernel/subgraph';

/** Composes subgraphs into the SDL of one supergraph. @throws Error that lists every reason why they do not fit together */
export function composeSupergraph(subgraphs: readonly Pick<Subgraph, 'name' | 'typeDefs'>[]): string {
  // Links decide how a subgraph is reached; the address in the supergraph only has to be the same every time.
  const { supergraphSdl, errors } = composeServices(subgraphs.map(({ name, typeDefs }) => ({ name, typeDefs, url: `local:${name}` })));
  if (errors !== undefined) throw new Error(`The subgraphs do not compose:\n${errors.map(({ message }) => `- ${message}`).join('\n')}`);
  return supergraphSdl;
}
