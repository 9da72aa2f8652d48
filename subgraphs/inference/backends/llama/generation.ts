import type { Token } from 'node-llama-cpp';
import { DomainError } from '#kernel/errors';
import type { GenerationChoice, GenerationDelta, GenerationResult } from '../backend.ts';
import { contextLengthExceeded } from '../context-length.ts';
import { createAnswer, type Answer } from './answer.ts';
import { createAnswerTokens } from './answer-tokens.ts';
import { createAnswerWriter } from './answer-writer.ts';
import type { Engine, PreparedGrammar } from './engine.ts';
import type { WrittenPrompt } from './prompt.ts';
import { createTokenChooser } from './sampling.ts';
import type { SequenceSlot } from './sequence-pool.ts';
import type { GenerationTask } from './wire.ts';

/** One request in work: one or more answers to one prompt. */
export interface Generation {
  /** Ends its answers after their next tokens. */
  cancel(): void;
  /** Lets it pause while its reader is behind. */
  hold(isBehind: boolean): void;
  readonly done: Promise<GenerationResult>;
}

interface Making {
  readonly engine: Engine;
  readonly task: GenerationTask;
  readonly prompt: WrittenPrompt;
  readonly grammar: PreparedGrammar | null;
  readonly emit: (delta: GenerationDelta) => void;
  readonly isHeld: () => boolean;
}

/** Begins a request in step with the others of its engine. @throws DomainError CONTEXT_LENGTH_EXCEEDED, BAD_USER_INPUT */
export function startGeneration(engine: Engine, task: GenerationTask, emit: (delta: GenerationDelta) => void): Generation {
  const prompt = engine.writePrompt(task.prompt);
  if (prompt.tokens.length >= engine.contextLength) throw contextLengthExceeded(prompt.tokens.length, engine.contextLength);
  checkBias(task, engine.vocabularySize);
  const grammar = task.grammar === null ? null : readGrammar(engine, task.grammar);
  const { loop } = engine;
  let answers: readonly Answer[] = [];
  let isCancelled = false;
  let isBehind = false;

  const done = new Promise<GenerationResult>((resolve, reject) => {
    loop.betweenSteps(() => {
      try {
        const making = { engine, task, prompt, grammar, emit, isHeld: () => isBehind };
        answers = beginAnswers(making, { resolve, reject });
        if (isCancelled) for (const answer of answers) answer.cancel();
      } catch (error) {
        reject(error instanceof Error ? error : new Error('The request could not begin', { cause: error }));
      }
    });
  });
  return {
    cancel() {
      isCancelled = true;
      for (const answer of answers) answer.cancel();
      loop.wake();
    },
    hold(behind) {
      isBehind = behind;
      loop.wake();
    },
    done,
  };
}

interface Outcome {
  readonly resolve: (result: GenerationResult) => void;
  readonly reject: (error: unknown) => void;
}

/** The first answer computes the prompt; the others take it over from there. */
function beginAnswers(making: Making, { resolve, reject }: Outcome): readonly Answer[] {
  const { engine: { pool, loop, context }, task, prompt } = making;
  if (pool.free < task.count) throw new Error('More answers at once than there are sequences');
  const choices = new Map<number, GenerationChoice>();
  const slots = Array.from({ length: task.count }, (_, index) => pool.take(task.owner, index === 0 ? prompt.tokens : [])).filter((slot) => slot !== null);
  const cachedPromptTokens = slots[0]?.tokens.length ?? 0;

  const answers: readonly Answer[] = slots.map((slot, index) =>
    makeAnswer(making, {
      slot, index,
      async onPrompt(logits) {
        if (index > 0) return;
        for (const other of answers.slice(1)) {
          await context.copySequenceStateFromOtherSequence(other.slot.id, slot.id);
          other.slot.tokens = [...slot.tokens];
          await other.choose(logits);
        }
      },
      onClose(choice, fault) {
        choices.set(index, choice);
        if (fault !== null) {
          for (const answer of answers) answer.cancel(); // one answer of a request that failed is of no use
          reject(fault.error);
        }
        if (choices.size < answers.length) return;
        resolve({ promptTokens: prompt.tokens.length, cachedPromptTokens, choices: answers.map((_, place) => choices.get(place) ?? choice) });
      },
    }),
  );
  for (const answer of answers) {
    if (answer !== answers[0]) answer.pending = [];
    loop.add(answer);
  }
  return answers;
}

type Place = Pick<Parameters<typeof createAnswer>[0], 'onPrompt' | 'onClose'> & { readonly slot: SequenceSlot; readonly index: number };

function makeAnswer({ engine, task, prompt, grammar, emit, isHeld }: Making, { slot, index, onPrompt, onClose }: Place): Answer {
  const { model, context, pool, contextLength, vocabulary, readLogprob, guessers } = engine;
  const most = Math.min(task.maxTokens, contextLength - prompt.tokens.length);
  if (task.echo) emit({ index, text: model.detokenize(prompt.tokens, true), tokens: 0, logprobs: null });
  return createAnswer({
    slot, pool, isHeld, onPrompt, onClose,
    prompt: prompt.tokens,
    tokens: createAnswerTokens({
      most,
      prompt: prompt.tokens,
      guesser: guessers.begin(slot.id),
      chooser: createTokenChooser({
        context, most, sampler: vocabulary.createSampler(), sampling: task.sampling, answer: index,
        grammar: grammar?.begin() ?? null,
      }),
      isEnd: (token: Token) => model.isEogToken(token) || prompt.stopTokens.has(token),
      describe: async (place, token) => ({ token, logprob: task.logprobs === null ? null : await readLogprob(place, token, task.logprobs) }),
    }),
    writer: createAnswerWriter({
      detokenize: (tokens, before) => model.detokenize(tokens, false, before),
      stops: [...task.stop, ...prompt.stopTexts],
      emit: (delta) => emit({ index, ...delta }),
    }),
  });
}

function checkBias({ sampling: { logitBias = {} } }: GenerationTask, vocabularySize: number): void {
  const unknown = Object.keys(logitBias).find((token) => !(Number(token) < vocabularySize));
  if (unknown === undefined) return;
  const reason = `holds the token ${unknown.slice(0, 20)}, which the model does not have`;
  throw new DomainError('BAD_USER_INPUT', `logitBias ${reason}`, { details: { field: 'logitBias', reason } });
}

function readGrammar(engine: Engine, text: string): PreparedGrammar {
  try {
    return engine.readGrammar(text);
  } catch (cause) {
    throw new DomainError('BAD_USER_INPUT', 'The grammar is not valid', { details: { field: 'grammar', reason: 'is not valid' }, cause });
  }
}
