import { newId } from '#kernel/ids';
import type { AgentState, PolicyEngine } from './engine/index.ts';
import type { PolicyFiles, PolicyKind } from './policy-files.ts';

/** A policy with its versions and agents. One process serves it, so this is all there is to know of it. */
export interface Policy {
  readonly name: string;
  readonly kind: PolicyKind;
  readonly isDefault: boolean;
  /** Oldest first. */
  readonly versions: PolicyVersion[];
  /** Version by alias, as they were set. */
  readonly aliases: Map<string, string>;
  /** What new agents get; null while nothing is loaded. */
  current: PolicyVersion | null;
  readonly agents: Map<string, Agent>;
  readonly watchers: Watchers;
  /** Whether the steps of agents are recorded of which nothing else was said. */
  isRecorded: boolean;
}

/** One set of weights. */
export interface PolicyVersion {
  readonly policy: Policy;
  readonly version: string;
  files: PolicyFiles;
  state: 'LOADED' | 'UNLOADED' | 'RETIRING' | 'REFUSED';
  refusal: string | null;
  /** Present while it is loaded or retiring. */
  engine: PolicyEngine | null;
  loadedAt: Date | null;
  agentCount: number;
}

/** The steps of an agent between two resets. */
export class Episode {
  /** How many were taken. */
  steps: number;
  #id: string | null = null;

  constructor(steps: number) {
    this.steps = steps;
  }

  /** Made when somebody asks for it: most episodes are neither recorded nor looked at. */
  get id(): string {
    return (this.#id ??= newId());
  }
}

/** The state of one agent. */
export interface Agent {
  readonly id: string;
  readonly policy: Policy;
  version: PolicyVersion;
  engine: PolicyEngine;
  state: AgentState;
  episode: Episode;
  /** Null: as the policy says. */
  recording: boolean | null;
  /** Milliseconds since the epoch. */
  resetAt: number;
  usedAt: number;
  /** Its place among all agents that may be forgotten, by when they were used last. */
  older: Agent | null;
  newer: Agent | null;
}

/** A step that an agent took. */
export interface StepEvent {
  readonly policyName: string;
  readonly agentId: string;
  readonly step: number;
  readonly observation: readonly number[];
  readonly action: number | readonly number[];
  readonly value: number;
  readonly logProb: number;
  readonly pressure: number;
  readonly agent: Agent;
}

/** Who watches the agents of one policy. */
export interface Watchers {
  /** False: nobody, and nothing needs to be told. */
  readonly isEmpty: boolean;
  /** Never waits: a watcher that has not read its last 256 events loses the oldest. */
  tell(event: StepEvent): void;
  /** The steps of one agent from now on, or with null of all. */
  watch(agentId: string | null, signals: readonly AbortSignal[]): AsyncIterableIterator<StepEvent>;
}

/** The agent that every policy has, from the start and for ever. */
export const defaultAgentId = 'default';

/** Whether the next step of an agent is recorded. */
export const isRecorded = ({ recording, policy }: Agent): boolean => recording ?? policy.isRecorded;
