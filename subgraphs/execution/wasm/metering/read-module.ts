import { createByteReader, type ByteReader } from './byte-reader.ts';
import type { ExternalKind, Limits, ModuleExport, ModuleImport, ModuleLayout, Section } from './module-facts.ts';
import { ModuleRefusal } from './module-refusal.ts';
import { readValueType, type FunctionType } from './value-types.ts';

/** The sections, by their number in the format. */
export const sectionIds = { custom: 0, type: 1, import: 2, function: 3, table: 4, memory: 5, global: 6, export: 7, start: 8, element: 9, code: 10, data: 11, dataCount: 12, tag: 13 } as const;

const knownSections: ReadonlySet<number> = new Set(Object.values(sectionIds));
const externalKinds: readonly ExternalKind[] = ['function', 'table', 'memory', 'global', 'tag'];

/** What modules may have at most; real ones stay far below. */
const most = { imports: 1_000, exports: 10_000, nameLength: 1_000, namesLength: 1024 * 1024 };

interface Draft {
  readonly types: FunctionType[];
  readonly imports: ModuleImport[];
  readonly exports: ModuleExport[];
  /** Types of all functions; imported ones come first. */
  readonly functions: FunctionType[];
  memory: Limits | null;
  start: number | null;
  globals: number;
  importedGlobals: number;
  /** Characters of all names. */
  namesLength: number;
}

/**
 * Reads what a valid module says of itself.
 * @throws ModuleRefusal for what is not known here
 */
export function readModule(bytes: Uint8Array): ModuleLayout {
  const sections = readSections(bytes);
  const draft: Draft = { types: [], imports: [], exports: [], functions: [], memory: null, start: null, globals: 0, importedGlobals: 0, namesLength: 0 };
  for (const { id, start, end } of sections) readSection.get(id)?.(createByteReader(bytes, start, end), draft);
  const { imports, exports, functions, memory, start, globals, importedGlobals } = draft;
  const importedFunctions = imports.filter(({ kind }) => kind === 'function').length;
  return {
    sections,
    facts: { imports, exports, memory, hasStart: start !== null },
    start,
    parameterCounts: functions.slice(importedFunctions).map(({ parameters }) => parameters.length),
    globalCount: globals + importedGlobals,
  };
}

function readSections(bytes: Uint8Array): readonly Section[] {
  const reader = createByteReader(bytes);
  reader.skip(8); // magic and version
  const sections: Section[] = [];
  while (!reader.isAtEnd()) {
    const id = reader.byte();
    if (!knownSections.has(id)) throw new ModuleRefusal(`has a section ${id}, which is not known here`);
    const { position: start, end } = reader.part(reader.number());
    sections.push({ id, start, end });
  }
  return sections;
}

type ReadSection = (reader: ByteReader, draft: Draft) => void;

const eachOf = (read: ReadSection): ReadSection => (reader, draft) => {
  for (let rest = reader.number(); rest > 0; rest -= 1) read(reader, draft);
};

const readSection: ReadonlyMap<number, ReadSection> = new Map<number, ReadSection>([
  [sectionIds.type, eachOf((reader, draft) => draft.types.push(readFunctionType(reader)))],
  [sectionIds.import, eachOf(readImport)],
  [sectionIds.function, eachOf((reader, draft) => draft.functions.push(typeAt(draft, reader.number())))],
  [sectionIds.memory, eachOf((reader, draft) => (draft.memory = readLimits(reader)))],
  [sectionIds.global, (reader, draft) => (draft.globals = reader.number())],
  [sectionIds.export, eachOf(readExport)],
  [sectionIds.start, (reader, draft) => (draft.start = reader.number())],
]);

function readFunctionType(reader: ByteReader): FunctionType {
  if (reader.byte() !== 0x60) throw new ModuleRefusal('uses a kind of type that is not known here');
  const valueTypes = () => Array.from({ length: reader.number() }, () => readValueType(reader));
  return { parameters: valueTypes(), results: valueTypes() };
}

function readImport(reader: ByteReader, draft: Draft): void {
  const [module, name] = [readName(reader, draft), readName(reader, draft)];
  const kind = readKind(reader);
  const type = kind === 'function' ? typeAt(draft, reader.number()) : null;
  if (type !== null) draft.functions.push(type);
  else passImport(reader, kind);
  if (kind === 'global') draft.importedGlobals += 1;
  draft.imports.push({ module, name, kind, type });
  if (draft.imports.length > most.imports) throw new ModuleRefusal(`has more than ${most.imports} imports`);
}

function passImport(reader: ByteReader, kind: ExternalKind): void {
  if (kind === 'tag') reader.skip(1); // its attribute
  if (kind === 'tag') reader.number();
  if (kind === 'table' || kind === 'global') readValueType(reader);
  if (kind === 'table' || kind === 'memory') readLimits(reader);
  if (kind === 'global') reader.skip(1); // whether it changes
}

function readExport(reader: ByteReader, draft: Draft): void {
  const name = readName(reader, draft);
  const kind = readKind(reader);
  const index = reader.number();
  draft.exports.push({ name, kind, type: kind === 'function' ? (draft.functions[index] ?? missing()) : null });
  if (draft.exports.length > most.exports) throw new ModuleRefusal(`has more than ${most.exports} exports`);
}

/** Reads limits. @throws ModuleRefusal for a shared one, or one with addresses of 64 bits */
export function readLimits(reader: ByteReader): Limits {
  const flags = reader.byte();
  if (flags > 1) throw new ModuleRefusal('has a memory or table that is shared or has addresses of 64 bits');
  const min = reader.number();
  return { min, max: flags === 1 ? reader.number() : null };
}

function readName(reader: ByteReader, draft: Draft): string {
  const name = reader.name();
  if (name.length > most.nameLength) throw new ModuleRefusal(`has a name of more than ${most.nameLength} characters`);
  draft.namesLength += name.length;
  if (draft.namesLength > most.namesLength) throw new ModuleRefusal(`has names of more than ${most.namesLength} characters together`);
  return name;
}

const readKind = (reader: ByteReader): ExternalKind => externalKinds[reader.byte()] ?? missing();
const typeAt = ({ types }: Draft, index: number): FunctionType => types[index] ?? missing();

function missing(): never {
  throw new ModuleRefusal('names something that it does not have');
}
