import type { Automaton } from './automaton.ts';
import { complement, everything, intersection, type CodePoints } from './code-points.ts';
import { call, createGrammar, literal, oneOf, type Grammar } from './grammar.ts';
import type { Alternatives, Item } from './grammar-rule.ts';

/** The rules that every JSON grammar shares; each is defined at its first use. */
export interface JsonRules {
  /** One optional space: all the white space there is, so that no model can loop on it. */
  space(): Item;
  /** A character of a text, escaped as JSON.stringify does it. */
  character(): string;
  value(): string;
  object(): string;
  array(): string;
  string(): string;
  number(): string;
  integer(): string;
  /**
   * The texts of an automaton, as content of a JSON string when quoted. There is one rule per state, and each alternative begins with a character, so that
   * the native matcher follows a single stack.
   */
  text(automaton: Automaton, quoted: boolean): string;
}

const shortEscapes = new Map([[0x08, 'b'], [0x09, 't'], [0x0a, 'n'], [0x0c, 'f'], [0x0d, 'r'], [0x22, '"'], [0x5c, '\\']]);
const escapedPoints: CodePoints = [[0, 0x1f], [0x22, 0x22], [0x5c, 0x5c]];
const digit = oneOf([[0x30, 0x39]]);
const positiveDigit = oneOf([[0x31, 0x39]]);

/** The grammar of any JSON object, for answers that must be JSON of no particular shape. */
export function jsonObjectGrammar(): string {
  const grammar = createGrammar('schema');
  return grammar.print(createJsonRules(grammar).object());
}

/** The shared rules of JSON text (RFC 8259) in one grammar. */
export function createJsonRules(grammar: Grammar): JsonRules {
  const names = new Map<string, string>();
  const shared = (key: string, alternatives: () => Alternatives) => (): string => {
    const known = names.get(key);
    if (known !== undefined) return known;
    // Named before it is defined: a value holds arrays, which hold values.
    const name = grammar.reserve();
    names.set(key, name);
    grammar.define(name, alternatives());
    return name;
  };
  const space = shared('space', () => [[literal(' ')], []]);
  const comma = (): readonly Item[] => [literal(','), call(space())];
  const list = (open: string, item: readonly Item[], close: string): Alternatives => {
    const more = grammar.rule([[...comma(), ...item]]);
    return [[literal(open), literal(close)], [literal(open), ...item, ...grammar.repeated(more, 0, null), literal(close)]];
  };
  const upTo = (item: Item, most: number): readonly Item[] => grammar.repeated(grammar.rule([[item]]), 0, most);
  const optional = (...items: readonly Item[]): Item => call(grammar.rule([items, []]));

  const character = shared('character', () => charactersAsJson(everything));
  const string = shared('string', () => [[literal('"'), ...grammar.repeated(character(), 0, null), literal('"')]]);
  const integer = shared('integer', () => [[literal('0')], [optional(literal('-')), positiveDigit, ...upTo(digit, 14)]]);
  const number = shared('number', () => {
    // Up to 289: with 16 digits before the point the number stays finite.
    const large = grammar.rule([[digit], [positiveDigit, digit], [literal('1'), digit, digit], [literal('2'), oneOf([[0x30, 0x38]]), digit]]);
    const power = grammar.rule([[optional(literal('+')), call(large)], [literal('-'), digit, ...upTo(digit, 2)]]);
    const whole = grammar.rule([[literal('0')], [positiveDigit, ...upTo(digit, 15)]]);
    return [[optional(literal('-')), call(whole), optional(literal('.'), digit, ...upTo(digit, 24)), optional(oneOf([[0x45, 0x45], [0x65, 0x65]]), call(power))]];
  });
  const array: () => string = shared('array', () => list('[', [call(value())], ']'));
  const object: () => string = shared('object', () => list('{', [call(string()), literal(':'), call(space()), call(value())], '}'));
  const value: () => string = shared('value', () => [[call(object())], [call(array())], [call(string())], [call(number())], ...['true', 'false', 'null'].map((text) => [literal(text)])]);
  const texts = [new Map<Automaton, string>(), new Map<Automaton, string>()] as const;
  const text = (automaton: Automaton, quoted: boolean): string => {
    const known = texts[quoted ? 1 : 0];
    const name = known.get(automaton) ?? automatonRule(grammar, { automaton, quoted });
    known.set(automaton, name);
    return name;
  };
  return { space: () => call(space()), character, value, object, array, string, number, integer, text };
}

/** One character of a set as it stands in a JSON text, followed by the given items. */
function charactersAsJson(set: CodePoints, ...then: readonly Item[]): Alternatives {
  const plain = intersection(set, complement(escapedPoints));
  const escaped = intersection(set, escapedPoints).flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
  const short = escaped.flatMap((point): CodePoints[number][] => {
    const letter = shortEscapes.get(point)?.codePointAt(0);
    return letter === undefined ? [] : [[letter, letter]];
  });
  const long = [0, 1].map((row) => ({ row, digits: escaped.filter((point) => point >> 4 === row && !shortEscapes.has(point)).map((point) => (point & 15).toString(16).charCodeAt(0)) }));
  return [
    ...(plain.length > 0 ? [[oneOf(plain), ...then]] : []),
    ...(short.length > 0 ? [[literal('\\'), oneOf(short), ...then]] : []),
    ...long.flatMap(({ row, digits }) => (digits.length > 0 ? [[literal(`\\u00${row}`), oneOf(digits.map((point) => [point, point])), ...then]] : [])),
  ];
}

function automatonRule(grammar: Grammar, { automaton: { states }, quoted }: { readonly automaton: Automaton; readonly quoted: boolean }): string {
  const names = states.map(() => grammar.reserve());
  for (const [index, { edges, accepting }] of states.entries()) {
    const follow = edges.flatMap(({ on, to }): Alternatives => {
      const isLast = states[to]?.edges.length === 0;
      const then = isLast ? [] : [call(names[to] ?? '')];
      return quoted ? charactersAsJson(on, ...then) : [[oneOf(on), ...then]];
    });
    if (index === 0 || edges.length > 0) grammar.define(names[index] ?? '', [...follow, ...(accepting ? [[]] : [])]);
  }
  return names[0] ?? '';
}
