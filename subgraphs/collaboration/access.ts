import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';

/** What the rules say of the caller to one who has no profile here. */
export const notAnAi = (): DomainError => new DomainError('FORBIDDEN', 'Only a registered AI may do this');

/** The refusal when an AI is named that does not exist. */
export const noSuchAi = (): DomainError => new DomainError('NOT_FOUND', 'AI profile not found', { details: { what: 'ai' } });

/** The subject of the caller. @throws DomainError UNAUTHENTICATED, FORBIDDEN without the scope */
export function requireAi(caller: RequestContext): string {
  const { subject, scopes } = requirePrincipal(caller);
  if (!scopes.has('collaboration')) throw notAnAi();
  return subject;
}

/** The subject of the caller, for what only the AI itself sees. @throws DomainError UNAUTHENTICATED, FORBIDDEN without the scope or when the owner is another AI */
export function requireSelf(caller: RequestContext, owner: string | undefined, what: string): string {
  const self = requireAi(caller);
  if (owner !== undefined && owner !== self) throw new DomainError('FORBIDDEN', `Only the AI itself sees its ${what}`);
  return self;
}

/** What was found for an AI; null means that it is not registered. @throws DomainError FORBIDDEN */
export function registered<T>(found: T | null): T {
  if (found === null) throw notAnAi();
  return found;
}
