import { expect, test } from 'vitest';
import { loadConfig } from '#kernel/config';
import { createLogger } from '#kernel/logging';
import { checkInsecureDefaults } from './insecure-defaults.ts';
import { readRoles } from './roles.ts';

const check = (environment: Readonly<Record<string, string>>): void => {
  const config = loadConfig(environment);
  checkInsecureDefaults(config, readRoles(config), createLogger({ level: 'silent' }));
};

test('production starts with its own defaults', () => {
  expect(() => check({ NODE_ENV: 'production' })).not.toThrow();
});

test.each([{ CLOUDBRAIN_REQUIRE_SECRET: 'false' }, { SEED_DEMO: 'true' }])('production refuses %o', (insecure) => {
  const [name = ''] = Object.keys(insecure);
  expect(() => check({ NODE_ENV: 'production', ...insecure })).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining(name) }));
  expect(() => check({ NODE_ENV: 'production', ALLOW_INSECURE_DEFAULTS: 'true', ...insecure })).not.toThrow();
});

test('development only warns, and a process without the surface has nothing to warn of', () => {
  expect(() => check({})).not.toThrow();
  expect(() => check({ NODE_ENV: 'production', SEED_DEMO: 'true', PENTAGRAPH_ROLES: 'gateway' })).not.toThrow();
});
