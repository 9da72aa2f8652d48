import { createHash } from 'node:crypto';
import { newSecret } from '#kernel/ids';

// A prefix that secret scanners and people recognise, then 256 random bits in base64url.
const prefix = 'cds_';
const pattern = /^cds_[\w-]{43}$/u;

/** A new API key and the only form of it that is stored. */
export function newApiKey(): { readonly token: string; readonly sha256: string } {
  const token = `${prefix}${newSecret(32)}`;
  return { token, sha256: hashApiKey(token) };
}

/** True for a text of the shape of an API key. */
export const isApiKey = (text: string): boolean => pattern.test(text);

/** SHA-256 of a key in hex: enough for a secret of 256 random bits, which nobody can guess from its hash. */
export const hashApiKey = (token: string): string => createHash('sha256').update(token).digest('hex');
