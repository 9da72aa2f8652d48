import { DomainError } from '#kernel/errors';
import { watch } from '../watchdog.ts';
import type { ModelSource } from './model-source.ts';

/** Which bytes a file holds, as far as the hub tells. */
export interface FileVersion {
  /** Validates a range of what is really served; null when there is no strong one. */
  readonly etag: string | null;
  /** In hexadecimal; null when the hub does not tell it. */
  readonly sha256: string | null;
  readonly sizeBytes: number;
  /** The commit that the revision stands for. */
  readonly commit: string | null;
}

/** A file that is being served. */
export interface HubFile {
  readonly version: FileVersion;
  /** The first byte that comes: where the range begins, or 0 when the file has changed or ranges are not known. */
  readonly start: number;
  /** @throws DomainError UPSTREAM_UNAVAILABLE when it breaks off or stalls, or the reason of the signal */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Ends a transfer that nobody reads. */
  readonly cancel: () => Promise<void>;
}

export interface OpenOptions {
  /** Where to go on, and the etag of what is there already. */
  readonly from?: { readonly byte: number; readonly etag: string };
  readonly signal: AbortSignal;
}

/** Serves files as huggingface.co does: `/<repository>/resolve/<revision>/<file>`, by redirects to wherever the bytes are. */
export interface Hub {
  /** @throws DomainError UPSTREAM_UNAVAILABLE, NOT_FOUND, FORBIDDEN, or the reason of the signal */
  open(source: ModelSource, options: OpenOptions): Promise<HubFile>;
}

export interface HubOptions {
  readonly endpoint: string;
  /** Sent to the endpoint, and to nobody else. */
  readonly token: string | null;
  /** How long the hub may say nothing. */
  readonly silenceMs?: number;
}

const mostRedirects = 8;
const rangeNotSatisfiable = 416;

/** A hub at an HTTP address. */
export function createHub({ endpoint, token, silenceMs = 30_000 }: HubOptions): Hub {
  const base = new URL(endpoint.endsWith('/') ? endpoint : `${endpoint}/`);

  const send = async (url: URL, from: OpenOptions['from'], signal: AbortSignal): Promise<Response> => {
    const headers = new Headers({ 'Accept-Encoding': 'identity', 'User-Agent': 'pentagraph' });
    if (token !== null && url.origin === base.origin) headers.set('Authorization', `Bearer ${token}`);
    if (from !== undefined) {
      headers.set('Range', `bytes=${from.byte}-`);
      headers.set('If-Range', from.etag);
    }
    try {
      return await fetch(url, { headers, redirect: 'manual', signal });
    } catch (cause) {
      throw signal.aborted ? signal.reason : new DomainError('UPSTREAM_UNAVAILABLE', 'The model hub cannot be reached', { cause });
    }
  };

  const hub: Hub = {
    async open(source, { from, signal }) {
      const { repository, revision, file } = source;
      const watchdog = watch({ signal, milliseconds: silenceMs, reason: () => new DomainError('UPSTREAM_UNAVAILABLE', 'The model hub has stopped answering') });
      try {
        let url = new URL(`${repository}/resolve/${encodeURIComponent(revision)}/${file}`, base);
        const linked = new Headers();
        for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
          const response = await send(url, from, watchdog.signal);
          for (const header of linkedHeaders) copyFirst(header, response.headers, linked);
          if (response.status !== rangeNotSatisfiable && !isRedirect(response.status)) return await toHubFile(response, { linked, watchdog, from });
          await response.body?.cancel();
          if (response.status === rangeNotSatisfiable) {
            watchdog.stop();
            return await openAnew(source, from, signal);
          }
          url = nextUrl(url, response.headers.get('location'));
          watchdog.feed();
        }
        throw new DomainError('UPSTREAM_UNAVAILABLE', 'The model hub redirects without end');
      } catch (refusal) {
        watchdog.stop();
        throw refusal;
      }
    },
  };
  const openAnew = (source: ModelSource, from: OpenOptions['from'], signal: AbortSignal): Promise<HubFile> => {
    if (from === undefined) throw refusalOf(rangeNotSatisfiable);
    return hub.open(source, { signal });
  };
  return hub;
}

