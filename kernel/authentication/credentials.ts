import type { IncomingHttpHeaders } from 'node:http';

/** What a caller sent to prove who it is, unchecked. */
export interface Credentials {
  /** The text after `Bearer` in `Authorization`: a signed token or an API key. */
  readonly bearer: string | null;
  /** The text of `X-API-Key`. */
  readonly apiKey: string | null;
}

/** The credentials in HTTP headers. Other `Authorization` schemes are somebody else's; an empty credential, as unset variables leave behind, is none. */
export function readCredentials(headers: Pick<IncomingHttpHeaders, 'authorization'> & { readonly 'x-api-key'?: string | string[] | undefined }): Credentials {
  const { authorization, 'x-api-key': apiKey } = headers;
  return { bearer: authorization === undefined ? null : readBearer(authorization), apiKey: given(Array.isArray(apiKey) ? apiKey[0] : apiKey) };
}

/** The credentials of a WebSocket upgrade: its headers, else `?token=` and `?api_key=`, because a browser cannot set headers there. */
export function readSocketCredentials({ headers, url }: { readonly headers: IncomingHttpHeaders; readonly url?: string | undefined }): Credentials {
  const inHeaders = readCredentials(headers);
  if (hasCredentials(inHeaders)) return inHeaders;
  const query = new URLSearchParams(url?.split('?', 2)[1]);
  return { bearer: given(query.get('token')), apiKey: given(query.get('api_key')) };
}

/** True when the caller tried to say who it is. */
export const hasCredentials = ({ bearer, apiKey }: Credentials): boolean => bearer !== null || apiKey !== null;

/** RFC 6750, section 2.1; the scheme is case-insensitive. */
function readBearer(authorization: string): string | null {
  const scheme = authorization.slice(0, 7);
  return scheme === 'Bearer ' || scheme.toLowerCase() === 'bearer ' ? given(authorization.slice(7).trim()) : null;
}

const given = (text: string | null | undefined): string | null => (text === undefined || text === '' ? null : text);
