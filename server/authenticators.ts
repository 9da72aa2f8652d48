import { issuerOf, type Authenticator } from '#kernel/authentication';
import type { Config, Secrets } from '#kernel/config';
import type { GraphPort } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import { cloudBrainIssuer, createCloudBrainAuthenticator, createIdentityAuthenticator, createNoteSessionUse, createResolveApiKey, type Revocations } from '#subgraphs/identity';

export interface AuthenticatorDependencies {
  readonly config: Pick<Config, 'environment' | 'cloudbrain'>;
  readonly secrets: Pick<Secrets, 'authJwtSecret' | 'cloudbrainJwtSecret'>;
  readonly revocations: Revocations;
  readonly graph: GraphPort;
  readonly logger: Logger;
}

/** One authenticator per realm for its surfaces, and one over all realms for the graph. */
export function createAuthenticators({ config, secrets, revocations, graph, logger }: AuthenticatorDependencies) {
  const cyberDevStudio = createIdentityAuthenticator({ jwtSecret: secrets.authJwtSecret, revocations, resolveApiKey: createResolveApiKey(graph) });
  const cloudBrain = createCloudBrainAuthenticator({
    jwtSecret: secrets.cloudbrainJwtSecret,
    revocations,
    noteUse: createNoteSessionUse({ graph, logger }),
    requireSecret: config.cloudbrain.requireSecret,
    trustNames: config.environment !== 'production',
  });
  return { cyberDevStudio, cloudBrain, anyRealm: byIssuer({ [cloudBrainIssuer]: cloudBrain }, cyberDevStudio) };
}

/** Asks the authenticator of the realm that a token claims to be of; that one decides whether the claim is true. */
function byIssuer(realms: Readonly<Record<string, Authenticator>>, other: Authenticator): Authenticator {
  const byName = new Map(Object.entries(realms));
  return {
    authenticate(credentials) {
      const issuer = credentials.bearer === null ? null : issuerOf(credentials.bearer);
      return ((issuer === null ? undefined : byName.get(issuer)) ?? other).authenticate(credentials);
    },
  };
}
