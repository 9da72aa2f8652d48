import { createCloudBrainSurface } from '#rest-compat/cloudbrain';
import { createApiSurface, createAuthSurface, createLlmSurface } from '#rest-compat/cyber-dev-studio';
import { createCyborgMindSurface } from '#rest-compat/cyborg-mind';
import type { createAuthenticators } from './authenticators.ts';
import type { Federation } from './federation.ts';
import { answers, type Foundation } from './foundation.ts';
import type { ListenerPlan } from './listeners.ts';
import type { SurfaceName } from './roles.ts';

/** What surfaces are made of. */
export interface SurfaceParts extends Foundation, Pick<Federation, 'graph' | 'ready'> {
  readonly authenticators: ReturnType<typeof createAuthenticators>;
}

/** The documented APIs of this process, each on its port. */
export const planSurfaces = (wanted: ReadonlySet<SurfaceName>, parts: SurfaceParts): readonly ListenerPlan[] => [...wanted].map((name) => surfaces[name](parts));

const surfaces: Readonly<Record<SurfaceName, (parts: SurfaceParts) => ListenerPlan>> = {
  'studio-auth'(parts) {
    const auth = createAuthSurface({ ...common(parts), healthy: () => answers(parts.database) });
    return { ...auth, name: 'CyberDevStudio auth', port: parts.config.ports.auth, path: '', hint: 'POST /auth/login' };
  },
  'studio-api'(parts) {
    const { config, database, ready } = parts;
    const healthy = async (): Promise<boolean> => (await ready('workspace')) && (await ready('execution')) && answers(database);
    const api = createApiSurface({ ...common(parts), healthy, ratePerMinute: config.llm.ratePerMinute });
    parts.lifecycle.onStop('streams', 'CyberDevStudio API', () => api.stop());
    return { ...api, name: 'CyberDevStudio API', port: config.ports.api, path: '', hint: 'POST /rpc, ws /ws, GET /openrpc.json' };
  },
  'studio-llm'(parts) {
    const { llm, ports } = parts.config;
    const surface = createLlmSurface({ ...common(parts), healthy: () => answers(parts.database), ratePerMinute: llm.ratePerMinute, maxStreamingSeconds: llm.maxStreamingSeconds });
    parts.lifecycle.onStop('streams', 'CyberDevStudio LLM', () => surface.stop());
    return { ...surface, name: 'CyberDevStudio LLM', port: ports.llm, path: '', hint: 'POST /v1/chat/completions' };
  },
  'cyborg-mind'(parts) {
    const { config: { cyborg, ports }, database, ready, authenticators } = parts;
    const healthy = async (): Promise<boolean> => (await ready('policies')) && answers(database);
    const surface = createCyborgMindSurface({ ...common(parts), ...cyborg, authenticator: authenticators.cyborg, healthy });
    parts.lifecycle.onStop('streams', 'CyborgMind', () => surface.stop());
    return { ...surface, name: 'CyborgMind', port: ports.cyborg, path: '', hint: '/docs in a browser, POST /step', host: cyborg.host };
  },
  cloudbrain(parts) {
    const surface = createCloudBrainSurface({ ...common(parts), authenticator: parts.authenticators.cloudBrain, healthy: () => answers(parts.database) });
    return { ...surface, name: 'CloudBrain', port: parts.config.ports.cloudbrain, path: '', hint: '/api/docs in a browser, POST /api/v1/auth/login' };
  },
};

const common = ({ graph, authenticators, metrics, logger, config }: SurfaceParts) => ({ graph, authenticator: authenticators.cyberDevStudio, metrics, logger, config });
