import { GraphQLError } from 'graphql';
import { isErrorCode, type DomainError } from '#kernel/errors';
import type { SubgraphResult } from '../subgraph-link.ts';

const longestMessage = 4_096;

/** What JSON text of a subgraph elsewhere says; null when it is no answer to an operation. Every call gives objects of its own. */
export function readAnswerText(text: string): SubgraphResult | null {
  try {
    return readAnswer(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The same of a parsed answer, whose objects go on belonging to the caller. */
export function readAnswer(value: unknown): SubgraphResult | null {
  if (!isRecord(value)) return null;
  const { data, errors } = value;
  if (data !== undefined && data !== null && !isRecord(data)) return null;
  if (errors === undefined) return data === undefined ? null : { data };
  if (!Array.isArray(errors) || errors.length === 0 || !errors.every(isRecord)) return null;
  return { data, errors: errors.map(toSubgraphError) };
}

/** A refusal of a link itself. */
export const refused = ({ code, message, details }: DomainError): SubgraphResult & { readonly errors: readonly GraphQLError[] } =>
  ({ errors: [new GraphQLError(message, { extensions: { code, ...(Object.keys(details).length > 0 && { details }) } })] });

/** Only what carries a code of the catalogue was written for callers; whatever else was said stays here. */
function toSubgraphError({ message, path, extensions }: Readonly<Record<string, unknown>>): GraphQLError {
  const { code, details } = isRecord(extensions) ? extensions : {};
  const place = isPath(path) ? { path } : {};
  if (!isErrorCode(code) || code === 'INTERNAL' || typeof message !== 'string') return new GraphQLError('Internal error', { ...place, extensions: { code: 'INTERNAL' } });
  return new GraphQLError(message.slice(0, longestMessage), { ...place, extensions: { code, ...(isRecord(details) && { details }) } });
}

const isPath = (path: unknown): path is readonly (string | number)[] => Array.isArray(path) && path.every((element) => typeof element === 'string' || Number.isSafeInteger(element));

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
