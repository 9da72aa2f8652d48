import { z } from 'zod';
import { errorCatalogue, type DomainError, type ErrorCode } from '#kernel/errors';
import { catalogueStatus, type RouteSpelling, type WireErrors } from '#rest-compat/core';

/** OpenAI's `code` where it has one for the refusal. */
const codes: Partial<Record<ErrorCode, string>> = {
  BAD_USER_INPUT: 'invalid_value',
  UNSUPPORTED_PARAMETER: 'unsupported_parameter',
  CONTEXT_LENGTH_EXCEEDED: 'context_length_exceeded',
  UNAUTHENTICATED: 'invalid_api_key',
  NOT_FOUND: 'unknown_url',
  MODEL_NOT_FOUND: 'model_not_found',
  METHOD_NOT_ALLOWED: 'method_not_supported',
  PAYLOAD_TOO_LARGE: 'request_too_large',
  INSUFFICIENT_TOKENS: 'insufficient_quota',
  RATE_LIMITED: 'rate_limit_exceeded',
  MODEL_UNAVAILABLE: 'model_unavailable',
  DEADLINE_EXCEEDED: 'timeout',
};

/** The two kinds of 429 have types of their own. */
const types: Partial<Record<ErrorCode, string>> = { INSUFFICIENT_TOKENS: 'insufficient_quota', RATE_LIMITED: 'rate_limit_exceeded' };

/** The refusals of everything that asks a model. */
export const generationErrors = ['UNSUPPORTED_PARAMETER', 'CONTEXT_LENGTH_EXCEEDED', 'MODEL_NOT_FOUND', 'INSUFFICIENT_TOKENS', 'MODEL_UNAVAILABLE'] as const satisfies readonly ErrorCode[];

/** `{error: {message, type, param, code}}`, as OpenAI answers. */
export const llmErrors: WireErrors = {
  status: catalogueStatus,
  body(error, spelling) {
    const param = paramOf(error, spelling);
    const { reason } = error.details;
    const message = param !== null && typeof reason === 'string' ? `${param} ${reason}` : error.message;
    return { error: { message, type: typeOf(error.code), param, code: codes[error.code] ?? null } };
  },
  schema: z.object({ error: z.object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string().nullable() }) }),
};

const typeOf = (code: ErrorCode): string => types[code] ?? (errorCatalogue[code].http < 500 ? 'invalid_request_error' : 'server_error');

/** The parameter at fault; null where none is. */
function paramOf({ code, details }: DomainError, { fields = {} }: RouteSpelling): string | null {
  if (code === 'MODEL_NOT_FOUND') return 'model';
  const field = code === 'CONTEXT_LENGTH_EXCEEDED' ? 'prompt' : details['field'];
  return typeof field === 'string' ? spelled(field, fields) : null;
}

/** Fields of the graph that hold lists where this API has one value. */
const lists = new Set(['prompts', 'inputs']);

/** A field as this API spells it. What follows `#` is the caller's own. */
export function spelled(field: string, fields: Readonly<Record<string, string>>): string {
  const [, name = field, place = '', pointer = ''] = /^([^#[]*)([^#]*)(.*)$/su.exec(field) ?? [];
  const own = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (own !== undefined) return lists.has(name) ? own : own + place + pointer;
  if (name === 'tools') return name + place.replace(/^(\[\d+\]\.)(?=name|description|parameters)/u, '$1function.') + pointer;
  return snakeCase(name + place) + pointer;
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
