import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { mayActFor } from '#kernel/principal';
import type { Admit } from './admission.ts';
import { createAnswerEvents, type AnswerEvent } from './answer-events.ts';
import type { AnswerPlan } from './answer-plan.ts';
import { createAnswerStream, type AnswerStream } from './answer-stream.ts';
import { createAnswers, outcomeOf, type AnswersOptions } from './answers.ts';
import { createAnswerCollector, type ChatAnswer } from './chat-answers.ts';
import { openAnswer, type OpenAnswer } from './open-answer.ts';

/** Makes a plan out of what a caller sent. @throws DomainError when that is wrong */
export type Planner = () => AnswerPlan;

/** The rules of answering. */
export interface GenerationService {
  /**
   * Answers as planned.
   * @throws DomainError BAD_USER_INPUT, UNSUPPORTED_PARAMETER, MODEL_NOT_FOUND, RATE_LIMITED, CONTEXT_LENGTH_EXCEEDED, INSUFFICIENT_TOKENS, UNAVAILABLE, MODEL_UNAVAILABLE, CANCELLED
   */
  complete(context: RequestContext, plan: Planner): Promise<ChatAnswer>;
  /**
   * Answers piece by piece; `return()` ends it. A failure on the way is the last item: streams of GraphQL tell errors as events.
   * @throws DomainError before anything is generated, as `complete`
   */
  stream(context: RequestContext, plan: Planner): Promise<AsyncIterableIterator<AnswerEvent | Error>>;
  /** Ends a running answer of the caller, or any for an administrator; false when there is none. */
  cancel(context: RequestContext, id: string): boolean;
  /** Cancels all answers and waits until they are settled. */
  stop(): Promise<void>;
}

export interface GenerationServiceOptions extends AnswersOptions {
  readonly admit: Admit;
}

/** Answers with one backend. */
export function createGenerationService(options: GenerationServiceOptions): GenerationService {
  const { backend, admit, metrics } = options;
  const answers = createAnswers(options);

  const open = async (context: RequestContext, planner: Planner): Promise<OpenAnswer> => {
    let label = 'unknown';
    try {
      const plan = planner();
      const principal = await admit(context);
      const model = await backend.model(plan.model);
      label = model.id;
      return await openAnswer(options, context, { principal, plan, model });
    } catch (error) {
      metrics.requestEnded(label, outcomeOf(error));
      throw error;
    }
  };
  /** Resolves once the answer has begun; what fails later is told by the stream. @throws DomainError when it is refused at once */
  const feed = async (opened: OpenAnswer, stream: AnswerStream): Promise<void> => {
    const events = createAnswerEvents(opened);
    let refusal: { readonly error: unknown } | null = null;
    stream.push(events.start());
    const done = answers
      .run(opened, (delta) => stream.push(events.delta(delta)))
      .then(
        (finished) => stream.push(events.end(finished)),
        (error: unknown) => {
          refusal = { error };
          stream.fail(error instanceof Error ? error : new TypeError('The answer failed', { cause: error }));
        },
      )
      .finally(() => stream.end());
    await Promise.race([done, new Promise(setImmediate)]);
    throwRefusal(refusal);
  };

  return {
    async complete(context, planner) {
      const opened = await open(context, planner);
      const { id, createdAt, model, plan } = opened;
      const events = createAnswerEvents(opened);
      const collector = createAnswerCollector(plan.meetsFormat);
      const finished = await answers.run(opened, (delta) => collector.add(events.delta(delta)));
      if (context.cancellation.isAborted) throw abortReason(context.cancellation.signal);
      collector.add(events.end(finished));
      return { id, createdAt, model, choices: collector.choices(), usage: finished.usage, tokenBalance: finished.balance };
    },
    async stream(context, planner) {
      const opened = await open(context, planner);
      const stream = createAnswerStream(() => answers.cancel(opened.id, () => true));
      await feed(opened, stream);
      return stream;
    },
    cancel(context, id) {
      const principal = requirePrincipal(context);
      return answers.cancel(id, (subject) => mayActFor(principal, subject));
    },
    stop: () => answers.drain(),
  };
}

function abortReason({ reason }: AbortSignal): DomainError {
  return DomainError.isInstance(reason) ? reason : new DomainError('CANCELLED', 'The request was cancelled');
}

function throwRefusal(refusal: { readonly error: unknown } | null): void {
  if (refusal !== null) throw refusal.error;
}
