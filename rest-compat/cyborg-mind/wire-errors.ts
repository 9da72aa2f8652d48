import { z } from 'zod';
import { errorCatalogue, type DomainError, type ErrorCode } from '#kernel/errors';
import { faultsOf, wireField, type RequestFault, type WireErrors } from '#rest-compat/core';

/** Where this API deviates from the catalogue. */
const statuses: Partial<Record<ErrorCode, number>> = {
  BAD_USER_INPUT: 422,
  INVALID_JSON: 422,
  UNAUTHENTICATED: 403,
  UNAUTHORIZED_FIELD_OR_TYPE: 403,
};

const tokenSentences: Readonly<Record<string, string>> = {
  missing: 'Not authenticated',
  expired: 'Token has expired',
  issuer: 'Invalid token issuer',
  audience: 'Invalid token audience',
};

/** Why a token is not accepted, as documented. */
export const tokenSentence = ({ details: { reason } }: DomainError): string => (typeof reason === 'string' ? tokenSentences[reason] : undefined) ?? 'Invalid authentication token';

const sentences: Partial<Record<ErrorCode, (error: DomainError) => string>> = {
  NOT_FOUND: () => 'Not Found',
  METHOD_NOT_ALLOWED: () => 'Method Not Allowed',
  INTERNAL: () => 'Internal server error',
  NOT_ENABLED: () => 'JWT authentication is not enabled. Set api.jwt_enabled=true in config.',
  UNAUTHENTICATED: tokenSentence,
  RATE_LIMITED: ({ details: { limit } }) => `Rate limit exceeded: ${String(limit)} per 1 minute`,
  AGENT_NOT_INITIALIZED: ({ details: { agentId } }) => `Agent '${String(agentId)}' not initialized. Call /reset first.`,
  INVALID_REQUEST: reasonOf,
};

/** What a refusal is called. */
export const sentence = (error: DomainError): string => sentences[error.code]?.(error) ?? error.message;

function reasonOf({ details: { reason }, message }: DomainError): string {
  return typeof reason === 'string' ? reason : message;
}

const place = z.array(z.union([z.string(), z.number()]));

/** `{detail}`, as FastAPI answers: a sentence, or of a request that does not fit the list of what is wrong with it. */
export const cyborgMindErrors: WireErrors = {
  status: (code) => statuses[code] ?? errorCatalogue[code].http,
  body: (error) => ({ detail: detailOf(error) }),
  schema: z.object({ detail: z.union([z.string(), z.array(z.object({ type: z.string(), loc: place, msg: z.string(), input: z.unknown() }))]) }),
};

function detailOf(error: DomainError): unknown {
  if (error.code === 'INVALID_JSON') return [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', input: {} }];
  if (error.code !== 'BAD_USER_INPUT') return sentence(error);
  const faults = faultsOf(error);
  return faults.length > 0 ? faults.map(toDetail) : [ofDomain(error)];
}

/** What pydantic calls a value of the wrong type. */
const types: Readonly<Record<string, readonly [type: string, noun: string]>> = {
  number: ['float_type', 'number'],
  int: ['int_type', 'integer'],
  string: ['string_type', 'string'],
  boolean: ['bool_type', 'boolean'],
  array: ['list_type', 'list'],
  object: ['model_attributes_type', 'dictionary'],
  record: ['dict_type', 'dictionary'],
};

function toDetail({ path, kind, expected, reason, input }: RequestFault): object {
  const [type, noun] = types[expected ?? ''] ?? ['value_error', ''];
  if (kind === 'missing') return { type: 'missing', loc: path, msg: 'Field required', input: null };
  return { type, loc: path, msg: noun === '' ? `Value error, ${reason}` : `Input should be a valid ${noun}`, input: shown(input) };
}

/** What a domain found at fault. */
function ofDomain(error: DomainError): object {
  const field = wireField(error);
  return { type: 'value_error', loc: field === null ? ['body'] : ['body', field], msg: `Value error, ${reasonOf(error)}`, input: null };
}

const maxShown = 100;

/** What was sent, unless it is large. */
function shown(input: unknown): unknown {
  if (typeof input === 'string') return input.slice(0, maxShown);
  return typeof input === 'object' ? null : input;
}
