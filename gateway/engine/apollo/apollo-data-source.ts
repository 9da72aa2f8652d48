import type { GraphQLDataSource } from '@apollo/gateway';
import type { DocumentNode } from 'graphql';
import { z } from 'zod';
import type { SubgraphLink, SubgraphResult } from '../../subgraph-links/index.ts';
import { isData, isList } from '../data.ts';
import { createFetchCall, type FetchCall } from '../execution/fetch/fetch-call.ts';
import type { Run } from '../execution/run.ts';
import type { FetchEnvironment } from '../execution/environment.ts';

/** A request of Apollo's gateway, as it knows it. */
export interface ApolloRequestContext {
  readonly run: Run;
  readonly observe: FetchEnvironment['observe'];
}

interface SourceOptions {
  readonly links: ReadonlyMap<string, SubgraphLink>;
  /** Finds what belongs to the context that Apollo's gateway passes on. */
  readonly contextOf: (context: unknown) => ApolloRequestContext;
  readonly isInterface: (typename: unknown) => boolean;
}

/** A data source of Apollo's gateway over one of our links. @throws Error when no link reaches the subgraph */
export function createApolloDataSource(subgraph: string, { links, contextOf, isInterface }: SourceOptions): GraphQLDataSource {
  if (!links.has(subgraph)) throw new Error(`No link reaches the subgraph ${subgraph}`);
  // The documents are those of the plans that Apollo's gateway keeps.
  const calls = new WeakMap<DocumentNode, FetchCall>();
  return {
    async process(options) {
      const { request: { operationName, variables = {} }, context } = options;
      const document = 'document' in options ? options.document : undefined;
      if (document === undefined) throw new Error('Apollo\'s gateway sent a fetch without its document');
      const { run, observe } = contextOf(context);
      const call = calls.get(document) ?? createFetchCall({ subgraph, document, operationName }, { links, observe });
      calls.set(document, call);
      const result = await call(run, variables);
      if (result === null) return { data: null };
      const { data, errors = [] } = result;
      return { data: withoutInterfaceNames(asSerialised(data), isInterface), ...(errors.length > 0 && { errors: errors.map((error) => error.toJSON()) }) };
    },
  };
}

const dataSchema = z.record(z.string(), z.unknown()).nullable();

/** As it would come over a network, because Apollo's gateway merges answers in place, leaves included. */
const asSerialised = (data: SubgraphResult['data']): Record<string, unknown> | null => dataSchema.parse(JSON.parse(JSON.stringify(data ?? null)));

/**
 * A subgraph that knows an interface as one object says that each entity is of that type. Apollo's gateway would forget which type the entity is;
 * left out, it keeps the one that it knows.
 */
function withoutInterfaceNames(data: Record<string, unknown> | null, isInterface: (typename: unknown) => boolean): Record<string, unknown> | null {
  const entities = data?.['_entities'];
  if (isList(entities)) for (const entity of entities) if (isData(entity) && isInterface(entity['__typename'])) Reflect.deleteProperty(entity, '__typename');
  return data;
}
