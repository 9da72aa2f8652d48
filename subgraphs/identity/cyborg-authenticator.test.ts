import { createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import type { CyborgTokenSettings } from '#kernel/config';
import { createCyborgAuthenticator } from './cyborg-authenticator.ts';
import { signCyborgToken } from './cyborg-tokens.ts';

const key = createSecretKey(Buffer.from('a secret that only the tests know 0123456789'));
const settings: CyborgTokenSettings = { algorithm: 'HS256', signingKey: key, verifyingKey: key, weakness: null, issuer: 'cyborg-api', audience: 'cyborg-clients', expiryMinutes: 60, maxExpiryMinutes: 1000 };
const time = { now: Date.parse('2030-01-01T00:00:00Z') };
const clock = { now: () => time.now };
const tokenFor = (subject: string, parts: Partial<CyborgTokenSettings> = {}): string => signCyborgToken({ subject, expiryMinutes: 1, claims: {} }, { ...settings, ...parts }, clock).token;
const bearer = (token: string | null) => ({ bearer: token, apiKey: null });
const dual = createCyborgAuthenticator({ authToken: 'static', jwt: settings, clock });

test('the static token is one principal, a signed token that of its subject', async () => {
  expect(await dual.authenticate(bearer('static'))).toMatchObject({ subject: 'cyborg:static', assurance: 'verified', scopes: new Set(['policy']) });
  expect(await dual.authenticate(bearer(tokenFor('user123')))).toMatchObject({ subject: 'cyborg:user123', scopes: new Set(['policy']) });
  expect(await dual.authenticate(bearer(null))).toBeNull();
});

test('a signed token ends in its time, however often it was seen', () => {
  const token = tokenFor('user123');
  expect(dual.authenticate(bearer(token))).toMatchObject({ subject: 'cyborg:user123' });
  time.now += 60_000;
  expect(() => dual.authenticate(bearer(token))).toThrow(expect.objectContaining({ details: { reason: 'expired' } }));
});

test.each(['', 'Static', 'static ', 'stati', 'a.b.c', 'x'.repeat(1_000_000)])('%s is refused', (token) => {
  expect(() => dual.authenticate(bearer(token))).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED', details: { reason: 'invalid' } }));
});

test('without signed tokens a good one is refused, and without a static one that is', () => {
  const staticOnly = createCyborgAuthenticator({ authToken: 'static', jwt: null, clock });
  expect(() => staticOnly.authenticate(bearer(tokenFor('user123')))).toThrow(expect.objectContaining({ details: { reason: 'invalid' } }));
  const signedOnly = createCyborgAuthenticator({ authToken: null, jwt: settings, clock });
  expect(() => signedOnly.authenticate(bearer('static'))).toThrow(expect.objectContaining({ details: { reason: 'invalid' } }));
});

test('a bearer is addressed to this realm by its issuer, or by being the static token', () => {
  expect(['static', tokenFor('user123'), tokenFor('user123', { issuer: 'cloudbrain' }), 'cds_key', 'garbage'].map((token) => dual.isAddressed(token))).toEqual([true, true, false, false, false]);
  const anonymous = createCyborgAuthenticator({ authToken: null, jwt: { ...settings, issuer: null }, clock });
  expect([tokenFor('user123', { issuer: null }), tokenFor('user123'), 'cds_key'].map((token) => anonymous.isAddressed(token))).toEqual([true, false, false]);
});
