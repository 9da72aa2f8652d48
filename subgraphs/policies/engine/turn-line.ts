import type { StepTurn } from './turn.ts';

/** Turns in the order in which they came. */
export interface TurnLine {
  readonly isEmpty: boolean;
  push(turn: StepTurn): void;
  /** The oldest; null when there is none. */
  shift(): StepTurn | null;
}

/** A line that drops what was taken once all was, so that taking moves nothing. */
export function createTurnLine(): TurnLine {
  let turns: StepTurn[] = [];
  let taken = 0;
  return {
    get isEmpty() {
      return taken === turns.length;
    },
    push: (turn) => void turns.push(turn),
    shift() {
      const turn = turns[taken];
      if (turn === undefined) return null;
      taken += 1;
      if (taken === turns.length) {
        turns = [];
        taken = 0;
      }
      return turn;
    },
  };
}
