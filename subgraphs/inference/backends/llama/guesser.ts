import type { Token } from 'node-llama-cpp';

/** Guesses the next tokens of one answer, so that several can be computed at once. A wrong guess costs time and changes nothing else. */
export interface Guesser {
  /** At most `most` tokens that may follow; none when guessing does not pay. */
  guess(tokens: readonly Token[], most: number): Promise<readonly Token[]>;
  /** How it went. */
  learn(outcome: GuessFigures): void;
}

/** Guesses made, and those that were right. */
export interface GuessFigures {
  readonly made: number;
  readonly right: number;
}

/** Makes guessers for answers. */
export interface GuesserSource {
  begin(sequence: number): Guesser;
  readonly figures: GuessFigures;
}

/** Where guesses come from. */
export type GuessOrigin = (sequence: number, tokens: readonly Token[], most: number) => Promise<readonly Token[]>;

export interface GuesserSourceOptions {
  readonly origin: GuessOrigin;
  /** The most tokens to guess at once; 0 for no guesses. */
  readonly most: number;
  /** How many answers write now. */
  readonly writing: () => number;
}

/** A batch of as many tokens costs much more than a token alone: beyond it, computing several answers together is the better use. */
const largestBatch = 16;
/** Below this share of right guesses the wrong ones cost more than the right ones save. */
const leastRight = 0.35;
const judgedGuesses = 24;
const restTokens = 64;

/** Guesses while that pays: an answer whose guesses go wrong rests from them for a while. */
export function createGuesserSource({ origin, most, writing }: GuesserSourceOptions): GuesserSource {
  const figures = { made: 0, right: 0 };
  return {
    begin(sequence) {
      let recent = { made: 0, right: 0 };
      let rest = 0;
      return {
        async guess(tokens, room) {
          rest = Math.max(0, rest - 1);
          const length = Math.min(most, room, Math.floor(largestBatch / Math.max(1, writing())) - 1);
          return length < 1 || rest > 0 ? [] : origin(sequence, tokens, length);
        },
        learn({ made, right }) {
          figures.made += made;
          figures.right += right;
          recent = { made: recent.made + made, right: recent.right + right };
          if (recent.made < judgedGuesses) return;
          if (recent.right < recent.made * leastRight) rest = restTokens;
          recent = { made: 0, right: 0 };
        },
      };
    },
    figures,
  };
}

const longestPattern = 4;
const shortestPattern = 2;

/**
 * Looks for the last tokens earlier in the same text and guesses that it goes on alike: what prompt lookup decoding (Saxena, 2023) does. It helps where an
 * answer repeats its prompt, as in edits and summaries.
 */
export const lookUpGuesses: GuessOrigin = async (_sequence, tokens, most) => {
  for (let length = Math.min(longestPattern, tokens.length - 1); length >= shortestPattern; length -= 1) {
    const from = lastPlaceOf(tokens, length);
    if (from !== -1) return tokens.slice(from, from + most);
  }
  return [];
};

/** After the last earlier place of the last `length` tokens; -1 when there is none. */
function lastPlaceOf(tokens: readonly Token[], length: number): number {
  const pattern = tokens.length - length;
  for (let start = pattern - 1; start >= 0; start -= 1) {
    let same = 0;
    while (same < length && tokens[start + same] === tokens[pattern + same]) same += 1;
    if (same === length) return start + length;
  }
  return -1;
}
