import type { ServerResponse } from 'node:http';
import type { DomainError } from '#kernel/errors';
import { sendText } from '#kernel/listener';
import type { Freshness } from '../../engine/index.ts';
import type { MediaType } from './accepted-types.ts';
import { refusedOutcome } from '../operations/graph-errors.ts';
import { refusalHeaders } from '../operations/refusal-headers.ts';
import { freshnessHeaders } from './freshness-headers.ts';

export interface GraphqlAnswer {
  readonly status: number;
  readonly mediaType: MediaType;
  readonly text: string;
  /** How long it is good; left out or null: for this request only. */
  readonly freshness?: Freshness | null;
}

const forThisRequestOnly = { 'Cache-Control': 'no-store' };

/** Sends the answer to an operation. */
export function sendGraphql(response: ServerResponse, { status, mediaType, text, freshness = null }: GraphqlAnswer): void {
  send(response, { status, mediaType, text }, freshness === null ? forThisRequestOnly : freshnessHeaders(freshness));
}

const send = (response: ServerResponse, { status, mediaType, text }: Omit<GraphqlAnswer, 'freshness'>, headers: Readonly<Record<string, string>>): void =>
  sendText(response, { status, contentType: `${mediaType}; charset=utf-8`, text, headers });

/** Sends a refusal of the whole request, with the status of its code. */
export function sendRefusal(response: ServerResponse, refusal: DomainError, mediaType: MediaType): void {
  send(response, { status: refusal.status, mediaType, text: JSON.stringify(refusedOutcome(refusal)) }, { ...forThisRequestOnly, ...refusalHeaders(refusal) });
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
