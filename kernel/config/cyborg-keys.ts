import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DomainError } from '#kernel/errors';

/** The key pair of an algorithm; of HS256 both are the one secret. */
export interface TokenKeys {
  readonly algorithm: 'HS256' | 'RS256';
  readonly signingKey: KeyObject;
  readonly verifyingKey: KeyObject;
  /** Why these keys are good for development only; null when they are good. */
  readonly weakness: string | null;
}

/** What the configuration says of keys. */
export interface KeySources {
  readonly enabled: boolean;
  readonly algorithm: 'HS256' | 'RS256';
  /** The secret itself for HS256; for RS256 the path of the private key, or the key. */
  readonly secret: string | null | undefined;
  readonly publicKeyPath: string | null | undefined;
  /** Where relative paths begin. */
  readonly folder: string;
}

const minSecretBytes = 32;
const minModulusBits = 2048;
/** The secret that CyborgMind's document prints. */
const documentedSecret = 'your-production-secret-key-min-32-chars';

/**
 * The keys that sign and check tokens; null while signed tokens are off.
 * @throws DomainError BAD_USER_INPUT when they are missing, cannot be read, are no RSA keys or do not belong together
 */
export function readTokenKeys({ enabled, algorithm, secret, publicKeyPath, folder }: KeySources): TokenKeys | null {
  if (!enabled) return null;
  if (secret === null || secret === undefined || secret === '') throw refused(`api.jwt_enabled needs api.jwt_secret: ${algorithm === 'HS256' ? 'a secret of 32 bytes or more' : 'the path of a private RSA key'}`);
  return algorithm === 'HS256' ? secretKeys(secret) : rsaKeys({ secret, publicKeyPath, folder });
}

function secretKeys(secret: string): TokenKeys {
  const key = createSecretKey(Buffer.from(secret, 'utf8'));
  return { algorithm: 'HS256', signingKey: key, verifyingKey: key, weakness: weaknessOf(secret) };
}

function weaknessOf(secret: string): string | null {
  if (Buffer.byteLength(secret) < minSecretBytes) return `api.jwt_secret has fewer than ${minSecretBytes} bytes and can be guessed`;
  return secret === documentedSecret ? 'api.jwt_secret is the one of the documentation, which everybody knows' : null;
}

function rsaKeys({ secret, publicKeyPath, folder }: { readonly secret: string } & Pick<KeySources, 'publicKeyPath' | 'folder'>): TokenKeys {
  if (publicKeyPath === null || publicKeyPath === undefined || publicKeyPath === '') throw refused('RS256 needs api.jwt_public_key_path, the path of the public key');
  const signingKey = parseKey('api.jwt_secret', secret, (from) => createPrivateKey(readPem('api.jwt_secret', from, folder)));
  const verifyingKey = parseKey('api.jwt_public_key_path', publicKeyPath, (from) => createPublicKey(readPem('api.jwt_public_key_path', from, folder)));
  const derived = createPublicKey(signingKey);
  if (!derived.equals(verifyingKey)) throw refused('api.jwt_secret and api.jwt_public_key_path are keys of different pairs. Extract the public key again: openssl rsa -in private_key.pem -pubout -out public_key.pem');
  return { algorithm: 'RS256', signingKey, verifyingKey, weakness: null };
}

function parseKey(name: string, source: string, parse: (source: string) => KeyObject): KeyObject {
  const key = attempt(() => parse(source), `${name} is not a key in PEM form. Make one: openssl genrsa -out private_key.pem 2048`);
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType !== 'rsa' || modulusLength < minModulusBits) throw refused(`${name} must be an RSA key of ${minModulusBits} bits or more. Make one: openssl genrsa -out private_key.pem 2048`);
  return key;
}

/** The text of a key, which may stand in the configuration itself. */
function readPem(name: string, source: string, folder: string): string {
  if (source.startsWith('-----BEGIN ')) return source;
  const file = path.resolve(folder, source);
  return attempt(() => readFileSync(file, 'utf8'), `${name} names ${file}, which cannot be read. Correct the path, or let this user read the file`);
}

function attempt<T>(work: () => T, refusal: string): T {
  try {
    return work();
  } catch (cause) {
    throw DomainError.isInstance(cause) ? cause : refused(refusal, cause);
  }
}

const refused = (message: string, cause?: unknown): DomainError => new DomainError('BAD_USER_INPUT', `Invalid configuration of CyborgMind: ${message}`, { cause });
