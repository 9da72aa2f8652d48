import { z } from 'zod';
import type { StatusPage, SurfaceDefinition } from '#rest-compat/core';
import { cyborgMindRoutes } from './routes.ts';
import { policyStream } from './stream.ts';
import { cyborgMindErrors } from './wire-errors.ts';

/** What an installation chooses. */
export interface CyborgMindOptions {
  /** Requests per minute and address; null for any number. */
  readonly ratePerMinute: number | null;
  readonly enableMetrics: boolean;
}

/** One class for everything, by address; null stands for a number that nobody sees, because nothing is limited then. */
export const limitsOf = ({ ratePerMinute }: Pick<CyborgMindOptions, 'ratePerMinute'>): SurfaceDefinition['limits'] => ({ all: { per: 'address', windows: [{ points: ratePerMinute ?? 1, seconds: 60 }] } });

export const bodyLimitBytes = 10 * 1024 * 1024;
export const deadlineMs = 30_000;

const health: StatusPage = {
  id: 'cyborg-mind.health',
  path: '/health',
  summary: 'Whether the service can do its work',
  schema: z.object({ status: z.enum(['healthy', 'unhealthy']), version: z.literal('3.0.0'), timestamp: z.string().meta({ format: 'date-time' }) }),
  asks: true,
  body: (healthy) => ({ status: healthy ? 'healthy' : 'unhealthy', version: '3.0.0', timestamp: new Date().toISOString() }),
};

/** The CyborgMind API. */
export const cyborgMindSurface = (options: CyborgMindOptions): SurfaceDefinition => ({
  name: 'cyborg-mind',
  title: 'CyborgMind',
  description:
    'Actions of trained policies in real time. The token goes into `Authorization: Bearer`. `WS /stream` answers `{observation, deterministic, token}` with `{action, value, pressure, error}`, message by message; each connection is an agent of its own.',
  url: 'http://localhost:8000',
  routes: cyborgMindRoutes,
  sockets: [policyStream],
  wire: cyborgMindErrors,
  credentials: ['bearer'],
  limits: limitsOf(options),
  otherLimit: 'all',
  uncounted: ['/health', '/metrics'],
  statusPages: [health],
  docsPath: '/docs',
  bodyLimitBytes,
  deadlineMs,
  servesMetrics: options.enableMetrics,
});
