import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { graphql } from 'graphql';
import { systemClock } from '#kernel/clock';
import { cancellationOf, createRequestContext } from '#kernel/context';
import { toGraphQLError } from '#kernel/errors';
import { createLogger } from '#kernel/logging';
import { scopesOf, toSubject, type Principal } from '#kernel/principal';
import { Base64, DateTime, JSONValue } from '#kernel/scalars';
import { loadSubgraphSchema } from '#kernel/subgraph';
import { createSandbox } from '#platform/sandbox';
import { createTestDatabase } from '../../../tests/testkit/database.ts';
import { wasm } from '../resolvers/wasm.ts';
import type { Mutation, Query } from '../schema.generated.ts';
import { createWasmService } from './index.ts';
import { program } from './programs.fixture.ts';

const { schema } = loadSubgraphSchema(new URL('../index.ts', import.meta.url).href, { Base64, DateTime, JSON: JSONValue, ...wasm });

/** An error as a client sees it. */
export interface SeenError {
  readonly code: unknown;
  readonly message: string;
  readonly details: unknown;
}

/** A value without nulls in it: a test that finds one where it looks further fails by itself. */
type Whole<T> = T extends readonly (infer Item)[] ? readonly Whole<Item>[] : T extends Uint8Array ? T : T extends object ? { readonly [Key in keyof T]-?: Whole<NonNullable<T[Key]>> } : T;
type WasmData = Whole<Query & Mutation>;

/** A user of the realm that may run WebAssembly. */
export const userOf = (id: number, role = 'developer'): Principal =>
  ({ subject: toSubject('cds', id), assurance: 'verified', role, scopes: scopesOf('cds', role), session: null });

export interface AskOptions {
  readonly as?: Principal | null;
  readonly signal?: AbortSignal;
}

export type WasmWorld = Awaited<ReturnType<typeof createWasmWorld>>;

/** WebAssembly over a database of its own, through its schema; in a sandbox where there is one. Close it when done. */
export async function createWasmWorld({ driver = 'auto' }: { readonly driver?: 'auto' | 'bwrap' | 'unshare' | 'none' } = {}) {
  const database = await createTestDatabase();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-wasm-'));
  chmodSync(folder, 0o711); // as root, sandboxes are of another user, and have to get there
  const logger = createLogger({ level: 'silent' });
  const sandbox = await createSandbox({ driver, folder, logger });
  const service = createWasmService({ config: { folder }, database, sandbox, requireServing: () => undefined, clock: systemClock, logger });

  const run = async (source: string, variableValues: Readonly<Record<string, unknown>>, { as = userOf(1), signal = new AbortController().signal }: AskOptions = {}) => {
    const contextValue = { ...createRequestContext({ principal: as, cancellation: cancellationOf(signal) }), wasm: service };
    const { data, errors = [] } = await graphql({ schema, source, variableValues, contextValue });
    const [error] = errors.map((fault) => toGraphQLError(fault, () => undefined));
    const seen: SeenError | null = error === undefined ? null : { code: error.extensions['code'], message: error.message, details: error.extensions['details'] };
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the schema has checked its shape
    return { data: structuredClone(data) as unknown as WasmData, error: seen };
  };
  const invoke = async (module: string | Uint8Array, input: Readonly<Record<string, unknown>> = {}, options: AskOptions = {}) => {
    const bytes = typeof module === 'string' ? program(module) : module;
    return run(invokeDocument, { input: { module: Buffer.from(bytes).toString('base64'), function: 'run', ...input } }, options);
  };

  return {
    service,
    folder,
    isSandboxed: sandbox.sandbox !== null,
    run,
    /** The data of an answer that must be whole. */
    async ask(source: string, variables: Readonly<Record<string, unknown>> = {}, options: AskOptions = {}): Promise<WasmData> {
      const { data, error } = await run(source, variables, options);
      if (error !== null) throw new Error(`${String(error.code)}: ${error.message}`);
      return data;
    },
    refusal: async (source: string, variables: Readonly<Record<string, unknown>> = {}, options: AskOptions = {}) => (await run(source, variables, options)).error,
    /** What a call of a function gives; of the tests' own module of that name. */
    async call(module: string | Uint8Array, input: Readonly<Record<string, unknown>> = {}, options: AskOptions = {}) {
      const { data, error } = await invoke(module, input, options);
      if (error !== null) throw new Error(`${String(error.code)}: ${error.message} ${JSON.stringify(error.details)}`);
      return data.invokeWasm;
    },
    /** Why a call is refused, or ends badly. */
    callRefusal: async (module: string | Uint8Array, input: Readonly<Record<string, unknown>> = {}, options: AskOptions = {}) => (await invoke(module, input, options)).error,
    /** How many modules lie on the disk. */
    filesKept: () => (existsSync(path.join(folder, 'wasm/modules')) ? readdirSync(path.join(folder, 'wasm/modules'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length : 0),
    async close(): Promise<void> {
      await service.close();
      await sandbox.sandbox?.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const invokeDocument = `mutation ($input: InvokeWasmInput!) {
  invokeWasm(input: $input) { results fuelUsed exitCode stdout stderr truncated memoryPages durationMs }
}`;
