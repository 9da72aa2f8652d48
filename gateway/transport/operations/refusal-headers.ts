import type { DomainError } from '#kernel/errors';

/** What the HTTP answer that carries a refusal says beside it: when to come again, or what to come with. */
export function refusalHeaders({ code, details: { retryAfterSeconds } }: DomainError): Readonly<Record<string, string>> {
  return {
    ...(code === 'UNAUTHENTICATED' && { 'WWW-Authenticate': 'Bearer' }),
    ...(code === 'METHOD_NOT_ALLOWED' && { Allow: 'POST' }),
    ...(typeof retryAfterSeconds === 'number' && { 'Retry-After': String(retryAfterSeconds) }),
  };
}