/** What only the hub itself says, not the host that it redirects to. */
const linkedHeaders = ['x-linked-etag', 'x-linked-size', 'x-repo-commit'];

function copyFirst(name: string, from: Headers, to: Headers): void {
  const value = from.get(name);
  if (value !== null && !to.has(name)) to.set(name, value);
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** Where a redirect leads: to HTTP or HTTPS, and never from HTTPS to HTTP. @throws DomainError UPSTREAM_UNAVAILABLE */
function nextUrl(from: URL, location: string | null): URL {
  const next = location !== null && URL.canParse(location, from.href) ? new URL(location, from.href) : null;
  const isSafe = next !== null && (next.protocol === 'https:' || (next.protocol === 'http:' && from.protocol === 'http:')) && next.username === '';
  if (!isSafe) throw new DomainError('UPSTREAM_UNAVAILABLE', 'The model hub redirects to somewhere that is not followed');
  return next;
}

interface Reading {
  readonly linked: Headers;
  readonly watchdog: ReturnType<typeof watch>;
  readonly from: OpenOptions['from'];
}

async function toHubFile(response: Response, { linked, watchdog, from }: Reading): Promise<HubFile> {
  const { body, status, headers } = response;
  const place = placeOf(response, from);
  const sizeBytes = whole(linked.get('x-linked-size')) ?? place?.total ?? null;
  if (place === null || body === null || sizeBytes === null) {
    await body?.cancel();
    throw refusalOf(status);
  }
  const cancel = async (): Promise<void> => {
    watchdog.stop();
    await body.cancel().catch(() => undefined); // it has ended, or is ended by who reads it
  };
  const version = { ...etagsOf(headers.get('etag'), linked.get('x-linked-etag')), sizeBytes, commit: linked.get('x-repo-commit')?.slice(0, 64) ?? null };
  return { version, cancel, start: place.start, bytes: read(body, watchdog) };
}

/** Which part of the file an answer is; null when it is none that was asked for. */
function placeOf({ status, headers }: Response, from: OpenOptions['from']): { readonly start: number; readonly total: number | null } | null {
  if (status === 200) return { start: 0, total: whole(headers.get('content-length')) };
  const range = status === 206 ? rangeOf(headers.get('content-range')) : null;
  return range?.start === from?.byte ? range : null;
}

/** Only a strong etag validates a range. */
const etagsOf = (served: string | null, linked: string | null): Pick<FileVersion, 'etag' | 'sha256'> => ({
  etag: served?.startsWith('"') === true ? served : null,
  sha256: sha256Of(linked) ?? sha256Of(served),
});

async function* read(body: NonNullable<Response['body']>, watchdog: Reading['watchdog']): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      watchdog.stop(); // writing is not the hub's time
      yield chunk;
      watchdog.feed();
    }
  } catch (cause) {
    throw watchdog.signal.aborted ? watchdog.signal.reason : new DomainError('UPSTREAM_UNAVAILABLE', 'The model hub has broken off', { cause });
  } finally {
    watchdog.stop();
  }
}

/** Of large files the etag is the SHA-256. */
const sha256Of = (etag: string | null): string | null => /^(?:W\/)?"?(?<digest>[\da-f]{64})"?$/u.exec(etag ?? '')?.groups?.['digest'] ?? null;

function rangeOf(header: string | null): { readonly start: number; readonly total: number } | null {
  const { start, total } = /^bytes (?<start>\d{1,15})-\d{1,15}\/(?<total>\d{1,15})$/u.exec(header ?? '')?.groups ?? {};
  return start === undefined || total === undefined ? null : { start: Number(start), total: Number(total) };
}

const whole = (text: string | null): number | null => (text !== null && /^\d{1,15}$/u.test(text) ? Number(text) : null);

function refusalOf(status: number): DomainError {
  if (status === 404) return new DomainError('NOT_FOUND', 'The model hub has no such file');
  // The hub also answers so about repositories that do not exist.
  if (status === 401 || status === 403) return new DomainError('FORBIDDEN', 'The model hub does not give this file to everybody: the repository is gated, private or missing; set HF_TOKEN to an account with access');
  return new DomainError('UPSTREAM_UNAVAILABLE', 'The model hub answers with something else than the file', { details: { status } });
}
