import type { Clock } from '#kernel/clock';
import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { newPassword, parseUsername } from './account-rules.ts';
import type { Passwords } from './passwords.ts';
import type { AccountRow, IdentityRepository } from './repository.ts';
import type { Session, SessionTokens } from './session-tokens.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

/** Sessions by password. */
export interface SessionService {
  /** A session for a name and its password. @throws DomainError INVALID_CREDENTIALS, RATE_LIMITED, UNAVAILABLE */
  signIn(caller: RequestContext, credentials: { readonly username: string; readonly password: string }): Promise<Session>;
  /** Replaces the password of the caller; its earlier tokens are refused from then on. @throws DomainError as `signIn`, and BAD_USER_INPUT, FORBIDDEN */
  changePassword(caller: RequestContext, change: { readonly currentPassword: string; readonly newPassword: string }): Promise<Session>;
}

export interface SessionServiceDependencies {
  readonly repository: IdentityRepository;
  readonly passwords: Passwords;
  readonly tokens: SessionTokens;
  readonly throttle: SignInThrottle;
  readonly clock: Clock;
}

export function createSessionService({ repository, passwords, tokens, throttle, clock }: SessionServiceDependencies): SessionService {
  /** The account once its password is proven; a failure is recorded. Name and account may be unknown: that costs the same and says the same. */
  async function prove(caller: RequestContext, claim: { readonly action: string; readonly usernameKey: string | null; readonly account: AccountRow | null; readonly password: string }): Promise<AccountRow> {
    const { action, usernameKey, account, password } = claim;
    const matches = await throttle.guard({ usernameKey, address: caller.clientAddress }, () => passwords.verify(account?.passwordHash ?? null, password));
    if (account !== null && matches) return account;
    await repository.transaction((records) => records.record(caller, { action, subject: account?.subject ?? null, succeeded: false }));
    throw invalidCredentials();
  }

  return {
    async signIn(caller, { username, password }) {
      const action = 'session.open';
      const usernameKey = parseUsername(username)?.usernameKey ?? null;
      const account = usernameKey === null ? null : await repository.accounts.findByName('cds', usernameKey);
      const { subject, passwordHash } = await prove(caller, { action, usernameKey, account, password });
      return repository.transaction(async (records) => {
        // Under the lock the token gets the role and the validity of this moment: a change at the same time comes before or after, not between.
        const current = await records.accounts.lock(subject);
        if (current?.passwordHash !== passwordHash) throw invalidCredentials();
        await records.record(caller, { action, subject, actor: subject });
        return tokens.issue(current);
      });
    },

    async changePassword(caller, change) {
      const action = 'user.change_password';
      const account = await repository.accounts.find(requirePrincipal(caller).subject);
      if (account?.realm !== 'cds') throw new DomainError('FORBIDDEN', 'This principal has no password here');
      const password = newPassword(change.newPassword, 'newPassword');
      const { subject, passwordHash } = await prove(caller, { action, usernameKey: account.usernameKey, account, password: change.currentPassword });
      const changedHash = await passwords.hash(password);
      return repository.transaction(async (records) => {
        const current = await records.accounts.lock(subject);
        if (current?.passwordHash !== passwordHash) throw invalidCredentials();
        await records.record(caller, { action, subject });
        return tokens.issue(await records.changeCredentials(current, { passwordHash: changedHash, now: clock.now() }));
      });
    },
  };
}

const invalidCredentials = () => new DomainError('INVALID_CREDENTIALS', 'User name and password do not match');
