import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { DomainError } from '#kernel/errors';

/** The key pair by which processes of this installation know each other (Ed25519). */
export interface InternalKeys {
  /** Null in a process that only answers. */
  readonly privateKey: KeyObject | null;
  readonly publicKey: KeyObject;
}

/** A new private key as PEM. */
export const newPrivateKey = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/**
 * The keys that PEM texts hold; the public key is that of the private one where only this is given, and `stored` gives a private key where neither is.
 * @throws DomainError BAD_USER_INPUT naming the variable that holds something else
 */
export function readInternalKeys({ privateKey, publicKey }: { readonly privateKey: string | null; readonly publicKey: string | null }, stored: () => string): InternalKeys {
  const own = privateKey !== null || publicKey === null ? read('INTERNAL_PRIVATE_KEY', () => createPrivateKey(privateKey ?? stored())) : null;
  const shown = publicKey === null ? null : read('INTERNAL_PUBLIC_KEY', () => createPublicKey(publicKey));
  const derived = own === null ? null : createPublicKey(own);
  if (shown !== null && derived?.equals(shown) === false) throw bad('INTERNAL_PUBLIC_KEY is not the public key of INTERNAL_PRIVATE_KEY');
  const found = shown ?? derived;
  if (found === null) throw new TypeError('One of the two keys is always there');
  return { privateKey: own, publicKey: found };
}

function read(variable: string, load: () => KeyObject): KeyObject {
  try {
    const key = load();
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw bad(`${variable} is not a key in PEM`, cause);
  }
  throw bad(`${variable} is not an Ed25519 key (openssl genpkey -algorithm ed25519 makes one)`);
}

const bad = (message: string, cause?: unknown): DomainError => new DomainError('BAD_USER_INPUT', message, { cause });
