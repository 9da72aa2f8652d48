import { z } from 'zod';
import type { DomainError, ErrorCode } from '#kernel/errors';
import { catalogueStatus, wireMessage, type StatusPage, type SurfaceDefinition, type WireErrors } from '#rest-compat/core';
import { openInferenceRoutes } from './open-inference-routes.ts';
import { bodyLimitBytes, deadlineMs, limitsOf, type CyborgMindOptions } from './surface.ts';

const server = { name: 'pentagraph', version: '3.0.0', extensions: ['sequence'] };

const pages: readonly StatusPage[] = [
  { id: 'open-inference.server', path: '/v2', summary: 'Which server this is', schema: z.object({ name: z.string(), version: z.string(), extensions: z.array(z.string()) }), asks: false, body: () => server },
  { id: 'open-inference.live', path: '/v2/health/live', summary: 'Whether the server runs', schema: z.object({ live: z.boolean() }), asks: false, body: (live) => ({ live }) },
  { id: 'open-inference.ready', path: '/v2/health/ready', summary: 'Whether the server can answer', schema: z.object({ ready: z.boolean() }), asks: true, body: (ready) => ({ ready }) },
];

const sentences: Partial<Record<ErrorCode, (error: DomainError) => string>> = {
  AGENT_NOT_INITIALIZED: ({ details }) => `The sequence ${String(details['agentId'])} has not begun: its first request needs sequence_start`,
};

/** `{error}`, with the statuses of the catalogue. */
const openInferenceErrors: WireErrors = {
  status: catalogueStatus,
  body: (error, spelling) => ({ error: sentences[error.code]?.(error) ?? wireMessage(error, spelling) }),
  schema: z.object({ error: z.string() }),
};

/** The Open Inference Protocol, for clients of KServe and Triton; on the same listener as CyborgMind, below `/v2`. */
export const openInferenceSurface = (options: CyborgMindOptions): SurfaceDefinition => ({
  name: 'open-inference',
  title: 'Open Inference Protocol',
  description: 'The same policies for clients of the Open Inference Protocol, version 2. The token goes into `Authorization: Bearer`; the server\'s own pages need none.',
  url: 'http://localhost:8000',
  routes: openInferenceRoutes,
  wire: openInferenceErrors,
  credentials: ['bearer'],
  limits: limitsOf(options),
  otherLimit: 'all',
  uncounted: pages.map(({ path }) => path),
  statusPages: pages,
  openApiPath: '/v2/openapi.json',
  bodyLimitBytes,
  deadlineMs,
  servesMetrics: false,
});
