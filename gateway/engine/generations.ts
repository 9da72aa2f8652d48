import type { DocumentNode } from 'graphql';
import type { EngineMetrics } from './engine-metrics.ts';
import type { Generation, Lineages } from './generation.ts';
import type { GraphSource } from './graph-engine.ts';
import { createTrustedDocuments, type TrustedDocuments } from './graph-port.ts';
import type { RunnableOperation } from './runnable-operation.ts';
import { subgraphNames, type Supergraph } from './supergraph.ts';

/** How many untrusted documents are planned before a reload: those that are asked for most. */
const warmed = 200;

/** The generations of one engine, one at a time. */
export interface Generations {
  readonly current: () => Generation;
  /** In the current generation, whichever it is. */
  readonly trusted: TrustedDocuments;
  /** Goes over to the next one, once it is warm. Rejects with the reason, and stays, when it cannot serve. */
  replace(graph: GraphSource): Promise<void>;
}

interface GenerationsOptions {
  /** What the first one is of. */
  readonly first: { readonly supergraph: Supergraph; readonly graph: GraphSource };
  readonly read: (supergraphSdl: string) => Promise<Supergraph>;
  readonly generate: (supergraph: Supergraph, graph: GraphSource, place: { readonly number: number; readonly lineageOf: Lineages }) => Generation;
  readonly metrics: EngineMetrics;
}

/** Starts with the first generation. */
export function createGenerations({ first, read, generate, metrics }: GenerationsOptions): Generations {
  const lineageOf: Lineages = {
    untrusted: (request) => ({
      generation: () => current.number,
      async renew() {
        const known = await current.prepare(request);
        return known.kind === 'ready' ? known.prepared : known.errors;
      },
    }),
    trusted: (document) => ({ generation: () => current.number, renew: async () => trusted.operation(document) }),
  };
  let current = generate(first.supergraph, first.graph, { number: 1, lineageOf });
  const trusted = createTrustedDocuments((document) => current.trust(document));
  metrics.generation(current.number);

  return {
    current: () => current,
    trusted,
    async replace(graph) {
      const supergraph = await read(graph.supergraphSdl);
      const next = generate(supergraph, graph, { number: current.number + 1, lineageOf });
      try {
        requireLinks(supergraph, graph);
        for (const request of current.popular(warmed)) {
          await next.prepare(request);
          // Known as one that is asked for again.
          await next.prepare(request);
        }
        trusted.adopt(await trustAll(() => trusted.documents(), next));
      } catch (fault) {
        next.release();
        throw fault;
      }
      // Nothing has run since the documents were adopted: all go over in one turn.
      const previous = current;
      current = next;
      metrics.generation(next.number);
      previous.release();
    },
  };
}

function requireLinks(supergraph: Supergraph, { links }: GraphSource): void {
  const missing = subgraphNames(supergraph).filter((name) => !links.has(name));
  if (missing.length > 0) throw new Error(`No link reaches these subgraphs: ${missing.join(', ')}`);
}

/** Plans the trusted documents for another generation, also those that come while it does. @throws Error that names all that do not fit */
async function trustAll(documents: () => readonly DocumentNode[], generation: Generation): Promise<ReadonlyMap<DocumentNode, RunnableOperation>> {
  const operations = new Map<DocumentNode, RunnableOperation>();
  const misfits: string[] = [];
  for (let missing = documents(); missing.length > 0; missing = documents().filter((document) => !operations.has(document))) {
    for (const document of missing) {
      try {
        operations.set(document, await generation.trustLater(document));
      } catch (fault) {
        misfits.push(fault instanceof Error ? fault.message : String(fault));
      }
    }
    if (misfits.length > 0) throw new Error(misfits.join('\n'));
  }
  return operations;
}
