import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authenticator } from '#kernel/authentication';
import type { GraphPort } from '#kernel/graph-port';
import { createCors, exchangeOf, pathOf, type ExchangeObserver, type UpgradeHandler } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import { createAdmission, showRate, type Admit } from './admission.ts';
import { createDocsFolder } from './docs-folder.ts';
import { createExpressHandler, type ExpressHandlerOptions } from './express-handler.ts';
import type { Observation } from './observation.ts';
import { toOpenApi, type ApiDescription } from './openapi.ts';
import { healthPage, jsonPage, metricsPage, statusPage, type Page } from './pages.ts';
import { createPipeline } from './pipeline.ts';
import { createPresent } from './present.ts';
import { createOpenLimits, createRateLimits, type RateClasses, type RateLimits } from './rate-limits.ts';
import { createRefuse } from './refusal.ts';
import { createSocketServer } from './socket-server.ts';
import type { SocketRoute } from './socket.ts';

/** What every surface gets from the server. */
export interface SurfaceDependencies {
  readonly graph: GraphPort;
  /** Accepts the credentials of this surface's realm only. */
  readonly authenticator: Authenticator;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly config: { readonly rateLimits: boolean; readonly corsAllowedOrigins: readonly string[] };
  /** Whether this surface can do its work now, for `/health`. */
  readonly healthy: () => Promise<boolean> | boolean;
  /** Documented metrics and log lines, where the API has them. */
  readonly observation?: Observation;
}

/** What makes one documented API. */
export interface SurfaceDefinition extends ApiDescription {
  /** In metrics and logs. */
  readonly name: string;
  readonly limits: RateClasses;
  /** The rate-limit class of whatever is no endpoint: pages and unknown paths. Without one they are not limited. */
  readonly otherLimit?: string;
  /** Paths of pages that only show how the caller stands with `otherLimit`, so that probes use nothing up. */
  readonly uncounted?: readonly string[];
  /** Further documents that do not change, by their path. */
  readonly documents?: Readonly<Record<`/${string}`, object>>;
  /** WebSocket endpoints. */
  readonly sockets?: readonly SocketRoute[];
  /** Where the OpenAPI document is; `/openapi.json` when left out. */
  readonly openApiPath?: `/${string}`;
  /** Where a page shows that document to people; nowhere when left out. */
  readonly docsPath?: `/${string}`;
  readonly bodyLimitBytes: number;
  readonly deadlineMs: number;
}

/** A documented API, ready to be put on a listener. */
export interface Surface {
  readonly name: string;
  readonly handler: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
  readonly upgrade: UpgradeHandler;
  /** Closes every WebSocket, once the message that it is answering is answered. */
  stop(): Promise<void>;
}

/**
 * Puts a table of routes behind one request handler. Hot routes are found by their path and answered at once; Express carries the rest.
 * @throws Error when a document of a route does not fit the graph
 */
export function createSurface(definition: SurfaceDefinition, dependencies: SurfaceDependencies): Surface {
  const { name, routes, wire, openApiPath = '/openapi.json', docsPath } = definition;
  const { config, metrics, logger, observation } = dependencies;
  const limits = config.rateLimits ? createRateLimits(definition.limits, dependencies.graph) : createOpenLimits(definition.limits);
  const admit = createAdmission({ ...dependencies, limits });
  const refuse = createRefuse({ surface: name, wire, metrics, logger });
  const observerOf = (path: string): ExchangeObserver | null => observation?.endpoint(path) ?? null;
  const tools = { limits, metrics, present: createPresent({ surface: name, metrics, logger }) };
  const toEndpoint = createPipeline({ ...definition, graph: dependencies.graph, tools, admit, refuse, observerOf });
  const endpoints = new Map(routes.map((route) => [route, toEndpoint(route)]));
  const hot = new Map([...endpoints].filter(([{ hot }]) => hot === true).map(([{ method, path }, endpoint]) => [`${method.toUpperCase()} ${path}`, endpoint]));
  const rest = createExpressHandler({
    endpoints,
    refuse,
    observerOf,
    admitOther: createAdmitOther(definition, { admit, limits }),
    folders: docsPath === undefined ? {} : { [docsPath]: createDocsFolder({ title: definition.title, folder: docsPath, openApiPath }) },
    pages: { ...createPages(definition, dependencies), [openApiPath]: jsonPage(toOpenApi(definition)) },
  });
  const other = observerOf('other');
  const cors = createCors(config.corsAllowedOrigins);
  const sockets = createSocketServer({ ...dependencies, ...definition, tools, corsAllowedOrigins: config.corsAllowedOrigins });
  return {
    name,
    handler(request, response) {
      if (cors(request, response)) return undefined;
      const endpoint = hot.get(`${request.method ?? ''} ${pathOf(request)}`);
      if (endpoint !== undefined) return endpoint(request, response, {});
      exchangeOf(request).observer = other;
      rest(request, response);
      return undefined;
    },
    upgrade: sockets.upgrade,
    stop: () => sockets.stop(),
  };
}

function createPages({ statusPages = [healthPage], servesMetrics, documents = {} }: SurfaceDefinition, { healthy, metrics }: SurfaceDependencies): Readonly<Record<string, Page>> {
  const pages = statusPages.map((page) => [page.path, statusPage(page, healthy)] as const);
  const documentPages = Object.entries(documents).map(([path, document]) => [path, jsonPage(document)] as const);
  return { ...Object.fromEntries([...pages, ...documentPages]), ...(servesMetrics && { '/metrics': metricsPage(metrics) }) };
}

function createAdmitOther({ otherLimit, uncounted = [] }: SurfaceDefinition, { admit, limits }: { readonly admit: Admit; readonly limits: RateLimits }): ExpressHandlerOptions['admitOther'] {
  if (otherLimit === undefined) return async () => undefined;
  const shownOnly = new Set(uncounted);
  return async (request, response) => {
    if (shownOnly.has(exchangeOf(request).path)) await showRate({ limits, limit: otherLimit }, response);
    else await admit({ auth: 'public', limit: otherLimit }, request, response);
  };
}
