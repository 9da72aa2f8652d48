import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aiSessionsOf } from '../../tests/testkit/ai-sessions.ts';
import { cloudBrainSecret, createTestIdentity, jwtSecret, principalOf, type TestIdentity } from '../../tests/testkit/identity.ts';

let identity: TestIdentity;
let ais: ReturnType<typeof aiSessionsOf>;
beforeAll(async () => {
  identity = await createTestIdentity();
  ais = aiSessionsOf(identity);
});
afterAll(() => identity.close());

let names = 0;
async function newAi(secret?: string) {
  const name = `AI ${(names += 1)}`;
  return { id: await ais.open(name, secret ?? null), name };
}
const claimsSchema = z.object({ sub: z.number(), name: z.string(), sid: z.string(), iss: z.string(), iat: z.number(), exp: z.number(), jti: z.string() });
const claimsOf = (token: string) => claimsSchema.parse(jwt.decode(token));
const principalBehind = async (bearer: string | null, authenticator = ais.authenticator()) => authenticator.authenticate({ bearer, apiKey: null });
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const refused = (reason: string) => ({ code: 'UNAUTHENTICATED', details: { reason } });

describe('an account of an AI', () => {
  test('has a number from 1000 on and may have words for a name', async () => {
    expect(await ais.open('Ada the second (v2.1)')).toMatch(/^cb:[1-9]\d{3,}$/u);
  });

  test('has its name alone, whatever its case or width, also of two that come at once', async () => {
    const settled = await Promise.allSettled([ais.open('Parallel'), ais.open('parallel'), ais.open('ＰＡＲＡＬＬＥＬ')]);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(ais.open('PARALLEL')).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('that is refused uses up no number', async () => {
    const numberOf = async (name: string) => Number((await ais.open(name)).slice('cb:'.length));
    const first = await numberOf('Numbered');
    await Promise.allSettled(Array.from({ length: 10 }, () => ais.open('NUMBERED')));
    expect(await numberOf('Numbered next')).toBe(first + 1);
  });

  test.each(['', ' ', ' x', 'x ', 'a  b', 'a\nb', 'a\u0000b', 'a\u200bb', '\ud800', 'x'.repeat(101)])('is not opened with the name %j', async (name) => {
    await expect(ais.open(name)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'username' } });
  });

  test('is opened in its own realm only', async () => {
    const answer = await identity.run('mutation { openAccount(input: { realm: "cds", username: "sneak" }) { account { id } } }');
    expect(answer.errors?.[0]?.originalError).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'realm' } });
  });

  test('is found by its name', async () => {
    const { id, name } = await newAi();
    const find = (username: string) => identity.run('query ($username: String!) { accountByName(realm: "cb", username: $username) { id } }', { variables: { username } });
    expect((await find(name.toUpperCase())).data).toEqual({ accountByName: { id } });
    expect((await find('nobody here')).data).toEqual({ accountByName: null });
    expect((await find('\u0000')).data).toEqual({ accountByName: null });
  });

  test('for demonstration has its documented number, once', async () => {
    const demo = [{ number: 32, username: 'GLM47' }, { number: 33, username: 'GLM47_2' }];
    await Promise.all([identity.subgraph.ensureAiAccounts(demo), identity.subgraph.ensureAiAccounts(demo)]);
    expect(await identity.subgraph.ensureAiAccounts([...demo, { number: 34, username: 'glm47' }])).toEqual(new Set([32, 33]));
    expect((await ais.signIn({ id: 'cb:32', name: 'GLM47' })).user).toEqual({ id: 'cb:32', username: 'GLM47' });
    expect(await identity.database.prisma.account.count({ where: { realm: 'cb', number: { lt: 1000 } } })).toBe(2);
  });
});

