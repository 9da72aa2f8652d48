import { z } from 'zod';
import { DomainError, type ErrorCode } from '#kernel/errors';
import { refusing, renamed, rpcMethod } from '#rest-compat/core';
import { instant, limitsSchema, toLimits } from './facts.ts';
import { DeleteWasmDocument, DescribeWasmDocument, InvokeWasmDocument, ListWasmDocument, UploadWasmDocument, type ExternalFactsFragment, type InspectionFactsFragment, type ModuleFactsFragment } from './operations.generated.ts';

const ofWasm: readonly ErrorCode[] = ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN', 'LIMIT_REACHED', 'FUEL_EXHAUSTED', 'WASM_TRAP', 'SANDBOX_UNAVAILABLE', 'DISK_QUOTA_EXCEEDED', 'PAYLOAD_TOO_LARGE'];

const isBase64 = (value: unknown): boolean => typeof value === 'string' && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/u.test(value);

/** The bytes of a module. */
const base64 = refusing<string>(isBase64, { reason: 'must be base64 with padding' }).meta({ type: 'string', contentEncoding: 'base64' });
const moduleFields = { module_base64: base64.optional(), module_id: z.string().optional() };

const fieldName = renamed({ module: 'module_base64', moduleId: 'module_id', arguments: 'args', programArguments: 'program_args', memoryPages: 'memory_pages', timeoutMs: 'timeout_ms', id: 'module_id', first: 'limit', after: 'cursor' });

/** A module is named in one of two ways. @throws DomainError BAD_USER_INPUT */
function toModule({ module_base64: module, module_id: moduleId }: { readonly module_base64?: string | undefined; readonly module_id?: string | undefined }) {
  if (module === undefined && moduleId === undefined) throw new DomainError('BAD_USER_INPUT', 'No module', { details: { field: 'module_base64', reason: 'is required' } });
  return { module: module ?? null, moduleId: moduleId ?? null };
}

/** Milliseconds. Fuel is what bounds a call here, the same on a busy machine; the clock is for what fuel does not count. */
const usualTimeoutMs = 10_000;

const invoke = rpcMethod({
  name: 'wasm.invoke',
  summary: 'Call a function of a WebAssembly module that begins fresh, within fuel, memory and time',
  params: z.object({
    ...moduleFields,
    function: z.string().default('_start'),
    args: z.array(z.union([z.number(), z.string()])).max(1000).default([]),
    fuel: z.number().optional(),
    memory_pages: z.int32().optional(),
    timeout_ms: z.int32().default(usualTimeoutMs),
    stdin: z.string().optional(),
    program_args: z.array(z.string()).max(1000).default([]),
    seed: z.int32().optional(),
  }),
  operation: InvokeWasmDocument,
  variables: ({ args, function: name, fuel, memory_pages: memoryPages, timeout_ms: timeoutMs, stdin, program_args: programArguments, seed, ...module }) => ({
    input: { ...toModule(module), function: name, arguments: args, programArguments, fuel: fuel ?? null, memoryPages: memoryPages ?? null, timeoutMs, stdin: stdin ?? null, seed: seed ?? null },
  }),
  result: z.object({
    results: z.array(z.unknown()), fuel_used: z.number(), exit_code: z.int().nullable(), stdout: z.string(), stderr: z.string(), truncated: z.boolean(), memory_pages: z.int().nullable(), duration_ms: z.number(),
  }),
  reply: ({ invokeWasm: { results, fuelUsed, exitCode, stdout, stderr, truncated, memoryPages, durationMs } }) => ({
    results: [...results], fuel_used: fuelUsed, exit_code: exitCode, stdout, stderr, truncated, memory_pages: memoryPages, duration_ms: durationMs,
  }),
  fieldName,
  errors: ofWasm,
});

const exportSchema = z.object({ name: z.string(), kind: z.string(), type: z.string().nullable() });
const inspectionSchema = z.object({
  exports: z.array(exportSchema), imports: z.array(exportSchema.extend({ module: z.string() })), sha256: z.string(), size_bytes: z.int(),
  memory: z.object({ min_pages: z.int(), max_pages: z.int().nullable() }).nullable(), has_start: z.boolean(), accepted: z.boolean(), reason: z.string().nullable(),
});
const engineSchema = z.object({
  engine: z.string(), features: z.array(z.string()), meter: z.object({ version: z.int() }), wasi: z.object({ functions: z.array(z.string()) }), sandboxed: z.boolean(),
  limits: limitsSchema, cache: z.object({ modules: z.int(), hits: z.number() }),
});

