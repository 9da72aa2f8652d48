import { DomainError } from '#kernel/errors';
import type { ChatMessage, GenerationRequest, Sampling } from './backends/backend.ts';

type Optional<TValue> = TValue | null | undefined;

/** A chat as a caller sends it: typed, but not checked. */
export interface ChatInput {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly maxTokens?: Optional<number>;
  readonly temperature?: Optional<number>;
  readonly topP?: Optional<number>;
  readonly topK?: Optional<number>;
  readonly minP?: Optional<number>;
  readonly seed?: Optional<number>;
  readonly stop?: Optional<readonly string[]>;
  readonly frequencyPenalty?: Optional<number>;
  readonly presencePenalty?: Optional<number>;
}

/** A chat that can be answered, but for whom and for how many tokens is still open. */
export type CheckedChat = Pick<GenerationRequest, 'model' | 'sampling' | 'stop'> & { readonly messages: readonly ChatMessage[]; readonly maxTokens: number | null };

type NumericSampling = Exclude<keyof Sampling, 'logitBias' | 'repeatPenalty'>;

const mostMessages = 1_000;
const mostCharacters = 4_000_000;
const mostStops = 4;
const longestStop = 256;
const ranges = {
  temperature: [0, 2],
  topP: [0, 1],
  topK: [0, 1_000_000],
  minP: [0, 1],
  seed: [-2_147_483_648, 2_147_483_647],
  frequencyPenalty: [-2, 2],
  presencePenalty: [-2, 2],
} as const satisfies Readonly<Record<NumericSampling, readonly [number, number]>>;

/** Checks a chat. @throws DomainError BAD_USER_INPUT with the field and the reason */
export function checkChat(input: ChatInput): CheckedChat {
  const maxTokens = input.maxTokens ?? null;
  if (maxTokens !== null && !isWithin(maxTokens, [1, 2_147_483_647])) refuse('maxTokens', 'must be at least 1');
  return { model: input.model, messages: checkMessages(input.messages), sampling: checkSampling(input), stop: checkStops(input.stop ?? []), maxTokens };
}

/** Checks the messages of a chat. @throws DomainError BAD_USER_INPUT */
export function checkMessages(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  if (messages.length === 0) refuse('messages', 'must hold at least one message');
  if (messages.length > mostMessages) refuse('messages', `must hold at most ${mostMessages} messages`);
  const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
  if (characters > mostCharacters) refuse('messages', `must hold at most ${mostCharacters} characters`);
  return messages;
}

function checkSampling(input: ChatInput): Sampling {
  const given = Object.entries(ranges).flatMap(([field, range]) => {
    const value = isSamplingField(field) ? input[field] : null;
    if (value === null || value === undefined) return [];
    if (!isWithin(value, range)) refuse(field, `must be ${range[0]} to ${range[1]}`);
    return [[field, value] as const];
  });
  return Object.fromEntries(given);
}

function checkStops(stops: readonly string[]): readonly string[] {
  if (stops.length > mostStops) refuse('stop', `must hold at most ${mostStops} texts`);
  if (stops.some((stop) => stop === '' || stop.length > longestStop)) refuse('stop', `must hold texts of 1 to ${longestStop} characters`);
  return stops;
}

const isSamplingField = (field: string): field is NumericSampling => field in ranges;
const isWithin = (value: number, [least, most]: readonly [number, number]): boolean => value >= least && value <= most;

function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
