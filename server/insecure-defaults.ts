import type { Config } from '#kernel/config';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { Roles } from './roles.ts';

/**
 * Warns of what is convenient in development and dangerous elsewhere.
 * @throws DomainError BAD_USER_INPUT naming them, in production unless they are allowed by ALLOW_INSECURE_DEFAULTS
 */
export function checkInsecureDefaults(config: Config, roles: Roles, logger: Logger): void {
  if (!roles.surfaces.has('cloudbrain')) return;
  const found = [
    ...(config.cloudbrain.requireSecret ? [] : ['CloudBrain signs in whoever knows the id and the name of an AI (CLOUDBRAIN_REQUIRE_SECRET=true asks for a secret)']),
    ...(config.seedDemo ? ['CloudBrain has the demo AIs 32 and 33 (SEED_DEMO=false leaves them out)'] : []),
  ];
  if (config.environment === 'production' && !config.allowInsecureDefaults && found.length > 0) {
    throw new DomainError('BAD_USER_INPUT', `not in production, unless ALLOW_INSECURE_DEFAULTS=true:\n${found.map((text) => `- ${text}`).join('\n')}`);
  }
  for (const text of found) logger.warn(text);
}
