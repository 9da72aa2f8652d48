import type { OutputStream } from '../micro.ts';

/** Collects short texts, so that code which prints a character at a time does not cost its readers a message for each. */
export interface TextBatch {
  add(stream: OutputStream, text: string): void;
  /** Tells what has waited for too long. */
  flushLate(): void;
  flush(): void;
}

const maxLength = 8_192;
const patienceMs = 20;

/** An empty batch; `tell` gets texts in their order. */
export function createTextBatch(tell: (stream: OutputStream, text: string) => void): TextBatch {
  let waiting: { readonly stream: OutputStream; text: string; readonly since: number } | null = null;

  const flush = (): void => {
    if (waiting !== null) tell(waiting.stream, waiting.text);
    waiting = null;
  };
  return {
    add(stream, text) {
      if (waiting !== null && waiting.stream !== stream) flush();
      waiting ??= { stream, text: '', since: performance.now() };
      waiting.text += text;
      if (waiting.text.length >= maxLength) flush();
    },
    flushLate() {
      if (waiting !== null && performance.now() - waiting.since > patienceMs) flush();
    },
    flush,
  };
}
