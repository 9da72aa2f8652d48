import type { Clock } from '#kernel/clock';
import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { hashToken, type AccessGrant, type AiSessionTokens } from './ai-session-tokens.ts';
import type { Passwords } from './passwords.ts';
import type { AccountRow, IdentityRepository } from './repository.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

/** What an AI signs in with. */
export interface AiCredentials {
  readonly id: string;
  readonly name: string;
  /** Null where none was sent. */
  readonly secret: string | null;
}

/** A signed-in AI. */
export interface AiAccess {
  readonly token: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
  readonly user: AccountRow;
}

/** Sessions of AIs: an access token for an hour and a refresh token for more of them, all revoked together. */
export interface AiSessionService {
  /** A session for an id and the name that belongs to it. @throws DomainError INVALID_CREDENTIALS, RATE_LIMITED, UNAVAILABLE */
  signIn(caller: RequestContext, credentials: AiCredentials): Promise<AiAccess>;
  /** A new access token of the same session. @throws DomainError UNAUTHENTICATED, with `details.reason` `expired`, `revoked` or `invalid` */
  refresh(refreshToken: string): Promise<AiAccess>;
  /** Ends the session of the caller; answers when. @throws DomainError UNAUTHENTICATED, FORBIDDEN */
  signOut(caller: RequestContext): Promise<Date>;
}

export interface AiSessionServiceDependencies {
  readonly repository: IdentityRepository;
  readonly passwords: Passwords;
  readonly tokens: AiSessionTokens;
  readonly throttle: SignInThrottle;
  /** Whether an id and a name are not enough. */
  readonly requireSecret: boolean;
  readonly clock: Clock;
}

const aiIdPattern = /^cb:[1-9]\d{0,9}$/u;
const action = 'session.open';

export function createAiSessionService({ repository, passwords, tokens, throttle, requireSecret, clock }: AiSessionServiceDependencies): AiSessionService {
  /** Ids and names are public: only a secret proves anything. One that is sent has to be right even where none is asked for. */
  const matches = async (account: AccountRow | null, { name, secret }: AiCredentials): Promise<boolean> => {
    if (account?.username !== name.normalize('NFC')) return false;
    return secret === null ? !requireSecret : passwords.verify(account.passwordHash, secret);
  };
  const toAccess = (user: AccountRow, refreshToken: string, grant: Omit<AccessGrant, 'account'>): AiAccess => ({ ...tokens.access({ ...grant, account: user }), refreshToken, user });

  return {
    async signIn(caller, credentials) {
      const id = aiIdPattern.test(credentials.id) ? credentials.id : null;
      const account = id === null ? null : await repository.accounts.find(id);
      const passed = await throttle.guard({ usernameKey: id, address: caller.clientAddress }, () => matches(account, credentials));
      if (account === null || !passed) {
        await repository.transaction((records) => records.record(caller, { action, subject: account?.subject ?? null, succeeded: false }));
        throw new DomainError('INVALID_CREDENTIALS', 'Id and name do not match an AI');
      }
      const owner = account.subject;
      const session = { id: newId(), proven: credentials.secret !== null };
      const refresh = tokens.refresh(session.id);
      const now = new Date(clock.now());
      await repository.transaction(async (records) => {
        await records.changePresence(owner, async () => {
          await records.accessSessions.deleteExpired(owner, now);
          await records.accessSessions.insert({ ...session, owner, refreshSha256: hashToken(refresh.token), expiresAt: refresh.expiresAt, lastUsedAt: now });
        });
        await records.record(caller, { action, subject: owner, actor: owner });
      });
      return toAccess(account, refresh.token, { sessionId: session.id, proven: session.proven });
    },

    async refresh(refreshToken) {
      const session = await repository.accessSessions.findByRefreshToken(tokens.refreshTokenHash(refreshToken));
      if (session === null || (requireSecret && !session.proven)) throw refused('invalid');
      if (session.endedAt !== null) throw refused('revoked');
      return toAccess(session.account, refreshToken, { sessionId: session.id, proven: session.proven });
    },

    async signOut(caller) {
      const { subject, session } = requirePrincipal(caller);
      if (!aiIdPattern.test(subject) || session === null) throw new DomainError('FORBIDDEN', 'Only an AI signs out here');
      const at = new Date(clock.now());
      await repository.transaction(async (records) => {
        const ended = await records.changePresence(subject, () => records.endAccessSession({ id: session, owner: subject, at }));
        if (ended) await records.record(caller, { action: 'session.close', subject });
      });
      return at;
    },
  };
}

const refused = (reason: 'invalid' | 'revoked') => new DomainError('UNAUTHENTICATED', 'The refresh token is not valid', { details: { reason } });
