import { DomainError } from '#kernel/errors';
import type { GenerationRequest, Sampling } from './backends/backend.ts';

export type Optional<TValue> = TValue | null | undefined;

/** What chats and texts have in common as a caller sends it: typed, but not checked. */
export interface GenerationInput {
  readonly model: string;
  readonly maxTokens?: Optional<number>;
  readonly count?: Optional<number>;
  readonly temperature?: Optional<number>;
  readonly topP?: Optional<number>;
  readonly topK?: Optional<number>;
  readonly minP?: Optional<number>;
  readonly seed?: Optional<number>;
  readonly stop?: Optional<readonly string[]>;
  readonly frequencyPenalty?: Optional<number>;
  readonly presencePenalty?: Optional<number>;
  readonly repeatPenalty?: Optional<number>;
  readonly logitBias?: Optional<readonly LogitBias[]>;
  readonly topLogprobs?: Optional<number>;
  readonly priority?: Optional<number>;
}

interface LogitBias {
  readonly token: number;
  readonly bias: number;
}

/** What is generated, checked. */
export interface CheckedGeneration extends Pick<GenerationRequest, 'sampling' | 'stop' | 'logprobs' | 'count' | 'priority'> {
  /** For each answer; null when the caller left it open. */
  readonly maxTokens: number | null;
}

/** The highest priority that anybody may ask for; what is above is for administrators. */
export const usualPriority = 0;

const mostStops = 4;
const longestStop = 256;
const mostBiases = 1_024;
const largest = 2_147_483_647;
const samplingRanges = {
  temperature: [0, 2],
  topP: [0, 1],
  topK: [0, 1_000_000],
  minP: [0, 1],
  seed: [-2_147_483_648, largest],
  frequencyPenalty: [-2, 2],
  presencePenalty: [-2, 2],
  repeatPenalty: [0.01, 2],
} as const satisfies Readonly<Record<Exclude<keyof Sampling, 'logitBias'>, Range>>;

/** Checks what chats and texts have in common. @throws DomainError BAD_USER_INPUT with the field and the reason */
export function checkGeneration(input: GenerationInput): CheckedGeneration {
  const { maxTokens = null, topLogprobs = null } = input;
  if (maxTokens !== null && !isWithin(maxTokens, [1, largest])) refuse('maxTokens', 'must be at least 1');
  return {
    maxTokens,
    logprobs: topLogprobs === null ? null : within('topLogprobs', topLogprobs, [0, 20]),
    count: within('count', input.count ?? 1, [1, 128]),
    priority: within('priority', input.priority ?? usualPriority, [-10, 10]),
    sampling: { ...checkSampling(input), ...checkBias(input.logitBias ?? []) },
    stop: checkStops(input.stop ?? []),
  };
}

function checkSampling(input: GenerationInput): Sampling {
  const given = Object.entries(samplingRanges).flatMap(([field, range]) => {
    const value = isSamplingField(field) ? input[field] : null;
    return value === null || value === undefined ? [] : [[field, within(field, value, range)] as const];
  });
  return Object.fromEntries(given);
}

function checkBias(biases: readonly LogitBias[]): Pick<Sampling, 'logitBias'> {
  if (biases.length > mostBiases) refuse('logitBias', `must hold at most ${mostBiases} tokens`);
  if (biases.some(({ token, bias }) => token < 0 || !isWithin(bias, [-100, 100]))) refuse('logitBias', 'must hold numbers of -100 to 100 for tokens from 0');
  return biases.length === 0 ? {} : { logitBias: Object.fromEntries(biases.map(({ token, bias }) => [token, bias])) };
}

function checkStops(stops: readonly string[]): readonly string[] {
  if (stops.length > mostStops) refuse('stop', `must hold at most ${mostStops} texts`);
  if (stops.some((stop) => stop === '' || stop.length > longestStop)) refuse('stop', `must hold texts of 1 to ${longestStop} characters`);
  return stops;
}

type Range = readonly [least: number, most: number];

function within(field: string, value: number, range: Range): number {
  if (!isWithin(value, range)) refuse(field, `must be ${range[0]} to ${range[1]}`);
  return value;
}

const isSamplingField = (field: string): field is keyof typeof samplingRanges => field in samplingRanges;
const isWithin = (value: number, [least, most]: Range): boolean => value >= least && value <= most;

/** @throws DomainError BAD_USER_INPUT, always */
export function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
