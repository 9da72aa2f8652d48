import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { createMigrationDriver } from './migration-driver.ts';

// The types of Node 20 do not describe it.
declare const WebAssembly: { instantiate(bytes: Uint8Array, imports: object): Promise<{ readonly instance: { readonly exports: Readonly<Record<string, unknown>> } }> };

const glueModule = '@prisma/schema-engine-wasm/schema_engine_bg';
const panicRegistry = 'PRISMA_WASM_PANIC_REGISTRY';

export interface OpenSchemaEngine {
  readonly engine: SchemaEngine;
  close(): Promise<void>;
}

/** Prisma's own schema engine, compiled to WebAssembly, on the database of `url`. `datamodels` are pairs of file name and content. */
export async function openSchemaEngine(url: string, datamodels?: [string, string][]): Promise<OpenSchemaEngine> {
  const { SchemaEngine } = await loadEngine();
  const driver = createMigrationDriver(url);
  const engine = await SchemaEngine.new({ datamodels }, () => undefined, driver.factory);
  return {
    engine,
    close: async () => {
      engine.free();
      await driver.close();
    },
  };
}

let loading: ReturnType<typeof instantiate> | undefined;
const loadEngine = (): ReturnType<typeof instantiate> => (loading ??= instantiate());

/** The package's own entry imports the .wasm file as a module, which Node does not do: so it is instantiated by hand, as its glue expects. */
async function instantiate() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = createRequire(import.meta.url).resolve(glueModule).replace(/\.js$/u, '.wasm');
  // The engine reports a panic through this global, which the query compiler of the client shares.
  if (!(panicRegistry in globalThis)) Object.assign(globalThis, { [panicRegistry]: { set_message: () => undefined } });
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { './schema_engine_bg.js': { ...glue } });
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (isProcedure(start)) start();
  return glue;
}

const isProcedure = (value: unknown): value is () => void => typeof value === 'function';
