import { z } from 'zod';
import type { AdminModelsQuery, AdminStatusQuery, DownloadFragment, LoadedFragment, UnloadModelMutation } from './operations.generated.ts';

const instant = z.iso.datetime();
const bytes = z.number();

/** A download as this API shows it. */
export const downloadSchema = z.object({
  id: z.string(), status: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']), repo: z.string(), file: z.string(), revision: z.string(), model: z.string(),
  received_bytes: bytes, total_bytes: bytes.nullable(), bytes_per_second: z.number(), sha256: z.string().nullable(), verified: z.boolean().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(), created_at: instant, updated_at: instant,
});

const states = { QUEUED: 'queued', RUNNING: 'running', SUCCEEDED: 'succeeded', FAILED: 'failed', CANCELLED: 'cancelled' } as const;

/** A download of the graph in the names of this API. */
export const toDownload = ({ id, state, repository, file, revision, modelId, error, ...download }: DownloadFragment): z.input<typeof downloadSchema> => ({
  id, status: states[state], repo: repository, file, revision, model: modelId,
  received_bytes: download.receivedBytes, total_bytes: download.totalBytes, bytes_per_second: download.bytesPerSecond, sha256: download.sha256, verified: download.isVerified,
  error: error === null ? null : { code: error.code, message: error.message },
  created_at: download.createdAt, updated_at: download.updatedAt,
});

const optionalInt = z.int().nullable();

/** A model in memory as this API shows it. */
export const loadedSchema = z.object({
  model: z.string(), ready: z.boolean(), active_sessions: z.int(), queued: z.int(), pid: optionalInt, restarts: z.int(), context_size: z.int(), sequences: z.int(),
  threads: z.object({ now: z.int(), most: z.int() }),
  gpu_layers: z.int(),
  settings: z.object({
    context_size: optionalInt, sequences: optionalInt, threads: optionalInt, batch_size: optionalInt, gpu_layers: optionalInt, flash_attention: z.boolean().nullable(), kv_type: z.string().nullable(),
    adapter: z.string().nullable(), draft_model: z.string().nullable(), speculative_tokens: optionalInt, keep_alive_seconds: optionalInt,
  }),
  memory: z.object({ estimated_bytes: bytes, rss_bytes: bytes.nullable() }),
  tokens_generated: z.number(), tokens_per_second: z.number(), last_used_at: instant,
});

/** A model in memory in the names of this API. */
export const toLoaded = ({ model, settings, memory, tokens, ...loaded }: LoadedFragment): z.input<typeof loadedSchema> => ({
  model: model.id, ready: loaded.ready, active_sessions: loaded.running, queued: loaded.waiting, pid: loaded.pid, restarts: loaded.restarts,
  context_size: loaded.contextLength, sequences: loaded.sequences, threads: { now: loaded.threads.now, most: loaded.threads.most },
  gpu_layers: loaded.gpuLayers,
  settings: {
    context_size: settings.contextSize, sequences: settings.sequences, threads: settings.threads, batch_size: settings.batchSize, gpu_layers: settings.gpuLayers,
    flash_attention: settings.flashAttention, kv_type: settings.kvType === null ? null : kvTypes[settings.kvType], adapter: settings.adapter, draft_model: settings.draftModel,
    speculative_tokens: settings.speculativeTokens, keep_alive_seconds: settings.keepAliveSeconds,
  },
  memory: { estimated_bytes: memory.estimatedBytes, rss_bytes: memory.rssBytes },
  tokens_generated: tokens.generated, tokens_per_second: tokens.perSecond, last_used_at: loaded.lastUsedAt,
});

const kvTypes = { F16: 'f16', Q8_0: 'q8_0', Q4_0: 'q4_0' } as const;

/** The model that is out of memory. */
export const unloadedSchema = z.object({ model: z.string(), unloaded: z.literal(true) });

/** The model of the graph that is out of memory, in the names of this API. */
export const toUnloaded = ({ unloadModel: { model } }: UnloadModelMutation): z.input<typeof unloadedSchema> => ({ model: model.id, unloaded: true });

const originSchema = z.object({ repo: z.string(), file: z.string(), revision: z.string(), commit: z.string().nullable(), sha256: z.string(), verified: z.boolean() });

/** The models of this installation as this API shows them. */
export const adminModelsSchema = z.object({
  downloaded: z.array(z.object({
    id: z.string(), size_bytes: bytes.nullable(), architecture: z.string().nullable(), quantization: z.string().nullable(), parameter_count: z.number().nullable(), context_size: z.int(),
    loaded: z.boolean(), created_at: instant, owned_by: z.string(), origin: originSchema.nullable(),
  })),
  loaded: z.array(loadedSchema),
});

/** All models in the names of this API. */
export const toAdminModels = ({ models, inferenceStatus }: AdminModelsQuery): z.input<typeof adminModelsSchema> => ({
  downloaded: models.nodes.map(({ id, origin, ...model }) => ({
    id, size_bytes: model.sizeBytes, architecture: model.architecture, quantization: model.quantization, parameter_count: model.parameterCount, context_size: model.contextLength,
    loaded: model.loaded, created_at: model.createdAt, owned_by: model.ownedBy,
    origin: origin === null ? null : { repo: origin.repository, file: origin.file, revision: origin.revision, commit: origin.commit, sha256: origin.sha256, verified: origin.isVerified },
  })),
  loaded: inferenceStatus.loaded.map(toLoaded),
});

/** The state of the service as this API shows it. */
export const adminStatusSchema = z.object({
  memory: z.object({ total_bytes: bytes, available_bytes: bytes, process_bytes: bytes, model_bytes: bytes }),
  cpu: z.object({ cores: z.int(), utilization: z.number(), load_average: z.array(z.number()) }),
  disk: z.object({ total_bytes: bytes, free_bytes: bytes }),
  active_sessions: z.int(),
  queued: z.int(),
  tokens_per_second: z.number(),
  models: z.array(loadedSchema),
});

/** The state of the service in the names of this API. */
export const toAdminStatus = ({ inferenceStatus: { memory, cpu, disk, ...status } }: AdminStatusQuery): z.input<typeof adminStatusSchema> => ({
  memory: { total_bytes: memory.totalBytes, available_bytes: memory.availableBytes, process_bytes: memory.processBytes, model_bytes: memory.modelBytes },
  cpu: { cores: cpu.cores, utilization: cpu.utilization, load_average: [...cpu.loadAverage] },
  disk: { total_bytes: disk.totalBytes, free_bytes: disk.freeBytes },
  active_sessions: status.activeSessions, queued: status.waiting, tokens_per_second: status.tokensPerSecond, models: status.loaded.map(toLoaded),
});
