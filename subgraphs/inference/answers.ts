import { setMaxListeners } from 'node:events';
import { DomainError } from '#kernel/errors';
import type { GenerationChoice, GenerationDelta, GenerationResult, InferenceBackend } from './backends/backend.ts';
import type { AnswerMetrics, InferenceMetrics } from './inference-metrics.ts';
import type { OpenAnswer } from './open-answer.ts';
import type { Cost } from './repository.ts';
import type { TokenAccountService } from './token-account-service.ts';

/** What a request cost, as its ledger row says it. */
export interface Usage extends Cost {
  readonly totalTokens: number;
  readonly cachedPromptTokens: number;
}

/** How an answer ended. */
export interface FinishedAnswer {
  /** By index: first those to the first prompt, then those to the next. */
  readonly choices: readonly GenerationChoice[];
  readonly usage: Usage;
  /** The balance after it. */
  readonly balance: number;
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
      const done = settleAnswer(options, { ...answer, controller }, onDelta);
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

type MadeAnswer = Pick<GenerationResult, 'promptTokens' | 'cachedPromptTokens'> & { readonly choices: readonly GenerationChoice[]; readonly fault: { readonly error: unknown } | null };

async function settleAnswer({ backend, accounts, metrics }: AnswersOptions, answer: OpenAnswer & { readonly controller: AbortController }, onDelta: (delta: GenerationDelta) => void): Promise<FinishedAnswer> {
  const { reservation } = answer;
  const figures = metrics.answerStarted(reservation.model);
  const { fault, choices, ...prompt } = await makeAnswer({ backend, figures }, answer, onDelta);
  figures.ended({ ...prompt, choices });
  const completionTokens = sum(choices.map((choice) => choice.completionTokens));
  const isCancelled = choices.every(({ finishReason }) => finishReason === 'CANCELLED');
  const isFree = completionTokens === 0 && (fault !== null || isCancelled);
  const { promptTokens, cachedPromptTokens } = isFree ? nothing : prompt;
  const balance = await accounts.settle(reservation, { promptTokens, completionTokens });
  metrics.requestEnded(reservation.model, fault !== null ? outcomeOf(fault.error) : isCancelled ? 'cancelled' : 'completed');
  if (fault !== null) throw fault.error;
  return { choices, usage: { promptTokens, completionTokens, cachedPromptTokens, totalTokens: promptTokens + completionTokens }, balance };
}

/** Answers all prompts side by side; one that fails ends the others. Never rejects. */
async function makeAnswer(
  { backend, figures }: { readonly backend: InferenceBackend; readonly figures: AnswerMetrics },
  { requests, reservation, controller }: OpenAnswer & { readonly controller: AbortController },
  onDelta: (delta: GenerationDelta) => void,
): Promise<MadeAnswer> {
  const results = await Promise.all(
    requests.map(async (request, place) => {
      const shown = Array.from({ length: request.count }, () => 0);
      const show = (delta: GenerationDelta): void => {
        shown[delta.index] = (shown[delta.index] ?? 0) + delta.tokens;
        if (delta.tokens > 0) figures.tokens(delta.tokens); // a prompt that is said again is none
        onDelta({ ...delta, index: place * request.count + delta.index });
      };
      try {
        return { fault: null, ...(await backend.generate(request, { signal: controller.signal, onDelta: show })) };
      } catch (error) {
        controller.abort();
        return { fault: { error }, promptTokens: 0, cachedPromptTokens: 0, choices: shown.map((completionTokens) => ({ finishReason: 'STOP' as const, completionTokens })) };
      }
    }),
  );
  const fault = results.map((result) => result.fault).find((found) => found !== null) ?? null;
  return {
    fault,
    choices: results.flatMap(({ choices }) => choices),
    promptTokens: fault === null ? sum(results.map(({ promptTokens }) => promptTokens)) : reservation.promptTokens,
    cachedPromptTokens: sum(results.map(({ cachedPromptTokens }) => cachedPromptTokens)),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** How a refused or failed request is counted. */
export const outcomeOf = (error: unknown): string => (DomainError.isInstance(error) ? error.code : 'INTERNAL').toLowerCase();

/** What a request costs that ended before its first token. */
const nothing = { promptTokens: 0, cachedPromptTokens: 0 };
