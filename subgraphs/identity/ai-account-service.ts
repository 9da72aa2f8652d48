import type { RequestContext } from '#kernel/context';
import { createRequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { nullIfTaken } from './account-repository.ts';
import { newAiName, newPassword, parseAiName, parseUsername } from './account-rules.ts';
import type { Passwords } from './passwords.ts';
import type { AccountRow, IdentityRepository } from './repository.ts';

/** An account that another domain wants. */
export interface AccountOpening {
  readonly realm: string;
  readonly username: string;
  /** Null where the realm signs in without one. */
  readonly secret: string | null;
}

/** An account whose number is documented. */
export interface DemoAccount {
  readonly number: number;
  readonly username: string;
}

/** The accounts of AIs, which the domain of their profiles opens. */
export interface AiAccountService {
  /** Opens an account. @throws DomainError BAD_USER_INPUT, CONFLICT */
  open(caller: RequestContext, opening: AccountOpening): Promise<AccountRow>;
  /** The account of that name, whatever its case; null when there is none. */
  findByName(realm: string, username: string): Promise<AccountRow | null>;
  /** Makes the accounts that are missing; one whose name is taken by another is left out. The numbers of those that there are then. Safe in several processes at once. */
  ensure(accounts: readonly DemoAccount[]): Promise<ReadonlySet<number>>;
}

const realm = 'cb';

export function createAiAccountService({ repository, passwords }: { readonly repository: IdentityRepository; readonly passwords: Passwords }): AiAccountService {
  const insert = (caller: RequestContext, account: { readonly number?: number; readonly username: string; readonly passwordHash: string | null }): Promise<AccountRow> => {
    const name = newAiName(account.username);
    return repository.transaction(async (records) => {
      const made = await records.accounts.insert({ realm, role: 'DEVELOPER', openingTokenBalance: null, ...account, ...name });
      await records.record(caller, { action: 'user.register', subject: made.subject });
      return made;
    });
  };

  return {
    async open(caller, { realm: wanted, username, secret }) {
      if (wanted !== realm) throw new DomainError('BAD_USER_INPUT', `realm must be "${realm}"`, { details: { field: 'realm', reason: `must be "${realm}"` } });
      return insert(caller, { username, passwordHash: secret === null ? null : await passwords.hash(newPassword(secret, 'secret')) });
    },
    async findByName(wanted, username) {
      const name = wanted === realm ? parseAiName(username) : parseUsername(username);
      return name === null ? null : repository.accounts.findByName(wanted, name.usernameKey);
    },
    async ensure(accounts) {
      const boot = createRequestContext();
      const there = new Set<number>();
      for (const account of accounts) {
        const subject = `${realm}:${account.number}`;
        const made = (await repository.accounts.find(subject)) ?? (await nullIfTaken(insert(boot, { ...account, passwordHash: null }))) ?? (await repository.accounts.find(subject));
        if (made !== null) there.add(account.number);
      }
      return there;
    },
  };
}
