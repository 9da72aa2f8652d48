import { tensorSpecs, type Batch } from './batch.ts';
import type { PolicyShape } from './policy-shape.ts';
import type { StateSlot } from './state-arena.ts';
import type { StepTurn } from './turn.ts';

/** What moves numbers between agents and the rows of a batch. */
export interface BatchRows {
  /** Fills the inputs of a row. */
  load(batch: Batch, row: number, turn: StepTurn): void;
  /** Whether all outputs of rows `from` up to `to` are finite. */
  areFinite(batch: Batch, from: number, to: number): boolean;
  /** The state that came out of a row; a view that the next run overwrites. */
  stateOut(batch: Batch, row: number): StateSlot;
}

/** Row arithmetic for models of one shape. */
export function createBatchRows(shape: PolicyShape): BatchRows {
  const { observationLength, hiddenLength } = shape;
  const memoryLength = shape.memorySlots * shape.memoryWidth;
  const outputs = tensorSpecs(shape).filter(({ direction }) => direction === 'output');
  return {
    load({ observation, hidden, memory }, row, turn) {
      for (let index = 0, at = row * observationLength; index < observationLength; index += 1, at += 1) observation[at] = turn.observation[index] ?? 0;
      if (turn.agent === null) {
        hidden.fill(0, row * hiddenLength, (row + 1) * hiddenLength);
        memory.fill(0, row * memoryLength, (row + 1) * memoryLength);
      } else {
        const state = turn.agent.draft ?? turn.agent.slot;
        hidden.set(state.hidden, row * hiddenLength);
        memory.set(state.memory, row * memoryLength);
      }
    },
    areFinite: (batch, from, to) => outputs.every(({ name, width }) => allFinite(batch[name], from * width, to * width)),
    stateOut: ({ stateOut, hidden_out, memory_out }, row) =>
      (stateOut[row] ??= {
        hidden: hidden_out.subarray(row * hiddenLength, (row + 1) * hiddenLength),
        memory: memory_out.subarray(row * memoryLength, (row + 1) * memoryLength),
      }),
  };
}

/** A number that is not finite makes the sum of all not finite; a sum of finite single-precision numbers stays far inside double precision. Four sums keep the processor busy. */
function allFinite(numbers: Float32Array, from: number, to: number): boolean {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let index = from;
  for (; index + 3 < to; index += 4) {
    first += numbers[index] ?? 0;
    second += numbers[index + 1] ?? 0;
    third += numbers[index + 2] ?? 0;
    fourth += numbers[index + 3] ?? 0;
  }
  for (; index < to; index += 1) first += numbers[index] ?? 0;
  return Number.isFinite(first + second + third + fourth);
}
