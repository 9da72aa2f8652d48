import type { Token } from 'node-llama-cpp';
import type { ChatDelta } from '../backend.ts';
import { createStopTexts } from './stop-texts.ts';
import { createTokenText } from './token-text.ts';

export interface AnswerWriterOptions {
  readonly detokenize: (tokens: readonly Token[], before: readonly Token[]) => string;
  readonly stops: readonly string[];
  readonly emit: (delta: ChatDelta) => void;
}

/** Gives out the text of an answer as soon as it is certain: whole characters, and no part of a stop text. */
export interface AnswerWriter {
  push(token: Token): 'stopped' | 'goes on';
  /** Gives out what was held back, unless a stop text was met. */
  end(): void;
}

/** A writer of one answer. */
export function createAnswerWriter({ detokenize, stops, emit }: AnswerWriterOptions): AnswerWriter {
  const characters = createTokenText(detokenize);
  const texts = createStopTexts(stops);
  let tokens = 0;
  let stopped = false;

  const give = (text: string): void => {
    if (text === '') return;
    emit({ text, tokens });
    tokens = 0;
  };
  return {
    push(token) {
      tokens += 1;
      const next = texts.push(characters.push(token));
      stopped = next.stopped;
      give(next.text);
      return stopped ? 'stopped' : 'goes on';
    },
    end() {
      if (stopped) return;
      const last = texts.push(characters.rest());
      give(last.stopped ? last.text : last.text + texts.rest());
    },
  };
}
