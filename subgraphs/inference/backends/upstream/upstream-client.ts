import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '#kernel/errors';
import { watch, type Watchdog } from '../../watchdog.ts';
import { unavailable, upstreamRefusal } from './upstream-refusal.ts';

export interface UpstreamClientOptions {
  /** The OpenAI API of an engine; `/v1` is added when its path does not end so. */
  readonly url: string;
  readonly key: string | null;
  /** How long an engine may think before its first word, and be silent after it. */
  readonly firstWordMs?: number;
  readonly silenceMs?: number;
  /** The wait before the second attempt; it doubles. */
  readonly retryMs?: number;
}

export interface UpstreamCall {
  readonly path: string;
  /** JSON; null for a GET. */
  readonly body: object | null;
  readonly signal: AbortSignal;
  readonly accept?: string;
  /** Instead of the usual time for the first word. */
  readonly firstWordMs?: number;
}

/** An answer that is being sent. */
export interface UpstreamAnswer {
  readonly contentType: string;
  /** @throws DomainError MODEL_UNAVAILABLE when it breaks off or stalls, or the reason of the signal */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Calls one engine. Calls are tried again as long as nothing has come back. */
export interface UpstreamClient {
  /** @throws DomainError as upstreamRefusal, or the reason of the signal */
  open(call: UpstreamCall): Promise<UpstreamAnswer>;
  /** The JSON of an answer of at most so many bytes. @throws DomainError as `open`, and MODEL_UNAVAILABLE when it is none */
  json(call: UpstreamCall, limitBytes?: number): Promise<unknown>;
}

const attempts = 3;
const longestRetryAfterSeconds = 1;
const retried: readonly number[] = [429, 502, 503, 504];
const errorBytes = 65_536;

/** A client of an engine at an HTTP address; it follows no redirects. */
export function createUpstreamClient({ url, key, firstWordMs = 300_000, silenceMs = 60_000, retryMs = 200 }: UpstreamClientOptions): UpstreamClient {
  const base = new URL(url);
  const api = base.pathname.replace(/\/+$/u, '').replace(/(?:\/v1)?$/u, '/v1');
  const urlOf = (path: string): URL => new URL(path.startsWith('/') ? api.slice(0, -'/v1'.length) + path : `${api}/${path}`, base);
  const stalled = (): DomainError => unavailable('The engine behind this model has stopped answering');

  const send = async ({ path, body, accept = 'application/json' }: UpstreamCall, signal: AbortSignal): Promise<Response> => {
    const headers = new Headers({ Accept: accept, 'User-Agent': 'pentagraph' });
    if (key !== null) headers.set('Authorization', `Bearer ${key}`);
    if (body !== null) headers.set('Content-Type', 'application/json');
    try {
      return await fetch(urlOf(path), { method: body === null ? 'GET' : 'POST', headers, redirect: 'error', signal, ...(body !== null && { body: JSON.stringify(body) }) });
    } catch (cause) {
      throw signal.aborted ? signal.reason : new Unreachable('unreachable', { cause });
    }
  };
  const attempt = async (call: UpstreamCall): Promise<UpstreamAnswer> => {
    const thinking = watch({ signal: call.signal, milliseconds: call.firstWordMs ?? firstWordMs, reason: stalled });
    const talking = watch({ signal: thinking.signal, milliseconds: silenceMs, reason: stalled });
    talking.stop();
    try {
      const response = await send(call, talking.signal);
      thinking.stop();
      talking.feed();
      if (!response.ok) throw await refusalOf(response, read(response, talking));
      return { contentType: response.headers.get('content-type') ?? '', chunks: read(response, talking) };
    } catch (fault) {
      thinking.stop();
      talking.stop();
      throw fault;
    }
  };

  const client: UpstreamClient = {
    async open(call) {
      for (let number = 1; ; number += 1) {
        try {
          return await attempt(call);
        } catch (fault) {
          if (!(fault instanceof Unreachable)) throw fault;
          if (number === attempts || call.signal.aborted) throw fault.refusal;
          await delay(retryMs * 2 ** (number - 1), undefined, { signal: call.signal }).catch(() => call.signal.throwIfAborted());
        }
      }
    },
    async json(call, limitBytes = 1 << 20) {
      const { chunks } = await client.open(call);
      return toJson(await collect(chunks, limitBytes));
    },
  };
  return client;
}

/** A fault after which another attempt may do better. */
class Unreachable extends Error {
  readonly refusal: DomainError;

  constructor(message: string, { refusal, cause }: { readonly refusal?: DomainError; readonly cause?: unknown } = {}) {
    super(message, { cause });
    this.refusal = refusal ?? unavailable('The engine behind this model cannot be reached', cause);
  }
}

async function refusalOf({ status, headers }: Response, chunks: AsyncIterable<Uint8Array>): Promise<Error> {
  const wait = /^\d{1,6}$/u.exec(headers.get('retry-after') ?? '');
  const retryAfterSeconds = wait === null ? null : Number(wait[0]);
  const text = await collect(chunks, errorBytes).catch(() => '');
  const refusal = upstreamRefusal(status, parseOrNull(text), retryAfterSeconds);
  return retried.includes(status) && (retryAfterSeconds ?? 0) <= longestRetryAfterSeconds ? new Unreachable('refused', { refusal }) : refusal;
}

async function* read({ body }: Response, watchdog: Watchdog): AsyncGenerator<Uint8Array> {
  try {
    if (body === null) return;
    for await (const chunk of body) {
      watchdog.stop(); // what the reader takes for a chunk is its own time
      yield chunk;
      watchdog.feed();
    }
  } catch (cause) {
    throw watchdog.signal.aborted ? watchdog.signal.reason : unavailable('The engine behind this model has broken off', cause);
  } finally {
    watchdog.stop();
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>, limitBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limitBytes) throw unavailable('The engine behind this model answers far too much');
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function toJson(text: string): unknown {
  const value = parseOrNull(text);
  if (value === null) throw unavailable('The engine behind this model answers with something else');
  return value;
}
