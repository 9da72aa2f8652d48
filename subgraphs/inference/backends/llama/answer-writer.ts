import type { Token } from 'node-llama-cpp';
import type { GenerationDelta, TokenLogprob } from '../backend.ts';
import { createStopTexts } from './stop-texts.ts';
import { createTokenText } from './token-text.ts';

export interface AnswerWriterOptions {
  readonly detokenize: (tokens: readonly Token[], before: readonly Token[]) => string;
  readonly stops: readonly string[];
  readonly emit: (delta: Omit<GenerationDelta, 'index'>) => void;
}

/** A chosen token; its logprob is null when nobody asked for it. */
export interface ChosenToken {
  readonly token: Token;
  readonly logprob: TokenLogprob | null;
}

/** Gives out the text of an answer as soon as it is certain: whole characters, and no part of a stop text. */
export interface AnswerWriter {
  push(chosen: ChosenToken): 'stopped' | 'goes on';
  /** Gives out what was held back, unless a stop text was met. */
  end(): void;
}

/** A writer of one answer. */
export function createAnswerWriter({ detokenize, stops, emit }: AnswerWriterOptions): AnswerWriter {
  const characters = createTokenText(detokenize);
  const texts = createStopTexts(stops);
  let tokens = 0;
  let logprobs: TokenLogprob[] = [];
  let stopped = false;

  const give = (text: string): void => {
    emit({ text, tokens, logprobs: logprobs.length === 0 ? null : logprobs });
    tokens = 0;
    logprobs = [];
  };
  return {
    push({ token, logprob }) {
      tokens += 1;
      if (logprob !== null) logprobs.push(logprob);
      const next = texts.push(characters.push(token));
      stopped = next.stopped;
      if (next.text !== '') give(next.text);
      return stopped ? 'stopped' : 'goes on';
    },
    end() {
      if (stopped) return;
      const last = texts.push(characters.rest());
      const text = last.stopped ? last.text : last.text + texts.rest();
      if (text !== '' || logprobs.length > 0) give(text);
    },
  };
}
