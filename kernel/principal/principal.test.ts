import { expect, test } from 'vitest';
import { mayActFor, parseSubject, scopesOf, toSubject, type Principal } from './index.ts';

const principal = (role: string): Principal => ({ subject: 'cds:1', assurance: 'verified', role, scopes: scopesOf('cds', role), session: null });

test('a developer has the scopes of CyberDevStudio and no more', () => {
  expect([...scopesOf('cds', 'developer')].sort()).toEqual(['agent', 'environments', 'fs', 'llm', 'micro', 'project', 'run', 'wasm']);
});

test('an administrator of CyberDevStudio has every scope', () => {
  expect(scopesOf('cds', 'admin').has('admin')).toBe(true);
  expect(scopesOf('cds', 'admin').has('policy')).toBe(true);
});

test('the role admin means nothing outside CyberDevStudio', () => {
  expect([...scopesOf('cb', 'admin')]).toEqual(['collaboration']);
});

test('subjects are parsed only when realm and id are there', () => {
  expect(parseSubject(toSubject('evm', '0xAb:c'))).toEqual({ realm: 'evm', id: '0xAb:c' });
  for (const text of ['', 'cds', 'cds:', ':1', 'nowhere:1', '__proto__:1']) expect(parseSubject(text)).toBeNull();
});

test('only the subject itself or an administrator may act for it', () => {
  expect(mayActFor(principal('developer'), 'cds:1')).toBe(true);
  expect(mayActFor(principal('developer'), 'cds:2')).toBe(false);
  expect(mayActFor(principal('admin'), 'cds:2')).toBe(true);
});