describe('signing an AI in', () => {
  test('needs its id and its name, and answers a token for an hour with the documented claims', async () => {
    const { id, name } = await newAi();
    const session = await ais.signIn({ id, name });
    const now = Math.floor(identity.clock.now() / 1000);
    expect(jwt.verify(session.token, Buffer.from(cloudBrainSecret), { clockTimestamp: now })).toMatchObject({ sub: Number(id.slice(3)), name, iss: 'cloudbrain', iat: now, exp: now + 3600 });
    expect(session).toMatchObject({ user: { id, username: name }, profile: { id, online: true, lastSeenAt: new Date(identity.clock.now()).toISOString() } });
    expect(Date.parse(session.expiresAt)).toBe((now + 3600) * 1000);
    expect(await principalBehind(session.token)).toMatchObject({ subject: id, assurance: 'verified', session: claimsOf(session.token).sid, scopes: new Set(['collaboration']) });
  });

  test('says the same about an unknown id, another name, another realm and nonsense', async () => {
    const [one, other] = [await newAi(), await newAi()];
    const user = await identity.register('not-an-ai');
    const attempts = [
      { id: one.id, name: other.name },
      { id: one.id, name: one.name.toLowerCase() },
      { id: one.id, name: '' },
      { id: 'cb:999999', name: one.name },
      { id: 'cb:-1', name: one.name },
      { id: '\u0000', name: one.name },
      { id: user.id, name: 'not-an-ai' },
      { ...one, secret: 'but it has no secret' },
    ];
    for (const attempt of attempts) await expect(ais.signIn(attempt)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS', message: 'Id and name do not match an AI' });
  });

  test('is bounded in its failures', async () => {
    const limited = await createTestIdentity({ rateLimits: { perNameAndAddress: 2, perAddress: 100, windowSeconds: 60 } });
    const { open, signIn } = aiSessionsOf(limited);
    const id = await open('Guessed');
    for (const code of ['INVALID_CREDENTIALS', 'INVALID_CREDENTIALS', 'RATE_LIMITED']) await expect(signIn({ id, name: 'wrong' })).rejects.toMatchObject({ code });
    await limited.close();
  });

  test('is recorded, and so is its failure', async () => {
    const { id, name } = await newAi();
    await ais.signIn({ id, name });
    await expect(ais.signIn({ id, name: 'wrong' })).rejects.toThrow('do not match');
    const entries = await identity.database.prisma.auditEntry.findMany({ where: { subject: id }, orderBy: { id: 'asc' } });
    expect(entries.map(({ action, succeeded }) => [action, succeeded])).toEqual([['user.register', true], ['session.open', true], ['session.open', false]]);
  });

  test('keeps no token', async () => {
    const { id, name } = await newAi();
    const { token, refreshToken } = await ais.signIn({ id, name });
    const rows = JSON.stringify(await identity.database.prisma.accessSession.findMany({ where: { owner: id } }));
    expect(rows).toContain(claimsOf(token).sid);
    for (const secret of [token, refreshToken, refreshToken.split('.')[2] ?? '']) expect(rows).not.toContain(secret);
  });
});

describe('where a secret is required', () => {
  const secret = 'a secret that only this AI knows';
  let guarded: TestIdentity;
  let theirs: ReturnType<typeof aiSessionsOf>;
  beforeAll(async () => {
    guarded = await createTestIdentity({ requireSecret: true });
    theirs = aiSessionsOf(guarded);
  });
  afterAll(() => guarded.close());

  test('an AI signs in with its own and no other', async () => {
    const id = await theirs.open('Guarded', secret);
    expect((await theirs.signIn({ id, name: 'Guarded', secret })).user.id).toBe(id);
    await expect(theirs.signIn({ id, name: 'Guarded' })).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    await expect(theirs.signIn({ id, name: 'Guarded', secret: `${secret}!` })).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  test('an AI without one cannot sign in', async () => {
    const id = await theirs.open('Open');
    await expect(theirs.signIn({ id, name: 'Open' })).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    await expect(theirs.signIn({ id, name: 'Open', secret: '' })).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  test('sessions from before end', async () => {
    const open = await createTestIdentity({ database: guarded.database });
    const { id, name } = { id: await aiSessionsOf(open).open('Early'), name: 'Early' };
    const session = await aiSessionsOf(open).signIn({ id, name });
    await expect(theirs.refresh(session.refreshToken)).rejects.toMatchObject(refused('invalid'));
    const authenticator = ais.authenticator({ revocations: guarded.revocations, clock: guarded.clock, requireSecret: true });
    await expect(principalBehind(session.token, authenticator)).rejects.toMatchObject(refused('invalid'));
    await open.close();
  });
});

describe('where names are no proof', () => {
  test('a session without a secret is asserted, one with a secret is verified, and refreshing changes neither', async () => {
    const authenticator = ais.authenticator({ trustNames: false });
    const secret = 'a secret that only this AI knows';
    const { id, name } = await newAi(secret);
    for (const [credentials, assurance] of [[{ id, name }, 'asserted'], [{ id, name, secret }, 'verified']] as const) {
      const session = await ais.signIn(credentials);
      expect(await principalBehind(session.token, authenticator)).toMatchObject({ assurance });
      expect(await principalBehind((await ais.refresh(session.refreshToken)).token, authenticator)).toMatchObject({ assurance });
    }
  });
});

describe('refreshing', () => {
  test('answers another token of the same session; both are good', async () => {
    const { id, name } = await newAi();
    const first = await ais.signIn({ id, name });
    const second = await ais.refresh(first.refreshToken);
    expect(second.token).not.toBe(first.token);
    expect(second.refreshToken).toBe(first.refreshToken);
    expect(claimsOf(second.token).sid).toBe(claimsOf(first.token).sid);
    for (const { token } of [first, second]) expect(await principalBehind(token)).toMatchObject({ subject: id });
  });

  test('and access take each its own kind of token', async () => {
    const { token, refreshToken } = await ais.signIn(await newAi());
    await expect(ais.refresh(token)).rejects.toMatchObject(refused('issuer'));
    await expect(principalBehind(refreshToken)).rejects.toMatchObject(refused('issuer'));
  });

  test.each(['', 'a', 'a.b.c', `${base64({ alg: 'none' })}.${base64({ iss: 'cloudbrain-refresh' })}.`, 'x'.repeat(100_000)])('with %.20j is refused', async (token) => {
    await expect(ais.refresh(token)).rejects.toMatchObject(refused('invalid'));
  });

  test('with a token of the right signature that nobody was given is refused', async () => {
    const forged = jwt.sign({ sid: '00000000-0000-7000-8000-000000000000', iss: 'cloudbrain-refresh' }, Buffer.from(cloudBrainSecret), { expiresIn: 60 });
    await expect(ais.refresh(forged)).rejects.toMatchObject(refused('invalid'));
  });

  test('ends after thirty days, and says so', async () => {
    const later = await createTestIdentity();
    const { open, signIn, refresh } = aiSessionsOf(later);
    const { refreshToken } = await signIn({ id: await open('Patient'), name: 'Patient' });
    later.clock.advance(30 * 86_400_000 - 1000);
    expect((await refresh(refreshToken)).user.username).toBe('Patient');
    later.clock.advance(1000);
    await expect(refresh(refreshToken)).rejects.toMatchObject(refused('expired'));
    await later.close();
  });
});

describe('signing an AI out', () => {
  test('ends every token of that session at once, and no other session', async () => {
    const ai = await newAi();
    const [gone, kept] = [await ais.signIn(ai), await ais.signIn(ai)];
    const again = await ais.refresh(gone.refreshToken);
    const principal = await principalBehind(gone.token);
    await ais.signOut(principal ?? principalOf(ai.id));
    for (const { token } of [gone, again]) await expect(async () => principalBehind(token)).rejects.toMatchObject(refused('revoked'));
    await expect(ais.refresh(gone.refreshToken)).rejects.toMatchObject(refused('revoked'));
    expect(await principalBehind(kept.token)).toMatchObject({ subject: ai.id });
  });

  test('counts in another process too, also for one that starts later, and while the feed is stale', async () => {
    const ai = await newAi();
    const { token } = await ais.signIn(ai);
    const other = await createTestIdentity({ database: identity.database });
    await ais.signOut((await principalBehind(token)) ?? principalOf(ai.id));
    const late = await createTestIdentity({ database: identity.database });
    const stale = { fresh: () => false, sessionEnded: () => false, askSessionEnded: (id: string) => identity.revocations.askSessionEnded(id) };
    for (const revocations of [late.revocations, stale]) await expect(async () => principalBehind(token, ais.authenticator({ revocations }))).rejects.toMatchObject(refused('revoked'));
    await expect.poll(() => other.revocations.sessionEnded(claimsOf(token).sid)).toBe(true);
    await Promise.all([late.close(), other.close()]);
  });

  test('twice is the same as once', async () => {
    const ai = await newAi();
    const principal = (await principalBehind((await ais.signIn(ai)).token)) ?? principalOf(ai.id);
    await Promise.all([ais.signOut(principal), ais.signOut(principal)]);
    expect(await identity.database.prisma.auditEntry.count({ where: { subject: ai.id, action: 'session.close' } })).toBe(1);
  });

  test('is for AIs', async () => {
    await expect(ais.signOut(principalOf('cds:1', 'admin'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the authenticator of CloudBrain', () => {
  test('knows nobody without a bearer', async () => {
    expect(await principalBehind(null)).toBeNull();
  });

  test('notes the use of accepted tokens only', async () => {
    const { token } = await ais.signIn(await newAi());
    const noted: string[] = [];
    const authenticator = ais.authenticator({ noteUse: (sessionId) => void noted.push(sessionId) });
    await principalBehind(token, authenticator);
    await expect(async () => principalBehind(`${token}x`, authenticator)).rejects.toMatchObject(refused('invalid'));
    expect(noted).toEqual([claimsOf(token).sid]);
  });

  test('refuses an expired token and says so', async () => {
    const later = await createTestIdentity();
    const { open, signIn, authenticator } = aiSessionsOf(later);
    const { token } = await signIn({ id: await open('Late'), name: 'Late' });
    later.clock.advance(3_600_000);
    await expect(async () => principalBehind(token, authenticator())).rejects.toMatchObject(refused('expired'));
    await later.close();
  });

  const claims = () => ({ sub: 32, name: 'GLM47', sid: '00000000-0000-7000-8000-000000000000', proven: true, iss: 'cloudbrain', exp: Math.floor(identity.clock.now() / 1000) + 60 });
  test.each([
    ['of CyberDevStudio', () => jwt.sign({ ...claims(), iss: 'cyber-dev-studio' }, Buffer.from(jwtSecret))],
    ['of CloudBrain with the secret of CyberDevStudio', () => jwt.sign(claims(), Buffer.from(jwtSecret))],
    ['of another algorithm', () => jwt.sign(claims(), Buffer.from(cloudBrainSecret), { algorithm: 'HS512' })],
    ['without a session', () => jwt.sign({ ...claims(), sid: undefined }, Buffer.from(cloudBrainSecret))],
    ['with a text as its subject', () => jwt.sign({ ...claims(), sub: '32' }, Buffer.from(cloudBrainSecret))],
    ['with alg none', () => `${base64({ alg: 'none', typ: 'JWT' })}.${base64(claims())}.`],
    ['that is empty', () => ''],
    ['that is an API key', () => 'pk_0123456789'],
  ])('refuses a token %s', async (_, forge) => {
    await expect(async () => principalBehind(forge())).rejects.toMatchObject(refused('invalid'));
  });

  test('refuses a token of another issuer', async () => {
    const token = jwt.sign({ ...claims(), iss: 'panthers' }, Buffer.from(cloudBrainSecret));
    await expect(async () => principalBehind(token)).rejects.toMatchObject(refused('issuer'));
  });
});
