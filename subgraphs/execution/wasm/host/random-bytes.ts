/** Fills bytes with what nobody can foresee, or with a seed the same each time. */
export type FillRandom = (bytes: Uint8Array) => void;

const mostAtOnce = 65_536;

export function createFillRandom(seed: number | null): FillRandom {
  if (seed !== null) return createSeeded(seed);
  return (bytes) => {
    for (let start = 0; start < bytes.length; start += mostAtOnce) crypto.getRandomValues(bytes.subarray(start, start + mostAtOnce));
  };
}

/** Mulberry32 of Tommy Ettinger (public domain), a byte of each number at a time: what a program gets does not depend on how it asks. */
function createSeeded(seed: number): FillRandom {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 24;
  };
  return (bytes) => {
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = next();
  };
}
