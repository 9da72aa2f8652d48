import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** What is true of every version of a policy. */
export interface PolicyKind {
  readonly observationLength: number;
  readonly actionKind: 'discrete' | 'continuous';
  readonly actionSize: number;
}

/** What a version folder says of itself in its `policy.json`. */
export interface PolicyManifest extends PolicyKind {
  readonly description: string;
}

/** A version folder. */
export interface PolicyFiles {
  readonly policy: string;
  readonly version: string;
  /** Without links in it. */
  readonly folder: string;
  /** Null when it cannot be used. */
  readonly manifest: PolicyManifest | null;
  /** Why it cannot be used; null when it can, as far as can be seen without loading it. */
  readonly fault: string | null;
  readonly sizeBytes: number;
  /** SHA-256 of the model file in hexadecimal; empty when there is none to read. */
  readonly sha256: string;
}

const policyPattern = /^[a-z0-9][a-z0-9_-]{0,63}$/iu;
const versionPattern = /^(?!latest$)[a-z0-9][a-z0-9._-]{0,31}$/iu;
const mebibyte = 1024 ** 2;
/** The most bytes of each file. All of a model is held in memory. */
const maxBytes = { 'policy.json': mebibyte, 'golden.json': 16 * mebibyte, 'policy.onnx': 256 * mebibyte } as const;
type FileName = keyof typeof maxBytes;

const labels = z.array(z.string().max(200)).min(1).max(65_536);

/** What this domain reads of it; there is more, for people. */
const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  description: z.string().min(1).max(1_000),
  observationLabels: labels,
  actionKind: z.enum(['discrete', 'continuous']),
  actionLabels: labels,
});

class Unusable extends Error {}

/** Every version folder `<folder>/<policy>/<version>` that holds a `policy.json`. What is in an earlier folder hides the same version of a later one. */
export async function findPolicyFiles(folders: readonly string[]): Promise<readonly PolicyFiles[]> {
  const found = new Map<string, PolicyFiles>();
  for (const folder of folders) {
    for (const policy of await namesIn(folder, policyPattern)) {
      for (const version of await namesIn(path.join(folder, policy), versionPattern)) {
        const key = `${policy}/${version}`;
        const files = found.has(key) ? null : await readVersion(folder, policy, version);
        if (files !== null) found.set(key, files);
      }
    }
  }
  return [...found.values()];
}

/** One version folder as it is now; null when there is none. */
export async function readPolicyFiles(folders: readonly string[], policy: string, version: string): Promise<PolicyFiles | null> {
  if (!policyPattern.test(policy) || !versionPattern.test(version)) return null;
  for (const folder of folders) {
    const files = await readVersion(folder, policy, version);
    if (files !== null) return files;
  }
  return null;
}

async function readVersion(root: string, policy: string, version: string): Promise<PolicyFiles | null> {
  const folder = path.join(root, policy, version);
  if ((await sizeOf(path.join(folder, 'policy.json'))) === null) return null;
  const nothing = { policy, version, folder, manifest: null, sizeBytes: 0, sha256: '' };
  try {
    const real = await inside(root, folder);
    for (const name of ['policy.json', 'golden.json', 'policy.onnx'] as const) await checkFile(real, name);
    const manifest = toManifest(await readFile(path.join(real, 'policy.json'), 'utf8'), { policy, version });
    const model = path.join(real, 'policy.onnx');
    return { policy, version, folder: real, manifest, fault: null, sizeBytes: (await stat(model)).size, sha256: await sha256Of(model) };
  } catch (fault) {
    return { ...nothing, fault: fault instanceof Unusable ? fault.message : 'its files cannot be read' };
  }
}

async function checkFile(folder: string, name: FileName): Promise<void> {
  const bytes = await sizeOf(path.join(folder, name));
  if (bytes === null) throw new Unusable(`${name} is missing`);
  if (bytes > maxBytes[name]) throw new Unusable(`${name} has more than ${maxBytes[name]} bytes`);
  await inside(folder, path.join(folder, name));
}

/** The real path of what must not lead out of `root` by links. */
async function inside(root: string, file: string): Promise<string> {
  const [realRoot, real] = [await realpath(root), await realpath(file)];
  if (!real.startsWith(`${realRoot}${path.sep}`)) throw new Unusable(`${path.basename(file)} is a link to elsewhere`);
  return real;
}

function toManifest(text: string, { policy, version }: { readonly policy: string; readonly version: string }): PolicyManifest {
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new Unusable(`policy.json: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
  const { name, version: named, description, observationLabels, actionKind, actionLabels } = parsed.data;
  if (name !== policy || named !== version) throw new Unusable('policy.json is of another policy or version than its folder');
  return { description, observationLength: observationLabels.length, actionKind, actionSize: actionLabels.length };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unusable('policy.json is not JSON');
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Null for what is not a file. */
async function sizeOf(file: string): Promise<number | null> {
  const found = await stat(file).catch(() => null);
  return found?.isFile() === true ? found.size : null;
}

async function namesIn(folder: string, pattern: RegExp): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => pattern.test(name)).sort();
}
