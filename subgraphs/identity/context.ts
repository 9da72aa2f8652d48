import type { RequestContext } from '#kernel/context';
import type { AccountService } from './account-service.ts';
import type { AiAccountService } from './ai-account-service.ts';
import type { AiSessionService } from './ai-session-service.ts';
import type { ApiKeyService } from './api-key-service.ts';
import type { AuditService } from './audit-service.ts';
import type { CyborgTokenService } from './cyborg-token-service.ts';
import type { IdentityLoaders } from './loaders.ts';
import type { PresenceService } from './presence-service.ts';
import type { SessionService } from './session-service.ts';

/** The rules of this domain, for its resolvers. */
export interface IdentityServices {
  readonly accounts: AccountService;
  readonly aiAccounts: AiAccountService;
  readonly aiSessions: AiSessionService;
  readonly apiKeys: ApiKeyService;
  readonly audit: AuditService;
  readonly cyborgTokens: CyborgTokenService;
  readonly presence: PresenceService;
  readonly sessions: SessionService;
}

/** What the resolvers of this domain get. */
export interface IdentityContext extends RequestContext, IdentityServices {
  readonly loaders: IdentityLoaders;
}
