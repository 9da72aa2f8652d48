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

const requestId = 'x-request-id';
const standing = apiSecurityHeaders.flat();
const standingNames = new Set([...apiSecurityHeaders.map(([name]) => name), requestId]);

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** `writeHead` of an answer. Where no header is set yet all go out as one list, which Node only has to write down. */
function writeWholeHead(this: ServerResponse, status: number, ...[first, second]: readonly [reason?: string | Headers, headers?: Headers]): ServerResponse {
  const { id } = exchangeOf(this.req);
  const isReason = typeof first === 'string';
  if (isReason) this.statusMessage = first;
  const headers = isReason ? second : first;
  const list = this.getHeaderNames().length === 0 ? listOf(headers) : null;
  if (list === null) {
    for (const [name, value] of apiSecurityHeaders) if (!this.hasHeader(name)) this.setHeader(name, value);
    this.setHeader(requestId, id);
  }
  ServerResponse.prototype.writeHead.call(this, status, list === null ? headers : [...standing, requestId, id, ...list]);
  return this;
}

/** Headers as a list of names and values; null when they are given otherwise than by name, or replace standing ones. */
function listOf(headers: Headers = {}): readonly OutgoingHttpHeader[] | null {
  if (Array.isArray(headers)) return null;
  const list: OutgoingHttpHeader[] = [];
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || standingNames.has(name.toLowerCase())) return null;
    list.push(name, value);
  }
  return list;
}
