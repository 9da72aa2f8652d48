import { randomBytes, randomUUID } from 'node:crypto';

/** A new globally unique id, safe in URLs and logs. */
export const newId = (): string => randomUUID();

/** A new unguessable secret of `bytes` random bytes, base64url. */
export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');
