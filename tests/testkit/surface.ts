import { pino } from 'pino';
import { DomainError } from '#kernel/errors';
import { createListener } from '#kernel/listener';
import { createMetrics } from '#kernel/metrics';
import { scopesOf, type Principal } from '#kernel/principal';
import { createSurface, type SurfaceDefinition, type SurfaceDependencies } from '#rest-compat/core';
import { createSchemaGraph, type RootFields } from './schema-graph.ts';

/** Who the credential `ada` stands for; every other one is bad. */
export const ada: Principal = { subject: 'cds:1', assurance: 'verified', role: 'developer', scopes: scopesOf('cds', 'developer'), session: null };

export interface ServedSurface {
  readonly url: string;
  readonly port: number;
  /** What was logged, parsed. */
  readonly lines: unknown[];
  readonly post: (path: string, body?: string, headers?: Record<string, string>) => Promise<Response>;
  readonly stop: () => Promise<void>;
}

export interface ServeOptions extends Partial<Omit<SurfaceDependencies, 'graph'>> {
  readonly definition: SurfaceDefinition;
  readonly sdl: string;
  readonly root: RootFields;
}

/** A surface on a real port, over a schema with functions for its root fields. Stop it when done. */
export async function serveSurface({ definition, sdl, root, ...dependencies }: ServeOptions): Promise<ServedSurface> {
  const lines: unknown[] = [];
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const metrics = createMetrics();
  const surface = createSurface(definition, {
    graph: createSchemaGraph(sdl, root),
    authenticator: {
      authenticate({ bearer, apiKey }) {
        if (bearer === null && apiKey === null) return null;
        if (bearer === 'ada' || apiKey === 'ada') return ada;
        throw new DomainError('UNAUTHENTICATED', 'The token is not valid');
      },
    },
    metrics,
    logger,
    config: { rateLimits: true, corsAllowedOrigins: ['http://page.example'] },
    healthy: () => true,
    ...dependencies,
  });
  const listener = createListener({ name: definition.name, host: '127.0.0.1', port: 0, handler: surface.handler, upgrade: surface.upgrade, logger, metrics });
  const { port } = await listener.start();
  return {
    url: listener.url,
    port,
    lines,
    post: (path, body, headers = {}) => fetch(listener.url + path, { method: 'POST', headers, ...(body !== undefined && { body }) }),
    async stop() {
      await surface.stop();
      await listener.stop({ timeoutMs: 0 });
    },
  };
}
