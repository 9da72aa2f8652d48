import type { IncomingHttpHeaders } from 'node:http';
import { createRequestContext, type Cancellation, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { InternalIdentity } from '#kernel/internal-identity';
import { readTraceparent } from '#kernel/tracing';
import { readCredentials } from '#kernel/authentication';

/** The header by which a subgraph of ours says which one it is: an answer without it is somebody else's. */
export const subgraphHeader = 'pentagraph-subgraph';

/** Who asks and what belongs to the request, as headers of an HTTP request and as entries of a subscription. */
export interface CallerHeaders extends Record<string, string> {
  readonly authorization: string;
}

const deadlineHeader = 'pentagraph-deadline-ms';
const hopsHeader = 'pentagraph-hops';
const addressHeader = 'pentagraph-client-address';
const plainAddress = /^[\w.:%-]{1,64}$/u;

/** What a subgraph elsewhere is told of a request: nothing that its client sent as headers is among it. @throws DomainError as `InternalIdentity.sign` */
export function writeCaller({ principal, requestId, deadline, hops, clientAddress, traceparent }: RequestContext, audience: string, { identity, now }: { readonly identity: InternalIdentity; readonly now: number }): CallerHeaders {
  const headers: CallerHeaders = { authorization: `Bearer ${identity.sign(principal, audience)}`, 'x-request-id': requestId, [hopsHeader]: String(hops) };
  if (deadline !== null) headers[deadlineHeader] = String(Math.max(1, Math.ceil(deadline - now)));
  if (traceparent !== null) headers['traceparent'] = traceparent;
  if (clientAddress !== null && plainAddress.test(clientAddress)) headers[addressHeader] = clientAddress;
  return headers;
}

interface ReadCallerOptions {
  /** Which subgraph is asked. */
  readonly audience: string;
  readonly identity: InternalIdentity;
  readonly requestId: string;
  readonly cancellation: Cancellation;
  readonly now: number;
}

/** The context of a request that another process of ours sent. @throws DomainError UNAUTHENTICATED, INVALID_REQUEST */
export function readCaller(headers: IncomingHttpHeaders, { audience, identity, requestId, cancellation, now }: ReadCallerOptions): RequestContext {
  const principal = identity.verify(readCredentials(headers).bearer ?? '', audience);
  const remainingMs = integerOf(headers[deadlineHeader], { most: 86_400_000 });
  const address = headers[addressHeader];
  return createRequestContext({
    principal,
    requestId,
    cancellation,
    deadline: remainingMs === null ? null : now + remainingMs,
    traceparent: readTraceparent(headers['traceparent']),
    hops: integerOf(headers[hopsHeader], { most: 100 }) ?? 0,
    clientAddress: typeof address === 'string' && plainAddress.test(address) ? address : null,
  });
}

function integerOf(text: string | string[] | undefined, { most }: { readonly most: number }): number | null {
  if (text === undefined) return null;
  const value = typeof text === 'string' && /^\d{1,10}$/u.test(text) ? Number(text) : Infinity;
  if (value > most) throw new DomainError('INVALID_REQUEST', 'A header of this request is out of range');
  return value;
}
