import { generateKeyPairSync } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { newKeyPair, writeCyborgConfig } from '../../tests/testkit/cyborg-config.ts';
import { loadConfig } from './index.ts';

const written: { remove(): void }[] = [];
afterEach(() => {
  for (const config of written.splice(0)) config.remove();
});

function load(yaml: string, { files, environment = {} }: { readonly files?: Readonly<Record<string, string>>; readonly environment?: Readonly<Record<string, string>> } = {}) {
  const config = writeCyborgConfig(yaml, files);
  written.push(config);
  return loadConfig({ CYBORG_CONFIG_PATH: config.configPath, ...environment });
}

const rs256 = 'api:\n  jwt_enabled: true\n  jwt_algorithm: RS256\n  jwt_secret: private.pem\n  jwt_public_key_path: public.pem\n';
const [pair, otherPair] = [newKeyPair(), newKeyPair()];

test('without a file the documented defaults hold', () => {
  expect(loadConfig({}).cyborg).toEqual({ host: null, port: null, authToken: 'cyborg-secret-v2', jwt: null, enableMetrics: true, ratePerMinute: 100, ignoredSections: [] });
});

test('the documented file is read, and its sections for training are ignored', () => {
  const { cyborg, ports } = load(`
env:
  name: CartPole-v1
model: {encoder_type: gru}
api:
  host: "0.0.0.0"
  port: 8123
  auth_token: "fallback-static-token"  # Fallback for backward compatibility
  jwt_enabled: true
  jwt_secret: "a-production-secret-key-of-min-32-chars"
  jwt_algorithm: "HS256"  # or RS256 for asymmetric
  jwt_issuer: "cyborg-api"
  jwt_audience: "cyborg-clients"
  jwt_expiry_minutes: 30
  rate_limit: off
`);
  expect(cyborg).toMatchObject({ host: '0.0.0.0', authToken: 'fallback-static-token', ratePerMinute: null, ignoredSections: ['env', 'model'] });
  expect(cyborg.jwt).toMatchObject({ algorithm: 'HS256', issuer: 'cyborg-api', audience: 'cyborg-clients', expiryMinutes: 30, weakness: null });
  expect(ports.cyborg).toBe(8123);
});

test('the environment wins over the file', () => {
  const { cyborg, ports } = load('api: {auth_token: of the file, port: 8123, host: 0.0.0.0}', { environment: { AUTH_TOKEN: 'of the environment', CYBORG_PORT: '9000', HOST: '127.0.0.2' } });
  expect([cyborg.authToken, ports.cyborg, cyborg.host]).toEqual(['of the environment', 9000, '127.0.0.2']);
});

test('a key pair is read from beside the file', () => {
  expect(load(rs256, { files: { 'private.pem': pair.privateKey, 'public.pem': pair.publicKey } }).cyborg.jwt).toMatchObject({ algorithm: 'RS256', weakness: null });
});

test('a private key may stand in the file itself', () => {
  const inline = rs256.replace('private.pem', JSON.stringify(pair.privateKey));
  expect(load(inline, { files: { 'public.pem': pair.publicKey } }).cyborg.jwt).toMatchObject({ algorithm: 'RS256' });
});

test.each([
  ['short', 'fewer than 32 bytes'],
  ['your-production-secret-key-min-32-chars', 'documentation'],
])('the secret %s is weak', (secret, words) => {
  expect(load(`api: {jwt_enabled: true, jwt_secret: ${secret}}`).cyborg.jwt?.weakness).toContain(words);
});

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const small = newKeyPair(1024);

test.each<[name: string, yaml: string, files: Readonly<Record<string, string>>, words: string]>([
  ['signed tokens without a secret', 'api: {jwt_enabled: true}', {}, 'api.jwt_secret'],
  ['RS256 without a public key', 'api: {jwt_enabled: true, jwt_algorithm: RS256, jwt_secret: private.pem}', { 'private.pem': pair.privateKey }, 'api.jwt_public_key_path'],
  ['a private key that is not there', rs256, { 'public.pem': pair.publicKey }, 'private.pem, which cannot be read'],
  ['a public key that is not there', rs256, { 'private.pem': pair.privateKey }, 'public.pem, which cannot be read'],
  ['a private key that is none', rs256, { 'private.pem': 'nonsense', 'public.pem': pair.publicKey }, 'openssl genrsa'],
  ['a public key that is none', rs256, { 'private.pem': pair.privateKey, 'public.pem': '' }, 'api.jwt_public_key_path is not a key'],
  ['keys of different pairs', rs256, { 'private.pem': pair.privateKey, 'public.pem': otherPair.publicKey }, 'different pairs'],
  ['a key of another kind', rs256, { 'private.pem': ec, 'public.pem': pair.publicKey }, 'RSA key'],
  ['a small key', rs256, { 'private.pem': small.privateKey, 'public.pem': small.publicKey }, '2048 bits'],
  ['an algorithm that is none', 'api: {jwt_algorithm: none}', {}, 'jwt_algorithm'],
  ['a misspelt key', 'api: {jwt_enable: true}', {}, 'jwt_enable'],
  ['no credential at all', 'api: {auth_token: null}', {}, 'nobody could use the API'],
  ['a port of the wrong type', 'api: {port: many}', {}, 'port'],
  ['bad YAML', 'api: {port: [', {}, 'not YAML'],
  ['a text', 'just a text', {}, 'config.yaml'],
])('%s is refused with what to do', (...[, yaml, files, words]) => {
  expect(() => load(yaml, { files })).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining(words) }));
});

test('a file that is not there is refused', () => {
  expect(() => loadConfig({ CYBORG_CONFIG_PATH: '/no/such/file.yaml' })).toThrow('CYBORG_CONFIG_PATH names /no/such/file.yaml');
});

test('signed tokens alone are enough', () => {
  expect(load('api: {auth_token: null, jwt_enabled: true, jwt_secret: a-production-secret-key-of-min-32-chars}').cyborg.authToken).toBeNull();
});
