import { documentedAuthToken, type Config } from '#kernel/config';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { Roles } from './roles.ts';

/**
 * Warns of what is convenient in development and dangerous elsewhere.
 * @throws DomainError BAD_USER_INPUT naming them, in production unless they are allowed by ALLOW_INSECURE_DEFAULTS
 */
export function checkInsecureDefaults(config: Config, roles: Roles, logger: Logger): void {
  const found = [...(roles.surfaces.has('cloudbrain') ? ofCloudBrain(config) : []), ...(roles.surfaces.has('cyborg-mind') || roles.gateway ? ofCyborgMind(config) : [])];
  if (config.environment === 'production' && !config.allowInsecureDefaults && found.length > 0) {
    throw new DomainError('BAD_USER_INPUT', `not in production, unless ALLOW_INSECURE_DEFAULTS=true:\n${found.map((text) => `- ${text}`).join('\n')}`);
  }
  for (const text of found) logger.warn(text);
  if (config.cyborg.jwt !== null && roles.surfaces.has('cyborg-mind')) logger.warn('CyborgMind signs tokens for whoever asks at /auth/token, as it documents; close that path in front of it where that is too open');
  const { ignoredSections } = config.cyborg;
  if (ignoredSections.length > 0) logger.info({ sections: ignoredSections }, 'sections of CYBORG_CONFIG_PATH are ignored: only api means something here');
}

const ofCloudBrain = ({ cloudbrain, seedDemo }: Config): readonly string[] => [
  ...(cloudbrain.requireSecret ? [] : ['CloudBrain signs in whoever knows the id and the name of an AI (CLOUDBRAIN_REQUIRE_SECRET=true asks for a secret)']),
  ...(seedDemo ? ['CloudBrain has the demo AIs 32 and 33 (SEED_DEMO=false leaves them out)'] : []),
];

const ofCyborgMind = ({ cyborg: { authToken, jwt } }: Config): readonly string[] => [
  ...(authToken === documentedAuthToken ? ['CyborgMind accepts the static token of its documentation (AUTH_TOKEN sets one of your own)'] : []),
  ...(typeof jwt?.weakness === 'string' ? [`CyborgMind signs tokens with a weak secret: ${jwt.weakness} (openssl rand -base64 48 makes a good one)`] : []),
];
