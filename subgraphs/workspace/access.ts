import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { mayActFor, parseSubject, type Scope, type Subject } from '#kernel/principal';

/** The subject of a caller with that scope. @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export function requireUser(caller: RequestContext, scope: Scope): Subject {
  const { subject, scopes } = requirePrincipal(caller);
  if (!scopes.has(scope)) throw new DomainError('FORBIDDEN', `This needs the scope '${scope}'`);
  return subject;
}

/** The owner that a reference names, for the owner and administrators. @throws DomainError UNAUTHENTICATED, FORBIDDEN */
export function requireOwner(caller: RequestContext, scope: Scope, owner: string): Subject {
  requireUser(caller, scope);
  const subject = toSubject(owner);
  if (subject === null || !mayActFor(requirePrincipal(caller), subject)) throw new DomainError('FORBIDDEN', 'Only the user and administrators see this');
  return subject;
}

/** A text as a subject; null when it is none. */
export function toSubject(text: string): Subject | null {
  const parsed = parseSubject(text);
  return parsed === null ? null : `${parsed.realm}:${parsed.id}`;
}
