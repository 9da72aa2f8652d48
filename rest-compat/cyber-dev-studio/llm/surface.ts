import type { SurfaceDefinition } from '#rest-compat/core';
import { chatRoutes } from './chat-routes.ts';
import { modelRoutes } from './model-routes.ts';
import { llmErrors } from './wire-errors.ts';

/** The CyberDevStudio LLM service, for clients of the OpenAI API; `ratePerMinute` counts all calls of one user. */
export const llmSurface = ({ ratePerMinute }: { readonly ratePerMinute: number }): SurfaceDefinition => ({
  name: 'studio-llm',
  title: 'CyberDevStudio LLM service',
  description: 'Language models behind the OpenAI API. Answers cost tokens of the user; `X-Token-Balance` tells what is left (of a stream: what was there before).',
  url: 'http://localhost:6988',
  routes: [...chatRoutes, ...modelRoutes],
  wire: llmErrors,
  credentials: ['bearer', 'apiKey'],
  limits: { llm: { per: 'user', windows: [{ points: ratePerMinute, seconds: 60 }] } },
  bodyLimitBytes: 10 * 1024 * 1024,
  deadlineMs: 600_000,
  servesMetrics: true,
});
