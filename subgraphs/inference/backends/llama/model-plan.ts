import { DomainError } from '#kernel/errors';
import type { LoadSettings } from '../backend.ts';
import type { Adapter } from './adapter.ts';
import { contextBytesPerToken, estimateMemory } from './memory-estimate.ts';
import type { ModelFile } from './model-files.ts';
import { threadsFor } from './thread-policy.ts';
import type { ProcessSettings } from './wire.ts';

/** What holds for models that are loaded without settings of their own. */
export interface ModelDefaults {
  readonly threads: number | 'auto';
  /** Answers at once of a large model; small ones take more. */
  readonly sequences: number;
  readonly gpu: 'off' | 'auto' | 'cuda' | 'vulkan' | 'metal';
}

/** How a model is going to be loaded. */
export interface ModelPlan {
  readonly settings: ProcessSettings;
  /** Bytes. */
  readonly memory: ReturnType<typeof estimateMemory>;
}

export interface ModelPlanInput {
  readonly file: ModelFile;
  readonly requested: LoadSettings;
  readonly defaults: ModelDefaults;
  /** The draft model and the adapter that `requested` names, if any. */
  readonly draft: ModelFile | null;
  readonly adapter: Adapter | null;
}

/** Contexts of small models cost so little that many answers at once are better than a queue: up to eight times as many within this many bytes. */
const smallContextBytes = 256 * 2 ** 20;
const smallModelSequences = 8;
const smallModel = 100_000_000;
const mostSequences = 64;
const largestBatch = 4_096;
const defaultBatch = 512;
const defaultSpeculativeTokens = 4;

/** Turns settings into those of a process. @throws DomainError BAD_USER_INPUT */
export function planModel(input: ModelPlanInput): ModelPlan {
  const { file: { facts, shape, trainedContextLength }, requested: { kvType, ...requested }, draft, adapter } = input;
  const ranges = { contextSize: [16, trainedContextLength], sequences: [1, mostSequences], threads: [1, 1_024], batchSize: [mostSequences, largestBatch], gpuLayers: [0, 10_000], speculativeTokens: [0, 16] } as const;
  for (const field of ['contextSize', 'sequences', 'threads', 'batchSize', 'gpuLayers', 'speculativeTokens'] as const) checkRange(field, requested[field], ranges[field]);
  checkTogether(input);
  const settings = settingsOf(input);
  const { contextLength, sequences, batchSize } = settings;
  const draftBytes = draft === null ? 0 : (draft.facts.sizeBytes ?? 0) + contextBytesPerToken(draft.shape) * contextLength * sequences;
  const memory = estimateMemory({ shape, contextLength, sequences, batchSize, sizeBytes: facts.sizeBytes ?? 0, otherBytes: draftBytes + (adapter?.sizeBytes ?? 0), ...(kvType !== undefined && { kvType }) });
  return { settings, memory };
}

function settingsOf({ file, requested, defaults, draft }: ModelPlanInput): ProcessSettings {
  const { contextSize, sequences, threads, batchSize, speculativeTokens } = requested;
  const contextLength = contextSize ?? file.facts.contextLength;
  return {
    file: file.path, contextLength,
    sequences: sequences ?? sequencesFor({ file, contextLength, base: defaults.sequences }),
    threads: threads ?? threadsFor({ configured: defaults.threads, parameterCount: file.facts.parameterCount }),
    batchSize: batchSize ?? defaultBatch,
    gpu: defaults.gpu === 'off' ? false : defaults.gpu,
    draftFile: draft?.path ?? null,
    speculativeTokens: speculativeTokens ?? (draft === null ? 0 : defaultSpeculativeTokens),
    ...nativeSettings(requested),
  };
}

/** What is left out is left to the library. */
const nativeSettings = ({ kvType, loraFile, gpuLayers, flashAttention }: LoadSettings): Pick<ProcessSettings, 'kvType' | 'loraFile' | 'gpuLayers' | 'flashAttention'> => ({
  ...(kvType !== undefined && { kvType }),
  ...(loraFile !== undefined && { loraFile }),
  ...(gpuLayers !== undefined && { gpuLayers }),
  ...(flashAttention !== undefined && { flashAttention }),
});

function sequencesFor({ file: { facts, shape }, contextLength, base }: { readonly file: ModelFile; readonly contextLength: number; readonly base: number }): number {
  if ((facts.parameterCount ?? Number.POSITIVE_INFINITY) >= smallModel) return base;
  const affordable = Math.floor(smallContextBytes / Math.max(1, contextBytesPerToken(shape) * contextLength));
  return Math.min(mostSequences, Math.max(base, Math.min(base * smallModelSequences, affordable)));
}

/** Blocks of quantised numbers in a context. */
const blockLength = 32;

/** What each is possible, but not with the rest. @throws DomainError BAD_USER_INPUT */
function checkTogether({ file: { shape }, requested: { kvType = 'f16', flashAttention, gpuLayers = 0 }, defaults, draft }: ModelPlanInput): void {
  if (gpuLayers > 0 && defaults.gpu === 'off') refuse('gpuLayers', 'needs a graphics card, and LLM_GPU is off');
  if (kvType !== 'f16' && flashAttention === false) refuse('kvType', `${kvType} needs flash attention`);
  if (kvType !== 'f16' && (shape.keyWidth % blockLength > 0 || shape.valueWidth % blockLength > 0)) refuse('kvType', `${kvType} is not possible for this model: its heads are not as wide as a multiple of ${blockLength}`);
  // The native loader lets a few tokens more pass, as some families pad their vocabularies.
  if (draft !== null && Math.abs(draft.shape.vocabulary - shape.vocabulary) > paddedTokens) refuse('draftModel', 'has another vocabulary');
}

const paddedTokens = 128;

function checkRange(field: string, value: number | undefined, [least, most]: readonly [number, number]): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  refuse(field, `must be a whole number of ${least} to ${most}`);
}

function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
