import { createHash } from 'node:crypto';
import type { ApolloGateway, GatewayConfig } from '@apollo/gateway';
import { Kind, parse, print, type DocumentNode, type GraphQLError } from 'graphql';
import { z } from 'zod';
import { silenceApollo } from '#kernel/config';
import { DomainError, isErrorCode } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { isData } from '../data.ts';
import { placeError } from '../execution/fetch/place-error.ts';
import type { Run } from '../execution/run.ts';
import type { CompileQuery } from '../execution/environment.ts';
import type { GraphSource } from '../graph-engine.ts';
import { refusal } from '../refusal.ts';
import { createApolloDataSource, type ApolloRequestContext } from './apollo-data-source.ts';
import { documentForApollo } from './apollo-document.ts';
import { supergraphForApollo } from './apollo-supergraph.ts';

/**
 * Queries and mutations on the executor of @apollo/gateway, over our links. Nothing outside refers to it, so that it goes with its generation.
 * @throws Error when the supergraph has features that it does not run
 */
export function createApolloQueries({ supergraphSdl, links }: GraphSource, logger: Logger): CompileQuery {
  silenceApollo();
  const contexts = new WeakMap<object, ApolloRequestContext>();
  const contextOf = (context: unknown): ApolloRequestContext => {
    const known = typeof context === 'object' && context !== null ? contexts.get(context) : undefined;
    if (known === undefined) throw new Error('A fetch of Apollo\'s gateway belongs to no request');
    return known;
  };
  const sdl = supergraphForApollo(supergraphSdl);
  const interfaces = new Set<unknown>(parse(sdl).definitions.flatMap((definition) => (definition.kind === Kind.INTERFACE_TYPE_DEFINITION ? [definition.name.value] : [])));
  const options: GatewayConfig = {
    supergraphSdl: sdl,
    logger: apolloLogger(logger),
    buildService: ({ name }) => createApolloDataSource(name, { links, contextOf, isInterface: (typename) => interfaces.has(typename) }),
    queryPlannerConfig: { exposeDocumentNodeInFetchNode: true },
    __exposeQueryPlanExperimental: false,
    experimental_didResolveQueryPlan({ queryPlan }) {
      // The planner says nothing when it finds no way to some fields.
      if (queryPlan.node === undefined) throw new Error('The plan is empty');
    },
  };
  // Loaded late: whoever runs plans with our own executor never needs it.
  const loaded = import('@apollo/gateway').then(({ ApolloGateway }) => new ApolloGateway(options).load());
  // Told to whoever asks first.
  loaded.catch(() => undefined);

  return (toPlan, { toResponsePath, observe }) => {
    const request = requestFor(documentForApollo(toPlan), logger);
    return async (run) => {
      const { executor } = await loaded;
      const context = {};
      contexts.set(context, { run, observe });
      const { data, errors = [], extensions } = await executed(() => executor(request(run, context)));
      run.data = isData(data) ? data : null;
      const nulls = incompleteSchema.safeParse(extensions?.['valueCompletion']).data ?? [];
      for (const error of errors) run.errors.push(placeError(told(error), error.path === undefined ? undefined : toResponsePath(error.path)));
      for (const { path } of nulls) run.errors.push(refusal('INTERNAL', 'A value here does not fit its type', toResponsePath(path)));
    };
  };
}

type Executor = Awaited<ReturnType<ApolloGateway['load']>>['executor'];
type ApolloRequest = Parameters<Executor>[0];

/** What it throws it throws before the first fetch. */
async function executed(execute: () => ReturnType<Executor>): ReturnType<Executor> {
  try {
    return await execute();
  } catch (cause) {
    throw new DomainError('QUERY_PLANNING_FAILED', 'No plan over the subgraphs answers this operation', { cause });
  }
}

function requestFor(document: DocumentNode, logger: Logger): (run: Run, context: object) => ApolloRequest {
  const source = print(document);
  const queryHash = createHash('sha256').update(source).digest('hex');
  const silent = apolloLogger(logger);
  return ({ variables }, context) => {
    const request = { request: { query: source, variables: { ...variables } }, source, document, queryHash, operationName: null, context, logger: silent, metrics: {} };
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the rest of Apollo Server's request is not for its executor
    return request as unknown as ApolloRequest;
  };
}

/** Nulls that it made of values that did not fit, without an error. */
const incompleteSchema = z.array(z.object({ path: z.array(z.union([z.string(), z.number()])) }));

/** The errors of links have codes of the catalogue; the others are its own. */
function told({ message, extensions }: GraphQLError): Pick<GraphQLError, 'message' | 'extensions'> {
  if (!isErrorCode(extensions['code'])) return refusal('INTERNAL', 'Internal error');
  return { message, extensions: Object.fromEntries(Object.entries(extensions).filter(([name]) => name !== 'serviceName')) };
}

/** Its debug and info lines are about itself. */
const apolloLogger = (logger: Logger) => ({
  debug: () => undefined,
  info: () => undefined,
  warn: (message: unknown) => logger.warn({ apollo: message }, 'Apollo\'s gateway warns'),
  error: (message: unknown) => logger.error({ apollo: message }, 'Apollo\'s gateway failed'),
});
