import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Authenticator } from '#kernel/authentication';
import { DomainError } from '#kernel/errors';
import { createCors, exchangeOf, pathOf, refusalBody, refuseUpgrade, sendJson, toRefusal, type RequestHandler, type UpgradeHandler } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import type { GraphEngine } from '../engine/index.ts';
import { acceptedTypes } from './http/accepted-types.ts';
import { createApolloHandler } from './apollo/apollo-handler.ts';
import { createDocuments } from './documents/documents.ts';
import { planDocuments } from './documents/planned-documents.ts';
import { createGraphqlHandler } from './http/graphql-handler.ts';
import { defaultTransportLimits, type TransportLimits } from './limits.ts';
import { createPlayground } from './pages/playground.ts';
import { createProbes, type ReadinessCheck } from './pages/probes.ts';
import { hasOperation } from './operations/request-parameters.ts';
import { createGate } from './operations/gate.ts';
import { createSocketTransport } from './sockets/socket-transport.ts';
import { createStreamHandler } from './streams/stream-handler.ts';
import { createTransportMetrics } from './transport-metrics.ts';

export interface GatewayTransportOptions {
  readonly engine: GraphEngine;
  readonly authenticator: Authenticator;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Origins of pages that may call the graph; `*` for all. */
  readonly corsAllowedOrigins: readonly string[];
  /** What `/ready` asks. */
  readonly readiness: readonly ReadinessCheck[];
  /** The path of a manifest of trusted documents, and whether no others run; none and false where left out. */
  readonly trustedDocuments?: { readonly manifest: string | null; readonly only: boolean };
  /** Whether clients may ask for the schema; true where left out. */
  readonly introspection?: boolean;
  /** Bounds; what is left out keeps its default. */
  readonly limits?: Partial<TransportLimits>;
}

/** The HTTP and WebSocket side of a gateway, to be mounted on a listener. */
export interface GatewayTransport {
  readonly handler: RequestHandler;
  readonly upgrade: UpgradeHandler;
  /**
   * Reads the manifest of trusted documents again, as each reload of the graph does, and plans what is new in it before anybody asks.
   * @throws DomainError BAD_USER_INPUT, as a rejection, when it cannot be read; the one before stays
   */
  reloadDocuments(): Promise<void>;
  /** Ends every stream and closes every socket; answers that have an end are the listener's to wait for. */
  stop(): Promise<void>;
}

/** `/graphql` in all its transports and its playground, `/health`, `/ready` and `/metrics`. */
export function createGatewayTransport(options: GatewayTransportOptions): GatewayTransport {
  const { engine, authenticator, logger } = options;
  const limits = { ...defaultTransportLimits, ...options.limits };
  const { trustedDocuments = { manifest: null, only: false }, introspection = true } = options;
  const metrics = createTransportMetrics(options.metrics);
  const documents = createDocuments({ manifest: trustedDocuments.manifest, trustedOnly: trustedDocuments.only, persistedQueries: limits.persistedQueries });
  const gate = createGate({ engine, documents, introspection, limits });
  const app = createExpressApp();
  const apollo = createApolloHandler({ app, engine, gate, logger });
  const playground = createPlayground(app, { trustedOnly: trustedDocuments.only, introspection });
  app.use(notFound, createErrorAnswer(logger));
  const streams = createStreamHandler({ gate, authenticator, limits, metrics, logger });
  const sockets = createSocketTransport({ schema: engine.schema, gate, authenticator, limits, metrics, logger });
  const graphql = createGraphqlHandler({ gate, authenticator, apollo, streams, limits, logger });
  const planned = planDocuments({ documents, engine, logger });
  const readiness = trustedDocuments.manifest === null ? options.readiness : [...options.readiness, { name: 'documents', check: () => planned.ready() }];
  const probes = createProbes({ readiness, metrics: options.metrics, logger });
  const cors = createCors(options.corsAllowedOrigins);

  const routes: Readonly<Record<string, RequestHandler>> = {
    '/graphql': (request, response) => (wantsPage(request) ? playground.send(response) : graphql(request, response)),
    '/health': onlyGet((response) => probes.health(response)),
    '/ready': onlyGet((response) => probes.ready(response)),
    '/metrics': onlyGet((response) => probes.metrics(response)),
  };

  return {
    handler(request, response) {
      if (cors(request, response)) return undefined;
      const path = pathOf(request);
      const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
      exchangeOf(request).route = routeName(path, route !== undefined);
      if (route !== undefined) return route(request, response);
      app(request, response);
      return undefined;
    },
    upgrade(request, socket, head) {
      if (pathOf(request) === '/graphql') sockets.upgrade(request, socket, head);
      else refuseUpgrade(socket, nothingHere());
    },
    reloadDocuments: () => planned.reload(),
    async stop() {
      planned.stop();
      await Promise.all([sockets.stop(), streams.stop(new DomainError('UNAVAILABLE', 'The server is stopping'))]);
      await apollo.stop();
    },
  };
}

function createExpressApp(): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  return app;
}

const notFound = (_request: IncomingMessage, response: ServerResponse): void => sendJson(response, 404, refusalBody(nothingHere()));

const nothingHere = (): DomainError => new DomainError('NOT_FOUND', 'Nothing is served at this path');

/** Express recognises an error handler by its four parameters. */
const createErrorAnswer =
  (logger: Logger): express.ErrorRequestHandler =>
  // eslint-disable-next-line max-params -- the signature is Express's
  (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    // Express and its parsers mark what is the caller's fault, such as a path that cannot be decoded.
    const isCallers = error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500;
    const refusal = isCallers ? nothingHere() : toRefusal(error);
    if (refusal.code === 'INTERNAL') logger.error({ request_id: exchangeOf(request).id, error }, 'request failed');
    sendJson(response, refusal.status, refusalBody(refusal));
  };

/** A browser that opens the address gets the playground; one that follows a link with a query gets its answer. */
const wantsPage = (request: IncomingMessage): boolean => request.method === 'GET' && !hasOperation(request.url) && acceptedTypes(request.headers.accept)[0] === 'text/html';

function onlyGet(answer: (response: ServerResponse) => Promise<void> | void): RequestHandler {
  return (request, response) => {
    if (request.method === 'GET' || request.method === 'HEAD') return answer(response);
    response.setHeader('Allow', 'GET, HEAD');
    throw new DomainError('METHOD_NOT_ALLOWED', 'This path answers GET only');
  };
}

function routeName(path: string, isRoute: boolean): string {
  if (isRoute) return path.slice(1);
  return path.startsWith('/playground/') ? 'playground' : 'other';
}
