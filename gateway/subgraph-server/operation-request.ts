import { z } from 'zod';
import { DomainError } from '#kernel/errors';

const requestSchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** An operation as another process sends it. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Reads an operation. @throws DomainError INVALID_REQUEST */
export function readOperation(value: unknown): OperationRequest {
  const { success, data } = requestSchema.safeParse(value);
  if (!success) throw new DomainError('INVALID_REQUEST', 'Not a GraphQL request');
  return { query: data.query, operationName: data.operationName ?? null, variables: data.variables ?? {} };
}
