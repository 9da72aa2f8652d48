import { DomainError } from '#kernel/errors';
import type { EmbeddingRequest, EmbeddingResult, GenerationOptions, GenerationRequest, GenerationResult, Prompt } from '../backend.ts';
import type { FairQueue, QueueTicket } from './fair-queue.ts';
import type { ModelCalls } from './model-calls.ts';
import { createReading } from './reading.ts';
import { checkEmbedding, checkGeneration, checkPrompt, checkTextLength, type RequestLimits } from './request-checks.ts';
import type { ModelCall, ProcessFigures } from './wire.ts';

/** What can be asked of one model. */
export interface ModelRequests {
  countTokens(prompt: Prompt): Promise<number>;
  tokenize(text: string): Promise<readonly number[]>;
  generate(request: GenerationRequest, options: GenerationOptions): Promise<GenerationResult>;
  embed(request: EmbeddingRequest, options: { readonly signal: AbortSignal }): Promise<EmbeddingResult>;
}

export interface ModelRequestsOptions {
  readonly limits: RequestLimits;
  readonly queue: FairQueue;
  readonly calls: ModelCalls;
  readonly send: (call: ModelCall) => boolean;
  /** Waits until the model answers. */
  readonly ready: () => Promise<void>;
  readonly onFigures: (figures: ProcessFigures) => void;
}

/** Checks requests, lets them wait for their turn and hands them to the model process. */
export function createModelRequests({ limits, queue, calls, send, ready, onFigures }: ModelRequestsOptions): ModelRequests {
  /** Works on sequences of its own; null when the caller went away first. */
  const inTurn = async <TResult>(ticket: QueueTicket, work: () => Promise<TResult>): Promise<TResult | null> => {
    const release = await queue.acquire(ticket);
    if (release === null) return null;
    try {
      await ready();
      return ticket.signal.aborted ? null : await work();
    } finally {
      release();
    }
  };
  const answer = (request: GenerationRequest, { onDelta, signal }: GenerationOptions): Promise<GenerationResult> => {
    const { prompt, maxTokens, sampling, stop, grammar, logprobs, count, echo, owner } = request;
    const reading = createReading(onDelta);
    return calls.make({
      signal,
      message: (id) => ({ kind: 'generate', task: { id, prompt, maxTokens, sampling, stop, grammar, logprobs, count, echo, owner } }),
      take: (event, id) => {
        if (event.kind === 'delta') reading.take(event.delta, (kind) => void send({ kind, id }));
        if (event.kind !== 'end') return undefined;
        onFigures(event.figures);
        return event.result;
      },
    });
  };

  return {
    async countTokens(prompt) {
      checkPrompt(prompt, limits.contextLength);
      await ready();
      return calls.make({ message: (id) => ({ kind: 'count', id, prompt }), take: (event) => (event.kind === 'counted' ? event.tokens : undefined) });
    },
    async tokenize(text) {
      checkTextLength(text.length, limits.contextLength);
      await ready();
      return calls.make({ message: (id) => ({ kind: 'tokenize', id, text }), take: (event) => (event.kind === 'tokenized' ? event.tokens : undefined) });
    },
    async generate(request, { onDelta, signal }) {
      checkGeneration(request, limits);
      const { owner, priority, deadline, count } = request;
      const untilDeadline = deadline === null ? signal : AbortSignal.any([signal, AbortSignal.timeout(Math.max(0, deadline - Date.now()))]);
      const result = await inTurn({ owner, priority, deadline, signal, weight: count }, () => answer(request, { onDelta, signal: untilDeadline }));
      return result ?? { promptTokens: 0, cachedPromptTokens: 0, choices: Array.from({ length: count }, () => ({ finishReason: 'CANCELLED', completionTokens: 0 })) };
    },
    async embed({ inputs, owner }, { signal }) {
      checkEmbedding(inputs, limits.contextLength);
      const result = await inTurn({ owner, signal, weight: 1, priority: 0, deadline: null }, () =>
        calls.make<EmbeddingResult>({
          signal,
          message: (id) => ({ kind: 'embed', id, inputs }),
          take: (event) => (event.kind === 'embedded' ? { vectors: event.vectors.map(toVector), promptTokens: event.promptTokens } : undefined),
        }),
      );
      if (result === null) throw new DomainError('CANCELLED', 'The request was cancelled');
      return result;
    },
  };
}

/** The 32-bit floats of a base64 text. */
function toVector(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float32Array(bytes.buffer);
}
