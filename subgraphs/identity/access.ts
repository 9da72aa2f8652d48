import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { mayActFor } from '#kernel/principal';

/** True when the caller is an administrator. */
export const isAdministrator = ({ principal }: RequestContext): boolean => principal?.scopes.has('admin') === true;

/** Passes administrators only; `refusal` tells the others why. @throws DomainError FORBIDDEN */
export function requireAdministrator(caller: RequestContext, refusal: string): void {
  if (!isAdministrator(caller)) throw new DomainError('FORBIDDEN', refusal);
}

/** Passes the account itself and administrators. @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export function requireOwner(caller: RequestContext, subject: string): void {
  if (!mayActFor(requirePrincipal(caller), subject)) throw new DomainError('FORBIDDEN', 'Only the user and administrators see this');
}
