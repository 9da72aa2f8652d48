import type { Batch } from './batch.ts';
import type { PolicyShape, PolicyStep } from './policy-shape.ts';
import { nextNormal, type UniformSource } from './random.ts';

/** Takes an action from row `row` of the outputs: a sampled one, or without a source of chance the likeliest. */
export type ActionReader = (batch: Batch, row: number, uniform: UniformSource | null) => PolicyStep;

const logRootTwoPi = 0.5 * Math.log(2 * Math.PI);
const smallestLogDeviation = -20;
const largestLogDeviation = 2;

/** Reads actions as the model of this shape states them. */
export function createActionReader({ actionKind, actionSize }: PolicyShape): ActionReader {
  return actionKind === 'discrete' ? discreteReader(actionSize) : continuousReader(actionSize);
}

/** Softmax over the logits. */
function discreteReader(size: number): ActionReader {
  return ({ logits, value, pressure }, row, uniform) => {
    const start = row * size;
    const likeliest = indexOfLargest(logits, start, size);
    const largest = logits[start + likeliest] ?? 0;
    let total = 0;
    for (let index = start; index < start + size; index += 1) total += Math.exp((logits[index] ?? 0) - largest);
    let action = likeliest;
    if (uniform !== null) {
      let left = uniform() * total;
      for (action = 0; action < size; action += 1) {
        left -= Math.exp((logits[start + action] ?? 0) - largest);
        if (left < 0) break;
      }
      // Rounding may leave a rest behind the last choice.
      if (action === size) action = likeliest;
    }
    return { action, value: value[row] ?? 0, logProb: (logits[start + action] ?? 0) - largest - Math.log(total), pressure: pressure[row] ?? 0 };
  };
}

function indexOfLargest(numbers: Float32Array, start: number, size: number): number {
  let best = 0;
  for (let index = 1; index < size; index += 1) if ((numbers[start + index] ?? 0) > (numbers[start + best] ?? 0)) best = index;
  return best;
}

/** A normal distribution per dimension, each independent of the others, with a deviation that depends on the state. */
function continuousReader(size: number): ActionReader {
  return ({ mean, log_std, value, pressure }, row, uniform) => {
    const start = row * size;
    const action = new Array<number>(size);
    let logProb = 0;
    for (let index = 0; index < size; index += 1) {
      const logDeviation = Math.min(largestLogDeviation, Math.max(smallestLogDeviation, log_std[start + index] ?? 0));
      const score = uniform === null ? 0 : nextNormal(uniform);
      action[index] = (mean[start + index] ?? 0) + Math.exp(logDeviation) * score;
      logProb -= 0.5 * score * score + logDeviation + logRootTwoPi;
    }
    return { action, value: value[row] ?? 0, logProb, pressure: pressure[row] ?? 0 };
  };
}
