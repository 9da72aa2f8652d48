import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { parseSubject } from '#kernel/principal';
import type { UserRole } from './operations.generated.ts';

/** An account as this API shows it. */
export const accountSchema = z.object({ id: z.int(), username: z.string(), role: z.enum(['developer', 'admin']) });

const roles = { DEVELOPER: 'developer', ADMIN: 'admin' } as const satisfies Record<UserRole, string>;
const rolesByName = { developer: 'DEVELOPER', admin: 'ADMIN' } as const satisfies Record<string, UserRole>;

/** The number of an account, which is its id in this API. @throws DomainError INTERNAL for an id of another realm */
export function toAccountNumber(id: string): number {
  const subject = parseSubject(id);
  const number = subject?.realm === 'cds' ? Number(subject.id) : NaN;
  if (Number.isInteger(number)) return number;
  throw new DomainError('INTERNAL', 'The account is not of this API');
}

/** An account of the graph as this API shows it. */
export const toAccount = ({ id, username, role }: { readonly id: string; readonly username: string; readonly role: UserRole }) => ({
  id: toAccountNumber(id),
  username,
  role: roles[role],
});

/** A role of this API as the graph names it. */
export const toUserRole = (role: keyof typeof rolesByName): UserRole => rolesByName[role];
