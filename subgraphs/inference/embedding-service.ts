import type { RequestContext } from '#kernel/context';
import { newId } from '#kernel/ids';
import type { Admit } from './admission.ts';
import { outcomeOf, type Usage } from './answers.ts';
import type { InferenceBackend, ModelFacts } from './backends/backend.ts';
import { contextLengthExceeded } from './backends/context-length.ts';
import { toPrompt } from './completion-plan.ts';
import { refuse, type Optional } from './generation-input.ts';
import type { InferenceMetrics } from './inference-metrics.ts';
import { checkPrompts, type PromptInput } from './prompt-input.ts';
import type { TokenAccountService } from './token-account-service.ts';

/** Texts to turn into vectors as a caller sends them: typed, but not checked. */
export interface EmbeddingsInput {
  readonly model: string;
  readonly inputs: readonly PromptInput[];
  readonly dimensions?: Optional<number>;
}

/** The vector of one text, of length 1. */
export interface Embedding {
  readonly index: number;
  readonly vector: Float32Array;
}

/** The vectors of all texts, in their order. */
export interface Embeddings {
  readonly id: string;
  readonly model: ModelFacts;
  readonly embeddings: readonly Embedding[];
  readonly usage: Usage;
  readonly tokenBalance: number;
}

/** Turns texts into vectors. */
export interface EmbeddingService {
  /** @throws DomainError BAD_USER_INPUT, MODEL_NOT_FOUND, RATE_LIMITED, CONTEXT_LENGTH_EXCEEDED, INSUFFICIENT_TOKENS, UNAVAILABLE, MODEL_UNAVAILABLE, CANCELLED */
  embed(context: RequestContext, input: EmbeddingsInput): Promise<Embeddings>;
}

export interface EmbeddingServiceOptions {
  readonly backend: InferenceBackend;
  readonly accounts: Pick<TokenAccountService, 'reserve' | 'settle'>;
  readonly metrics: InferenceMetrics;
  readonly admit: Admit;
}

const mostInputs = 2_048;
/** Of the texts that wait to be counted by the model process. */
const countedAtOnce = 64;

/** Turns texts into vectors with one backend; each costs its tokens. */
export function createEmbeddingService({ backend, accounts, metrics, admit }: EmbeddingServiceOptions): EmbeddingService {
  /** The tokens of all inputs. */
  const count = async ({ id, contextLength }: ModelFacts, inputs: readonly (string | readonly number[])[]): Promise<number> => {
    let sum = 0;
    for (let start = 0; start < inputs.length; start += countedAtOnce) {
      const counts = await Promise.all(inputs.slice(start, start + countedAtOnce).map((input) => backend.countTokens(id, toPrompt(input))));
      const longest = Math.max(...counts);
      if (longest > contextLength) throw contextLengthExceeded(longest, contextLength);
      sum += counts.reduce((total, tokens) => total + tokens, 0);
    }
    return sum;
  };
  const embed = async (context: RequestContext, { inputs, dimensions, model, subject }: CheckedEmbeddings): Promise<Embeddings> => {
    const id = `embd-${newId().replaceAll('-', '')}`;
    const reservation = await accounts.reserve(context, { id, subject, model: model.id, promptTokens: await count(model, inputs), completionTokens: 0, fewestCompletionTokens: 0 });
    let promptTokens = 0;
    try {
      const result = await backend.embed({ model: model.id, inputs, owner: subject }, { signal: context.cancellation.signal });
      const embeddings = result.vectors.map((vector, index) => ({ index, vector: shortened(vector, dimensions) }));
      ({ promptTokens } = result);
      metrics.promptRead(model.id, promptTokens);
      const balance = await accounts.settle(reservation, { promptTokens, completionTokens: 0 });
      return { id, model, embeddings, tokenBalance: balance, usage: { promptTokens, completionTokens: 0, totalTokens: promptTokens, cachedPromptTokens: 0 } };
    } catch (error) {
      if (promptTokens === 0) await accounts.settle(reservation, { promptTokens, completionTokens: 0 });
      throw error;
    }
  };

  return {
    async embed(context, input) {
      let label = 'unknown';
      try {
        const inputs = checkPrompts(input.inputs, { field: 'inputs', most: mostInputs });
        const dimensions = input.dimensions ?? null;
        if (dimensions !== null && dimensions < 1) refuse('dimensions', 'must be at least 1');
        const { subject } = await admit(context);
        const model = await backend.model(input.model);
        label = model.id;
        const result = await embed(context, { inputs, dimensions, model, subject });
        metrics.requestEnded(label, 'completed');
        return result;
      } catch (error) {
        metrics.requestEnded(label, outcomeOf(error));
        throw error;
      }
    },
  };
}

interface CheckedEmbeddings {
  readonly inputs: readonly (string | readonly number[])[];
  readonly dimensions: number | null;
  readonly model: ModelFacts;
  readonly subject: string;
}

/** The first numbers of a vector, of length 1 again. @throws DomainError BAD_USER_INPUT when it has fewer */
function shortened(vector: Float32Array, dimensions: number | null): Float32Array {
  if (dimensions === null || dimensions === vector.length) return vector;
  if (dimensions > vector.length) refuse('dimensions', `must be at most ${vector.length} for this model`);
  const first = vector.slice(0, dimensions);
  const length = Math.hypot(...first);
  return length === 0 ? first : first.map((value) => value / length);
}
