import { DomainError } from '#kernel/errors';
import type { PolicyShape } from './policy-shape.ts';

/** The numbers of one agent: views of a chunk. */
export interface StateSlot {
  readonly hidden: Float32Array;
  readonly memory: Float32Array;
}

/** Room for the state of a bounded number of agents. */
export interface StateArena {
  /** Slots in use. */
  readonly used: number;
  /** A slot of zeros. @throws DomainError UNAVAILABLE when all are taken */
  take(): StateSlot;
  give(slot: StateSlot): void;
}

const chunkSlots = 1_024;

/** State lies flat, in chunks that are allocated as they are needed and kept. */
export function createStateArena(shape: PolicyShape, maxSlots: number): StateArena {
  const free: StateSlot[] = [];
  let made = 0;
  let chunk = new Float32Array(0);
  const memoryLength = shape.memorySlots * shape.memoryWidth;
  const width = shape.hiddenLength + memoryLength;

  const make = (): StateSlot => {
    if (made >= maxSlots) throw new DomainError('UNAVAILABLE', 'There is no room for another agent of this policy', { details: { maxAgents: maxSlots } });
    const place = made % chunkSlots;
    if (place === 0) chunk = new Float32Array(Math.min(chunkSlots, maxSlots - made) * width);
    made += 1;
    const start = place * width;
    return { hidden: chunk.subarray(start, start + shape.hiddenLength), memory: chunk.subarray(start + shape.hiddenLength, start + width) };
  };
  return {
    get used() {
      return made - free.length;
    },
    take() {
      const slot = free.pop();
      if (slot === undefined) return make();
      clearSlot(slot);
      return slot;
    },
    give: (slot) => void free.push(slot),
  };
}

/** Room for the state of one agent outside any arena. */
export const createSlot = ({ hiddenLength, memorySlots, memoryWidth }: PolicyShape): StateSlot => ({ hidden: new Float32Array(hiddenLength), memory: new Float32Array(memorySlots * memoryWidth) });

/** Zero state: that of a fresh agent. */
export function clearSlot(slot: StateSlot): void {
  slot.hidden.fill(0);
  slot.memory.fill(0);
}

/** Makes one slot equal to another of the same lengths. */
export function copySlot(from: StateSlot, to: StateSlot): void {
  to.hidden.set(from.hidden);
  to.memory.set(from.memory);
}
