import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { environmentSchema, loadConfig, loadSecrets, type Secrets } from './index.ts';

const dataDirs: string[] = [];
const dataDir = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-config-'));
  dataDirs.push(folder);
  return folder;
};

afterEach(() => {
  for (const folder of dataDirs.splice(0)) rmSync(folder, { recursive: true });
});

test('an empty environment is a whole configuration', () => {
  const config = loadConfig({});
  expect(config.ports).toEqual({ graphql: 4000, auth: 6971, api: 6813, llm: 6988, cyborg: 8000, cloudbrain: 8768 });
  expect(config.databaseUrl).toBeNull();
  expect(config.tokens.defaultBalance).toBe(100_000);
});

test('all faults are reported at once, by name', () => {
  const load = () => loadConfig({ GRAPHQL_PORT: '70000', LLM_SEQUENCES: 'many', AUTH_JWT_SECRET: 'short' });
  for (const name of ['GRAPHQL_PORT', 'LLM_SEQUENCES', 'AUTH_JWT_SECRET']) expect(load).toThrow(name);
});

test('the configuration page names every variable, and no other', () => {
  const page = readFileSync('docs/configuration.md', 'utf8');
  const named = [...page.matchAll(/^\| ([A-Z_, ]+) \|/gmu)].flatMap(([, names = '']) => names.split(', ')).sort();
  expect(named).toEqual(Object.keys(environmentSchema.shape).sort());
});

test('upstream engines are all the models of a URL, or one of a name', () => {
  expect(loadConfig({ LLM_UPSTREAM_URL: 'http://a:1/v1, Qwen/Q2:7b=https://b/v1?x=1' }).llm.upstreams).toEqual([
    { model: null, url: 'http://a:1/v1' },
    { model: 'Qwen/Q2:7b', url: 'https://b/v1?x=1' },
  ]);
});

test.each(['ftp://a', '=http://a', 'a=', 'name', 'http://user:secret@a/v1'])('%s is no upstream engine', (text) => {
  expect(() => loadConfig({ LLM_UPSTREAM_URL: text })).toThrow('LLM_UPSTREAM_URL');
});

test('an empty variable counts as unset', () => {
  expect(loadConfig({ GRAPHQL_PORT: '', DATABASE_URL: '' }).ports.graphql).toBe(4000);
});

test.each([
  [{}, true],
  [{ NODE_ENV: 'production' }, false],
  [{ NODE_ENV: 'production', SEED_DEMO: 'true' }, true],
  [{ SEED_DEMO: 'false' }, false],
])('with %j demo accounts are made: %s', (environment, seeded) => {
  expect(loadConfig(environment).seedDemo).toBe(seeded);
});

test('a listener can be switched off', () => {
  expect(loadConfig({ LLM_PORT: 'off' }).ports.llm).toBe('off');
});

test('generated secrets are kept, private, and the same for a second process', () => {
  const config = { dataDir: dataDir(), authJwtSecret: null, cloudbrain: { jwtSecret: null, requireSecret: false }, admin: { username: 'admin', password: null }, internalKeys: { privateKey: null, publicKey: null } };
  const first = loadSecrets(config);
  expect(exported(loadSecrets(config))).toEqual(exported(first));
  expect(first.authJwtSecret.length).toBeGreaterThanOrEqual(32);
  expect(first.adminPassword.generated).toBe(true);
  const folder = path.join(config.dataDir, 'secrets');
  expect(statSync(folder).mode & 0o777).toBe(0o711);
  expect(readdirSync(folder).sort()).toEqual(['admin-password', 'auth-jwt-secret', 'cloudbrain-jwt-secret', 'internal-private-key']);
  expect(statSync(path.join(folder, 'admin-password')).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(folder, 'admin-password'), 'utf8')).toBe(first.adminPassword.value);
});

test('configured secrets win over stored ones', () => {
  const config = { dataDir: dataDir(), authJwtSecret: 'x'.repeat(40), cloudbrain: { jwtSecret: 'y'.repeat(40), requireSecret: false }, admin: { username: 'root', password: 'correct horse' }, internalKeys: { privateKey: null, publicKey: null } };
  expect(loadSecrets(config)).toMatchObject({ authJwtSecret: 'x'.repeat(40), cloudbrainJwtSecret: 'y'.repeat(40), adminPassword: { value: 'correct horse', generated: false } });
});

const exported = ({ internalKeys: { privateKey, publicKey }, ...rest }: Secrets) => ({ ...rest, keys: [privateKey?.export({ type: 'pkcs8', format: 'pem' }), publicKey.export({ type: 'spki', format: 'pem' })] });

test('the keys between processes come from the environment in one line, and have to be a pair', () => {
  const pair = () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    return { own: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), shown: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
  };
  const { own, shown } = pair();
  const keysOf = (environment: Readonly<Record<string, string>>) => loadSecrets(loadConfig({ PENTAGRAPH_DATA_DIR: dataDir(), ...environment })).internalKeys;
  expect(keysOf({ INTERNAL_PRIVATE_KEY: own.replaceAll('\n', '\\n') }).publicKey.export({ type: 'spki', format: 'pem' })).toBe(shown);
  expect(keysOf({ INTERNAL_PUBLIC_KEY: shown }).privateKey).toBeNull();
  expect(keysOf({ INTERNAL_PRIVATE_KEY: own, INTERNAL_PUBLIC_KEY: shown }).privateKey).not.toBeNull();
  expect(() => keysOf({ INTERNAL_PRIVATE_KEY: own, INTERNAL_PUBLIC_KEY: pair().shown })).toThrow('INTERNAL_PUBLIC_KEY is not the public key');
  expect(() => keysOf({ INTERNAL_PUBLIC_KEY: 'nonsense' })).toThrow('INTERNAL_PUBLIC_KEY');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(() => keysOf({ INTERNAL_PRIVATE_KEY: rsa })).toThrow('Ed25519');
});

test('a part of the graph has a port of its own, and a URL where it is elsewhere', () => {
  const { subgraphs } = loadConfig({ SUBGRAPH_INFERENCE_URL: 'http://10.0.0.7:4102/', SUBGRAPH_IDENTITY_PORT: '5000' });
  expect(subgraphs.inference).toEqual({ port: 4102, url: 'http://10.0.0.7:4102' });
  expect(subgraphs.identity).toEqual({ port: 5000, url: null });
  expect(new Set(Object.values(subgraphs).map(({ port }) => port)).size).toBe(6);
});
