import { createHmac, createPublicKey, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newKeyPair, writeCyborgConfig } from '../testkit/cyborg-config.ts';
import { createCyborgMindClient, type CyborgMindClient, type WireAnswer } from '../testkit/cyborg-mind.ts';
import { createWorld, type World } from '../testkit/world.ts';

const observation = [0.1, 0.2, 0.3, 0.4];
const claimsSchema = z.record(z.string(), z.unknown());
const issuedSchema = z.strictObject({ access_token: z.string(), token_type: z.literal('bearer'), expires_at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/u), subject: z.string() });

const claimsOf = (token: string): Record<string, unknown> => claimsSchema.parse(jwt.decode(token));
const refusal = ({ status, body }: WireAnswer) => [status, body];
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('with a secret', () => {
  const secret = 'a-production-secret-key-of-min-32-chars';
  const config = writeCyborgConfig(`api: {auth_token: fallback-static-token, jwt_enabled: true, jwt_secret: ${secret}}`);
  let world: World;
  let client: CyborgMindClient;
  beforeAll(async () => {
    world = await createWorld({ CYBORG_CONFIG_PATH: config.configPath }, { model: false });
    client = createCyborgMindClient(world.urls.cyborg);
  });
  afterAll(async () => {
    await world.close();
    config.remove();
  });

  const issue = async (body: object) => issuedSchema.parse((await client.post('/auth/token', body, { token: null })).body);
  const step = (token: string): Promise<WireAnswer> => client.post('/step', { observation }, { token });
  /** A token of somebody who knows the secret; a claim that is undefined is left out. */
  const sign = (claims: object, key = secret): string => {
    const all: Record<string, unknown> = { sub: 'user123', iat: 1, exp: 4_000_000_000, iss: 'cyborg-api', aud: 'cyborg-clients', ...claims };
    return jwt.sign(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)), key, { algorithm: 'HS256' });
  };

  test('a token is issued as documented', async () => {
    const issued = await issue({ subject: 'user123', expiry_minutes: 120 });
    expect(issued.subject).toBe('user123');
    expect(JSON.parse(Buffer.from(issued.access_token.split('.')[0] ?? '', 'base64url').toString())).toEqual({ alg: 'HS256', typ: 'JWT' });
    const claims = claimsOf(issued.access_token);
    expect(Object.keys(claims)).toEqual(['sub', 'iat', 'exp', 'iss', 'aud']);
    expect(claims).toMatchObject({ sub: 'user123', iss: 'cyborg-api', aud: 'cyborg-clients' });
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(7200);
    expect(Date.parse(`${issued.expires_at}Z`) / 1000).toBe(claims['exp']);
  });

  test('it lives for an hour when nothing else is asked for', async () => {
    const { iat, exp } = claimsOf((await issue({ subject: 'user123' })).access_token);
    expect(Number(exp) - Number(iat)).toBe(3600);
  });

  test('it is good for the whole API, for the stream and for the graph', async () => {
    const { access_token: token } = await issue({ subject: 'user123' });
    expect((await client.post('/reset', {}, { token })).status).toBe(200);
    expect((await step(token)).status).toBe(200);
    expect((await client.post('/step_batch', { observations: [observation] }, { token })).status).toBe(200);
    const stream = await client.stream();
    expect((await stream.ask({ observation, token })).error).toBeNull();
    await stream.close();
    expect((await world.graphql('{ policies { name } }', { token })).errors).toBeUndefined();
  });

  test('the static token is good beside it, and garbage is not', async () => {
    expect((await step('fallback-static-token')).status).toBe(200);
    for (const token of ['cyborg-secret-v2', 'garbage', 'a.b.c', sign({}, 'another secret of more than 32 characters')]) expect(refusal(await step(token))).toEqual([403, { detail: 'Invalid authentication token' }]);
  });

  test.each<[string, object, string]>([
    ['expired', { exp: 1 }, 'Token has expired'],
    ['of another issuer', { iss: 'somebody' }, 'Invalid token issuer'],
    ['without an issuer', { iss: undefined }, 'Invalid token issuer'],
    ['for another audience', { aud: 'somebody' }, 'Invalid token audience'],
    ['without an audience', { aud: undefined }, 'Invalid token audience'],
    ['without an end', { exp: undefined }, 'Invalid authentication token'],
    ['without a subject', { sub: undefined }, 'Invalid authentication token'],
  ])('a token %s is refused by that name', async (_, claims, detail) => {
    expect(refusal(await step(sign(claims)))).toEqual([403, { detail }]);
  });

  test('a token that was not signed is refused', async () => {
    const forged = `${base64({ alg: 'none', typ: 'JWT' })}.${base64({ sub: 'user123', exp: 4_000_000_000, iss: 'cyborg-api', aud: 'cyborg-clients' })}.`;
    expect(refusal(await step(forged))).toEqual([403, { detail: 'Invalid authentication token' }]);
  });

  test('further claims are signed along, but none that a token has for itself', async () => {
    const { access_token: token } = await issue({ subject: 'user123', claims: { role: 'operator', permissions: ['step'] } });
    expect(claimsOf(token)).toMatchObject({ sub: 'user123', role: 'operator', permissions: ['step'] });
    for (const name of ['sub', 'iat', 'exp', 'iss', 'aud', 'nbf', 'jti']) {
      const { status, body } = await client.post('/auth/token', { subject: 'user123', claims: { [name]: 4_000_000_000 } }, { token: null });
      expect([status, body]).toMatchObject([422, { detail: [{ loc: ['body', 'claims'], msg: expect.stringContaining(name) }] }]);
    }
  });

  test.each([{}, { subject: '' }, { subject: 7 }, { subject: 'x'.repeat(257) }, { subject: 'a\u0000b' }, { subject: 'x', expiry_minutes: 0 }, { subject: 'x', expiry_minutes: -5 }, { subject: 'x', expiry_minutes: 1.5 }, { subject: 'x', expiry_minutes: 525_601 }, { subject: 'x', claims: [] }, { subject: 'x', claims: { a: 'x'.repeat(5000) } }])(
    'asking with %j is a 422',
    async (body) => {
      const answer = await client.post('/auth/token', body, { token: null });
      expect([answer.status, answer.body]).toMatchObject([422, { detail: [{ loc: ['body', expect.any(String)] }] }]);
    },
  );

  test('whom a token was issued for is in the audit log', async () => {
    const subject = `audited-${randomUUID()}`;
    await issue({ subject });
    const { data } = await world.graphql('{ auditLog(first: 5) { nodes { action succeeded } } }', { token: await world.signInAdmin() });
    expect(JSON.stringify(data)).toContain('cyborg_token.issue');
  });
});

