import { createHmac, generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { describe, expect, test } from 'vitest';
import { DomainError } from '#kernel/errors';
import { scopesOf } from '#kernel/principal';
import { createJwtVerifier } from '#kernel/authentication';

const secret = 'a secret that only the tests know 0123456789';
const issuer = 'cyber-dev-studio';
const start = Date.parse('2030-01-01T00:00:00Z');
const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
const claims = { sub: 32, username: 'ada', role: 'developer', iat: seconds(start), exp: seconds(start) + 3600 };

function world(cacheSize = 100) {
  const time = { now: start };
  const read: string[] = [];
  const verifier = createJwtVerifier({
    key: secret,
    algorithms: ['HS256'],
    issuer,
    cacheSize,
    clock: { now: () => time.now },
    toPrincipal: ({ sub }, issuedAt) => {
      if (typeof sub !== 'number') return null;
      read.push(`${String(sub)}@${issuedAt}`);
      return { subject: `cds:${String(sub)}`, assurance: 'verified', role: 'developer', scopes: scopesOf('cds', 'developer'), session: null };
    },
  });
  return { time, read, verifier };
}

const sign = (payload: object, options: jwt.SignOptions = { issuer }): string => jwt.sign(payload, Buffer.from(secret), options);
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function refusalOf(token: string, { verifier } = world()): unknown {
  try {
    verifier.verify(token);
    return 'accepted';
  } catch (error) {
    return DomainError.isInstance(error) ? [error.code, error.details['reason']] : error;
  }
}

describe('a verifier of signed tokens', () => {
  test('reads the principal of a genuine token and says when it was issued', () => {
    const { verifier, read } = world();
    expect(verifier.verify(sign(claims)).subject).toBe('cds:32');
    expect(read).toEqual([`32@${start}`]);
  });

  test('checks a signature once and remembers it', () => {
    const { verifier, read } = world();
    const token = sign(claims);
    expect(verifier.verify(token)).toBe(verifier.verify(token));
    expect(read).toHaveLength(1);
  });

  test('forgets a remembered token the moment it expires', () => {
    const { verifier, time } = world();
    const token = sign(claims);
    verifier.verify(token);
    time.now = claims.exp * 1000 - 1;
    expect(verifier.verify(token).subject).toBe('cds:32');
    time.now = claims.exp * 1000;
    expect(() => verifier.verify(token)).toThrow('The token has expired');
  });

  test('remembers no more tokens than it may', () => {
    const { verifier, read } = world(2);
    const tokens = [1, 2, 3].map((sub) => sign({ ...claims, sub }));
    for (const token of tokens) verifier.verify(token);
    for (const token of tokens.slice(1)) verifier.verify(token);
    expect(read).toHaveLength(3);
    verifier.verify(tokens[0] ?? '');
    expect(read).toHaveLength(4);
  });

  test.each([
    ['signed with another secret', jwt.sign(claims, 'another secret, also more than 32 characters', { issuer })],
    ['without an end', sign({ sub: 32, iat: claims.iat })],
    ['not valid yet', sign({ ...claims, nbf: claims.iat + 60 })],
    ['with claims that do not fit', sign({ ...claims, sub: 'root' })],
    ['of another algorithm of the same key', sign(claims, { issuer, algorithm: 'HS512' })],
    ['with alg none', `${base64({ alg: 'none', typ: 'JWT' })}.${base64({ ...claims, iss: issuer })}.`],
    ['with alg none and the old signature', `${base64({ alg: 'none', typ: 'JWT' })}.${base64({ ...claims, iss: issuer })}.${sign(claims).split('.')[2] ?? ''}`],
    ['whose payload was changed', sign(claims).replace(/\.[^.]+\./u, `.${base64({ ...claims, sub: 1, iss: issuer })}.`)],
    ['whose signature was cut', sign(claims).slice(0, -3)],
    ['of three dots', '...'],
    ['of nothing', ''],
    ['of NUL bytes', '\0.\0.\0'],
    ['of a deep JSON header', `${Buffer.from('['.repeat(3000)).toString('base64url')}.e30.x`],
  ])('refuses a token %s', (_, token) => {
    expect(refusalOf(token)).toEqual(['UNAUTHENTICATED', 'invalid']);
  });

  test.each([
    ['of a foreign issuer', 'issuer', sign(claims, { issuer: 'cloudbrain' })],
    ['without an issuer', 'issuer', sign(claims, {})],
    ['whose payload is not an object', 'issuer', jwt.sign('32', Buffer.from(secret))],
    ['for another audience', 'audience', sign(claims, { issuer, audience: 'others' })],
    ['without an audience', 'audience', sign(claims)],
  ])('refuses a token %s by that reason', (_, reason, token) => {
    const verifier = createJwtVerifier({ key: secret, algorithms: ['HS256'], issuer, audience: reason === 'audience' ? 'us' : null, clock: { now: () => start }, toPrincipal: ({ sub }) => sub ?? null });
    expect(() => verifier.verify(token)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED', details: { reason } }));
  });

  test('asks for no issuer and no audience where none is set', () => {
    const verifier = createJwtVerifier({ key: 'short', algorithms: ['HS256'], issuer: null, allowShortSecret: true, clock: { now: () => start }, toPrincipal: ({ iss = null }) => iss });
    expect(verifier.verify(jwt.sign({ iat: claims.iat, exp: claims.exp, iss: 'anybody', aud: 'anyone' }, 'short'))).toBe('anybody');
  });

  test('refuses an expired token and says so', () => {
    expect(refusalOf(sign({ ...claims, exp: seconds(start) - 1 }))).toEqual(['UNAUTHENTICATED', 'expired']);
  });

  test('refuses a giant token unread, however genuine', () => {
    const { verifier, read } = world();
    const giant = sign({ ...claims, padding: 'x'.repeat(100_000) });
    expect(refusalOf(giant, { verifier, read, time: { now: start } })).toEqual(['UNAUTHENTICATED', 'invalid']);
    expect(read).toEqual([]);
  });

  test('never repeats what the token said', () => {
    const { verifier } = world();
    expect(() => verifier.verify('secret.words.here')).toThrow(/^The token is not valid$/u);
  });
});

describe('keys and algorithms', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const rsa = () => createJwtVerifier({ key: publicKey, algorithms: ['RS256'], issuer, clock: { now: () => start }, toPrincipal: ({ sub }) => sub ?? null });

  test('a public key checks what its private key signed', () => {
    expect(rsa().verify(jwt.sign({ ...claims, sub: '32' }, privateKey, { algorithm: 'RS256', issuer }))).toBe('32');
  });

  test('the public key is never taken for an HMAC secret', () => {
    const body = `${base64({ alg: 'HS256', typ: 'JWT' })}.${base64({ ...claims, sub: '1', iss: issuer })}`;
    const forged = `${body}.${createHmac('sha256', pem).update(body).digest('base64url')}`;
    expect(() => rsa().verify(forged)).toThrow('The token is not valid');
  });

  test.each([
    ['a secret for RS256', () => createJwtVerifier({ key: secret, algorithms: ['RS256'], issuer, toPrincipal: () => null })],
    ['a public key for HS256', () => createJwtVerifier({ key: publicKey, algorithms: ['HS256'], issuer, toPrincipal: () => null })],
    ['both kinds at once', () => createJwtVerifier({ key: secret, algorithms: ['HS256', 'RS256'], issuer, toPrincipal: () => null })],
    ['a short secret', () => createJwtVerifier({ key: 'short', algorithms: ['HS256'], issuer, toPrincipal: () => null })],
  ])('%s is a fault of the program', (_, create) => {
    expect(create).toThrow(Error);
  });
});
