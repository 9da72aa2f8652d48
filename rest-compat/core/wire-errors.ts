import type { z } from 'zod';
import { errorCatalogue, type DomainError, type ErrorCode } from '#kernel/errors';
import type { Route } from './route.ts';

/** How one documented API spells refusals. */
export interface WireErrors {
  status(code: ErrorCode): number;
  body(error: DomainError): object;
  /** Documents the body. */
  readonly schema: z.ZodType;
}

/** The refusals that an endpoint may answer with: its own and those of the pipeline around it. */
export function declaredErrors({ errors, auth, request }: Pick<Route, 'errors' | 'auth' | 'request'>): ReadonlySet<ErrorCode> {
  const bodyErrors = ['INVALID_JSON', 'PAYLOAD_TOO_LARGE'] as const;
  const ofAnyRequest = ['RATE_LIMITED', 'INTERNAL', 'SUBGRAPH_UNAVAILABLE', 'UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CANCELLED'] as const;
  return new Set<ErrorCode>([
    ...(Object.keys(request).length > 0 ? (['BAD_USER_INPUT'] as const) : []),
    ...(request.body === undefined ? [] : bodyErrors),
    ...(auth === 'public' ? [] : (['UNAUTHENTICATED'] as const)),
    ...errors,
    ...ofAnyRequest,
  ]);
}

/** The sentence for a caller: where a field is at fault it is named as the API spells it. */
export function wireMessage({ message, details }: DomainError): string {
  const { field, reason } = details;
  return typeof field === 'string' && typeof reason === 'string' ? `${snakeCase(field)} ${reason}` : message;
}

/** The field at fault as the API spells it; null when no field is. */
export const wireField = ({ details: { field } }: DomainError): string | null => (typeof field === 'string' ? snakeCase(field) : null);

/** The catalogue's own status, for an API that does not deviate. */
export const catalogueStatus = (code: ErrorCode): number => errorCatalogue[code].http;

const snakeCase = (name: string): string => name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
