/** A piece of a call as engines stream it. */
export interface WireToolCall {
  readonly index: number;
  readonly name: string | null;
  readonly arguments: string;
}

/** Writes calls that an engine made as the text that models of this machine write, so that one reader understands both. */
export interface ToolCallText {
  push(calls: readonly WireToolCall[]): string;
  /** Ends the call that is open. */
  end(): string;
}

const mostCharacters = 4_000_000;

/** Writes each call as `<tool_call>{"name":"…","arguments":{…}}</tool_call>`; an engine sends one after the other. */
export function createToolCallText(): ToolCallText {
  const call: { index: number | null; isEmpty: boolean } = { index: null, isEmpty: true };
  let written = 0;

  const end = (): string => {
    if (call.index === null) return '';
    call.index = null;
    return `${call.isEmpty ? '{}' : ''}}</tool_call>`;
  };
  const begin = (index: number, name: string): string => {
    const before = end();
    Object.assign(call, { index, isEmpty: true });
    return `${before}<tool_call>{"name":${JSON.stringify(name)},"arguments":`;
  };
  const write = ({ index, name, arguments: text }: WireToolCall): string => {
    if (call.index !== index && name === null) return ''; // it goes on with a call that never began, or has ended
    const head = call.index !== index && name !== null ? begin(index, name) : '';
    if (text !== '') call.isEmpty = false;
    return head + text;
  };

  return {
    push(calls) {
      const text = calls.map(write).join('');
      written += text.length;
      return written > mostCharacters ? '' : text;
    },
    end,
  };
}
