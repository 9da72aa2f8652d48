import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { ModelFacts } from '../backend.ts';
import { GgufFault, readGgufHeader, type GgufHeader, type ModelShape } from './gguf-header.ts';

/** A model on disk. */
export interface ModelFile {
  readonly path: string;
  readonly facts: Omit<ModelFacts, 'loaded'>;
  /** The most tokens of a context that the model was made for. */
  readonly trainedContextLength: number;
  readonly shape: ModelShape;
}

/** A model that comes with the product, under a name of its own. */
export interface ShippedModel {
  readonly id: string;
  readonly file: string;
  readonly ownedBy: string;
}

export interface ModelFilesOptions {
  /** Every `*.gguf` in it is a model; it need not exist. */
  readonly folder: string;
  readonly shipped: readonly ShippedModel[];
  /** The most tokens of a context; null: the model's own, up to 4096. */
  readonly contextSize: number | null;
  readonly logger: Logger;
}

/** The models on disk. */
export interface ModelFiles {
  /** All usable models by name; a file that is none is logged once and left out. */
  list(): Promise<readonly ModelFile[]>;
  /** @throws DomainError MODEL_NOT_FOUND */
  find(id: string): Promise<ModelFile>;
}

const defaultContextSize = 4_096;
const extension = '.gguf';

/** Looks for models on disk; headers are read again only when a file has changed. */
export function createModelFiles({ folder, shipped, contextSize, logger }: ModelFilesOptions): ModelFiles {
  const known = new Map<string, { readonly version: string; readonly header: GgufHeader | null }>();

  const headerOf = async (file: string, version: string): Promise<GgufHeader | null> => {
    const before = known.get(file);
    if (before?.version === version) return before.header;
    const header = await readGgufHeader(file).catch((fault: unknown) => {
      logger.warn({ file, reason: fault instanceof GgufFault ? fault.message : 'it cannot be read' }, 'not a usable model');
      return null;
    });
    known.set(file, { version, header });
    return header;
  };
  const inspect = async ({ id, file, ownedBy }: Omit<ShippedModel, 'ownedBy'> & { readonly ownedBy: string | null }): Promise<ModelFile[]> => {
    const state = await stat(file).catch(() => null);
    if (state?.isFile() !== true) return [];
    const header = await headerOf(file, `${state.size}:${state.mtimeMs}`);
    if (header === null) return [];
    const { architecture, parameterCount, quantization, author } = header;
    const contextLength = Math.min(contextSize ?? defaultContextSize, header.contextLength);
    const facts = { id, contextLength, parameterCount, sizeBytes: state.size, architecture, quantization, createdAt: state.mtime, ownedBy: ownedBy ?? author ?? 'unknown' };
    return [{ path: file, facts, shape: header.shape, trainedContextLength: header.contextLength }];
  };

  const files: ModelFiles = {
    async list() {
      const names = await readdir(folder).catch(() => []);
      const found = names.filter((name) => name.endsWith(extension)).map((name) => ({ id: name.slice(0, -extension.length), file: path.join(folder, name), ownedBy: null }));
      const taken = new Set(shipped.map(({ id }) => id));
      const inspected = await Promise.all([...shipped, ...found.filter(({ id }) => id !== '' && !taken.has(id))].map(inspect));
      return inspected.flat().sort((one, other) => (one.facts.id < other.facts.id ? -1 : 1));
    },
    async find(id) {
      const file = (await files.list()).find(({ facts }) => facts.id === id);
      if (file === undefined) throw new DomainError('MODEL_NOT_FOUND', `There is no model ${JSON.stringify(id.slice(0, 100))}`, { details: { model: id.slice(0, 100) } });
      return file;
    },
  };
  return files;
}
