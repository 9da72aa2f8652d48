/** The next piece of an answer. */
export type AnswerPart =
  | { readonly kind: 'text'; readonly text: string }
  /** A call begins; comes once per call, before its arguments. */
  | { readonly kind: 'call'; readonly index: number; readonly id: string; readonly name: string }
  /** The next piece of the JSON text of a call's arguments. */
  | { readonly kind: 'arguments'; readonly index: number; readonly text: string };

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** A JSON text, as the model wrote it; complete and an object unless the answer is malformed. */
  readonly arguments: string;
}

export interface ReadAnswer {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  /** What is wrong with the calls, in words of ours; null when nothing is. */
  readonly malformed: string | null;
}

/** Collects what was read, as pieces and as a whole. Adjacent pieces of one kind become one. */
export interface AnswerLog {
  text(piece: string): void;
  open(name: string): void;
  arguments(piece: string): void;
  close(): void;
  /** Notes what is wrong; the first note stays. */
  fail(reason: string): void;
  calls(): number;
  /** The pieces since the last time. */
  drain(): readonly AnswerPart[];
  answer(): ReadAnswer;
}

/** An empty log. */
export function createAnswerLog(createId: () => string): AnswerLog {
  let parts: AnswerPart[] = [];
  let text = '';
  let malformed: string | null = null;
  let openCall: string | null = null;
  const calls: { readonly id: string; readonly name: string; arguments: string }[] = [];
  const fail = (reason: string): void => void (malformed ??= reason);
  const add = (part: AnswerPart & { readonly text: string }): void => {
    const last = parts.at(-1);
    if (part.text === '') return;
    if (last?.kind === part.kind && last.kind !== 'call') parts[parts.length - 1] = { ...last, text: last.text + part.text };
    else parts.push(part);
  };
  return {
    fail,
    text: (piece) => {
      text += piece;
      add({ kind: 'text', text: piece });
    },
    open: (name) => {
      openCall = name;
      const id = createId();
      calls.push({ id, name, arguments: '' });
      parts.push({ kind: 'call', index: calls.length - 1, id, name });
    },
    arguments: (piece) => {
      const call = calls.at(-1);
      if (call !== undefined) call.arguments += piece;
      add({ kind: 'arguments', index: calls.length - 1, text: piece });
    },
    close: () => {
      openCall = null;
      const call = calls.at(-1);
      if (call !== undefined && !isObjectText(call.arguments)) fail(`the arguments of ${call.name} are no JSON object`);
    },
    calls: () => calls.length,
    drain: () => {
      const drained = parts;
      parts = [];
      return drained;
    },
    answer: () => ({ text, calls: calls.map((call) => ({ ...call })), malformed: malformed ?? (openCall === null ? null : `the answer ends within a call of ${openCall}`) }),
  };
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