const toExternal = ({ name, kind, type }: ExternalFactsFragment): z.input<typeof exportSchema> => ({ name, kind, type });

const toInspection = ({ exports, imports, sha256, sizeBytes, minMemoryPages, maxMemoryPages, hasStart, accepted, reason }: InspectionFactsFragment): z.input<typeof inspectionSchema> => ({
  exports: exports.map(toExternal),
  imports: imports.map((external) => ({ ...toExternal(external), module: external.module ?? '' })),
  sha256, size_bytes: sizeBytes, has_start: hasStart, accepted, reason,
  memory: minMemoryPages === null ? null : { min_pages: minMemoryPages, max_pages: maxMemoryPages },
});

const describe = rpcMethod({
  name: 'wasm.describe',
  summary: 'What a module takes and gives, without running it; without one, what runs WebAssembly here',
  params: z.object(moduleFields),
  operation: DescribeWasmDocument,
  variables: ({ module_base64: module, module_id: moduleId }) => ({ module: module ?? null, moduleId: moduleId ?? null, one: module !== undefined || moduleId !== undefined }),
  result: z.union([inspectionSchema, engineSchema]),
  reply({ inspectWasm, wasmEngine }) {
    if (inspectWasm !== undefined) return toInspection(inspectWasm);
    if (wasmEngine === undefined) throw new DomainError('INTERNAL', 'The graph gave no answer');
    const { engine, features, meterVersion, wasiFunctions, sandboxed, limits, cachedModules, cacheHits } = wasmEngine;
    return {
      engine, features: [...features], meter: { version: meterVersion }, wasi: { functions: [...wasiFunctions] }, sandboxed,
      limits: toLimits(limits), cache: { modules: cachedModules, hits: cacheHits },
    };
  },
  fieldName,
  errors: ofWasm,
});

const moduleSchema = z.object({ module_id: z.string(), name: z.string().nullable(), sha256: z.string(), size_bytes: z.int(), created_at: instant });
const toKept = ({ id, name, sha256, sizeBytes, createdAt }: ModuleFactsFragment): z.input<typeof moduleSchema> => ({ module_id: id, name, sha256, size_bytes: sizeBytes, created_at: createdAt });

const upload = rpcMethod({
  name: 'wasm.upload',
  summary: 'Keep a module, to be called by its `module_id`',
  params: z.object({ module_base64: base64, name: z.string().nullish() }),
  operation: UploadWasmDocument,
  variables: ({ module_base64: module, name }) => ({ input: { module, name: name ?? null } }),
  result: moduleSchema,
  reply: ({ uploadWasmModule: { module } }) => toKept(module),
  fieldName,
  errors: ofWasm,
});

const list = rpcMethod({
  name: 'wasm.list',
  summary: 'The modules that the caller keeps, newest first',
  params: z.object({ limit: z.int32().min(1).max(100).default(100), cursor: z.string().optional() }),
  operation: ListWasmDocument,
  variables: ({ limit, cursor }) => ({ first: limit, after: cursor ?? null }),
  result: z.object({ modules: z.array(moduleSchema), total: z.int(), next_cursor: z.string().nullable() }),
  reply: ({ wasmModules: { nodes, totalCount, pageInfo } }) => ({ modules: nodes.map(toKept), total: totalCount, next_cursor: pageInfo.hasNextPage ? pageInfo.endCursor : null }),
  fieldName,
  errors: ofWasm,
});

const remove = rpcMethod({
  name: 'wasm.delete',
  summary: 'Forget a module',
  params: z.object({ module_id: z.string() }),
  operation: DeleteWasmDocument,
  variables: ({ module_id: id }) => ({ id }),
  result: z.object({ module_id: z.string(), deleted: z.literal(true) }),
  reply: (_, { module_id: id }) => ({ module_id: id, deleted: true as const }),
  fieldName,
  errors: ofWasm,
});

/** WebAssembly within bounds. */
export const wasmMethods = [invoke, describe, upload, list, remove];
