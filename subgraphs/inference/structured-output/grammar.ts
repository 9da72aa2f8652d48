import { charactersIn, type CodePoints } from './code-points.ts';
import { limits } from './limits.ts';
import type { Alternatives, Item } from './grammar-rule.ts';
import { checkStart } from './grammar-start.ts';
import { refuse } from './refusal.ts';

/** The native matcher drops the bound of a longer repetition without a word. */
const longestRun = 1_000;

/** A grammar in the making, in GBNF, the dialect of llama.cpp (its grammars/README.md). Names of rules never come from a caller. */
export interface Grammar {
  /** A name for a rule that is defined later. */
  reserve(): string;
  define(name: string, alternatives: Alternatives): void;
  /** Defines a rule and names it. */
  rule(alternatives: Alternatives): string;
  /** A rule `least` to `most` times, however many that is. */
  repeated(rule: string, least: number, most: number | null): readonly Item[];
  /**
   * The text of the grammar, which starts with this rule.
   * @throws DomainError BAD_USER_INPUT when it is too large or a native matcher could not read it in bounded time
   */
  print(start: string): string;
}

/** An empty grammar; `field` names the schema in refusals. */
export function createGrammar(field: string): Grammar {
  const rules = new Map<string, Alternatives>();
  let names = 0;
  let characters = 0;
  const reserve = (): string => `r${(names += 1)}`;

  const define = (name: string, alternatives: Alternatives): void => {
    characters += printRule(name, alternatives).length + 1;
    if (characters > limits.grammar) refuse(field, 'is too large: its grammar is out of bounds');
    rules.set(name, alternatives);
  };
  const rule = (alternatives: Alternatives): string => {
    const name = reserve();
    define(name, alternatives);
    return name;
  };

  const exactly = (name: string, count: number): readonly Item[] => {
    if (count <= longestRun) return count === 0 ? [] : [times(name, count, count)];
    const run = rule([[times(name, longestRun, longestRun)]]);
    return [times(run, Math.floor(count / longestRun), Math.floor(count / longestRun)), ...exactly(name, count % longestRun)];
  };
  const atMost = (name: string, count: number): readonly Item[] => {
    if (count <= longestRun) return count === 0 ? [] : [times(name, 0, count)];
    const run = rule([[times(name, longestRun, longestRun)]]);
    let rest = atMost(name, count % longestRun);
    for (let covered = count % longestRun; covered < count; covered += longestRun) rest = [call(rule([[call(run), ...rest], [times(name, 0, longestRun - 1)]]))];
    return rest;
  };

  return {
    reserve,
    define,
    rule,
    repeated: (name, least, most) => [...exactly(name, least), ...(most === null ? [times(name, 0, null)] : atMost(name, most - least))],
    print: (start) => {
      checkStart(rules, field);
      return [printRule('root', [[call(start)]]), ...[...rules].map(([name, alternatives]) => printRule(name, alternatives))].join('\n');
    },
  };
}

const times = (rule: string, least: number, most: number | null): Item => ({ rule, least, most });

/** A rule, once. */
export const call = (rule: string): Item => times(rule, 1, 1);

/** Exactly this text. @throws RangeError when it is empty */
export function literal(text: string): Item {
  if (text === '') throw new RangeError('A literal has at least one character');
  return { text: `"${charactersIn(text).map(printCharacter).join('')}"` };
}

/** One character of a set. */
export const oneOf = (set: CodePoints): Item => ({ text: `[${set.map(([first, last]) => printPoint(first) + (first === last ? '' : `-${printPoint(last)}`)).join('')}]` });

const printCharacter = (character: string): string => (/^[\w :,{}]$/u.test(character) ? character : printPoint(character.codePointAt(0) ?? 0));

function printPoint(point: number): string {
  const hexadecimal = point.toString(16);
  if (/^[0-9a-z]$/iu.test(String.fromCodePoint(point))) return String.fromCodePoint(point);
  if (point <= 0xff) return `\\x${hexadecimal.padStart(2, '0')}`;
  return point <= 0xffff ? `\\u${hexadecimal.padStart(4, '0')}` : `\\U${hexadecimal.padStart(8, '0')}`;
}

// Nothing is written as an empty literal: a bar at the end of a line would take the next line in.
const printRule = (name: string, alternatives: Alternatives): string => `${name} ::= ${alternatives.map((items) => (items.length === 0 ? '""' : items.map(printItem).join(' '))).join(' | ')}`;

function printItem(item: Item): string {
  if ('text' in item) return item.text;
  const { rule, least, most } = item;
  if (least === 1 && most === 1) return rule;
  if (most === null) return least === 0 ? `${rule}*` : `${rule}{${least},}`;
  return least === most ? `${rule}{${least}}` : `${rule}{${least},${most}}`;
}
