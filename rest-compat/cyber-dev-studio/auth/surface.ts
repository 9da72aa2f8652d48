import type { SurfaceDefinition } from '#rest-compat/core';
import { accountRoutes } from './account-routes.ts';
import { apiKeyRoutes } from './api-key-routes.ts';
import { authErrors } from './wire-errors.ts';

/** The CyberDevStudio authentication service. */
export const authSurface: SurfaceDefinition = {
  name: 'studio-auth',
  title: 'CyberDevStudio authentication service',
  description: 'Accounts, sign-in and API keys. A token or an API key goes into `Authorization: Bearer`; an API key also into `X-API-Key`.',
  url: 'http://localhost:6971',
  routes: [...accountRoutes, ...apiKeyRoutes],
  wire: authErrors,
  credentials: ['bearer', 'apiKey'],
  limits: {
    'sign-in': { per: 'address', windows: [{ points: 300, seconds: 60 }] },
    account: { per: 'user', windows: [{ points: 600, seconds: 60 }] },
  },
  bodyLimitBytes: 1024 * 1024,
  deadlineMs: 30_000,
  servesMetrics: false,
};
