export { loadConfig, type Config } from './config.ts';
export { environmentSchema } from './environment.ts';
export { loadSecrets, type Secrets } from './secrets.ts';
