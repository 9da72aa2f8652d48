import type { Clock } from '#kernel/clock';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { toConnection, toPageBounds, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import { requireAdministrator } from './access.ts';
import { newPassword, newTokenBalance, newUsername } from './account-rules.ts';
import type { Passwords } from './passwords.ts';
import type { AccountRow, IdentityRepository } from './repository.ts';
import type { Session, SessionTokens } from './session-tokens.ts';

/** What a caller wants a new account to be. */
export interface Registration {
  readonly username: string;
  readonly password: string;
  readonly role: AccountRow['role'];
  /** Null for the default. */
  readonly tokenBalance: number | null;
}

/** The accounts of CyberDevStudio: who may make them and change what they may do. */
export interface AccountService {
  /** Makes an account and signs it in. @throws DomainError BAD_USER_INPUT, FORBIDDEN, CONFLICT */
  register(caller: RequestContext, registration: Registration): Promise<Session>;
  /** Gives an account a role; its earlier tokens are refused from then on. @throws DomainError FORBIDDEN, NOT_FOUND */
  setRole(caller: RequestContext, change: { readonly subject: string; readonly role: AccountRow['role'] }): Promise<AccountRow>;
  /** One account of any realm. @throws DomainError FORBIDDEN */
  find(caller: RequestContext, subject: string): Promise<AccountRow | null>;
  /** The accounts in order of registration. @throws DomainError FORBIDDEN, BAD_USER_INPUT */
  list(caller: RequestContext, page: PageRequest): Promise<Connection<AccountRow> & { readonly totalCount: number }>;
}

export interface AccountServiceDependencies {
  readonly repository: IdentityRepository;
  readonly passwords: Passwords;
  readonly tokens: SessionTokens;
  readonly clock: Clock;
}

/** The realm whose accounts this service keeps. */
const realm = 'cds';
const maxNumber = 2_147_483_647;
const numberPattern = /^(?:0|[1-9]\d{0,9})$/u;
const byNumber: PageOrder<AccountRow, number> = {
  valuesOf: ({ number }) => [number.toString()],
  positionOf: ([number = '']) => (numberPattern.test(number) && Number(number) <= maxNumber ? Number(number) : null),
};

export function createAccountService({ repository, passwords, tokens, clock }: AccountServiceDependencies): AccountService {
  return {
    async register(caller, { username, password, role, tokenBalance }) {
      if (role !== 'DEVELOPER' || tokenBalance !== null) requireAdministrator(caller, 'Only an administrator may set a role or a token balance');
      const name = newUsername(username);
      const openingTokenBalance = tokenBalance === null ? null : newTokenBalance(tokenBalance);
      const passwordHash = await passwords.hash(newPassword(password));
      return repository.transaction(async (records) => {
        const account = await records.accounts.insert({ realm, ...name, passwordHash, role, openingTokenBalance });
        await records.record(caller, { action: 'user.register', subject: account.subject });
        return tokens.issue(account);
      });
    },

    async setRole(caller, { subject, role }) {
      requireAdministrator(caller, 'Only an administrator may set a role');
      return repository.transaction(async (records) => {
        const account = await records.accounts.lock(subject);
        if (account?.realm !== realm) throw new DomainError('NOT_FOUND', 'No such user');
        if (account.role === role) return account;
        await records.record(caller, { action: 'user.set_role', subject });
        return records.changeCredentials(account, { role, now: clock.now() });
      });
    },

    async find(caller, subject) {
      requireAdministrator(caller, 'Only an administrator may look up users');
      return repository.accounts.find(subject);
    },

    async list(caller, request) {
      requireAdministrator(caller, 'Only an administrator may list users');
      const bounds = toPageBounds(request, byNumber);
      const [rows, total] = await Promise.all([
        repository.accounts.page({ realm, after: bounds.after ?? 0, offset: bounds.offset, limit: bounds.size + 1 }),
        repository.accounts.count(realm),
      ]);
      return { ...toConnection(rows, bounds, byNumber), totalCount: total };
    },
  };
}
