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
import { defaultLimits, type GraphEngine } from '../../engine/index.ts';
import { createErrorFormatter, toApolloError, wellFormedIsOk } from './apollo-conventions.ts';
import { freshnessHeaders } from '../http/freshness-headers.ts';
import { createWhileWanted, isHttpCall, type HttpCall } from '../operations/call.ts';
import type { Gate } from '../operations/gate.ts';
import { toOutcome } from '../operations/graph-errors.ts';

export interface ApolloRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The parsed body; undefined when there is none that is JSON. */
  readonly body: unknown;
  readonly call: HttpCall;
}

/** Apollo Server on Express, over the engine. */
export interface ApolloHandler {
  handle(visit: ApolloRequest): void;
  stop(): Promise<void>;
}

export interface ApolloOptions {
  readonly app: Express;
  readonly engine: GraphEngine;
  readonly gate: Gate;
  readonly logger: Logger;
}

type Gateway = NonNullable<ApolloServerOptionsWithGateway<Visit>['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

interface Visit {
  readonly call: HttpCall | undefined;
}

/** Puts Apollo Server into the Express app. It answers what `handle` is given and nothing else, and reads no body and no credential: both are done before. */
export function createApolloHandler({ app, engine, gate, logger }: ApolloOptions): ApolloHandler {
  const visits = new WeakMap<IncomingMessage, ApolloRequest>();
  const server = new ApolloServer<Visit>({
    gateway: createGateway(engine, createExecutor(gate)),
    logger,
    // Otherwise it reads NODE_ENV, and adds stack traces, signal handlers and reporters by it.
    nodeEnv: 'production',
    apollo: {},
    stopOnTerminationSignals: false,
    // Switched at the gate, for all transports alike.
    introspection: true,
    // Answered before, and bounded there.
    persistedQueries: false,
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

function createGateway(engine: GraphEngine, executor: Executor): Gateway {
  return {
    load: () => Promise.resolve({ executor }),
    onSchemaLoadOrUpdate(callback) {
      const announce = (): void => callback({ apiSchema: engine.schema, coreSupergraphSdl: printSchema(engine.schema) });
      announce();
      return engine.onReload(announce);
    },
    stop: () => Promise.resolve(),
  };
}

function createExecutor(gate: Gate): Executor {
  const whileWanted = createWhileWanted(gate.deadlines, gate.late);
  return async ({ source, request: { operationName, variables }, context, response }) => {
    const call: unknown = context['call'];
    if (!isHttpCall(call)) throw new DomainError('INTERNAL', 'The request did not come through the front door');
    try {
      const leave = gate.enter(call.caller);
      try {
        const preparation = await gate.prepare({ query: source, documentId: null, hash: null, operationName: operationName ?? null, variables });
        if (preparation.kind === 'refused') return { errors: preparation.errors };
        if (preparation.kept === null) return toOutcome(await whileWanted(preparation.prepared.execute(variables, call.context), call));
        const { answer, freshness } = await whileWanted(preparation.kept.execute(variables, call.context), call);
        for (const [name, value] of freshness === null ? [] : Object.entries(freshnessHeaders(freshness))) response?.http?.headers.set(name, value);
        return toOutcome(answer);
      } finally {
        leave();
      }
    } catch (thrown) {
      throw toApolloError(thrown);
    }
  };
}
