import { z } from 'zod';
import type { ErrorCode } from '#kernel/errors';
import type { DownloadModelInput, LoadModelInput, UnloadModelInput } from './operations.generated.ts';

/** The refusals of whatever asks for a download. */
export const ofDownload: readonly ErrorCode[] = ['CONFLICT', 'NOT_FOUND', 'UPSTREAM_UNAVAILABLE'];
/** The refusals of whatever loads and unloads models. */
export const ofModel: readonly ErrorCode[] = ['MODEL_NOT_FOUND', 'CONFLICT', 'MODEL_UNAVAILABLE'];

/** A file of a repository of Hugging Face. */
export const downloadRequest = z.object({ repo: z.string(), file: z.string(), revision: z.string().nullish() });

/** The download as the graph takes it. */
export const toDownloadInput = ({ repo, file, revision }: z.output<typeof downloadRequest>): DownloadModelInput => ({ repository: repo, file, revision: revision ?? null });

const whole = z.int32().nullish();

/** A model to load, with tuning parameters. */
export const loadRequest = z.object({
  model: z.string(), context_size: whole, sequences: whole, threads: whole, batch_size: whole, gpu_layers: whole, flash_attention: z.boolean().nullish(),
  kv_type: z.enum(['f16', 'q8_0', 'q4_0']).nullish(), adapter: z.string().nullish(), draft_model: z.string().nullish(), speculative_tokens: whole, keep_alive_seconds: whole,
});

const kvTypes = { f16: 'F16', q8_0: 'Q8_0', q4_0: 'Q4_0' } as const;

/** The model to load as the graph takes it. */
export const toLoadInput = ({ model, ...settings }: z.output<typeof loadRequest>): LoadModelInput => ({
  model,
  settings: {
    contextSize: settings.context_size, sequences: settings.sequences, threads: settings.threads, batchSize: settings.batch_size, gpuLayers: settings.gpu_layers, flashAttention: settings.flash_attention,
    kvType: typeof settings.kv_type === 'string' ? kvTypes[settings.kv_type] : null, adapter: settings.adapter, draftModel: settings.draft_model, speculativeTokens: settings.speculative_tokens,
    keepAliveSeconds: settings.keep_alive_seconds,
  },
});

/** A model to put out of memory; left out: the active one. */
export const unloadRequest = z.object({ model: z.string().nullish(), force: z.boolean().nullish() });

/** The model to unload as the graph takes it. */
export const toUnloadInput = (given: z.output<typeof unloadRequest> | undefined): UnloadModelInput => ({ model: given?.model ?? null, force: given?.force ?? false });
