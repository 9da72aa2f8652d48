import { DomainError } from '#kernel/errors';
import type { ChatDeltasSubscription, ChatMutation, CompleteMutation, CompletionDeltasSubscription } from '../llm/operations.generated.ts';

type ChatDelta = ChatDeltasSubscription['chatCompletionDelta'];
type Chat = ChatMutation['createChatCompletion']['completion'];
type ToolCall = Chat['choices'][number]['message']['toolCalls'][number];
type TextDelta = CompletionDeltasSubscription['completionDelta'];
type Text = CompleteMutation['createCompletion']['completion'];

/** What has come of an answer: its pieces by choice, and the latest of what is said once. */
export interface Gathered<Delta> {
  readonly choices: Map<number, Delta[]>;
  readonly last: Delta;
}

/** Adds a piece to what has come. */
export function gather<Delta extends { readonly index: number }>(gathered: Gathered<Delta> | undefined, delta: Delta): Gathered<Delta> {
  const choices = gathered?.choices ?? new Map<number, Delta[]>();
  const pieces = choices.get(delta.index);
  if (pieces === undefined) choices.set(delta.index, [delta]);
  else pieces.push(delta);
  return { choices, last: delta };
}

/** The chat that its pieces make. @throws DomainError MODEL_UNAVAILABLE when the end is missing */
export const toWholeChat = ({ choices, last }: Gathered<ChatDelta>): Chat => ({
  ...toHead(last),
  choices: inOrder(choices).map(([index, pieces]) => ({
    index,
    message: { content: pieces.map(({ content }) => content).join(''), toolCalls: toCalls(pieces.flatMap(({ toolCalls }) => toolCalls)) },
    ...toEnd(pieces),
  })),
});

/** The text that its pieces make. @throws DomainError MODEL_UNAVAILABLE when the end is missing */
export const toWholeText = ({ choices, last }: Gathered<TextDelta>): Text => ({
  ...toHead(last),
  choices: inOrder(choices).map(([index, pieces]) => ({ index, text: pieces.map(({ text }) => text).join(''), ...toEnd(pieces) })),
});

const inOrder = <Delta>(choices: ReadonlyMap<number, Delta>): (readonly [number, Delta])[] => [...choices].sort(([one], [other]) => one - other);

function toHead({ id, createdAt, model, usage, tokenBalance }: ChatDelta | TextDelta) {
  if (usage === null || tokenBalance === null) throw brokenOff();
  return { id, createdAt, model, usage, tokenBalance };
}

function toEnd(pieces: readonly (ChatDelta | TextDelta)[]) {
  const finishReason = pieces.find((piece) => piece.finishReason !== null)?.finishReason;
  if (finishReason === null || finishReason === undefined) throw brokenOff();
  const logprobs = pieces.flatMap((piece) => piece.logprobs ?? []);
  return { finishReason, logprobs: logprobs.length === 0 ? null : logprobs };
}

/** A call begins with its id and its name, and goes on with arguments. */
function toCalls(pieces: readonly ChatDelta['toolCalls'][number][]): readonly ToolCall[] {
  const calls = new Map<number, ToolCall>();
  for (const { index, id, name, arguments: json } of pieces) {
    const call = calls.get(index);
    calls.set(index, { id: call?.id ?? id ?? '', name: call?.name ?? name ?? '', arguments: (call?.arguments ?? '') + json });
  }
  return inOrder(calls).map(([, call]) => call);
}

const brokenOff = (): DomainError => new DomainError('MODEL_UNAVAILABLE', 'The answer broke off');
