import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtUrl } from '#kernel/config';

/** The program of the host as files that any user may read. */
export interface HostProgram {
  readonly folder: string;
  /** The file to start. */
  readonly main: string;
}

const domain = fileURLToPath(builtUrl('..', import.meta.url));
/** All that the program imports, relative to the folder of the domain. */
const parts = ['wasm/host', 'wasm/metering', 'wasm/limits', 'wasm/web-assembly', 'frames'];
const prefix = 'host-';

/**
 * Puts the program of the host into a folder under `folder`: a sandbox sees little of the machine, often not where this product is installed.
 * Programs of other versions are removed.
 */
export async function installHostProgram(folder: string): Promise<HostProgram> {
  const files = await readProgram();
  const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  const target = path.join(folder, `${prefix}${version}`);
  const draft = `${target}.${process.pid}`;
  await mkdir(folder, { recursive: true, mode: 0o711 });
  await writeProgram(draft, files);
  // A folder does not replace another one that holds something; one that this process did not finish writing is no reason to fail.
  await rm(target, { recursive: true, force: true });
  await rename(draft, target);
  for (const name of await readdir(folder)) if (name.startsWith(prefix) && name !== path.basename(target)) await rm(path.join(folder, name), { recursive: true, force: true });
  return { folder: target, main: path.join(target, 'wasm/host/main.js') };
}

type ProgramFiles = readonly { readonly name: string; readonly text: string }[];

async function readProgram(): Promise<ProgramFiles> {
  const names = await Promise.all(parts.map(async (part) => filesOf(part)));
  return Promise.all(names.flat().sort().map(async (name) => ({ name, text: await readFile(path.join(domain, name), 'utf8') })));
}

async function filesOf(part: string): Promise<readonly string[]> {
  const entries = await readdir(path.join(domain, part)).catch(() => null);
  return entries === null ? [`${part}.js`] : entries.filter((entry) => entry.endsWith('.js')).map((entry) => path.join(part, entry));
}

async function writeProgram(folder: string, files: ProgramFiles): Promise<void> {
  for (const { name, text } of [...files, { name: 'package.json', text: '{"type":"module"}' }]) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o755 });
    await writeFile(file, text, { mode: 0o644 });
  }
}
