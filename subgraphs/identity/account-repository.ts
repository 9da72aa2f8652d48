import { DomainError } from '#kernel/errors';
import type { Account, Prisma } from '#prisma-client';

/** An account to make; its subject is given by the repository, and its number where it has none. */
export type NewAccount = Pick<Account, 'realm' | 'username' | 'usernameKey' | 'passwordHash' | 'role' | 'openingTokenBalance'> & { readonly number?: number };

// CloudBrain documents accounts 32 and 33; numbers below 1000 stay free for such.
const firstNumbers: Readonly<Record<string, number>> = { cb: 1000 };

// PostgreSQL refuses a text with NUL: one such reference would fail the whole batch that it is in.
const isSubject = (text: string): boolean => /^[a-z]+:[\x21-\x7e]{1,200}$/u.test(text);

/** Accounts of every realm, over a client or a transaction. */
export function createAccountRepository(client: Prisma.TransactionClient) {
  const find = async (subject: string) => (isSubject(subject) ? client.account.findUnique({ where: { subject } }) : null);

  const nextNumber = async (realm: string): Promise<number> => {
    const first = firstNumbers[realm] ?? 1;
    const { next } = await client.accountNumber.upsert({ where: { realm }, create: { realm, next: first + 1 }, update: { next: { increment: 1 } } });
    return next - 1;
  };

  return {
    find,
    findByName: (realm: string, usernameKey: string) => client.account.findUnique({ where: { realm_usernameKey: { realm, usernameKey } } }),
    findMany: (subjects: readonly string[]) => client.account.findMany({ where: { subject: { in: subjects.filter(isSubject) } } }),

    /** Accounts of a realm in order of their numbers, those after `after`. */
    page: ({ realm, after, offset, limit }: { readonly realm: string; readonly after: number; readonly offset: number; readonly limit: number }) =>
      client.account.findMany({ where: { realm, number: { gt: after } }, orderBy: { number: 'asc' }, skip: offset, take: limit }),
    count: (realm: string) => client.account.count({ where: { realm } }),

    /**
     * The unique index decides, so that of two at once exactly one wins. The transaction is not to be committed after a refusal: it has taken a number.
     * @throws DomainError CONFLICT when the name (or the number) is taken in its realm
     */
    insert: async (account: NewAccount): Promise<Account> => {
      const number = account.number ?? (await nextNumber(account.realm));
      const [made] = await client.account.createManyAndReturn({ data: [{ ...account, number, subject: `${account.realm}:${number}` }], skipDuplicates: true });
      if (made === undefined) throw new DomainError('CONFLICT', 'The name is taken', { details: { field: 'username' } });
      return made;
    },
    /** The account as it stays until the transaction ends: nobody else changes it meanwhile. */
    lock: async (subject: string): Promise<Account | null> => {
      if (isSubject(subject)) await client.$queryRaw`SELECT 1 FROM identity.accounts WHERE subject = ${subject} FOR UPDATE`;
      return find(subject);
    },
    update: (subject: string, changes: Partial<Pick<Account, 'passwordHash' | 'role' | 'tokensValidFrom'>>) => client.account.update({ where: { subject }, data: changes }),

    /** Accounts whose tokens were revoked since a moment. */
    revokedSince: (moment: Date) => client.account.findMany({ where: { tokensValidFrom: { gte: moment } }, select: { subject: true, tokensValidFrom: true } }),
  };
}

/** Null instead of the refusal that a name or number is taken. */
export async function nullIfTaken<T>(insertion: Promise<T>): Promise<T | null> {
  try {
    return await insertion;
  } catch (fault) {
    if (DomainError.isInstance(fault) && fault.code === 'CONFLICT') return null;
    throw fault;
  }
}
