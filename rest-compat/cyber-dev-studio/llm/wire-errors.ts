import { z } from 'zod';
import { errorCatalogue, type ErrorCode } from '#kernel/errors';
import { catalogueStatus, wireField, wireMessage, type WireErrors } from '#rest-compat/core';

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

/** The parameter at fault where the refusal always has the same. */
const params: Partial<Record<ErrorCode, string>> = { MODEL_NOT_FOUND: 'model', CONTEXT_LENGTH_EXCEEDED: 'messages' };

/** `{error: {message, type, param, code}}`, as OpenAI answers. */
export const llmErrors: WireErrors = {
  status: catalogueStatus,
  body: (error) => ({ error: { message: wireMessage(error), type: typeOf(error.code), param: wireField(error) ?? params[error.code] ?? null, code: codes[error.code] ?? null } }),
  schema: z.object({ error: z.object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string().nullable() }) }),
};

const typeOf = (code: ErrorCode): string => types[code] ?? (errorCatalogue[code].http < 500 ? 'invalid_request_error' : 'server_error');
