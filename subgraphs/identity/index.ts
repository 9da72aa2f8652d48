import { systemClock, type Clock } from '#kernel/clock';
import type { RequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import type { Events } from '#kernel/events';
import { loadSubgraphSchema, type Subgraph } from '#kernel/subgraph';
import { createAccountService } from './account-service.ts';
import { createAdministratorService, type AdministratorCredentials } from './administrator-service.ts';
import { createApiKeyService } from './api-key-service.ts';
import { createAuditService } from './audit-service.ts';
import type { IdentityContext, IdentityServices } from './context.ts';
import { createIdentityLoaders } from './loaders.ts';
import { createPasswords } from './passwords.ts';
import { createIdentityRepository } from './repository.ts';
import { resolvers } from './resolvers/index.ts';
import type { Revocations } from './revocations.ts';
import { createSessionService } from './session-service.ts';
import { createSessionTokens } from './session-tokens.ts';
import { createSignInThrottle, openThrottle, type SignInLimits } from './sign-in-throttle.ts';

export { createIdentityAuthenticator, type IdentityAuthenticatorDependencies } from './authenticator.ts';
export { createResolveApiKey } from './resolve-api-key.ts';
export { createRevocations, type Revocations } from './revocations.ts';

export interface IdentityDependencies {
  readonly database: Pick<Database, 'prisma'>;
  readonly events: Pick<Events, 'publish' | 'subscribe'>;
  /** The table that the authenticators of this process use. */
  readonly revocations: Pick<Revocations, 'applied'>;
  /** Signs session tokens; at least 32 characters. */
  readonly jwtSecret: string;
  /** False switches the limits on sign-ins off. */
  readonly rateLimits: boolean | SignInLimits;
  readonly clock?: Clock;
}

/** The identity subgraph, and what a server does with it at boot. */
export interface IdentitySubgraph extends Subgraph {
  /**
   * Makes the first administrator, or gives that account this password and the role.
   * @throws DomainError BAD_USER_INPUT for a name or password that no account can have
   */
  ensureAdministrator(credentials: AdministratorCredentials): Promise<void>;
}

/** The domain of accounts, sessions, API keys and the audit log. */
export async function createIdentitySubgraph({ database, events, revocations, jwtSecret, rateLimits, clock = systemClock }: IdentityDependencies): Promise<IdentitySubgraph> {
  const repository = createIdentityRepository({ database, events, applied: revocations.applied });
  const passwords = await createPasswords();
  const tokens = createSessionTokens({ jwtSecret, clock });
  const throttle = rateLimits === false ? openThrottle : createSignInThrottle(rateLimits === true ? undefined : rateLimits);
  const services: IdentityServices = {
    accounts: createAccountService({ repository, passwords, tokens, clock }),
    apiKeys: createApiKeyService({ repository, clock }),
    audit: createAuditService({ repository }),
    sessions: createSessionService({ repository, passwords, tokens, throttle, clock }),
  };
  const administrators = createAdministratorService({ repository, passwords, clock });
  return {
    name: 'identity',
    ...loadSubgraphSchema(import.meta.url, resolvers),
    createContext: (base: RequestContext): IdentityContext => ({ ...base, ...services, loaders: createIdentityLoaders(repository) }),
    ensureAdministrator: (credentials) => administrators.ensure(credentials),
  };
}
