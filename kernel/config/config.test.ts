import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { environmentSchema, loadConfig, loadSecrets } from './index.ts';

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
  const config = { dataDir: dataDir(), authJwtSecret: null, cloudbrain: { jwtSecret: null, requireSecret: false }, admin: { username: 'admin', password: null } };
  const first = loadSecrets(config);
  expect(loadSecrets(config)).toEqual(first);
  expect(first.authJwtSecret.length).toBeGreaterThanOrEqual(32);
  expect(first.adminPassword.generated).toBe(true);
  const folder = path.join(config.dataDir, 'secrets');
  expect(statSync(folder).mode & 0o777).toBe(0o711);
  expect(readdirSync(folder).sort()).toEqual(['admin-password', 'auth-jwt-secret', 'cloudbrain-jwt-secret']);
  expect(statSync(path.join(folder, 'admin-password')).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(folder, 'admin-password'), 'utf8')).toBe(first.adminPassword.value);
});

test('configured secrets win over stored ones', () => {
  const config = { dataDir: dataDir(), authJwtSecret: 'x'.repeat(40), cloudbrain: { jwtSecret: 'y'.repeat(40), requireSecret: false }, admin: { username: 'root', password: 'correct horse' } };
  expect(loadSecrets(config)).toEqual({ authJwtSecret: 'x'.repeat(40), cloudbrainJwtSecret: 'y'.repeat(40), adminPassword: { value: 'correct horse', generated: false } });
});
