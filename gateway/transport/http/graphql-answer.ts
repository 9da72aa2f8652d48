import type { ServerResponse } from 'node:http';
import type { DomainError } from '#kernel/errors';
import { sendText } from '#kernel/listener';
import type { MediaType } from './accepted-types.ts';
import { refusedOutcome } from '../operations/graph-errors.ts';

export interface GraphqlAnswer {
  readonly status: number;
  readonly mediaType: MediaType;
  readonly text: string;
}

/** Sends the answer to an operation. */
export function sendGraphql(response: ServerResponse, { status, mediaType, text }: GraphqlAnswer): void {
  response.setHeader('Cache-Control', 'no-store');
  sendText(response, { status, contentType: `${mediaType}; charset=utf-8`, text });
}

/** Sends a refusal of the whole request, with the status of its code. */
export function sendRefusal(response: ServerResponse, refusal: DomainError, mediaType: MediaType): void {
  if (refusal.code === 'UNAUTHENTICATED') response.setHeader('WWW-Authenticate', 'Bearer');
  if (refusal.code === 'METHOD_NOT_ALLOWED') response.setHeader('Allow', 'POST');
  const { retryAfterSeconds } = refusal.details;
  if (typeof retryAfterSeconds === 'number') response.setHeader('Retry-After', retryAfterSeconds);
  sendGraphql(response, { status: refusal.status, mediaType, text: JSON.stringify(refusedOutcome(refusal)) });
}

/**
 * The status of an answer as JSON text (GraphQL over HTTP, section 6.4). Under `application/json` a well-formed request is answered 200 whatever came of it;
 * under `application/graphql-response+json` it is 400 when the operation could not run, which is when there is no `data`.
 */
export const statusOf = (text: string, mediaType: MediaType): number => (mediaType === 'application/graphql-response+json' && !text.startsWith('{"data"') ? 400 : 200);

/** True for the two media types of one JSON text. */
export const isJsonType = (type: MediaType): boolean => type === 'application/json' || type === 'application/graphql-response+json';

/** The JSON media type for an answer to a caller that asked for these types: the better of the two, else plain JSON. */
export const jsonTypeOf = (accepted: readonly MediaType[]): MediaType =>
  accepted.find(isJsonType) ?? 'application/json';
