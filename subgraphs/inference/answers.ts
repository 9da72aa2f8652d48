import { setMaxListeners } from 'node:events';
import { DomainError } from '#kernel/errors';
import type { GenerationChoice, GenerationDelta, GenerationRequest, InferenceBackend } from './backends/backend.ts';
import type { InferenceMetrics } from './inference-metrics.ts';
import type { Cost } from './repository.ts';
import type { Reservation } from './reservation-keeper.ts';
import type { TokenAccountService } from './token-account-service.ts';

/** How an answer ended. */
export interface FinishedAnswer {
  readonly finishReason: GenerationChoice['finishReason'];
  /** As its ledger row says it. */
  readonly usage: Cost & { readonly totalTokens: number; readonly cachedPromptTokens: number };
  /** The balance after it. */
  readonly balance: number;
}

/** An answer whose tokens are held. */
export interface OpenAnswer {
  readonly reservation: Reservation;
  readonly request: GenerationRequest;
  /** Ends the answer when its caller goes away. */
  readonly signal: AbortSignal;
}

/** The answers that this process is making. */
export interface Answers {
  /** Makes an answer and settles it, whatever happens. @throws DomainError when the model fails */
  run(answer: OpenAnswer, onDelta: (delta: GenerationDelta) => void): Promise<FinishedAnswer>;
  /** Ends an answer after its next token; false when no such answer of that caller is running. */
  cancel(id: string, isAllowed: (subject: string) => boolean): boolean;
  /** Cancels all and waits until they are settled. */
  drain(): Promise<void>;
}

export interface AnswersOptions {
  readonly backend: InferenceBackend;
  readonly accounts: TokenAccountService;
  readonly metrics: InferenceMetrics;
}

interface Running {
  readonly subject: string;
  readonly controller: AbortController;
  readonly done: Promise<unknown>;
}

/** Makes answers with one backend. */
export function createAnswers(options: AnswersOptions): Answers {
  const running = new Map<string, Running>();

  return {
    async run(answer, onDelta) {
      const { reservation, signal } = answer;
      const controller = new AbortController();
      const cancel = (): void => controller.abort();
      setMaxListeners(0, signal); // one caller may have any number of answers
      signal.addEventListener('abort', cancel, { once: true });
      if (signal.aborted) cancel();
      const done = makeAnswer(options, { ...answer, signal: controller.signal }, onDelta);
      running.set(reservation.id, { subject: reservation.subject, controller, done });
      try {
        return await done;
      } finally {
        running.delete(reservation.id);
        signal.removeEventListener('abort', cancel);
      }
    },
    cancel(id, isAllowed) {
      const answer = running.get(id);
      if (answer === undefined || !isAllowed(answer.subject)) return false;
      answer.controller.abort();
      return true;
    },
    async drain() {
      for (const { controller } of running.values()) controller.abort();
      await Promise.allSettled([...running.values()].map(({ done }) => done));
    },
  };
}

async function makeAnswer({ backend, accounts, metrics }: AnswersOptions, { request, reservation, signal }: OpenAnswer, onDelta: (delta: GenerationDelta) => void): Promise<FinishedAnswer> {
  const figures = metrics.answerStarted(reservation.model);
  let shown = 0;
  const show = (delta: GenerationDelta): void => {
    shown += delta.tokens;
    figures.tokens(delta.tokens);
    onDelta(delta);
  };
  const outcome = await backend.generate(request, { signal, onDelta: show }).then(
    ({ promptTokens, cachedPromptTokens, choices: [choice = noChoice] }) => ({ result: { promptTokens, cachedPromptTokens, ...choice }, failed: false as const }),
    (error: unknown) => ({ failed: true as const, error, result: { finishReason: 'STOP', promptTokens: reservation.promptTokens, completionTokens: shown, cachedPromptTokens: 0 } as const }),
  );
  const { result, failed } = outcome;
  figures.ended(result);
  const isFree = result.completionTokens === 0 && (failed || result.finishReason === 'CANCELLED');
  const { promptTokens, completionTokens, cachedPromptTokens } = isFree ? nothing : result;
  const balance = await accounts.settle(reservation, { promptTokens, completionTokens });
  metrics.requestEnded(reservation.model, failed ? outcomeOf(outcome.error) : result.finishReason === 'CANCELLED' ? 'cancelled' : 'completed');
  if (failed) throw outcome.error;
  return { finishReason: result.finishReason, usage: { promptTokens, completionTokens, cachedPromptTokens, totalTokens: promptTokens + completionTokens }, balance };
}

/** How a refused or failed request is counted. */
export const outcomeOf = (error: unknown): string => (DomainError.isInstance(error) ? error.code : 'INTERNAL').toLowerCase();

const noChoice: GenerationChoice = { finishReason: 'CANCELLED', completionTokens: 0 };

/** What a request costs that ended before its first token. */
const nothing = { promptTokens: 0, completionTokens: 0, cachedPromptTokens: 0 };
