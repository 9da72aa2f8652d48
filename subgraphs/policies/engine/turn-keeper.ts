import { settle } from './call.ts';
import type { PolicyEngineMetrics } from './engine-metrics.ts';
import { dequeue, type AgentState, type StepTurn } from './turn.ts';

export interface TurnKeeperOptions {
  /** Takes a step whose turn has come. */
  readonly ready: (turn: StepTurn) => void;
  readonly metrics: PolicyEngineMetrics | null;
}

/** Decides whose turn comes next. */
export interface TurnKeeper {
  /** Steps that were not answered yet. */
  readonly waiting: number;
  /** Counts the steps of a new call. */
  readonly expect: (steps: number) => void;
  /** Does what waits for an agent, as far as its turn has come. */
  readonly proceed: (agent: AgentState) => void;
  /** Follows up a turn that was computed, failed or skipped. */
  readonly complete: (turn: StepTurn) => void;
}

/** The turns of one engine: each agent has one at a time, and a call ends with its last. */
export function createTurnKeeper({ ready, metrics }: TurnKeeperOptions): TurnKeeper {
  let waiting = 0;
  const proceed = (agent: AgentState): void => {
    let turn = agent.first;
    for (; turn !== null && turn.act !== null; turn = agent.first) {
      dequeue(agent);
      turn.act();
    }
    if (turn !== null) ready(turn);
  };
  const surroundings = { proceed, metrics };
  return {
    get waiting() {
      return waiting;
    },
    expect: (steps) => void (waiting += steps),
    proceed,
    complete({ call, next }) {
      // The next step of the same agent in the same call goes on from what this one left.
      if (next?.act === null && next.call === call) ready(next);
      if (call.remaining > 0 || call.isSettled) return;
      call.isSettled = true;
      waiting -= call.turns.length;
      settle(call, surroundings);
    },
  };
}
