import type { SurfaceDefinition } from '#rest-compat/core';
import { adminRoutes } from './admin-routes.ts';
import { chatRoutes } from './chat-routes.ts';
import { completionRoutes } from './completion-routes.ts';
import { embeddingRoutes } from './embedding-routes.ts';
import { modelCalls } from './model-calls.ts';
import { modelRoutes } from './model-routes.ts';
import { streamSocket } from './stream-socket.ts';
import { llmErrors } from './wire-errors.ts';

export interface LlmSurfaceOptions {
  readonly ratePerMinute: number;
  readonly maxStreamingSeconds: number;
}

/** The CyberDevStudio LLM service, for clients of the OpenAI API; `ratePerMinute` counts all requests of an address that nobody signed in from (those of a user the graph counts), and a WebSocket is ended after `maxStreamingSeconds`. */
export const llmSurface = ({ ratePerMinute, maxStreamingSeconds }: LlmSurfaceOptions): SurfaceDefinition => ({
  name: 'studio-llm',
  title: 'CyberDevStudio LLM service',
  description: 'Language models behind the OpenAI API. Answers cost tokens of the user; `X-Token-Balance` tells what is left (of a stream: what was there before).',
  url: 'http://localhost:6988',
  routes: [...chatRoutes, ...completionRoutes, ...embeddingRoutes, ...modelRoutes, ...adminRoutes],
  sockets: [streamSocket({ maxSeconds: maxStreamingSeconds })],
  wire: llmErrors,
  credentials: ['bearer', 'apiKey'],
  limits: { llm: { per: 'user', windows: [{ points: ratePerMinute, seconds: 60 }], counter: modelCalls } },
  bodyLimitBytes: 10 * 1024 * 1024,
  deadlineMs: 600_000,
  servesMetrics: true,
});
