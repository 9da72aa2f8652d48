import { Counter, Gauge, Histogram, type Metrics } from '#kernel/metrics';
import type { GenerationChoice, LoadedModel } from './backends/backend.ts';

/** What this domain counts. */
export interface InferenceMetrics {
  /** Tokens were read without an answer. */
  promptRead(model: string, tokens: number): void;
  /** A request ended: `completed`, `cancelled` or a code of the error catalogue in lower case. */
  requestEnded(model: string, outcome: string): void;
  /** An answer begins; the result notes its progress. */
  answerStarted(model: string): AnswerMetrics;
}

/** The figures of one answer. */
export interface AnswerMetrics {
  tokens(count: number): void;
  ended(result: { readonly promptTokens: number; readonly choices: readonly GenerationChoice[] }): void;
}

/** Registers the metrics of this domain. Gauges read `loaded` when they are asked. */
export function createInferenceMetrics(registry: Metrics, loaded: () => readonly LoadedModel[]): InferenceMetrics {
  const registers = [registry];
  const labelNames = ['model'] as const;
  const requests = new Counter({ name: 'llm_requests_total', help: 'Requests to language models, by outcome.', labelNames: ['model', 'outcome'], registers });
  const generated = new Counter({ name: 'llm_tokens_generated', help: 'Tokens that language models generated.', labelNames, registers });
  const prompted = new Counter({ name: 'llm_tokens_prompt', help: 'Tokens of prompts.', labelNames, registers });
  const cancelled = new Counter({ name: 'llm_generations_cancelled_total', help: 'Answers that their caller ended early.', labelNames, registers });
  const firstToken = new Histogram({ name: 'llm_time_to_first_token_seconds', help: 'From the start of an answer, waiting included, to its first text.', labelNames, buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30], registers });
  const speed = new Histogram({ name: 'llm_tokens_per_second', help: 'Speed of an answer after its first text.', labelNames, buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000], registers });
  readWhenAsked(registry, loaded);

  return {
    promptRead: (model, tokens) => prompted.inc({ model }, tokens),
    requestEnded: (model, outcome) => requests.inc({ model, outcome }),
    answerStarted(model) {
      const startedAt = performance.now();
      let firstAt: number | undefined;
      let shown = 0;
      let later = 0;
      return {
        tokens(count) {
          generated.inc({ model }, count);
          shown += count;
          if (firstAt === undefined) {
            firstAt = performance.now();
            firstToken.observe({ model }, (firstAt - startedAt) / 1_000);
          } else later += count;
        },
        ended({ promptTokens, choices }) {
          prompted.inc({ model }, promptTokens);
          generated.inc({ model }, choices.reduce((sum, { completionTokens }) => sum + completionTokens, -shown)); // those of stop texts
          cancelled.inc({ model }, choices.filter(({ finishReason }) => finishReason === 'CANCELLED').length);
          if (firstAt !== undefined && later > 0) speed.observe({ model }, later / Math.max(1e-3, (performance.now() - firstAt) / 1_000));
        },
      };
    },
  };
}

function readWhenAsked(registry: Metrics, loaded: () => readonly LoadedModel[]): void {
  const gauge = (name: string, help: string, read: (model: LoadedModel) => number): void => {
    new Gauge({
      name, help, labelNames: ['model'], registers: [registry],
      collect() {
        this.reset();
        for (const model of loaded()) this.set({ model: model.id }, read(model));
      },
    });
  };
  gauge('llm_active_generations', 'Answers in work.', ({ running }) => running);
  gauge('llm_queue_length', 'Requests that wait for a free sequence.', ({ waiting }) => waiting);
  new Counter({
    name: 'llm_child_restarts_total', help: 'Model processes that crashed and were replaced.', labelNames: ['model'], registers: [registry],
    collect() {
      this.reset();
      for (const { id, restarts } of loaded()) this.inc({ model: id }, restarts);
    },
  });
}
