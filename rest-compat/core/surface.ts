import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authenticator } from '#kernel/authentication';
import type { GraphPort } from '#kernel/graph-port';
import { createCors, pathOf } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import { createExpressHandler } from './express-handler.ts';
import { toOpenApi, type ApiDescription } from './openapi.ts';
import { healthPage, jsonPage, metricsPage } from './pages.ts';
import { createPipeline } from './pipeline.ts';
import { createRateLimits, noRateLimits, type RateClasses } from './rate-limits.ts';
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
  const { name, routes, wire } = definition;
  const { config, metrics, logger } = dependencies;
  const refuse = createRefuse({ surface: name, wire, metrics, logger });
  const toEndpoint = createPipeline({
    ...dependencies,
    refuse,
    limits: config.rateLimits ? createRateLimits(definition.limits) : noRateLimits,
    bodyLimitBytes: definition.bodyLimitBytes,
    deadlineMs: definition.deadlineMs,
  });
  const endpoints = new Map(routes.map((route) => [route, toEndpoint(route)]));
  const hot = new Map([...endpoints].filter(([{ hot }]) => hot === true).map(([{ method, path }, endpoint]) => [`${method.toUpperCase()} ${path}`, endpoint]));
  const rest = createExpressHandler({
    endpoints,
    refuse,
    pages: {
      '/health': healthPage(dependencies.healthy),
      '/openapi.json': jsonPage(toOpenApi(definition)),
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
