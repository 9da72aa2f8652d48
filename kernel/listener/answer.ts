import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { DomainError } from '#kernel/errors';
import { createBursts } from './burst.ts';

/** One for all listeners, as the event loop is. */
const endInBurst = createBursts();

export interface TextAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a whole text answer; does nothing when an answer is under way or the caller has gone. */
export function sendText(response: ServerResponse, { status, contentType, text, headers }: TextAnswer): void {
  if (response.headersSent || response.destroyed) return;
  const length = Buffer.byteLength(text);
  response.writeHead(status, { ...headers, 'Content-Type': contentType, 'Content-Length': length });
  // A text of as many bytes as characters is ASCII, and the same in Latin-1, which Node copies where it would encode.
  endInBurst({ response, text, encoding: length === text.length ? 'latin1' : 'utf8' });
}

/** Sends a whole JSON answer. */
export const sendJson = (response: ServerResponse, status: number, body: unknown): void =>
  sendText(response, { status, contentType: 'application/json; charset=utf-8', text: JSON.stringify(body) });

/** The plain body of a refusal, for where no protocol has one of its own. */
export const refusalBody = ({ code, message, details }: DomainError) => ({ error: { code, message, ...(Object.keys(details).length > 0 && { details }) } });

/** What a caller may see of anything that was thrown: a DomainError itself, else INTERNAL without words of its own. */
export const toRefusal = (thrown: unknown): DomainError => (DomainError.isInstance(thrown) ? thrown : new DomainError('INTERNAL', 'Internal error', { cause: thrown }));

/** Resolves when more may be written, or the other side has gone. */
export function waitForDrain(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (!stream.writableNeedDrain || stream.destroyed) {
      resolve();
      return;
    }
    const settle = (): void => {
      stream.off('drain', settle).off('close', settle);
      resolve();
    };
    stream.on('drain', settle).on('close', settle);
  });
}
