import { DomainError } from '#kernel/errors';
import type { EmbeddingRequest, GenerationRequest, Prompt, Sampling } from '../backend.ts';
import { contextLengthExceeded } from '../context-length.ts';
import { grammarFault } from './grammar-checks.ts';

/** What one model can take. */
export interface RequestLimits {
  readonly contextLength: number;
  readonly sequences: number;
}

/** No token of any vocabulary is longer than this: a text beyond it cannot fit, and is not even sent to the model. */
const longestToken = 256;
const mostStops = 64;
const mostStopCharacters = 16_384;
const mostBiases = 1_024;
const mostAlternatives = 20;
const mostInputs = 2_048;

/** What is never worth handing to the model process. @throws DomainError BAD_USER_INPUT, CONTEXT_LENGTH_EXCEEDED */
export function checkGeneration(request: GenerationRequest, { contextLength, sequences }: RequestLimits): void {
  const { prompt, stop, count, logprobs, maxTokens, grammar, echo, sampling } = request;
  checkPrompt(prompt, contextLength);
  if (!isWhole(maxTokens, 1, Number.MAX_SAFE_INTEGER)) refuse('maxTokens', 'must be at least 1');
  if (!isWhole(count, 1, sequences)) refuse('count', `must be 1 to ${sequences} for this model`);
  if (logprobs !== null && !isWhole(logprobs, 0, mostAlternatives)) refuse('logprobs', `must be 0 to ${mostAlternatives}`);
  if (echo && prompt.kind === 'chat') refuse('echo', 'is for prompts of text or tokens');
  const fault = grammar === null ? null : grammarFault(grammar);
  if (fault !== null) refuse('grammar', fault);
  checkStops(stop);
  checkSampling(sampling);
}

function checkStops(stop: readonly string[]): void {
  if (stop.length > mostStops || stop.includes('')) refuse('stop', `must hold at most ${mostStops} texts, none of them empty`);
  if (stop.reduce((sum, text) => sum + text.length, 0) > mostStopCharacters) refuse('stop', `must hold at most ${mostStopCharacters} characters`);
}

function checkSampling({ logitBias = {}, ...numbers }: Sampling): void {
  if (Object.values(numbers).some((value) => !Number.isFinite(value))) refuse('sampling', 'must hold numbers');
  const biases = Object.entries(logitBias);
  if (biases.length > mostBiases) refuse('logitBias', `must hold at most ${mostBiases} tokens`);
  if (biases.some(([token, bias]) => !isWhole(Number(token), 0, 2 ** 31) || !(bias >= -100 && bias <= 100))) refuse('logitBias', 'must hold numbers of -100 to 100 by token');
}

/** @throws DomainError BAD_USER_INPUT, CONTEXT_LENGTH_EXCEEDED */
export function checkEmbedding(inputs: EmbeddingRequest['inputs'], contextLength: number): void {
  if (inputs.length === 0 || inputs.length > mostInputs) refuse('input', `must hold 1 to ${mostInputs} texts`);
  for (const input of inputs) {
    if (input.length === 0) refuse('input', 'must not hold an empty text');
    checkTextLength(typeof input === 'string' ? input.length : input.length * longestToken, contextLength);
  }
}

/** @throws DomainError BAD_USER_INPUT, CONTEXT_LENGTH_EXCEEDED */
export function checkPrompt(prompt: Prompt, contextLength: number): void {
  if (prompt.kind === 'chat' && prompt.messages.length === 0) refuse('messages', 'must hold at least one message');
  checkTextLength(lengthOf(prompt), contextLength);
}

/** @throws DomainError CONTEXT_LENGTH_EXCEEDED for a text that cannot fit */
export function checkTextLength(characters: number, contextLength: number): void {
  if (characters > contextLength * longestToken) throw contextLengthExceeded(Math.ceil(characters / longestToken), contextLength);
}

/** At most as many characters as the prompt has for the tokenizer. */
function lengthOf(prompt: Prompt): number {
  if (prompt.kind === 'text') return prompt.text.length;
  if (prompt.kind === 'tokens') return prompt.tokens.length * longestToken;
  const calls = prompt.messages.flatMap(({ toolCalls = [] }) => toolCalls).reduce((sum, call) => sum + call.name.length + call.arguments.length, 0);
  return prompt.messages.reduce((sum, { content }) => sum + content.length, calls) + (prompt.tools.length === 0 ? 0 : JSON.stringify(prompt.tools).length);
}

const isWhole = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most;

function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
