import { randomInt } from 'node:crypto';
import type { SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import type { ChatDelta, ChatResult } from '../backend.ts';
import { createAnswerWriter } from './answer-writer.ts';
import type { Engine } from './engine.ts';
import type { Prompt } from './prompt.ts';
import type { SequenceSlot } from './sequence-pool.ts';
import type { ChatTask } from './wire.ts';

/** One answer to make. */
export interface Generation {
  readonly task: ChatTask;
  readonly prompt: Prompt;
  readonly emit: (delta: ChatDelta) => void;
  /** Asked after each token and between the parts of a long prompt. */
  readonly isCancelled: () => boolean;
}

type FinishReason = ChatResult['finishReason'];

/** Long prompts are computed in parts of this many tokens, so that cancelling does not wait for all of it. */
const promptPart = 256;

/** Answers one chat whose prompt leaves room in the context, in step with the others of its engine. */
export async function generate(engine: Engine, generation: Generation): Promise<ChatResult> {
  const { task, prompt } = generation;
  const slot = engine.pool.take(task.owner, prompt.tokens);
  if (slot === null) throw new Error('More answers at once than there are sequences');
  const generated: Token[] = [];
  try {
    const cachedPromptTokens = await reusePrefix(slot, task.owner, prompt.tokens);
    await engine.barrier.join();
    const finishReason = await answer(engine, { ...generation, slot, generated });
    slot.owner = task.owner;
    return { finishReason, promptTokens: prompt.tokens.length, completionTokens: generated.length, cachedPromptTokens };
  } finally {
    engine.barrier.leave(slot.id);
    engine.pool.give(slot);
  }
}

/**
 * Keeps what the slot has computed of this prompt for this owner and drops the rest; how many tokens it kept.
 * The last token is always computed: it gives the first of the answer.
 */
async function reusePrefix(slot: SequenceSlot, owner: string, prompt: readonly Token[]): Promise<number> {
  const known = slot.owner === owner ? prompt.slice(0, -1) : [];
  slot.owner = null; // until this answer is done
  await slot.sequence.adaptStateToTokens(known, false);
  return slot.sequence.nextTokenIndex;
}

interface Answer extends Generation {
  readonly slot: SequenceSlot;
  /** Filled with the tokens of the answer. */
  readonly generated: Token[];
}

async function answer({ model, contextLength, barrier }: Engine, { task, prompt, emit, isCancelled, slot, generated }: Answer): Promise<FinishReason> {
  const { sequence, id } = slot;
  const writer = createAnswerWriter({ detokenize: (tokens, before) => model.detokenize(tokens, false, before), stops: [...task.stop, ...prompt.stopTexts], emit });
  const most = Math.min(task.maxTokens, contextLength - prompt.tokens.length);
  const afterToken = async (token: Token): Promise<FinishReason | null> => {
    if (prompt.stopTokens.has(token)) return 'STOP';
    generated.push(token);
    if (writer.push(token) === 'stopped') return 'STOP';
    if (generated.length >= most) return 'LENGTH';
    await barrier.arrive(id);
    return isCancelled() ? 'CANCELLED' : null;
  };

  let rest = prompt.tokens.slice(sequence.nextTokenIndex);
  for (; rest.length > promptPart && !isCancelled(); rest = rest.slice(promptPart)) {
    await sequence.evaluateWithoutGeneratingNewTokens(rest.slice(0, promptPart), { evaluationPriority: placeInBatch(id) });
  }
  if (isCancelled()) return 'CANCELLED';
  let ended: FinishReason | null = null;
  for await (const token of sequence.evaluate(rest, { ...samplingOf(task, generated), evaluationPriority: placeInBatch(id) })) {
    ended = await afterToken(token);
    if (ended !== null) break;
  }
  writer.end();
  return ended ?? 'STOP';
}

/** Our batch order reads the sequence from the priority, which node-llama-cpp hands through untouched. */
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- typed 1 to 5 for its own strategies, which we do not use
const placeInBatch = (sequence: number): NonNullable<SequenceEvaluateOptions['evaluationPriority']> => sequence as 1;

/** Greedy unless a temperature is given; the other defaults are those of llama.cpp. */
function samplingOf({ sampling, maxTokens }: ChatTask, generated: readonly Token[]): SequenceEvaluateOptions {
  const { temperature = 0, topP = 0.95, topK = 40, minP = 0.05, frequencyPenalty = 0, presencePenalty = 0 } = sampling;
  const seed = (sampling.seed ?? randomInt(2 ** 32)) >>> 0;
  const penalised = frequencyPenalty !== 0 || presencePenalty !== 0;
  return {
    temperature, topP, topK, minP, seed,
    ...(penalised && { repeatPenalty: { penalty: 1, frequencyPenalty, presencePenalty, punishTokens: () => [...generated], maxPunishTokens: maxTokens } }),
  };
}
