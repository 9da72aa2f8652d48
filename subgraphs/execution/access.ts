import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { mayActFor, type Principal, type Scope, type Subject } from '#kernel/principal';

/** The subject of the caller. @throws DomainError UNAUTHENTICATED, FORBIDDEN without the scope */
export function requireTenant(caller: Pick<RequestContext, 'principal'>, scope: Extract<Scope, 'run' | 'wasm' | 'micro'>): Subject {
  const { subject, scopes } = requirePrincipal(caller);
  if (!scopes.has(scope)) throw new DomainError('FORBIDDEN', 'This needs an account that may execute programs');
  return subject;
}

/** Whether the caller may see what belongs to `owner`: its own, and as an administrator everybody's. */
export const maySee = ({ principal }: Pick<RequestContext, 'principal'>, owner: string): boolean => principal !== null && mayActFor(principal, owner);

/** The caller, where it may see what belongs to `owner`. @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export function requireSight(caller: Pick<RequestContext, 'principal'>, owner: string): Principal {
  const principal = requirePrincipal(caller);
  if (!mayActFor(principal, owner)) throw new DomainError('FORBIDDEN', 'Only the user and administrators see this');
  return principal;
}
