import { isUtf8 } from 'node:buffer';
import { toUSVString } from 'node:util';
import { refuse } from './input-rules.ts';

/** How the text of a file stands for its bytes. */
export type Encoding = 'UTF8' | 'BASE64';

/** The bytes that a text stands for. @throws DomainError BAD_USER_INPUT */
export function toBytes(content: string, { encoding, maxBytes }: { readonly encoding: Encoding; readonly maxBytes: number }): Buffer {
  // A text is never shorter than three quarters of its bytes.
  const bytes = content.length > 2 * maxBytes ? null : encoding === 'UTF8' ? fromText(content) : fromBase64(content);
  return bytes === null || bytes.length > maxBytes ? refuse('content', `must have at most ${maxBytes} bytes`) : bytes;
}

/** The text that stands for bytes. @throws DomainError BAD_USER_INPUT for UTF8 when they are none */
export function toText(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'BASE64') return bytes.toString('base64');
  return isUtf8(bytes) ? bytes.toString('utf8') : refuse('encoding', 'must be BASE64: the content is not UTF-8 text');
}

function fromText(content: string): Buffer {
  return toUSVString(content) === content ? Buffer.from(content, 'utf8') : refuse('content', 'has characters that cannot be stored');
}

/** Read strictly: with padding, and in its one spelling. */
function fromBase64(content: string): Buffer {
  const bytes = Buffer.from(content, 'base64');
  return bytes.toString('base64') === content ? bytes : refuse('content', 'must be base64 with padding');
}
