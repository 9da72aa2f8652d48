import { joinEvents, type AnswerEvent, type AnswerHead, type FinishReason } from './answer-events.ts';
import type { Usage } from './answers.ts';
import type { TokenLogprob, ToolCall } from './backends/backend.ts';

/** A message that a model said. */
export interface AssistantMessage {
  readonly role: 'ASSISTANT';
  readonly content: string;
  readonly toolCalls: readonly ToolCall[];
}

/** One of the answers to a chat. */
export interface ChatChoice {
  readonly index: number;
  readonly message: AssistantMessage;
  readonly finishReason: FinishReason;
  readonly logprobs: readonly TokenLogprob[] | null;
  /** Whether the content is what was asked for; null when nothing was. */
  readonly meetsFormat: () => boolean | null;
}

/** A whole answer to a chat. */
export interface ChatAnswer extends AnswerHead {
  readonly choices: readonly ChatChoice[];
  readonly usage: Usage;
  readonly tokenBalance: number;
}

/** Collects the events of an answer. */
export interface AnswerCollector {
  add(events: readonly AnswerEvent[]): void;
  /** The choices by index. */
  choices(): readonly ChatChoice[];
}

interface Collected {
  said: AnswerEvent | null;
  finishReason: FinishReason;
}

/** A collector of whole answers; `meetsFormat` judges their content. */
export function createAnswerCollector(meetsFormat: ((text: string) => boolean) | null): AnswerCollector {
  const collected = new Map<number, Collected>();
  const take = (event: AnswerEvent): void => {
    const choice = collected.get(event.index) ?? { said: null, finishReason: 'STOP' };
    collected.set(event.index, choice);
    if (event.role !== null) return;
    if (event.finishReason !== null) choice.finishReason = event.finishReason;
    const piece = { ...event, finishReason: null };
    choice.said = choice.said === null ? piece : joinEvents(choice.said, piece);
  };
  return {
    add: (events) => events.forEach(take),
    choices: () => [...collected].sort(([one], [other]) => one - other).map(([index, choice]) => toChoice(index, choice, meetsFormat)),
  };
}

function toChoice(index: number, { said, finishReason }: Collected, meetsFormat: ((text: string) => boolean) | null): ChatChoice {
  const content = said?.content ?? '';
  const toolCalls = (said?.toolCalls ?? []).map(({ id, name, arguments: json }) => ({ id: id ?? '', name: name ?? '', arguments: json }));
  return { index, message: { role: 'ASSISTANT', content, toolCalls }, finishReason, logprobs: said?.logprobs ?? null, meetsFormat: () => meetsFormat?.(content) ?? null };
}
