import { createSurface, toOpenApi, type Surface, type SurfaceDependencies } from '#rest-compat/core';
import { pathOf } from '#kernel/listener';
import { createCyborgMindObservation } from './observation.ts';
import { openInferenceSurface } from './open-inference-surface.ts';
import { cyborgMindSurface, type CyborgMindOptions } from './surface.ts';

const defaults: CyborgMindOptions = { ratePerMinute: 100, enableMetrics: true };

/** The CyborgMind API (port 8000), and the Open Inference Protocol below its `/v2`. @throws Error when a document does not fit the graph */
export function createCyborgMindSurface(dependencies: SurfaceDependencies & CyborgMindOptions): Surface {
  const { config, metrics, ratePerMinute } = dependencies;
  const shared = { ...dependencies, observation: createCyborgMindObservation(metrics), config: { ...config, rateLimits: config.rateLimits && ratePerMinute !== null } };
  const cyborgMind = createSurface(cyborgMindSurface(dependencies), shared);
  const openInference = createSurface(openInferenceSurface(dependencies), shared);
  return {
    ...cyborgMind,
    handler: (request, response) => (isOpenInference(pathOf(request)) ? openInference : cyborgMind).handler(request, response),
  };
}

const isOpenInference = (path: string): boolean => path.startsWith('/v2') && (path.length === 3 || path[3] === '/');

/** The OpenAPI document of each surface, by surface name. */
export const openApiDocuments = (): Readonly<Record<string, object>> =>
  Object.fromEntries([cyborgMindSurface(defaults), openInferenceSurface(defaults)].map((surface) => [surface.name, toOpenApi(surface)]));
