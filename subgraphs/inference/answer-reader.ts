import { newId } from '#kernel/ids';
import { createToolCallReader, type AnswerPart } from './structured-output/index.ts';

/** The next piece of a call: its id and name come once, then pieces of its arguments. */
export interface ToolCallPiece {
  readonly index: number;
  readonly id: string | null;
  readonly name: string | null;
  readonly arguments: string;
}

/** What a text of the model says. */
export interface ReadPiece {
  readonly content: string;
  readonly toolCalls: readonly ToolCallPiece[];
}

/** Reads one answer as it is made. */
export interface AnswerReader {
  push(text: string): ReadPiece;
  /** What was held back, and whether the answer asked for calls. */
  end(): ReadPiece & { readonly hasCalls: boolean };
}

/** Reads an answer that is text and nothing else. */
export const createTextReader = (): AnswerReader => ({
  push: (content) => ({ content, toolCalls: [] }),
  end: () => ({ content: '', toolCalls: [], hasCalls: false }),
});

/** Reads an answer that may call tools; without `parallel` only its first call counts. */
export function createCallReader({ names, parallel }: { readonly names: readonly string[]; readonly parallel: boolean }): AnswerReader {
  const reader = createToolCallReader({ names, createId: () => `call_${newId().replaceAll('-', '')}` });
  const read = (parts: readonly AnswerPart[]): ReadPiece => ({
    content: parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    toolCalls: joinCalls([], parts.flatMap((part) => (part.kind === 'text' || (part.index > 0 && !parallel) ? [] : [toPiece(part)]))),
  });
  return {
    push: (text) => read(reader.push(text)),
    end() {
      const { parts, answer } = reader.end();
      return { ...read(parts), hasCalls: answer.calls.length > 0 };
    },
  };
}

const toPiece = (part: Exclude<AnswerPart, { readonly kind: 'text' }>): ToolCallPiece =>
  part.kind === 'call' ? { index: part.index, id: part.id, name: part.name, arguments: '' } : { index: part.index, id: null, name: null, arguments: part.text };

/** Pieces of calls with those that follow them; adjacent pieces of one call become one. */
export function joinCalls(pieces: readonly ToolCallPiece[], next: readonly ToolCallPiece[]): readonly ToolCallPiece[] {
  if (next.length === 0) return pieces;
  const joined = [...pieces];
  for (const piece of next) {
    const last = joined.at(-1);
    if (last?.index === piece.index && piece.id === null) joined[joined.length - 1] = { ...last, arguments: last.arguments + piece.arguments };
    else joined.push(piece);
  }
  return joined;
}
