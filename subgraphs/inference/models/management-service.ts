import { mkdir, statfs } from 'node:fs/promises';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { DomainError } from '#kernel/errors';
import type { InferenceBackend, LoadedModel, LoadSettings, MemoryEstimate, ModelFacts } from '../backends/backend.ts';
import { availableMemory } from '../backends/llama/available-memory.ts';
import { createCpuMeter } from './cpu-meter.ts';
import type { ModelFolder } from './model-folder.ts';

type Optional<TValue> = TValue | null | undefined;

/** How to load a model, as a caller sends it: typed, but not checked. */
export interface LoadSettingsInput {
  readonly contextSize?: Optional<number>;
  readonly sequences?: Optional<number>;
  readonly threads?: Optional<number>;
  readonly batchSize?: Optional<number>;
  readonly gpuLayers?: Optional<number>;
  readonly flashAttention?: Optional<boolean>;
  readonly kvType?: Optional<'F16' | 'Q8_0' | 'Q4_0'>;
  readonly adapter?: Optional<string>;
  readonly draftModel?: Optional<string>;
  readonly speculativeTokens?: Optional<number>;
  readonly keepAliveSeconds?: Optional<number>;
}

/** A model in memory with what is known of it. */
export interface LoadedModelState extends Omit<LoadedModel, 'settings' | 'id'> {
  readonly model: ModelFacts;
  readonly settings: LoadSettingsInput;
}

/** How the language models of this process are doing. */
export interface InferenceStatus {
  /** Answers in work. */
  readonly activeSessions: number;
  readonly waiting: number;
  /** Of all models, while they were busy. */
  readonly tokensPerSecond: number;
  readonly loaded: readonly LoadedModelState[];
  readonly memory: { readonly totalBytes: number; readonly availableBytes: number; readonly processBytes: number; readonly modelBytes: number };
  readonly cpu: { readonly cores: number; readonly utilization: number; readonly loadAverage: readonly number[] };
  readonly disk: { readonly totalBytes: number; readonly freeBytes: number };
}

/** The rules of keeping models; only administrators change anything. */
export interface ManagementService {
  /** Brings a model into memory. @throws DomainError MODEL_NOT_FOUND, BAD_USER_INPUT, UNAVAILABLE when it does not fit, MODEL_UNAVAILABLE */
  load(id: string, settings: Optional<LoadSettingsInput>): Promise<LoadedModelState>;
  /** Puts a model out of memory, the one that was used last when none is named; its name. @throws DomainError CONFLICT when none is loaded */
  unload(id: Optional<string>, options: { readonly force: boolean }): Promise<string>;
  /** Deletes the file of a model that is not loaded. @throws DomainError MODEL_NOT_FOUND, CONFLICT */
  remove(id: string): Promise<void>;
  /** @throws DomainError MODEL_NOT_FOUND, BAD_USER_INPUT */
  estimate(id: string, settings: Optional<LoadSettingsInput>): Promise<MemoryEstimate>;
  status(): Promise<InferenceStatus>;
}

const longestKeepAlive = 2_000_000;

/** Keeps the models of a backend and their files. */
export function createManagementService({ backend, folder }: { readonly backend: InferenceBackend; readonly folder: ModelFolder }): ManagementService {
  const meter = createCpuMeter();
  const stateOf = async ({ id, settings: { kvType, loraFile, ...settings }, ...state }: LoadedModel): Promise<LoadedModelState> => ({
    ...state,
    model: await backend.model(id),
    settings: { ...settings, kvType: kvType === undefined ? null : kvTypeNames[kvType], adapter: loraFile === undefined ? null : adapterName(loraFile) },
  });
  const toSettings = async (input: LoadSettingsInput): Promise<LoadSettings> => {
    const { kvType, adapter, ...others } = input;
    const { keepAliveSeconds } = others;
    if (typeof keepAliveSeconds === 'number' && (keepAliveSeconds < 1 || keepAliveSeconds > longestKeepAlive)) refuse('keepAliveSeconds', `must be 1 to ${longestKeepAlive}`);
    const loraFile = typeof adapter === 'string' ? await folder.findAdapter(adapter) : undefined;
    if (loraFile === null) refuse('adapter', 'is not among the adapters of this installation');
    return given({ ...others, loraFile, kvType: typeof kvType === 'string' ? kvTypes[kvType] : undefined });
  };

  return {
    load: async (id, settings) => stateOf(await backend.load(id, isEmpty(settings) ? undefined : await toSettings(settings))),
    async unload(id, options) {
      const here = backend.loaded().filter(({ memory }) => memory.estimatedBytes > 0); // others run on engines elsewhere
      const latest = here.sort((one, other) => other.lastUsedAt.getTime() - one.lastUsedAt.getTime())[0];
      const chosen = id ?? latest?.id;
      if (chosen === undefined) throw new DomainError('CONFLICT', 'No model is loaded');
      await backend.unload(chosen, options);
      return chosen;
    },
    async remove(id) {
      await backend.model(id);
      if (backend.loaded().some((model) => model.id === id)) throw new DomainError('CONFLICT', 'The model is loaded: unload it first', { details: { model: id } });
      if (!(await folder.remove(id))) throw new DomainError('CONFLICT', 'The model is not a file of this installation', { details: { model: id } });
    },
    estimate: async (id, settings) => backend.estimate(id, await toSettings(settings ?? {})),
    async status() {
      const loaded = await Promise.all(backend.loaded().map(stateOf));
      await mkdir(folder.path, { recursive: true });
      const { blocks, bavail, bsize } = await statfs(folder.path);
      return {
        loaded,
        activeSessions: sum(loaded.map(({ running }) => running)),
        waiting: sum(loaded.map(({ waiting }) => waiting)),
        tokensPerSecond: sum(loaded.map(({ tokens }) => tokens.perSecond)),
        memory: { totalBytes: totalmem(), availableBytes: availableMemory(), processBytes: process.memoryUsage.rss(), modelBytes: sum(loaded.map(({ memory }) => memory.rssBytes ?? 0)) },
        cpu: { cores: availableParallelism(), utilization: meter.utilization(), loadAverage: loadavg() },
        disk: { totalBytes: blocks * bsize, freeBytes: bavail * bsize },
      };
    },
  };
}

const kvTypes = { F16: 'f16', Q8_0: 'q8_0', Q4_0: 'q4_0' } as const;
const kvTypeNames = { f16: 'F16', q8_0: 'Q8_0', q4_0: 'Q4_0' } as const;

const adapterName = (file: string): string => /(?<name>[^/\\]+)\.gguf$/u.exec(file)?.groups?.['name'] ?? '';
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const isEmpty = (settings: Optional<LoadSettingsInput>): settings is null | undefined =>
  settings === null || settings === undefined || Object.values(settings).every((value) => value === null || value === undefined);

/** Settings without those that were left out. */
const given = (settings: { readonly [TKey in keyof LoadSettings]: Optional<LoadSettings[TKey]> }): LoadSettings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null && value !== undefined));

function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
