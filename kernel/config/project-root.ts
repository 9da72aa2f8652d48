import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder of package.json, the same whether this runs from source or from `dist`.
 * Everything that ships beside the code (migrations, models) is found from here, never from the working directory.
 */
export const projectRoot: string = nearestPackage(import.meta.dirname);

function nearestPackage(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('This program is not inside its package any more: package.json is missing');
  return nearestPackage(parent);
}
