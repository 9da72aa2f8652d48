import { DomainError } from '#kernel/errors';
import { resetAgent } from './agent-state.ts';
import type { PolicyEngineMetrics } from './engine-metrics.ts';
import type { PolicyStep } from './policy-shape.ts';
import { copySlot } from './state-arena.ts';
import { dequeue, type AgentState, type Call, type StepTurn } from './turn.ts';

/** What stands in an answer until the step was taken. */
const untaken: PolicyStep = { action: 0, value: 0, logProb: 0, pressure: 0 };

/** A call without turns yet; `addTurn` adds them. */
export function createCall(answer: Call['answer'], refuse: Call['refuse']): Call {
  return { turns: [], results: [], remaining: 0, isSettled: false, failure: null, faulty: null, randomBefore: null, answer, refuse };
}

/** What a step is to start from. */
export type Step = Pick<StepTurn, 'agent' | 'observation' | 'deterministic'>;

/** Adds one step to a call. */
export function addTurn(call: Call, step: Step): StepTurn {
  const turn: StepTurn = { agent: step.agent, observation: step.observation, deterministic: step.deterministic, call, index: call.remaining, act: null, next: null };
  call.turns.push(turn);
  call.results.push(untaken);
  call.remaining += 1;
  return turn;
}

/** Makes the call fail because the new state of a turn, or what the model answered, is not finite. */
export function blame({ agent, call }: StepTurn): void {
  call.failure ??= new DomainError('INTERNAL', 'The policy answered numbers that are not finite; the state of the agent was reset');
  if (agent !== null) (call.faulty ??= []).push(agent);
}

/** Remembers the generator of an agent, in case its call fails after it drew from it. */
export function rememberRandom({ agent, call }: StepTurn): void {
  if (agent?.random == null || call.turns.length === 1) return;
  call.randomBefore ??= new Map();
  if (!call.randomBefore.has(agent)) call.randomBefore.set(agent, agent.random.slice());
}

/** What a call that ends is bound to. */
export interface Surroundings {
  readonly metrics: PolicyEngineMetrics | null;
  /** Does what waits for an agent, as far as its turn has come. */
  readonly proceed: (agent: AgentState) => void;
}

/** Ends a call whose turns were all computed or skipped: moves all state or none, answers, and lets what waits behind it begin. */
export function settle(call: Call, { metrics, proceed }: Surroundings): void {
  if (call.failure === null) {
    for (const turn of call.turns) commit(turn);
    call.answer(call.results);
  } else {
    rollBack(call, metrics);
    call.refuse(call.failure);
  }
  for (const { agent } of call.turns) {
    if (agent === null) continue;
    dequeue(agent);
    if (agent.first?.call !== call) proceed(agent);
  }
}

function commit({ agent, call, index }: StepTurn): void {
  if (agent === null) return;
  if (agent.draft !== null) {
    copySlot(agent.draft, agent.slot);
    agent.draft = null;
  }
  agent.stepCount += 1;
  agent.pressure = call.results[index]?.pressure ?? 0;
}

function rollBack({ turns, randomBefore, faulty }: Call, metrics: PolicyEngineMetrics | null): void {
  for (const { agent } of turns) if (agent !== null) agent.draft = null;
  randomBefore?.forEach((before, agent) => agent.random?.set(before));
  for (const agent of faulty ?? []) {
    resetAgent(agent);
    metrics?.stateReset();
  }
}
