import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The packages of a lock file, by their folder. */
export const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/**
 * True when node_modules is what package-lock.json says. npm writes its own list there as its last act, so an interrupted install does not count, and one by hand does.
 * Optional packages may be absent, and with `production` the development ones too.
 */
export function isInstalled(root, { production }) {
  let installed;
  try {
    installed = readPackages(path.join(root, 'node_modules/.package-lock.json'));
  } catch {
    return false;
  }
  const wanted = Object.entries(readPackages(path.join(root, 'package-lock.json')));
  return wanted.every(([folder, expected]) => {
    if (!folder.startsWith('node_modules/')) return true;
    const found = installed[folder];
    if (found === undefined) return mayBeAbsent(expected, production);
    return found.version === expected.version && found.integrity === expected.integrity;
  });
}

const mayBeAbsent = (expected, production) => Boolean(expected.optional || (production && (expected.dev || expected.devOptional)));
