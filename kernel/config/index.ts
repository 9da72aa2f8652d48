export { silenceApollo } from './apollo-telemetry.ts';
export { builtUrl } from './built-url.ts';
export { loadConfig, type Config } from './config.ts';
export { documentedAuthToken, type CyborgTokenSettings } from './cyborg-settings.ts';
export { projectRoot } from './project-root.ts';
export { environmentSchema } from './environment.ts';
export { subgraphNames, type SubgraphName } from './subgraphs.ts';
export { loadSecrets, type Secrets } from './secrets.ts';
