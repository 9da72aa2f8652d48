import { expect, test } from 'vitest';
import { loadConfig } from '#kernel/config';
import { createLogger } from '#kernel/logging';
import { checkInsecureDefaults } from './insecure-defaults.ts';
import { readRoles } from './roles.ts';

const check = (environment: Readonly<Record<string, string>>): void => {
  const config = loadConfig(environment);
  checkInsecureDefaults(config, readRoles(config), createLogger({ level: 'silent' }));
};

const production = { NODE_ENV: 'production', AUTH_TOKEN: 'a token of our own' };

test('production starts with its own defaults and a token of its own', () => {
  expect(() => check(production)).not.toThrow();
});

test.each([{ CLOUDBRAIN_REQUIRE_SECRET: 'false' }, { SEED_DEMO: 'true' }, { AUTH_TOKEN: '' }, { AUTH_TOKEN: 'cyborg-secret-v2' }])('production refuses %o', (insecure) => {
  const [name = ''] = Object.keys(insecure);
  expect(() => check({ ...production, ...insecure })).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining(name) }));
  expect(() => check({ ...production, ALLOW_INSECURE_DEFAULTS: 'true', ...insecure })).not.toThrow();
});

test('the documented token is refused by whoever would accept it', () => {
  for (const roles of ['gateway', 'surface:cyborg-mind']) expect(() => check({ NODE_ENV: 'production', PENTAGRAPH_ROLES: roles })).toThrow('AUTH_TOKEN');
  expect(() => check({ NODE_ENV: 'production', PENTAGRAPH_ROLES: 'surface:studio-llm' })).not.toThrow();
});

test('development only warns, and a process without the surface has nothing to warn of', () => {
  expect(() => check({})).not.toThrow();
  expect(() => check({ ...production, SEED_DEMO: 'true', PENTAGRAPH_ROLES: 'gateway' })).not.toThrow();
});
