import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { fileNameOf, type ModelSource } from './model-source.ts';
import { writeWhole } from './partial-file.ts';

const originSchema = z.object({
  repository: z.string(),
  file: z.string(),
  revision: z.string(),
  commit: z.string().nullable(),
  sha256: z.string().regex(/^[\da-f]{64}$/u),
  isVerified: z.boolean(),
  downloadedAt: z.coerce.date(),
});

/** Where a model file came from. */
export type ModelOrigin = Readonly<z.output<typeof originSchema>>;

/** The folder of the model files of this installation; beside each that was downloaded stands where it came from. */
export interface ModelFolder {
  readonly path: string;
  /** Null for a file that somebody put there, and for none. */
  originOf(id: string): Promise<ModelOrigin | null>;
  has(id: string): Promise<boolean>;
  /** Makes a whole file a model, at once. */
  adopt(file: string, source: ModelSource, origin: ModelOrigin): Promise<void>;
  /** Removes a model; false when there is no such file. */
  remove(id: string): Promise<boolean>;
  /** The path of an adapter by its name; null when there is none. */
  findAdapter(name: string): Promise<string | null>;
}

/** Without a separator a name cannot lead out of its folder. */
const namePattern = /^[^/\\\0]{1,200}$/u;

/** Models in a folder, which is made when it is first needed. */
export function createModelFolder(folder: string): ModelFolder {
  const fileOf = (id: string): string | null => (namePattern.test(id) ? path.join(folder, `${id}.gguf`) : null);
  const originFileOf = (file: string): string => `${file}.json`;

  return {
    path: folder,
    async originOf(id) {
      const file = fileOf(id);
      if (file === null) return null;
      try {
        return originSchema.parse(JSON.parse(await readFile(originFileOf(file), 'utf8')));
      } catch {
        return null; // there is none, or it is not ours
      }
    },
    has: async (id) => isFile(fileOf(id)),
    async adopt(file, source, origin) {
      await mkdir(folder, { recursive: true });
      const target = path.join(folder, fileNameOf(source));
      await writeWhole(originFileOf(target), JSON.stringify(origin));
      await rename(file, target);
    },
    async remove(id) {
      const file = fileOf(id);
      if (file === null || !(await isFile(file))) return false;
      await rm(file);
      await rm(originFileOf(file), { force: true });
      return true;
    },
    async findAdapter(name) {
      const file = namePattern.test(name) ? path.join(folder, 'adapters', `${name}.gguf`) : null;
      return (await isFile(file)) ? file : null;
    },
  };
}

async function isFile(file: string | null): Promise<boolean> {
  return file !== null && (await stat(file).catch(() => null))?.isFile() === true;
}
