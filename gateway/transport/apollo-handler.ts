import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer, type ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import type { Express } from 'express';
import { printSchema } from 'graphql';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { defaultLimits, type GraphEngine } from '../engine/index.ts';
import { createErrorFormatter, toApolloError, wellFormedIsOk } from './apollo-conventions.ts';
import { isCall, whileWanted, type Call } from './call.ts';
import { toOutcome } from './graph-errors.ts';
import type { TransportLimits } from './limits.ts';

export interface ApolloRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The parsed body; undefined when there is none that is JSON. */
  readonly body: unknown;
  readonly call: Call;
}

/** Apollo Server on Express, over the engine. */
export interface ApolloHandler {
  handle(visit: ApolloRequest): void;
  stop(): Promise<void>;
}

export interface ApolloOptions {
  readonly app: Express;
  readonly engine: GraphEngine;
  readonly limits: TransportLimits;
  readonly logger: Logger;
}

type Gateway = NonNullable<ApolloServerOptionsWithGateway<Visit>['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

interface Visit {
  readonly call: Call | undefined;
}

/** Puts Apollo Server into the Express app. It answers what `handle` is given and nothing else, and reads no body and no credential: both are done before. */
export function createApolloHandler({ app, engine, limits, logger }: ApolloOptions): ApolloHandler {
  const visits = new WeakMap<IncomingMessage, ApolloRequest>();
  const server = new ApolloServer<Visit>({
    gateway: createGateway(engine, limits),
    logger,
    // Otherwise it reads NODE_ENV, and adds stack traces, signal handlers and reporters by it.
    nodeEnv: 'production',
    apollo: {},
    stopOnTerminationSignals: false,
    introspection: true,
    // There are no cookies to abuse, and a mutation by GET is refused in any case.
    csrfPrevention: false,
    // The engine validates, within its own limits.
    dangerouslyDisableValidation: true,
    parseOptions: { maxLexicalTokens: defaultLimits.tokens },
    formatError: createErrorFormatter(logger),
    stringifyResult: (result) => JSON.stringify(result),
    plugins: [
      wellFormedIsOk,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  // Requests wait for it; there is nothing in it that could fail: the schema is here.
  server.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests();
  const answer = expressMiddleware(server, { context: ({ req }) => Promise.resolve({ call: visits.get(req)?.call }) });
  app.use((request, response, next) => {
    const visit = visits.get(request);
    if (visit === undefined) {
      next();
      return undefined;
    }
    request.body = visit.body;
    return answer(request, response, next);
  });
  return {
    handle(visit) {
      visits.set(visit.request, visit);
      visit.response.setHeader('Cache-Control', 'no-store');
      app(visit.request, visit.response);
    },
    stop: () => server.stop(),
  };
}

function createGateway(engine: GraphEngine, limits: TransportLimits): Gateway {
  return {
    load: () => Promise.resolve({ executor: createExecutor(engine, limits) }),
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: engine.schema, coreSupergraphSdl: printSchema(engine.schema) });
      return () => undefined;
    },
    stop: () => Promise.resolve(),
  };
}

function createExecutor(engine: GraphEngine, { operationMs }: TransportLimits): Executor {
  return async ({ source, request: { operationName, variables }, context }) => {
    const call: unknown = context['call'];
    if (!isCall(call)) throw new DomainError('INTERNAL', 'The request did not come through the front door');
    const preparation = engine.prepare({ query: source, operationName: operationName ?? null });
    if (preparation.kind === 'refused') return { errors: preparation.errors };
    try {
      return toOutcome(await whileWanted(preparation.prepared.execute(variables, call.context), call, operationMs));
    } catch (thrown) {
      throw toApolloError(thrown);
    }
  };
}
