const unsettled = '\u{FFFD}';
/** A character has at most four bytes, so that at most three tokens can hold the beginning of one. */
const longestBeginning = 3;

/** Turns tokens into text and never gives out half a character. */
export interface TokenText<TToken> {
  /** The text that is certain after this token. */
  push(token: TToken): string;
  /** What is left once no more tokens come; an unfinished character becomes U+FFFD. */
  rest(): string;
}

/** Text of the tokens of one answer. `detokenize` gets the tokens and those right before them. */
export function createTokenText<TToken>(detokenize: (tokens: readonly TToken[], before: readonly TToken[]) => string): TokenText<TToken> {
  let before: readonly TToken[] = [];
  let tokens: readonly TToken[] = [];
  let given = 0;

  return {
    push(token) {
      tokens = [...tokens, token];
      const text = detokenize(tokens, before);
      const certain = text.endsWith(unsettled) ? text.length - unsettled.length : text.length;
      const next = text.slice(given, certain);
      // Only the last tokens can still change what is shown; the text before them is the same however they are cut.
      const cut = certain === text.length ? tokens.length : Math.max(0, tokens.length - longestBeginning);
      before = [...before, ...tokens.slice(0, cut)].slice(-longestBeginning);
      tokens = tokens.slice(cut);
      given = tokens.length === 0 ? 0 : detokenize(tokens, before).length - unsettled.length;
      return next;
    },
    rest: () => (tokens.length === 0 ? '' : detokenize(tokens, before).slice(given)),
  };
}
