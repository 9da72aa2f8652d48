/** What one more character of a value means. */
export interface Scanned {
  /** The text of the value that is now known. */
  readonly text: string;
  readonly state: 'open' | 'end' | 'wrong';
}

/** Reads a value character by character. */
export type Scanner = (character: string) => Scanned;

/** Finds the end of an object or a list by its brackets and strings, from its first character; whether it is valid JSON is another question. */
export function createBracketScanner(): Scanner {
  let depth = 0;
  let inString = false;
  let isEscaped = false;
  return (character) => {
    if (inString) {
      inString = isEscaped || character !== '"';
      isEscaped = !isEscaped && character === '\\';
      return { text: character, state: 'open' };
    }
    if (character === '"') inString = true;
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    return { text: character, state: depth <= 0 ? 'end' : 'open' };
  };
}

const plainEscapes = new Map([['"', '"'], ['\\', '\\'], ['/', '/'], ['b', '\b'], ['f', '\f'], ['n', '\n'], ['r', '\r'], ['t', '\t']]);

/** Decodes a JSON string from behind its opening quote. Escapes are held back until they are whole, both halves of a surrogate pair included. */
export function createStringScanner(): Scanner {
  let escape = '';
  let high = '';
  const known = (text: string): Scanned => {
    const whole = high + text;
    high = /^[\ud800-\udbff]$/u.test(whole) ? whole : '';
    return { text: high === '' ? whole : '', state: 'open' };
  };
  return (character) => {
    if (escape === '' && character !== '\\') {
      if (character === '"') return { text: high, state: 'end' };
      return character < ' ' ? { text: '', state: 'wrong' } : known(character);
    }
    escape += character;
    if (!/^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{0,4})?$/u.test(escape)) return { text: '', state: 'wrong' };
    const plain = plainEscapes.get(escape.slice(1));
    if (plain === undefined && escape.length < 6) return { text: '', state: 'open' };
    const text = plain ?? String.fromCharCode(Number.parseInt(escape.slice(2), 16));
    escape = '';
    return known(text);
  };
}
