import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authenticator } from '#kernel/authentication';
import type { GraphPort } from '#kernel/graph-port';
import { createCors, pathOf } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import { createAdmission } from './admission.ts';
import { createDocsFolder } from './docs-folder.ts';
import { createExpressHandler } from './express-handler.ts';
import { toOpenApi, type ApiDescription } from './openapi.ts';
import { healthPage, jsonPage, metricsPage } from './pages.ts';
import { createPipeline } from './pipeline.ts';
import { createOpenLimits, createRateLimits, type RateClasses } from './rate-limits.ts';
import { createRefuse } from './refusal.ts';

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
}

/** What makes one documented API. */
export interface SurfaceDefinition extends ApiDescription {
  /** In metrics and logs. */
  readonly name: string;
  readonly limits: RateClasses;
  /** The rate-limit class of whatever is no endpoint: pages and unknown paths. Without one they are not limited. */
  readonly otherLimit?: string;
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
}

/**
 * Puts a table of routes behind one request handler. Hot routes are found by their path and answered at once; Express carries the rest.
 * @throws Error when a document of a route does not fit the graph
 */
export function createSurface(definition: SurfaceDefinition, dependencies: SurfaceDependencies): Surface {
  const { name, routes, wire, otherLimit, openApiPath = '/openapi.json', docsPath } = definition;
  const { config, metrics, logger } = dependencies;
  const admit = createAdmission({ ...dependencies, limits: config.rateLimits ? createRateLimits(definition.limits) : createOpenLimits(definition.limits) });
  const refuse = createRefuse({ surface: name, wire, metrics, logger });
  const toEndpoint = createPipeline({
    graph: dependencies.graph,
    admit,
    refuse,
    bodyLimitBytes: definition.bodyLimitBytes,
    deadlineMs: definition.deadlineMs,
  });
  const endpoints = new Map(routes.map((route) => [route, toEndpoint(route)]));
  const hot = new Map([...endpoints].filter(([{ hot }]) => hot === true).map(([{ method, path }, endpoint]) => [`${method.toUpperCase()} ${path}`, endpoint]));
  const rest = createExpressHandler({
    endpoints,
    refuse,
    async admitOther(request, response) {
      if (otherLimit !== undefined) await admit({ auth: 'public', limit: otherLimit }, request, response);
    },
    folders: docsPath === undefined ? {} : { [docsPath]: createDocsFolder({ title: definition.title, folder: docsPath, openApiPath }) },
    pages: {
      '/health': healthPage(dependencies.healthy),
      [openApiPath]: jsonPage(toOpenApi(definition)),
      ...(definition.servesMetrics && { '/metrics': metricsPage(metrics) }),
    },
  });
  const cors = createCors(config.corsAllowedOrigins);
  return {
    name,
    handler(request, response) {
      if (cors(request, response)) return;
      const answer = hot.get(`${request.method ?? ''} ${pathOf(request)}`) ?? rest;
      return answer(request, response, {});
    },
  };
}
