import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { builtUrl, projectRoot } from './index.ts';

const at = (file: string): string => pathToFileURL(path.join(projectRoot, file)).href;

test('what a source and its build name is the same file of the build', () => {
  for (const from of ['kernel/config/some-module.ts', 'dist/kernel/config/some-module.js']) {
    expect(builtUrl('./worker.js', at(from)).href).toBe(at('dist/kernel/config/worker.js'));
    expect(path.relative(projectRoot, fileURLToPath(builtUrl('..', at(from))))).toBe('dist/kernel');
  }
});
