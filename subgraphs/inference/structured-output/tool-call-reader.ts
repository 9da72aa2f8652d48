import { createAnswerLog, type AnswerLog, type AnswerPart, type ReadAnswer } from './answer-log.ts';
import { readCallHead } from './call-head.ts';
import { createBracketScanner, createStringScanner, type Scanner } from './json-scanner.ts';
import { limits } from './limits.ts';

export interface ToolCallReader {
  /** Takes the next text of the answer. Never throws. */
  push(text: string): readonly AnswerPart[];
  /** Ends the answer: the last pieces, and all of it. */
  end(): { readonly parts: readonly AnswerPart[]; readonly answer: ReadAnswer };
}

export interface ReaderOptions {
  /** Names of the tools; anything else is no call. */
  readonly names: readonly string[];
  /** A fresh id for a call. */
  readonly createId: () => string;
}

/** Takes one character and says what takes the next. */
type Step = (character: string) => Step;

const opening = '<tool_call>';
const closing = '</tool_call>';

/**
 * Reads calls out of an answer as it is streamed: `{"name":"…","arguments":{…}}` or a list of these at its start, and the same between `<tool_call>` and
 * `</tool_call>` anywhere, as many models were taught. A beginning is held back until it is known to be a call or text, so that no text is lost.
 * `parameters` may stand for `arguments`, and these may be a JSON string that holds the JSON text.
 */
export function createToolCallReader({ names, createId }: ReaderOptions): ToolCallReader {
  const log = createAnswerLog(createId);
  const { start, release } = createSteps(log, new Set(names));
  let step = start;
  return {
    push: (text) => {
      for (const character of text) step = step(character);
      return log.drain();
    },
    end: () => {
      release();
      return { parts: log.drain(), answer: log.answer() };
    },
  };
}

function createSteps(log: AnswerLog, names: ReadonlySet<string>): { readonly start: Step; readonly release: () => void } {
  /** What is neither known to be text nor used up. */
  let held = '';
  const holding = (step: Step): Step => (character) => {
    held += character;
    return step(character);
  };
  const asText = (): Step => {
    log.text(held);
    held = '';
    return inText;
  };
  const inText: Step = (character) => {
    if (character === '<') return inTag(character);
    log.text(character);
    return inText;
  };
  const inTag: Step = holding((character) => {
    const tag = held.trimStart();
    if (opening.startsWith(tag)) return tag === opening ? startHead() : inTag;
    if (character !== '<') return asText();
    // The character that ends one attempt begins the next.
    log.text(held.slice(0, -1));
    held = character;
    return inTag;
  });
  const startHead = (): Step => {
    const before = held.length;
    const inHead: Step = holding((character) => {
      const head = readCallHead(held.slice(before));
      if (head === 'open') return inHead;
      if (head === 'none' || !names.has(head.name) || log.calls() >= limits.calls) return asText();
      held = '';
      log.open(head.name);
      return character === '"' ? argumentsStep(createStringScanner(), { log, then: afterArguments }) : argumentsStep(createBracketScanner(), { log, then: afterArguments })(character);
    });
    return inHead;
  };
  const start: Step = (character) => {
    if (character === '{' || character === '[') return startHead()(character);
    if (character === '<') return inTag(character);
    held += character;
    return /\s/u.test(character) ? start : asText();
  };
  const afterArguments: Step = (character) => {
    if (/\s/u.test(character)) return afterArguments;
    if (character === '}') return afterCall;
    log.fail('a call goes on after its arguments');
    return afterCall(character);
  };
  /** Between calls: white space, commas, brackets and tags are no text. */
  const afterCall: Step = (character) => {
    if (held === '' && /[\s,}\]]/u.test(character)) return afterCall;
    if (held === '' && (character === '{' || character === '[')) return startHead()(character);
    held += character;
    if (held === closing) held = '';
    if (held === opening) return startHead();
    return closing.startsWith(held) || opening.startsWith(held) ? afterCall : asText();
  };
  return { start, release: asText };
}

/** Takes arguments until they end. */
function argumentsStep(scan: Scanner, { log, then }: { readonly log: AnswerLog; readonly then: Step }): Step {
  const inArguments: Step = (character) => {
    const { text, state } = scan(character);
    log.arguments(text);
    if (state === 'open') return inArguments;
    if (state === 'wrong') log.fail('a call has arguments in a broken string');
    log.close();
    return then;
  };
  return inArguments;
}
