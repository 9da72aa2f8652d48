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
    const settle = (outcome: () => void): void => {
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      request.resume();
      outcome();
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limitBytes) settle(() => reject(tooLarge(limitBytes)));
      else chunks.push(chunk);
    };
    const onEnd = (): void => settle(() => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size)));
    const onClose = (): void => settle(() => reject(callerGone()));
    request.on('data', onData).on('end', onEnd).on('close', onClose);
    if (request.destroyed) onClose();
    else if (Number(request.headers['content-length'] ?? 0) > limitBytes) settle(() => reject(tooLarge(limitBytes)));
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
