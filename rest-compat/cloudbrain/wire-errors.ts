import { z } from 'zod';
import { errorCatalogue, type DomainError, type ErrorCode } from '#kernel/errors';
import { wireField, wireMessage, type RouteSpelling, type WireErrors } from '#rest-compat/core';

interface Spelling {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const invalid: Spelling = { status: 400, code: 'VALIDATION_ERROR', message: 'Request validation failed' };
const forbidden: Spelling = { status: 403, code: 'FORBIDDEN', message: 'Not authorized to access resource' };
const notFound: Spelling = { status: 404, code: 'RESOURCE_NOT_FOUND', message: 'Requested resource not found' };
const expired: Spelling = { status: 401, code: 'TOKEN_EXPIRED', message: 'JWT token has expired' };
const limited: Spelling = { status: 429, code: 'RATE_LIMIT_EXCEEDED', message: 'Rate limit exceeded' };
const fault: Spelling = { status: 500, code: 'INTERNAL_ERROR', message: 'Server error' };

/** The documented statuses and codes; there are no others, so a state that does not allow something is a bad request and an unknown method an unknown resource. */
const spellings: Partial<Record<ErrorCode, Spelling>> = {
  UNAUTHENTICATED: { status: 401, code: 'INVALID_TOKEN', message: 'JWT token is invalid' },
  INVALID_CREDENTIALS: { status: 401, code: 'INVALID_CREDENTIALS', message: 'Invalid credentials' },
  FORBIDDEN: forbidden,
  UNAUTHORIZED_FIELD_OR_TYPE: forbidden,
  NOT_FOUND: notFound,
  METHOD_NOT_ALLOWED: notFound,
  RATE_LIMITED: limited,
};

const ofCode = (code: ErrorCode): Spelling => spellings[code] ?? (errorCatalogue[code].http < 500 ? invalid : fault);

/** `{error, code, details?}`; `details` names the field of a request that is at fault. */
export const cloudBrainErrors: WireErrors = {
  status: (code) => ofCode(code).status,
  body(error, spelling) {
    const own = spelling.refusals?.[error.code];
    if (own !== undefined) return { error: own.message, code: own.code };
    const general = error.details['reason'] === 'expired' && error.code === 'UNAUTHENTICATED' ? expired : ofCode(error.code);
    if (general === invalid) return { error: wireMessage(error, spelling), code: invalid.code, details: detailsOf(error, spelling) };
    return { error: general.message, code: general.code, ...(general === limited && { retry_after: Number(error.details['retryAfterSeconds'] ?? 1) }) };
  },
  schema: z.object({ error: z.string(), code: z.string(), details: z.record(z.string(), z.string()).optional(), retry_after: z.int().optional() }),
};

function detailsOf(error: DomainError, spelling: RouteSpelling): Readonly<Record<string, string>> {
  const { reason } = error.details;
  return { [wireField(error, spelling) ?? 'request']: typeof reason === 'string' ? reason : error.message };
}
