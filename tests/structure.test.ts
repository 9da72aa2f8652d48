import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const folders = (parent: string): string[] => readdirSync(parent, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
const parts = ['schema.graphql', 'schema.generated.ts', 'index.ts', 'context.ts', 'resolvers/index.ts', 'README.md'];

describe.each(folders('subgraphs'))('the subgraph %s', (name) => {
  const folder = path.join('subgraphs', name);

  test.each(parts)('has %s', (part) => {
    expect(existsSync(path.join(folder, part))).toBe(true);
  });

  test('has rules of its own and a test of them', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.some((file) => /(^|[-/])service\.ts$/u.test(file))).toBe(true);
    expect(files.some((file) => file.endsWith('.test.ts'))).toBe(true);
  });

  test('explains itself in at most 30 lines', () => {
    expect(readFileSync(path.join(folder, 'README.md'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });
});

test('every folder that outsiders import has a door', () => {
  const doors = ['kernel', 'platform', 'subgraphs', 'rest-compat'].flatMap((layer) => folders(layer).map((name) => path.join(layer, name, 'index.ts')));
  expect(doors.filter((door) => !existsSync(door))).toEqual([]);
});
