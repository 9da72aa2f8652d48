import { webAssembly } from '../web-assembly.ts';
import { createByteReader, type ByteReader } from './byte-reader.ts';
import { createByteWriter, type ByteWriter } from './byte-writer.ts';
import { meterFunction } from './meter-function.ts';
import type { Limits, ModuleFacts, ModuleLayout, Section } from './module-facts.ts';
import { ModuleRefusal } from './module-refusal.ts';
import { readLimits, readModule, sectionIds } from './read-module.ts';
import { readValueType } from './value-types.ts';

/** The version of what costs how much; the same module, input and version use the same fuel everywhere. */
export const meterVersion = 1;

const mostTables = 10;

const reservedPrefix = '\u0001';

/** Exports that a metered module has beside its own. */
export const reservedExports = {
  /** A mutable global of type i64: the fuel that is left; below zero when it was not enough. */
  fuel: `${reservedPrefix}fuel`,
  /** The function that would have run at the start. It is called by hand, so that it runs under fuel. */
  start: `${reservedPrefix}start`,
  /** The memory, whether or not the module exports it. */
  memory: `${reservedPrefix}memory`,
} as const;

/** What a module may have at most. */
export interface MeterBounds {
  /** Pages of 64 KiB. */
  readonly memoryPages: number;
  readonly tableElements: number;
}

export interface MeteredModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of the module as it was. */
  readonly facts: ModuleFacts;
}

/**
 * Rewrites a module so that it takes fuel for every instruction it executes and its memory and tables stay within `bounds`. Custom sections are dropped.
 * The module is validated first: an invalid one could name the global that is added for the fuel, and be valid afterwards.
 * @throws ModuleRefusal
 */
export function meterModule(bytes: Uint8Array<ArrayBuffer>, bounds: MeterBounds): MeteredModule {
  if (!webAssembly.validate(bytes)) throw new ModuleRefusal('is not valid WebAssembly');
  const layout = readModule(bytes);
  if (layout.facts.exports.some(({ name }) => name.startsWith(reservedPrefix))) throw new ModuleRefusal('exports a name that is reserved');
  const writer = createByteWriter(bytes.length * 2 + 256);
  writer.copy(bytes, 0, 8);
  const rewriting: Rewriting = { bytes, bounds, layout, writer };
  for (const [id, rewrite] of sectionOrder) rewriteSection(rewriting, id, rewrite);
  return { bytes: writer.written().slice(), facts: layout.facts };
}

interface Rewriting {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly bounds: MeterBounds;
  readonly layout: ModuleLayout;
  readonly writer: ByteWriter;
}

/** Writes the content of a section; there is no reader when the module does not have it. */
type Rewrite = (rewriting: Rewriting, reader: ByteReader | null, writer: ByteWriter) => void;

const asItIs: Rewrite = ({ bytes }, reader, writer) => {
  if (reader !== null) writer.copy(bytes, reader.position, reader.end);
};

/** The sections in the order of the format; the start section is none of them. */
const sectionOrder: readonly (readonly [id: number, rewrite: Rewrite])[] = [
  [sectionIds.type, asItIs],
  [sectionIds.import, asItIs],
  [sectionIds.function, asItIs],
  [sectionIds.table, boundTables],
  [sectionIds.memory, boundMemory],
  [sectionIds.tag, asItIs],
  [sectionIds.global, addFuel],
  [sectionIds.export, addExports],
  [sectionIds.element, asItIs],
  [sectionIds.dataCount, asItIs],
  [sectionIds.code, meterCode],
  [sectionIds.data, asItIs],
];

function rewriteSection(rewriting: Rewriting, id: number, rewrite: Rewrite): void {
  const section = rewriting.layout.sections.find((one) => one.id === id);
  const content = createByteWriter(section === undefined ? 32 : (section.end - section.start) * 2 + 32);
  rewrite(rewriting, section === undefined ? null : readerOf(rewriting, section), content);
  if (section === undefined && content.length === 0) return;
  rewriting.writer.bytes(id);
  rewriting.writer.sized(content);
}

const readerOf = ({ bytes }: Rewriting, { start, end }: Section): ByteReader => createByteReader(bytes, start, end);

function boundTables({ bytes, bounds }: Rewriting, reader: ByteReader | null, writer: ByteWriter): void {
  if (reader === null) return;
  const count = reader.number();
  if (count > mostTables) throw new ModuleRefusal(`has more than ${mostTables} tables`);
  writer.number(count);
  for (let rest = count; rest > 0; rest -= 1) {
    const start = reader.position;
    readValueType(reader);
    writer.copy(bytes, start, reader.position);
    writeLimits(writer, bound(readLimits(reader), bounds.tableElements, 'table of %n elements'));
  }
}

function boundMemory({ bounds }: Rewriting, reader: ByteReader | null, writer: ByteWriter): void {
  if (reader === null) return;
  const count = reader.number();
  writer.number(count);
  if (count > 0) writeLimits(writer, bound(readLimits(reader), bounds.memoryPages, 'memory of %n pages'));
}

function bound({ min, max }: Limits, most: number, what: string): Limits & { readonly max: number } {
  if (min > most) throw new ModuleRefusal(`needs a ${what.replace('%n', String(min))}; it may have ${most}`);
  return { min, max: Math.min(max ?? most, most) };
}

function writeLimits(writer: ByteWriter, { min, max }: Limits & { readonly max: number }): void {
  writer.bytes(1);
  writer.number(min);
  writer.number(max);
}

/** Behind all others, so that no index changes. Nothing is in it until the host fills it. */
function addFuel({ bytes }: Rewriting, reader: ByteReader | null, writer: ByteWriter): void {
  writer.number((reader?.number() ?? 0) + 1);
  if (reader !== null) writer.copy(bytes, reader.position, reader.end);
  writer.bytes(0x7e, 1, 0x42, 0, 0x0b); // mutable i64 of 0
}

function addExports({ bytes, layout: { globalCount, start, facts } }: Rewriting, reader: ByteReader | null, writer: ByteWriter): void {
  const added = [
    { name: reservedExports.fuel, kind: 3, index: globalCount },
    ...(start === null ? [] : [{ name: reservedExports.start, kind: 0, index: start }]),
    ...(facts.memory === null ? [] : [{ name: reservedExports.memory, kind: 2, index: 0 }]),
  ];
  writer.number((reader?.number() ?? 0) + added.length);
  if (reader !== null) writer.copy(bytes, reader.position, reader.end);
  for (const { name, kind, index } of added) {
    writer.name(name);
    writer.bytes(kind);
    writer.number(index);
  }
}

function meterCode({ bytes, layout: { parameterCounts, globalCount: fuel } }: Rewriting, reader: ByteReader | null, writer: ByteWriter): void {
  if (reader === null) return;
  writer.number(reader.number());
  const code = createByteWriter();
  for (const parameterCount of parameterCounts) {
    code.clear();
    meterFunction(bytes, { reader: reader.part(reader.number()), parameterCount, fuel }, code);
    writer.sized(code);
  }
}
