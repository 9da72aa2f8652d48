import type { GraphRequest } from '../engine/index.ts';

/** The parameters of a well-formed request; null for anything else, which Apollo Server answers or refuses. */
export function readParameters(body: unknown): GraphRequest | null {
  if (!isRecord(body)) return null;
  const { query, operationName, variables, extensions } = body;
  if (typeof query !== 'string' || !isOptionalText(operationName) || !isOptionalRecord(variables) || !isOptionalRecord(extensions)) return null;
  if (extensions?.['persistedQuery'] !== undefined) return null;
  return { query, operationName: operationName ?? null, variables: variables ?? null };
}

/** The parameters in a query string, as EventSource sends them; null when they are not well-formed. */
export function readQueryParameters(url = ''): GraphRequest | null {
  const query = new URLSearchParams(url.split('?', 2)[1]);
  return readParameters({ query: query.get('query'), operationName: query.get('operationName'), variables: readJsonText(query.get('variables')) });
}

/** True when the query string holds an operation. */
export const hasQuery = (url = ''): boolean => /[?&]query=/u.test(url);

function readJsonText(text: string | null): unknown {
  if (text === null || text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text; // a string is no map of variables: refused with the rest
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isOptionalRecord = (value: unknown): value is Readonly<Record<string, unknown>> | null | undefined => value === undefined || value === null || isRecord(value);
const isOptionalText = (value: unknown): value is string | null | undefined => value === undefined || value === null || typeof value === 'string';
