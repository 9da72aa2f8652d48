import { DomainError } from '#kernel/errors';
import type { RequestVariables } from '../../engine/index.ts';

/** An operation as a client asks for it: with its document, or with a name of the document, or with both. */
export interface OperationRequest {
  /** The text of the document. */
  readonly query: string | null;
  /** The id of a trusted document. */
  readonly documentId: string | null;
  /** SHA-256 of the text in hexadecimal digits, as automatic persisted queries have it, or the id that an Apollo client took from a manifest. */
  readonly hash: string | null;
  readonly operationName: string | null;
  readonly variables: RequestVariables;
}

/** The parameters of a well-formed request; null for anything else. */
export function readParameters(body: unknown): OperationRequest | null {
  if (!isRequestBody(body)) return null;
  const { query, documentId, operationName, variables, extensions } = body;
  const hash = readHash(extensions?.['persistedQuery']);
  if (hash === undefined) return null;
  const id = textOrNull(documentId);
  // Where the document is named, an empty text is none: over WebSockets there has to be one.
  const text = id === null && hash === null ? (query ?? null) : textOrNull(query);
  if (text === null && id === null && hash === null) return null;
  return { query: text, documentId: id, hash, operationName: operationName ?? null, variables: variables ?? null };
}

const textOrNull = (text: string | null | undefined): string | null => (text === undefined || text === '' ? null : text);

/** The parameters in a query string; null when they are not well-formed. */
export function readQueryParameters(url = ''): OperationRequest | null {
  const given = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const { query, documentId, operationName } = { query: given.get('query'), documentId: given.get('documentId'), operationName: given.get('operationName') };
  return readParameters({ query, documentId, operationName, variables: readJsonText(given.get('variables')), extensions: readJsonText(given.get('extensions')) });
}

/** Refuses what is not shaped like a request. @throws DomainError INVALID_REQUEST */
export function notWellFormed(): never {
  throw new DomainError('INVALID_REQUEST', notARequest);
}

/** What is wrong with what is not shaped like a request. */
export const notARequest = 'Not a GraphQL request: send a JSON object with a string `query`, or a `documentId`, and `operationName`, `variables` and `extensions` as needed';

/** True when the query string holds an operation. */
export const hasOperation = (url = ''): boolean => /[?&](?:query|documentId|extensions)=/u.test(url);

function readJsonText(text: string | null): unknown {
  if (text === null || text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text; // a string is no map of variables: refused with the rest
  }
}

/** Undefined when it is not well-formed. Of the protocol of persisted queries there is one version. */
function readHash(persistedQuery: unknown): string | null | undefined {
  if (persistedQuery === undefined || persistedQuery === null) return null;
  if (!isRecord(persistedQuery) || persistedQuery['version'] !== 1) return undefined;
  const { sha256Hash } = persistedQuery;
  return typeof sha256Hash === 'string' && sha256Hash !== '' ? sha256Hash : undefined;
}

interface RequestBody {
  readonly query?: string | null;
  readonly documentId?: string | null;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly extensions?: Readonly<Record<string, unknown>> | null;
}

const isRequestBody = (body: unknown): body is RequestBody =>
  isRecord(body) && isOptionalText(body['query']) && isOptionalText(body['documentId']) && isOptionalText(body['operationName']) && isOptionalRecord(body['variables']) && isOptionalRecord(body['extensions']);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isOptionalRecord = (value: unknown): value is Readonly<Record<string, unknown>> | null | undefined => value === undefined || value === null || isRecord(value);
const isOptionalText = (value: unknown): value is string | null | undefined => value === undefined || value === null || typeof value === 'string';
