import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from 'cors';

/** Sets the cross-origin headers of an answer; true when the request was a preflight and is answered by that. */
export type Cors = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Cross-origin access for the pages of `allowedOrigins` (`*` for all). No cookies are used anywhere, so credentials are not allowed. */
export function createCors(allowedOrigins: readonly string[]): Cors {
  const apply = cors({
    origin: allowedOrigins.includes('*') ? '*' : [...allowedOrigins],
    exposedHeaders: ['Age', 'X-Request-Id', 'X-Token-Balance', 'Retry-After', 'X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
    maxAge: 600,
  });
  return (request, response) => {
    if (request.headers.origin === undefined && request.method !== 'OPTIONS') return false;
    let passedOn = false;
    apply(request, response, () => {
      passedOn = true;
    });
    return !passedOn;
  };
}
