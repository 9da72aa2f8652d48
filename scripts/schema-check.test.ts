import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
const released = 'type Query { me: User, old: String, kind: Kind, find(text: String, limit: Int): [User!]! } type User { id: ID!, name: String!, unused: String } enum Kind { A B }';

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-schema-'));
  for (const part of ['subgraphs/one', 'rest-compat/two']) mkdirSync(path.join(folder, part), { recursive: true });
  writeFileSync(path.join(folder, 'subgraphs/one/schema.graphql'), 'type Query { nothing: Int }');
  writeFileSync(path.join(folder, 'rest-compat/two/operations.graphql'), 'query Me { me { ...Whole } } fragment Whole on User { id name } query Find { find(limit: 3) { id } }');
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ operations: [{ id: '1', name: 'Kinds', body: 'query Kinds { kind }' }] }));
  writeFileSync(path.join(folder, 'released.graphql'), released);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script over a schema. */
function check(schema: string, { allowed = {}, manifest = false }: { readonly allowed?: Readonly<Record<string, string>>; readonly manifest?: boolean } = {}): { readonly status: number | null; readonly output: string } {
  const file = (name: string, text: string): string => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const parameters = [
    '--root', folder, '--released', path.join(folder, 'released.graphql'), '--schema', file('next.graphql', schema), '--allowed', file('allowed.json', JSON.stringify(allowed)),
    ...(manifest ? ['--manifest', path.join(folder, 'manifest.json')] : []),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/schema-check.ts', ...parameters], { encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

test('an API that is as it was, or has more, may be released', () => {
  expect(check(released)).toMatchObject({ status: 0 });
  expect(check(released.replace('old: String', 'old: String, more: String'))).toMatchObject({ status: 0 });
});

test('what breaks nobody known needs a reason', () => {
  const next = released.replace('old: String,', '');
  const refused = check(next);
  expect(refused.status).toBe(1);
  expect(refused.output).toContain('breaking, without a reason');
  expect(refused.output).toContain('Query.old was removed.');
  expect(check(next, { allowed: { 'Query.old was removed.': '  ' } }).status).toBe(1);
  const passed = check(next, { allowed: { 'Query.old was removed.': 'nobody ever called it' } });
  expect(passed.status).toBe(0);
  expect(passed.output).toContain('breaking, allowed (nobody ever called it): Query.old was removed.');
});

test('what breaks a document in use never passes', () => {
  const { status, output } = check(released.replace('name: String!,', ''), { allowed: { 'User.name was removed.': 'we like it so' } });
  expect(status).toBe(1);
  expect(output).toContain('no longer valid: rest-compat/two/operations.graphql');
  expect(output).toContain('breaking, in use by rest-compat/two/operations.graphql: User.name was removed.');
});

test('a changed type breaks who reads it, though the document stays valid', () => {
  const { status, output } = check(released.replace('name: String!', 'name: Int!'), { allowed: { 'User.name changed type from String! to Int!.': 'why not' } });
  expect(status).toBe(1);
  expect(output).toContain('in use by rest-compat/two/operations.graphql: User.name changed type');
});

test('an argument counts for those who give it', () => {
  const allowed = { 'Query.find arg text was removed.': 'it did nothing', 'Query.find arg limit was removed.': 'it did nothing' };
  expect(check(released.replace('text: String, ', ''), { allowed }).status).toBe(0);
  expect(check(released.replace(', limit: Int', ''), { allowed }).status).toBe(1);
});

test('the documents of a manifest count as in use', () => {
  const next = released.replace('kind: Kind,', 'other: Kind,');
  const allowed = { 'Query.kind was removed.': 'renamed' };
  expect(check(next, { allowed }).status).toBe(0);
  const { status, output } = check(next, { allowed, manifest: true });
  expect(status).toBe(1);
  expect(output).toContain('no longer valid: manifest.json Kinds');
});

test('dangerous changes are told, and pass', () => {
  const { status, output } = check(released.replace('A B', 'A B C'));
  expect(status).toBe(0);
  expect(output).toContain('dangerous: C was added to enum type Kind.');
});
