import type { ErrorCode } from '#kernel/errors';
import type { GenerationDelta, GenerationRequest, GenerationResult, LoadedModel, LoadSettings, Prompt } from '../backend.ts';

/** How the model process loads its model; its only argument, as JSON. */
export interface ProcessSettings extends Pick<LoadSettings, 'gpuLayers' | 'flashAttention' | 'kvType' | 'loraFile'> {
  readonly file: string;
  readonly contextLength: number;
  readonly sequences: number;
  readonly threads: number;
  readonly batchSize: number;
  readonly gpu: 'auto' | 'cuda' | 'vulkan' | 'metal' | false;
  readonly draftFile: string | null;
  readonly speculativeTokens: number;
}

/** How the model was loaded. */
export type ReadyFacts = Pick<LoadedModel, 'gpuLayers'>;

/** A request on its way to the model process. */
export type GenerationTask = Omit<GenerationRequest, 'model' | 'priority' | 'deadline' | 'shape'> & { readonly id: number };

/** What the parent asks of the model process. */
export type ModelCall =
  | { readonly kind: 'generate'; readonly task: GenerationTask }
  | { readonly kind: 'cancel'; readonly id: number }
  /** The reader of an answer is behind, or is no longer. */
  | { readonly kind: 'hold'; readonly id: number }
  | { readonly kind: 'resume'; readonly id: number }
  | { readonly kind: 'count'; readonly id: number; readonly prompt: Prompt }
  | { readonly kind: 'tokenize'; readonly id: number; readonly text: string }
  | { readonly kind: 'embed'; readonly id: number; readonly inputs: readonly (string | readonly number[])[] };

/** What the model process has done so far. */
export type ProcessFigures = Pick<LoadedModel, 'steps' | 'guesses' | 'tokens'> & { readonly rssBytes: number; readonly threads: number };

/** One answer of the model process; it sends all of an event-loop turn as one message. */
export type ModelEvent =
  | { readonly kind: 'delta'; readonly id: number; readonly delta: GenerationDelta }
  | { readonly kind: 'end'; readonly id: number; readonly result: GenerationResult; readonly figures: ProcessFigures }
  | { readonly kind: 'counted'; readonly id: number; readonly tokens: number }
  | { readonly kind: 'tokenized'; readonly id: number; readonly tokens: readonly number[] }
  /** Each vector as the base64 of its 32-bit floats. */
  | { readonly kind: 'embedded'; readonly id: number; readonly vectors: readonly string[]; readonly promptTokens: number }
  | { readonly kind: 'refused'; readonly id: number; readonly code: ErrorCode; readonly message: string; readonly details: Readonly<Record<string, unknown>> }
  | { readonly kind: 'fault'; readonly id: number };
