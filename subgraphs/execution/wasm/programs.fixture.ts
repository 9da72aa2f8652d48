import { readFileSync } from 'node:fs';

/** The bytes of one of the tests' own modules. */
export const program = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(`./fixture/programs/${name}.wasm`, import.meta.url)));

/** Whole numbers that are the same in every run: from 0 to below `bound`. */
export function createSequence(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
