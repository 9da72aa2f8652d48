import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { projectRoot } from './project-root.ts';

/**
 * The URL of a file of the build, named relative to the module `from`, be that a source or itself built.
 * Threads and processes run the build wherever they are started from: JavaScript needs no transpiler.
 */
export function builtUrl(file: string, from: string): URL {
  if (!from.endsWith('.ts')) return new URL(file, from);
  const twin = path.join(projectRoot, 'dist', path.relative(projectRoot, fileURLToPath(from)));
  return new URL(file, pathToFileURL(twin));
}
