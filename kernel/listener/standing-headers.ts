import { ServerResponse, type OutgoingHttpHeader, type OutgoingHttpHeaders } from 'node:http';
import { exchangeOf } from './exchange.ts';
import { apiSecurityHeaders } from './security-headers.ts';

/**
 * Has an answer carry the id of its request and the security headers of an API, but those of them that its handler sets itself.
 * They are put in when the head is written, whoever writes it: set one by one beforehand they would be a tenth of what a short answer costs.
 */
export function addStandingHeaders(response: ServerResponse): void {
  response.writeHead = writeWholeHead;
}

const plain = ServerResponse.prototype;
const requestId = 'x-request-id';
const standing = apiSecurityHeaders.flat();
const standingNames = new Set([...apiSecurityHeaders.map(([name]) => name), requestId]);

/** `writeHead` of an answer. Where no header is set yet all go out as one list, which Node only has to write down. */
function writeWholeHead(this: ServerResponse, status: number, ...rest: readonly unknown[]): ServerResponse {
  const { id } = exchangeOf(this.req);
  const given = this.getHeaderNames().length === 0 ? listOf(rest[0]) : null;
  if (given !== null) {
    plain.writeHead.call(this, status, [...standing, requestId, id, ...given]);
    return this;
  }
  for (const [name, value] of apiSecurityHeaders) if (!this.hasHeader(name)) this.setHeader(name, value);
  this.setHeader(requestId, id);
  Reflect.apply(plain.writeHead, this, [status, ...rest]); // eslint-disable-line @typescript-eslint/unbound-method -- bound here
  return this;
}

/** Headers as a list of names and values; null when they are given otherwise than by name, or replace standing ones. */
function listOf(headers: unknown): readonly OutgoingHttpHeader[] | null {
  if (!isRecord(headers)) return null;
  const list: OutgoingHttpHeader[] = [];
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || standingNames.has(name.toLowerCase())) return null;
    list.push(name, value);
  }
  return list;
}

const isRecord = (value: unknown): value is OutgoingHttpHeaders => typeof value === 'object' && value !== null && !Array.isArray(value);
