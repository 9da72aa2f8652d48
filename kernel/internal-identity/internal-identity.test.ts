import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { scopesOf, type Principal } from '#kernel/principal';
import { createInternalIdentity } from './index.ts';

const ada: Principal = { subject: 'cds:32', assurance: 'verified', role: 'developer', scopes: scopesOf('cds', 'developer'), session: 'token-7' };
const keys = generateKeyPairSync('ed25519');
const start = 1_800_000_000_000;

function pair() {
  let now = start;
  const clock = { now: () => now };
  return {
    caller: createInternalIdentity({ ...keys, clock }),
    answerer: createInternalIdentity({ privateKey: null, publicKey: keys.publicKey, clock }),
    pass: (ms: number) => (now += ms),
  };
}

const refusal = expect.objectContaining({ code: 'UNAUTHENTICATED', message: 'This part of the graph answers processes of its own installation only', details: {} });
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const withHeader = (header: object, claims: object): string => {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${signBytes(null, Buffer.from(text), keys.privateKey).toString('base64url')}`;
};
const eddsa = { alg: 'EdDSA', typ: 'JWT' };
const claims = { aud: 'identity', iat: start / 1000, exp: start / 1000 + 30, principal: null };

test('a principal, and nobody, arrive as they were', () => {
  const { caller, answerer } = pair();
  expect(answerer.verify(caller.sign(ada, 'identity'), 'identity')).toEqual(ada);
  expect(answerer.verify(caller.sign(null, 'identity'), 'identity')).toBeNull();
  const asserted: Principal = { ...ada, subject: 'dev8:default-user', assurance: 'asserted', session: null };
  expect(answerer.verify(caller.sign(asserted, 'identity'), 'identity')).toEqual(asserted);
});

test('a token is for one subgraph', () => {
  const { caller, answerer } = pair();
  const token = caller.sign(ada, 'identity');
  answerer.verify(token, 'identity');
  expect(() => answerer.verify(token, 'inference')).toThrow(refusal);
});

test('a token is used again for twenty seconds, and is no good after thirty and the skew of clocks', () => {
  const { caller, answerer, pass } = pair();
  const token = caller.sign(ada, 'identity');
  pass(19_999);
  expect(caller.sign({ ...ada, scopes: new Set(ada.scopes) }, 'identity')).toBe(token);
  pass(1);
  expect(caller.sign(ada, 'identity')).not.toBe(token);
  pass(14_999);
  expect(answerer.verify(token, 'identity')).toEqual(ada);
  pass(1);
  expect(() => answerer.verify(token, 'identity')).toThrow(refusal);
});

test('principals that differ in anything have tokens of their own', () => {
  const { caller } = pair();
  const others: readonly (Principal | null)[] = [ada, null, { ...ada, session: null }, { ...ada, role: 'admin' }, { ...ada, scopes: new Set(['llm' as const]) }, { ...ada, assurance: 'asserted' }];
  expect(new Set(others.map((principal) => caller.sign(principal, 'identity'))).size).toBe(others.length);
});

test.each<readonly [string, string]>([
  ['nothing', ''],
  ['garbage', 'garbage'],
  ['two dots', '..'],
  ['a megabyte', `${encode(eddsa)}.${'A'.repeat(1_000_000)}`],
  ['no signature', `${encode(eddsa)}.${encode(claims)}.`],
  ['alg none', `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`],
  ['another header over a good signature', withHeader({ alg: 'EdDSA', typ: 'JWT', kid: 'x' }, claims)],
  ['the public key as a secret', ((text) => `${text}.${createHmac('sha256', keys.publicKey.export({ type: 'spki', format: 'pem' })).update(text).digest('base64url')}`)(`${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`)],
  ['a life of a day', withHeader(eddsa, { ...claims, exp: claims.iat + 86_400 })],
  ['a start in the future', withHeader(eddsa, { ...claims, iat: claims.iat + 6, exp: claims.exp + 6 })],
  ['no audience', withHeader(eddsa, { ...claims, aud: undefined })],
  ['a list of audiences', withHeader(eddsa, { ...claims, aud: ['identity'] })],
  ['no principal at all', withHeader(eddsa, { ...claims, principal: undefined })],
  ['a subject of no realm', withHeader(eddsa, { ...claims, principal: { ...ada, scopes: [], subject: 'root' } })],
  ['claims that are no object', withHeader(eddsa, [1])],
])('%s is refused in the same words as everything else', (_, token) => {
  expect(() => pair().answerer.verify(token, 'identity')).toThrow(refusal);
});

test('a token of another installation, a changed one and one in another spelling are refused', () => {
  const { caller, answerer } = pair();
  const token = caller.sign(ada, 'identity');
  const [header = '', payload = '', signature = ''] = token.split('.');
  const forged = encode({ ...claims, principal: { ...ada, scopes: ['admin'] } });
  expect(() => answerer.verify(`${header}.${forged}.${signature}`, 'identity')).toThrow(refusal);
  expect(() => answerer.verify(`${header}.${payload}.${signature}=`, 'identity')).toThrow(refusal);
  expect(() => answerer.verify(createInternalIdentity({ ...generateKeyPairSync('ed25519'), clock: { now: () => start } }).sign(ada, 'identity'), 'identity')).toThrow(refusal);
  expect(answerer.verify(withHeader(eddsa, claims), 'identity')).toBeNull();
});

test('a scope that this version does not know gives nothing', () => {
  const token = withHeader(eddsa, { ...claims, principal: { ...ada, scopes: ['llm', 'everything'] } });
  expect([...pair().answerer.verify(token, 'identity')?.scopes ?? []]).toEqual(['llm']);
});

test('a process without the private key says so when it would have to sign', () => {
  expect(() => pair().answerer.sign(null, 'identity')).toThrow(expect.objectContaining({ code: 'NOT_ENABLED' }));
});

test('what is remembered is bounded', () => {
  const clock = { now: () => start };
  const small = createInternalIdentity({ ...keys, clock, cacheSize: 2 });
  const first = small.sign(ada, 'a');
  for (const audience of ['b', 'c', 'd']) small.verify(small.sign(ada, audience), audience);
  expect(small.verify(first, 'a')).toEqual(ada);
});
