import { charactersOf, codePoints, complement, type CodePoints, type Range } from './code-points.ts';
import { type PatternCursor, unsupportedPattern, wrongPattern } from './pattern-cursor.ts';

const digits: CodePoints = [[0x30, 0x39]];
const words = codePoints([[0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]]);
const spaces = codePoints([[0x09, 0x0d], [0x20, 0x20], [0xa0, 0xa0], [0x1680, 0x1680], [0x2000, 0x200a], [0x2028, 0x2029], [0x202f, 0x202f], [0x205f, 0x205f], [0x3000, 0x3000], [0xfeff, 0xfeff]]);
const sets = new Map([['d', digits], ['D', complement(digits)], ['w', words], ['W', complement(words)], ['s', spaces], ['S', complement(spaces)]]);
const controls = new Map([['t', 9], ['n', 10], ['v', 11], ['f', 12], ['r', 13], ['0', 0]]);
const unsupportedEscapes = new Map([['p', 'a Unicode property (\\p)'], ['P', 'a Unicode property (\\P)'], ['k', 'a back-reference'], ['b', 'a word boundary (\\b)'], ['B', 'a word boundary (\\B)']]);

/** What `.` does not match. */
export const lineEnds = charactersOf('\n\r\u2028\u2029');

/** Reads what follows a backslash. @throws PatternProblem */
export function escaped(cursor: PatternCursor): CodePoints {
  const character = cursor.next();
  const point = controls.get(character) ?? numericEscape(cursor, character);
  if (point !== null) return [[point, point]];
  const set = sets.get(character);
  if (set !== undefined) return set;
  const feature = unsupportedEscapes.get(character) ?? (/[1-9]/u.test(character) ? 'a back-reference' : null);
  if (feature !== null) unsupportedPattern(feature);
  return /^[a-zA-Z]?$/u.test(character) ? wrongPattern(`has an unknown escape \\${character}`) : charactersOf(character);
}

function numericEscape(cursor: PatternCursor, kind: string): number | null {
  if (kind === 'x') return cursor.hexadecimal(2);
  if (kind !== 'u') return null;
  if (cursor.take('{')) {
    const point = cursor.hexadecimal(1, 6);
    return cursor.take('}') && point <= 0x10ffff ? point : wrongPattern('has a broken escape');
  }
  const high = cursor.hexadecimal(4);
  if (high < 0xd800 || high > 0xdbff || !cursor.take('\\u')) return high;
  const low = cursor.hexadecimal(4);
  return low >= 0xdc00 && low <= 0xdfff ? (high - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000 : wrongPattern('has a broken escape');
}

/** Reads a class after its `[`. @throws PatternProblem */
export function characterClass(cursor: PatternCursor): CodePoints {
  const negated = cursor.take('^');
  const ranges: Range[] = [];
  while (!cursor.take(']')) {
    const first = member(cursor);
    if (cursor.sees('-]') || !cursor.take('-')) ranges.push(...first);
    else ranges.push(between(first, member(cursor)));
  }
  const set = codePoints(ranges);
  return negated ? complement(set) : set;
}

function member(cursor: PatternCursor): CodePoints {
  if (cursor.take('\\')) return cursor.take('b') ? [[8, 8]] : escaped(cursor);
  const character = cursor.next();
  return character === '' ? wrongPattern('has an unclosed "["') : charactersOf(character);
}

function between(low: CodePoints, high: CodePoints): Range {
  const [first, last] = [single(low), single(high)];
  return first === null || last === null || last < first ? wrongPattern('has a broken range in a class') : [first, last];
}

function single([range, ...others]: CodePoints): number | null {
  return range !== undefined && others.length === 0 && range[0] === range[1] ? range[0] : null;
}
