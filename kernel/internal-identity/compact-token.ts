import { sign, verify, type KeyObject } from 'node:crypto';

/** The only header that is written or read: no token says how it wants to be checked. */
const header = Buffer.from('{"alg":"EdDSA","typ":"JWT"}').toString('base64url');

/** A longer token is refused unread. */
const maxLength = 8192;

/** Claims as a compact JSON Web Signature (RFC 7515) by Ed25519 (RFC 8037). */
export function signCompact(claims: object, privateKey: KeyObject): string {
  const signed = `${header}.${Buffer.from(JSON.stringify(claims), 'utf8').toString('base64url')}`;
  return `${signed}.${sign(null, Buffer.from(signed, 'utf8'), privateKey).toString('base64url')}`;
}

/** The claims of a token that the owner of the key has signed; undefined for anything else. */
export function openCompact(token: string, publicKey: KeyObject): unknown {
  if (token.length > maxLength || !token.startsWith(`${header}.`)) return undefined;
  const end = token.lastIndexOf('.');
  const [signed, signature] = [token.slice(0, end), Buffer.from(token.slice(end + 1), 'base64url')];
  // One spelling per signature, so that a token that is remembered cannot be had in variations.
  if (signature.toString('base64url') !== token.slice(end + 1)) return undefined;
  if (!verify(null, Buffer.from(signed, 'utf8'), publicKey, signature)) return undefined;
  return claimsOf(signed.slice(header.length + 1));
}

function claimsOf(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
