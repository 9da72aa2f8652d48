import type { ListenerPlan } from './listeners.ts';
import type { Roles, SurfaceName } from './roles.ts';

/** What answers on a listener. */
export type Mounted = Pick<ListenerPlan, 'handler' | 'upgrade' | 'host'>;

type Place = Omit<ListenerPlan, keyof Mounted>;

const graphql: Place = { name: 'GraphQL', port: 'graphql', path: '/graphql', hint: 'playground in a browser, API for programs' };
const places: Readonly<Record<SurfaceName, Place>> = {
  'studio-auth': { name: 'CyberDevStudio auth', port: 'auth', path: '', hint: 'POST /auth/login' },
  'studio-api': { name: 'CyberDevStudio API', port: 'api', path: '', hint: 'POST /rpc, ws /ws, GET /openrpc.json' },
  'studio-llm': { name: 'CyberDevStudio LLM', port: 'llm', path: '', hint: 'POST /v1/chat/completions' },
  'cyborg-mind': { name: 'CyborgMind', port: 'cyborg', path: '', hint: '/docs in a browser, POST /step' },
  cloudbrain: { name: 'CloudBrain', port: 'cloudbrain', path: '', hint: '/api/docs in a browser, POST /api/v1/auth/login' },
};

/** What listens where, for the roles of this process. */
export function planListeners({ gateway, surfaces }: Pick<Roles, 'gateway' | 'surfaces'>, mounted: Readonly<Record<SurfaceName | 'gateway', Mounted>>): readonly ListenerPlan[] {
  const wanted = [...surfaces].map((name): ListenerPlan => ({ ...mounted[name], ...places[name] }));
  return gateway ? [{ ...mounted.gateway, ...graphql }, ...wanted] : wanted;
}
