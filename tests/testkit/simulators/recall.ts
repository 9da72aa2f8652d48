import type { Simulator } from './simulator.ts';

const places = 8;
const symbols = 8;
const delay = 24;

/** A place and the symbol at it, counted from 0. */
export type Cue = readonly [place: number, symbol: number];

/** What is shown first, what is only noise, and the places that are asked for at last. */
export interface RecallEpisode {
  readonly shown: readonly Cue[];
  readonly noise: readonly Cue[];
  readonly asked: readonly number[];
}

/** Eight cues, 24 steps of noise, and eight questions in another order. */
export function recallEpisode(random: () => number): RecallEpisode {
  const below = (count: number): number => Math.floor(random() * count);
  const order = (): number[] => Array.from({ length: places }, (_, place) => ({ place, at: random() })).sort((one, other) => one.at - other.at).map(({ place }) => place);
  return {
    shown: order().map((place) => [place, below(symbols)]),
    noise: Array.from({ length: delay }, () => [below(places), below(symbols)]),
    asked: order(),
  };
}

/** A point for each question that is answered with the symbol that was shown at that place; what is done at other times counts nothing. */
export function createRecall({ shown, noise, asked }: RecallEpisode): Simulator {
  const meaning = new Map(shown);
  const observations = [...shown.map((cue) => seen('shown', cue)), ...noise.map((cue) => seen('noise', cue)), ...asked.map((place) => seen('asked', [place, null]))];
  const answers = [...shown.map(() => null), ...noise.map(() => null), ...asked.map((place) => meaning.get(place))];
  let age = 0;
  return {
    observe: () => observations[age] ?? [],
    step(action) {
      const reward = answers[age] === action ? 1 : 0;
      age += 1;
      return { reward, over: age >= observations.length };
    },
  };
}

const seen = (what: 'shown' | 'noise' | 'asked', [place, symbol]: readonly [place: number, symbol: number | null]): readonly number[] => [
  what === 'shown' ? 1 : 0,
  what === 'asked' ? 1 : 0,
  ...Array.from({ length: places }, (_, at) => (at === place ? 1 : 0)),
  ...Array.from({ length: symbols }, (_, at) => (at === symbol ? 1 : 0)),
];
