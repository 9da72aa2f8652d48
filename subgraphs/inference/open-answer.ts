import type { RequestContext } from '#kernel/context';
import { newId } from '#kernel/ids';
import type { Principal } from '#kernel/principal';
import type { AnswerPlan } from './answer-plan.ts';
import type { GenerationRequest, InferenceBackend, ModelFacts } from './backends/backend.ts';
import { contextLengthExceeded } from './backends/context-length.ts';
import { refuse, usualPriority, type CheckedGeneration } from './generation-input.ts';
import type { Reservation } from './reservation-keeper.ts';
import type { TokenAccountService } from './token-account-service.ts';

/** An answer whose tokens are held. */
export interface OpenAnswer {
  readonly id: string;
  readonly createdAt: Date;
  readonly model: ModelFacts;
  readonly plan: AnswerPlan;
  readonly reservation: Reservation;
  /** One for each prompt. */
  readonly requests: readonly GenerationRequest[];
  /** Ends the answer when its caller goes away. */
  readonly signal: AbortSignal;
}

export interface OpenAnswerOptions {
  readonly backend: InferenceBackend;
  readonly accounts: Pick<TokenAccountService, 'reserve'>;
}

/** Who asks for what. */
export interface AnswerOrder {
  readonly principal: Principal;
  readonly plan: AnswerPlan;
  readonly model: ModelFacts;
}

/** What each answer may have when the caller does not say. */
const usualMaxTokens = 512;
const mostChoices = 128;

/** Holds the tokens for all answers of a plan. @throws DomainError BAD_USER_INPUT, CONTEXT_LENGTH_EXCEEDED, INSUFFICIENT_TOKENS, and what counting throws */
export async function openAnswer({ backend, accounts }: OpenAnswerOptions, context: RequestContext, { principal, plan, model }: AnswerOrder): Promise<OpenAnswer> {
  const { generation, prompts } = plan;
  const { subject } = principal;
  if (generation.priority > usualPriority && !principal.scopes.has('admin')) refuse('priority', 'above 0 is for administrators');
  if (generation.count * prompts.length > mostChoices) refuse('count', `makes more than ${mostChoices} answers together`);
  const promptTokens = await Promise.all(prompts.map((prompt) => backend.countTokens(model.id, prompt)));
  await checkForModel(backend, model, generation);
  const wanted = promptTokens.map((tokens) => {
    const room = model.contextLength - tokens;
    if (room < 1) throw contextLengthExceeded(tokens, model.contextLength);
    return Math.min(generation.maxTokens ?? usualMaxTokens, room);
  });
  const id = `${plan.kind}-${newId().replaceAll('-', '')}`;
  const choices = generation.count * prompts.length;
  const completionTokens = generation.count * sum(wanted);
  const reservation = await accounts.reserve(context, {
    id, subject, completionTokens,
    model: model.id,
    promptTokens: sum(promptTokens),
    fewestCompletionTokens: generation.maxTokens === null ? choices : completionTokens,
  });
  const most = reservation.completionTokens === completionTokens ? Infinity : Math.floor(reservation.completionTokens / choices);
  const shared = { ...generation, model: model.id, grammar: plan.grammar, ...(plan.shape !== undefined && { shape: plan.shape }), echo: plan.echo, owner: subject, deadline: context.deadline };
  const requests = prompts.map((prompt, index): GenerationRequest => ({ ...shared, prompt, maxTokens: Math.min(wanted[index] ?? 1, most) }));
  return { id, createdAt: new Date(), model, plan, reservation, requests, signal: context.cancellation.signal };
}

/** What only the model, which counting has loaded, can say; better now than in the middle of a stream. */
async function checkForModel(backend: InferenceBackend, { id }: ModelFacts, { count, sampling: { logitBias } }: CheckedGeneration): Promise<void> {
  const { sequences = count } = backend.loaded().find((loaded) => loaded.id === id) ?? {};
  if (count > sequences) refuse('count', `must be 1 to ${sequences} for this model`);
  if (logitBias === undefined) return;
  const tokens = Object.keys(logitBias).map(Number);
  await backend.countTokens(id, { kind: 'tokens', tokens }).catch(() => refuse('logitBias', 'holds a token that the model does not have'));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
