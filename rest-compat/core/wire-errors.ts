import type { z } from 'zod';
import { errorCatalogue, type DomainError, type ErrorCode } from '#kernel/errors';
import type { Route, RouteSpelling } from './route.ts';

/** How one documented API spells refusals. */
export interface WireErrors {
  status(code: ErrorCode): number;
  /** `spelling` is that of the endpoint; empty where there is none. */
  body(error: DomainError, spelling: RouteSpelling): object;
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
export function wireMessage(error: DomainError, spelling?: RouteSpelling): string {
  const field = wireField(error, spelling);
  const { reason } = error.details;
  return field !== null && typeof reason === 'string' ? `${field} ${reason}` : error.message;
}

/** The field at fault as the API spells it; null when no field is. */
export function wireField({ details: { field } }: DomainError, { fields = {} }: RouteSpelling = {}): string | null {
  if (typeof field !== 'string') return null;
  return (Object.hasOwn(fields, field) ? fields[field] : undefined) ?? snakeCase(field);
}

/** The catalogue's own status, for an API that does not deviate. */
export const catalogueStatus = (code: ErrorCode): number => errorCatalogue[code].http;

/** `workingDirectory` as `working_directory`. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
