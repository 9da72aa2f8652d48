/** Numbers from 0 (included) to 1 (excluded). */
export type UniformSource = () => number;

/** The state of a generator: four 32-bit words, not all zero. */
export type RandomState = Int32Array;

/** Generator state from any number, by SplitMix32 (the 32-bit finaliser of MurmurHash3 over a Weyl sequence). */
export function seedRandom(seed: number): RandomState {
  const words = new Int32Array(4);
  let weyl = (seed | 0) ^ Math.trunc(seed / 2 ** 32);
  for (let index = 0; index < 4; index += 1) {
    weyl = (weyl + 0x9e3779b9) | 0;
    let word = weyl;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    words[index] = word ^ (word >>> 16);
  }
  return words;
}

/** The next number of xoshiro128** (Blackman and Vigna, 2018), which moves the state. */
export function nextUniform(state: RandomState): number {
  const a = state[0] ?? 0;
  const b = state[1] ?? 0;
  const c = state[2] ?? 0;
  const d = state[3] ?? 0;
  const times5 = Math.imul(b, 5);
  const result = Math.imul((times5 << 7) | (times5 >>> 25), 9);
  const third = c ^ a;
  const fourth = d ^ b;
  state[0] = a ^ fourth;
  state[1] = b ^ third;
  state[2] = third ^ (b << 9);
  state[3] = (fourth << 11) | (fourth >>> 21);
  return (result >>> 0) / 2 ** 32;
}

/** A number of the standard normal distribution, from two uniform ones (Box and Muller, 1958). */
export function nextNormal(uniform: UniformSource): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
  return radius * Math.cos(2 * Math.PI * uniform());
}
