import type { Token } from 'node-llama-cpp';
import type { ChosenToken } from './answer-writer.ts';
import type { Guesser } from './guesser.ts';
import type { LogitIndex } from './native.ts';
import type { TokenChooser } from './sampling.ts';

/** The tokens of one answer as they are chosen. */
export interface AnswerTokens {
  /** How many there are. */
  readonly count: number;
  /** How many guesses are computed along with the last token. */
  readonly guessed: number;
  /** Takes the next token, and more where guesses were right. */
  choose(logits: readonly LogitIndex[]): Promise<ChoiceOutcome>;
  /** What to compute before the next choice: the last token, and guesses of what follows it. */
  next(): Promise<readonly Token[]>;
  /** Drops all after the first ones: a stop text was met. */
  cut(count: number): void;
  dispose(): void;
}

/** What came of one step. */
export interface ChoiceOutcome {
  readonly chosen: readonly ChosenToken[];
  /** Why nothing follows; null when something does. */
  readonly ended: 'STOP' | 'LENGTH' | null;
  /** How many of the tokens computed last were wrong guesses. */
  readonly surplus: number;
}

export interface AnswerTokensOptions {
  readonly prompt: readonly Token[];
  readonly chooser: TokenChooser;
  readonly guesser: Guesser;
  /** The most tokens. */
  readonly most: number;
  /** True for tokens that end an answer and are not part of it. */
  readonly isEnd: (token: Token) => boolean;
  /** Adds what the reader wants to know of a token that was just chosen. */
  readonly describe: (index: LogitIndex, token: Token) => Promise<ChosenToken>;
}

/** Chooses token after token; guesses are checked against what is chosen, so that they change nothing. */
export function createAnswerTokens({ prompt, chooser, guesser, most, isEnd, describe }: AnswerTokensOptions): AnswerTokens {
  const generated: Token[] = [];
  let guesses: readonly Token[] = [];

  return {
    get count() {
      return generated.length;
    },
    get guessed() {
      return guesses.length;
    },
    async choose(logits) {
      const chosen: ChosenToken[] = [];
      let ended: ChoiceOutcome['ended'] = null;
      for (const index of logits) {
        const token = await chooser.choose(index, generated);
        if (token === null || isEnd(token)) {
          ended = 'STOP';
          break;
        }
        chosen.push(await describe(index, token));
        generated.push(token);
        if (generated.length >= most) ended = 'LENGTH';
        if (ended !== null || guesses[chosen.length - 1] !== token) break;
      }
      // The last choice is no confirmed guess: either nothing was guessed after it, or it differs, or it is where the answer ends.
      const right = chosen.filter(({ token }, place) => guesses[place] === token).length;
      if (guesses.length > 0) guesser.learn({ made: guesses.length, right });
      return { chosen, ended, surplus: guesses.length - right };
    },
    async next() {
      const last = generated.slice(-1);
      guesses = await guesser.guess([...prompt, ...generated], most - generated.length - 1);
      return [...last, ...guesses];
    },
    cut: (count) => void generated.splice(count),
    dispose: () => chooser.dispose(),
  };
}
