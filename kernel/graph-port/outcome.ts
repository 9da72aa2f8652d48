import { DomainError, isErrorCode } from '#kernel/errors';
import type { GraphOutcome, GraphOutcomeError } from './graph-port.ts';

/** An error of an answer as the refusal it was in its domain; an unknown code is INTERNAL. */
export function toDomainError({ message, extensions }: GraphOutcomeError): DomainError {
  const code = extensions?.['code'];
  const details = extensions?.['details'];
  return new DomainError(isErrorCode(code) ? code : 'INTERNAL', message, isRecord(details) ? { details } : {});
}

/** The data of an answer that must be whole. @throws DomainError the first error of the answer */
export function dataOrThrow<TData>({ data, errors }: GraphOutcome<TData>): TData {
  const [first] = errors ?? [];
  if (first !== undefined) throw toDomainError(first);
  if (data === null || data === undefined) throw new DomainError('INTERNAL', 'The graph gave no answer');
  return data;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
