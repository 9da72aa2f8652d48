import type { Clock } from '#kernel/clock';
import { createRequestContext } from '#kernel/context';
import { nullIfTaken } from './account-repository.ts';
import { newPassword, newUsername, type AccountName } from './account-rules.ts';
import type { Passwords } from './passwords.ts';
import type { AccountRow, IdentityRepository } from './repository.ts';

/** The account that the operator configures. */
export interface AdministratorCredentials {
  readonly username: string;
  readonly password: string;
}

/** Makes the first administrator. */
export interface AdministratorService {
  /**
   * Makes the account, or gives it this password and the role when they differ. Does nothing when all is as it should be; safe in several processes at once.
   * @throws DomainError BAD_USER_INPUT for a name or password that no account can have
   */
  ensure(credentials: AdministratorCredentials): Promise<void>;
}

export function createAdministratorService({ repository, passwords, clock }: { readonly repository: IdentityRepository; readonly passwords: Passwords; readonly clock: Clock }): AdministratorService {
  const action = 'user.ensure_administrator';
  const boot = createRequestContext();

  async function make(name: AccountName, password: string): Promise<boolean> {
    const passwordHash = await passwords.hash(password);
    const made = repository.transaction(async (records) => {
      const account = await records.accounts.insert({ realm: 'cds', ...name, passwordHash, role: 'ADMIN', openingTokenBalance: null });
      await records.record(boot, { action, subject: account.subject });
      return account;
    });
    return (await nullIfTaken(made)) !== null;
  }

  async function correct(account: AccountRow, password: string): Promise<boolean> {
    const matches = await passwords.verify(account.passwordHash, password);
    if (matches && account.role === 'ADMIN') return true;
    const passwordHash = matches ? account.passwordHash : await passwords.hash(password);
    return repository.transaction(async (records) => {
      const current = await records.accounts.lock(account.subject);
      if (current?.passwordHash !== account.passwordHash || current.role !== account.role) return false;
      await records.record(boot, { action, subject: account.subject });
      await records.changeCredentials(current, { role: 'ADMIN', passwordHash, now: clock.now() });
      return true;
    });
  }

  return {
    async ensure({ username, password }) {
      const name = newUsername(username);
      newPassword(password);
      // Each step is refused when another process was first; then the state is read again.
      for (let settled = false; !settled; ) {
        const account = await repository.accounts.findByName('cds', name.usernameKey);
        settled = account === null ? await make(name, password) : await correct(account, password);
      }
    },
  };
}
