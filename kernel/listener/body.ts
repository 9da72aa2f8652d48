import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { DomainError } from '#kernel/errors';
import { callerGone } from './exchange.ts';

export interface BodyLimit {
  readonly limitBytes: number;
}

/**
 * The whole body of a request. Of a body that is too large the rest is read and dropped, so that the caller gets to see the refusal.
 * @throws DomainError PAYLOAD_TOO_LARGE, or CANCELLED when the caller goes away in the middle
 */
export function readBody(request: IncomingMessage, { limitBytes }: BodyLimit): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let isOver = false;
    const fail = (why: () => DomainError): void => {
      if (isOver) return;
      isOver = true;
      chunks.length = 0;
      reject(why());
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) fail(() => tooLarge(limitBytes));
      else if (!isOver) chunks.push(chunk);
    });
    request.on('end', () => {
      isOver = true;
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size));
    });
    request.on('close', () => fail(callerGone));
    if (request.destroyed) fail(callerGone);
    else if (Number(request.headers['content-length'] ?? 0) > limitBytes) fail(() => tooLarge(limitBytes));
  });
}

/**
 * The body of a request as JSON, whatever its Content-Type says.
 * @throws DomainError INVALID_JSON, or as `readBody`
 */
export async function readJson(request: IncomingMessage, limit: BodyLimit): Promise<unknown> {
  return parseJson(await readBody(request, limit));
}

/** Bytes as JSON. @throws DomainError INVALID_JSON */
export function parseJson(bytes: Buffer): unknown {
  try {
    // Without this check wrong bytes would silently become replacement characters.
    if (isUtf8(bytes)) return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new DomainError('INVALID_JSON', 'The request body is not valid JSON', { cause });
  }
  throw new DomainError('INVALID_JSON', 'The request body is not UTF-8 text');
}

const tooLarge = (limitBytes: number): DomainError =>
  new DomainError('PAYLOAD_TOO_LARGE', `The request body is larger than ${limitBytes} bytes`, { details: { limit_bytes: limitBytes } });
