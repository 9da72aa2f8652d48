import { issuerOf, type Authenticator } from '#kernel/authentication';
import type { Config, Secrets } from '#kernel/config';
import type { GraphPort } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import { cloudBrainIssuer, createCloudBrainAuthenticator, createCyborgAuthenticator, createIdentityAuthenticator, createNoteSessionUse, createResolveApiKey, type Revocations } from '#subgraphs/identity';

export interface AuthenticatorDependencies {
  readonly config: Pick<Config, 'environment' | 'cloudbrain' | 'cyborg'>;
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
  const cyborg = createCyborgAuthenticator(config.cyborg);
  const addressed = [
    { authenticator: cyborg, isAddressed: (bearer: string) => cyborg.isAddressed(bearer) },
    { authenticator: cloudBrain, isAddressed: (bearer: string) => issuerOf(bearer) === cloudBrainIssuer },
  ];
  return { cyberDevStudio, cloudBrain, cyborg, anyRealm: byAddress(addressed, cyberDevStudio) };
}

interface AddressedRealm {
  readonly authenticator: Authenticator;
  /** Whether a bearer claims to be of the realm. */
  readonly isAddressed: (bearer: string) => boolean;
}

/** Asks the authenticator of the realm that a bearer claims to be of; that one decides whether the claim is true. */
function byAddress(realms: readonly AddressedRealm[], other: Authenticator): Authenticator {
  return {
    authenticate(credentials) {
      const { bearer } = credentials;
      const realm = bearer === null ? undefined : realms.find(({ isAddressed }) => isAddressed(bearer));
      return (realm?.authenticator ?? other).authenticate(credentials);
    },
  };
}