describe('with a key pair', () => {
  const pair = newKeyPair();
  const config = writeCyborgConfig('api: {jwt_enabled: true, jwt_algorithm: RS256, jwt_secret: private_key.pem, jwt_public_key_path: public_key.pem, jwt_audience: external-clients}', {
    'private_key.pem': pair.privateKey,
    'public_key.pem': pair.publicKey,
  });
  let world: World;
  let client: CyborgMindClient;
  beforeAll(async () => {
    world = await createWorld({ CYBORG_CONFIG_PATH: config.configPath }, { model: false });
    client = createCyborgMindClient(world.urls.cyborg);
  });
  afterAll(async () => {
    await world.close();
    config.remove();
  });

  test('a token goes the round: issued, verified by anybody with the public key, accepted', async () => {
    const { access_token: token } = issuedSchema.parse((await client.post('/auth/token', { subject: 'user123' }, { token: null })).body);
    expect(jwt.verify(token, createPublicKey(pair.publicKey), { algorithms: ['RS256'], audience: 'external-clients', issuer: 'cyborg-api', complete: true }).header).toMatchObject({ alg: 'RS256' });
    expect((await client.post('/step', { observation }, { token })).status).toBe(200);
  });

  test('the public key is never taken for a secret', async () => {
    const body = `${base64({ alg: 'HS256', typ: 'JWT' })}.${base64({ sub: 'user123', exp: 4_000_000_000, iss: 'cyborg-api', aud: 'external-clients' })}`;
    const forged = `${body}.${createHmac('sha256', pair.publicKey).update(body).digest('base64url')}`;
    expect(refusal(await client.post('/step', { observation }, { token: forged }))).toEqual([403, { detail: 'Invalid authentication token' }]);
  });
});
