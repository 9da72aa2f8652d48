import type { FinishedAnswer, Usage } from './answers.ts';
import { joinCalls, type AnswerReader, type ReadPiece, type ToolCallPiece } from './answer-reader.ts';
import type { GenerationDelta, ModelFacts, TokenAlternative, TokenLogprob } from './backends/backend.ts';
import type { OpenAnswer } from './open-answer.ts';

/** Why an answer ended, for its caller. */
export type FinishReason = FinishedAnswer['choices'][number]['finishReason'] | 'TOOL_CALLS';

/** What all events of one answer share. */
export interface AnswerHead {
  readonly id: string;
  readonly createdAt: Date;
  readonly model: ModelFacts;
}

/** A piece of one choice: the first has the role and the balance, the last the reason of the end; the last of all has the usage and the new balance too. */
export interface AnswerEvent extends AnswerHead {
  readonly index: number;
  readonly role: 'ASSISTANT' | null;
  readonly content: string;
  /** How many characters of the choice came before. */
  readonly offset: number;
  readonly tokens: number;
  readonly toolCalls: readonly ToolCallPiece[];
  readonly logprobs: readonly TokenLogprob[] | null;
  readonly finishReason: FinishReason | null;
  readonly usage: Usage | null;
  readonly tokenBalance: number | null;
}

/** Makes the events of one answer. */
export interface AnswerEvents {
  start(): readonly AnswerEvent[];
  delta(delta: GenerationDelta): readonly AnswerEvent[];
  end(finished: FinishedAnswer): readonly AnswerEvent[];
}

/** What was read of one choice. */
interface ChoiceState {
  readonly reader: AnswerReader;
  characters: number;
  tokens: number;
  /** Of what the reader holds back. */
  unsaid: { readonly tokens: number; readonly logprobs: readonly TokenLogprob[] | null };
}

const nothing = { tokens: 0, logprobs: null };

/** Reads what a model says into the events of an answer. */
export function createAnswerEvents({ id, createdAt, model, plan, requests, reservation }: OpenAnswer): AnswerEvents {
  const choices = requests.flatMap(({ count }) => Array.from({ length: count }, (): ChoiceState => ({ reader: plan.createReader(), characters: 0, tokens: 0, unsaid: nothing })));
  const blank = { id, createdAt, model, role: null, content: '', tokens: 0, toolCalls: [], logprobs: null, finishReason: null, usage: null, tokenBalance: null };
  const eventOf = (index: number, { characters }: ChoiceState): AnswerEvent => ({ ...blank, index, offset: characters });

  /** The event of a piece; none while all of it is held back. */
  const say = (index: number, choice: ChoiceState, { content, toolCalls }: ReadPiece): readonly AnswerEvent[] => {
    if (content === '' && toolCalls.length === 0) return [];
    const event = { ...eventOf(index, choice), content, toolCalls, ...choice.unsaid };
    choice.characters += content.length;
    choice.tokens += event.tokens;
    choice.unsaid = nothing;
    return [event];
  };

  return {
    start: () => choices.map((choice, index) => ({ ...eventOf(index, choice), role: 'ASSISTANT', tokenBalance: reservation.balance })),
    delta({ index, text, tokens, logprobs }) {
      const choice = choices[index];
      if (choice === undefined) return [];
      choice.unsaid = { tokens: choice.unsaid.tokens + tokens, logprobs: joinLogprobs(choice.unsaid.logprobs, logprobs?.map(toFinite) ?? null) };
      return say(index, choice, choice.reader.push(text));
    },
    end({ choices: ends, usage, balance }) {
      return choices.flatMap((choice, index) => {
        const { hasCalls, ...rest } = choice.reader.end();
        const last = say(index, choice, rest);
        const { finishReason, completionTokens } = ends[index] ?? { finishReason: 'CANCELLED', completionTokens: choice.tokens };
        const end: AnswerEvent = {
          ...eventOf(index, choice),
          tokens: completionTokens - choice.tokens,
          logprobs: choice.unsaid.logprobs,
          finishReason: finishReason === 'STOP' && hasCalls ? 'TOOL_CALLS' : finishReason,
          ...(index === choices.length - 1 && { usage, tokenBalance: balance }),
        };
        return [...last, end];
      });
    },
  };
}

/** Pieces of texts and calls of one choice, one after the other, as one; null when they must stay apart. */
export function joinEvents(event: AnswerEvent, next: AnswerEvent): AnswerEvent | null {
  if (event.role !== null || event.finishReason !== null || next.role !== null || next.finishReason !== null) return null;
  return {
    ...event,
    content: event.content + next.content,
    tokens: event.tokens + next.tokens,
    toolCalls: joinCalls(event.toolCalls, next.toolCalls),
    logprobs: joinLogprobs(event.logprobs, next.logprobs),
  };
}

const joinLogprobs = (logprobs: AnswerEvent['logprobs'], next: AnswerEvent['logprobs']): AnswerEvent['logprobs'] =>
  logprobs === null || next === null ? (logprobs ?? next) : [...logprobs, ...next];

/** JSON has no infinity; OpenAI writes -9999 for what is impossible. */
const leastLogprob = -9_999;

const toFinite = ({ top, ...token }: TokenLogprob): TokenLogprob => ({ ...atLeast(token), top: top.map(atLeast) });
const atLeast = (token: TokenAlternative): TokenAlternative => ({ ...token, logprob: Math.max(leastLogprob, token.logprob) });
