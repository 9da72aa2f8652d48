import { systemClock, type Clock } from '#kernel/clock';
import type { CyborgTokenSettings } from '#kernel/config';
import type { RequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import type { Events } from '#kernel/events';
import type { Logger } from '#kernel/logging';
import { loadSubgraphSchema, type Subgraph } from '#kernel/subgraph';
import { createAccountService } from './account-service.ts';
import { createAdministratorService, type AdministratorCredentials } from './administrator-service.ts';
import { createAiAccountService, type DemoAccount } from './ai-account-service.ts';
import { createAiSessionService } from './ai-session-service.ts';
import { createAiSessionTokens } from './ai-session-tokens.ts';
import { createApiKeyService } from './api-key-service.ts';
import { createAuditService } from './audit-service.ts';
import type { IdentityContext, IdentityServices } from './context.ts';
import { createCyborgTokenService } from './cyborg-token-service.ts';
import { createIdentityLoaders } from './loaders.ts';
import { createPasswords } from './passwords.ts';
import { createPresenceService } from './presence-service.ts';
import { startPresenceSweep } from './presence-sweep.ts';
import { createIdentityRepository } from './repository.ts';
import { resolvers } from './resolvers/index.ts';
import type { Revocations } from './revocations.ts';
import { createSessionService } from './session-service.ts';
import { createSessionTokens } from './session-tokens.ts';
import { createSignInThrottle, openThrottle, type SignInLimits } from './sign-in-throttle.ts';

export { createIdentityAuthenticator, type IdentityAuthenticatorDependencies } from './authenticator.ts';
export { cloudBrainIssuer } from './ai-session-tokens.ts';
export { createCloudBrainAuthenticator, type CloudBrainAuthenticatorDependencies } from './cloudbrain-authenticator.ts';
export { createCyborgAuthenticator } from './cyborg-authenticator.ts';
export { createNoteSessionUse } from './note-session-use.ts';
export { createResolveApiKey } from './resolve-api-key.ts';
export { createRevocations, type Revocations } from './revocations.ts';

export interface IdentityDependencies {
  readonly database: Pick<Database, 'prisma'>;
  readonly events: Pick<Events, 'publish' | 'subscribe'>;
  /** The table that the authenticators of this process use. */
  readonly revocations: Pick<Revocations, 'applied'>;
  /** Signs session tokens; at least 32 characters. */
  readonly jwtSecret: string;
  readonly cloudbrain: {
    /** Signs the tokens of AIs; at least 32 characters. */
    readonly jwtSecret: string;
    /** Whether an AI needs a secret to sign in. */
    readonly requireSecret: boolean;
  };
  /** Signed tokens of CyborgMind; none are issued when left out or null. */
  readonly cyborg?: CyborgTokenSettings | null;
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
  /** Makes those accounts of AIs that are missing, without a secret. */
  ensureAiAccounts(accounts: readonly DemoAccount[]): Promise<ReadonlySet<number>>;
  /** Announces the AIs that have gone without a word. */
  sweepPresence(): Promise<void>;
  /** The same again and again, until stopped. */
  watchPresence(logger: Logger): { stop(): Promise<void> };
}

/** The domain of accounts, sessions, API keys and the audit log. */
export async function createIdentitySubgraph({ database, events, revocations, jwtSecret, cloudbrain, cyborg = null, rateLimits, clock = systemClock }: IdentityDependencies): Promise<IdentitySubgraph> {
  const repository = createIdentityRepository({ database, events, applied: revocations.applied });
  const passwords = await createPasswords();
  const tokens = createSessionTokens({ jwtSecret, clock });
  const throttle = rateLimits === false ? openThrottle : createSignInThrottle(rateLimits === true ? undefined : rateLimits);
  const services: IdentityServices = {
    accounts: createAccountService({ repository, passwords, tokens, clock }),
    aiAccounts: createAiAccountService({ repository, passwords }),
    aiSessions: createAiSessionService({ repository, passwords, tokens: createAiSessionTokens({ jwtSecret: cloudbrain.jwtSecret, clock }), throttle, requireSecret: cloudbrain.requireSecret, clock }),
    apiKeys: createApiKeyService({ repository, clock }),
    audit: createAuditService({ repository }),
    cyborgTokens: createCyborgTokenService({ repository, settings: cyborg, clock }),
    presence: createPresenceService({ repository, clock }),
    sessions: createSessionService({ repository, passwords, tokens, throttle, clock }),
  };
  const administrators = createAdministratorService({ repository, passwords, clock });
  return {
    name: 'identity',
    ...loadSubgraphSchema(import.meta.url, resolvers),
    createContext: (base: RequestContext): IdentityContext => ({ ...base, ...services, loaders: createIdentityLoaders(repository, services.presence) }),
    ensureAdministrator: (credentials) => administrators.ensure(credentials),
    ensureAiAccounts: (accounts) => services.aiAccounts.ensure(accounts),
    sweepPresence: () => services.presence.sweep(),
    watchPresence: (logger) => startPresenceSweep({ presence: services.presence, logger }),
  };
}
