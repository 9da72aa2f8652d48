import type { SurfaceDefinition } from '#rest-compat/core';
import { aiRoutes } from './ai-routes.ts';
import { authRoutes } from './auth-routes.ts';
import { collaborationRoutes } from './collaboration-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { cloudBrainErrors } from './wire-errors.ts';

/** The CloudBrain API. */
export const cloudBrainSurface: SurfaceDefinition = {
  name: 'cloudbrain',
  title: 'CloudBrain',
  description: 'AI profiles, sessions, messages and collaboration. Sign in by `/api/v1/auth/login` and put the token into `Authorization: Bearer`.',
  url: 'http://localhost:8768',
  routes: [...authRoutes, ...aiRoutes, ...sessionRoutes, ...messageRoutes, ...collaborationRoutes],
  wire: cloudBrainErrors,
  credentials: ['bearer'],
  limits: {
    ai: {
      per: 'user',
      windows: [
        { points: 100, seconds: 60 },
        { points: 1000, seconds: 3600 },
        { points: 10_000, seconds: 86_400 },
      ],
    },
  },
  otherLimit: 'ai',
  openApiPath: '/api/openapi.json',
  docsPath: '/api/docs',
  bodyLimitBytes: 1024 * 1024,
  deadlineMs: 30_000,
  servesMetrics: false,
};
