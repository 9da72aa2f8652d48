import type { Batch } from './batch.ts';
import { createBatchRows } from './batch-rows.ts';
import { blame, rememberRandom } from './call.ts';
import { createActionReader } from './distribution.ts';
import type { PolicyShape, PolicyStep } from './policy-shape.ts';
import { nextUniform, type UniformSource } from './random.ts';
import { copySlot, createSlot } from './state-arena.ts';
import type { StepTurn } from './turn.ts';

/** What a run means for the turns that were its rows. */
export interface RunRows {
  /** Fills the inputs of a row. */
  load(batch: Batch, row: number, turn: StepTurn): void;
  /** Takes actions and new state from the outputs; a call whose numbers are not finite fails instead. */
  read(batch: Batch, turns: readonly StepTurn[]): void;
}

/** Rows of one model; `random` is the chance for agents without a seed. */
export function createRunRows(shape: PolicyShape, random: UniformSource): RunRows {
  const rows = createBatchRows(shape);
  const readAction = createActionReader(shape);

  const takeAction = (batch: Batch, row: number, turn: StepTurn): PolicyStep => {
    if (turn.deterministic) return readAction(batch, row, null);
    const state = turn.agent?.random ?? null;
    if (state === null) return readAction(batch, row, random);
    rememberRandom(turn);
    return readAction(batch, row, () => nextUniform(state));
  };

  /** The last rows of a call write where the agent's state lies; until then it is a draft. */
  const keepState = (batch: Batch, row: number, { agent, call }: StepTurn): void => {
    if (agent === null || call.failure !== null) return;
    const state = rows.stateOut(batch, row);
    if (call.remaining > 0) {
      copySlot(state, (agent.draft ??= createSlot(shape)));
    } else {
      copySlot(state, agent.slot);
      agent.draft = null;
    }
  };

  return {
    load: (batch, row, turn) => rows.load(batch, row, turn),
    read(batch, turns) {
      const isClean = rows.areFinite(batch, 0, turns.length);
      for (const [row, turn] of turns.entries()) {
        turn.call.remaining -= 1;
        if (turn.call.failure !== null) continue;
        if (isClean || rows.areFinite(batch, row, row + 1)) turn.call.results[turn.index] = takeAction(batch, row, turn);
        else blame(turn);
      }
      // Only now is it known which calls failed.
      for (const [row, turn] of turns.entries()) keepState(batch, row, turn);
    },
  };
}
