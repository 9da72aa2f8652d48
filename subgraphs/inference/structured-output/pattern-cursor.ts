import { charactersIn } from './code-points.ts';

/** Thrown inside this folder for a pattern that is wrong or beyond the subset; the message completes "pattern …". */
export class PatternProblem extends Error {
  readonly unsupported: boolean;

  constructor(message: string, { unsupported }: { readonly unsupported: boolean }) {
    super(message);
    this.unsupported = unsupported;
  }
}

/** @throws PatternProblem, always */
export function wrongPattern(message: string): never {
  throw new PatternProblem(message, { unsupported: false });
}

/** @throws PatternProblem, always */
export function unsupportedPattern(feature: string): never {
  throw new PatternProblem(`uses ${feature}, which is not supported`, { unsupported: true });
}

/** A place in a pattern that moves on as it is read. */
export interface PatternCursor {
  /** The character here; empty at the end. */
  peek(): string;
  /** The character here, which is then read; empty at the end. */
  next(): string;
  /** Whether this text is next. */
  sees(text: string): boolean;
  /** Reads this text if it is next. */
  take(text: string): boolean;
  /** Reads a decimal number if one is next. */
  number(): number | null;
  /** Reads so many hexadecimal digits. @throws PatternProblem */
  hexadecimal(least: number, most?: number): number;
}

/** A cursor at the start of a pattern. */
export function createPatternCursor(pattern: string): PatternCursor {
  const characters = charactersIn(pattern);
  let at = 0;
  const sees = (text: string): boolean => text === characters.slice(at, at + text.length).join('');
  const run = (allowed: RegExp, most: number): string => {
    const from = at;
    while (at - from < most && allowed.test(characters[at] ?? '')) at += 1;
    return characters.slice(from, at).join('');
  };
  return {
    sees,
    peek: () => characters[at] ?? '',
    next: () => characters[at++] ?? '',
    take: (text) => {
      const found = sees(text);
      if (found) at += text.length;
      return found;
    },
    number: () => {
      const text = run(/^[0-9]$/u, 9);
      return text === '' ? null : Number(text);
    },
    hexadecimal: (least, most = least) => {
      const text = run(/^[0-9a-f]$/iu, most);
      return text.length < least ? wrongPattern('has a broken escape') : Number.parseInt(text, 16);
    },
  };
}
