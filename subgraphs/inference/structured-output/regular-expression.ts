import { anyCharacter, begin, choice, end, one, repeat, sequence, type Condition, type Expression } from './automaton.ts';
import { characterClass, escaped, lineEnds } from './character-class.ts';
import { charactersOf, codePoints, complement, everything } from './code-points.ts';
import { limits } from './limits.ts';
import { createPatternCursor, type PatternCursor, unsupportedPattern, wrongPattern } from './pattern-cursor.ts';

const anyBefore = repeat(one(codePoints([...everything, ...begin])), 0, null);
const anyAfter = repeat(one(codePoints([...everything, ...end])), 0, null);

/**
 * The conditions that a text meets when the pattern is found in it, as ECMAScript finds it with the `u` flag (ECMA-262, Patterns): literals, classes,
 * groups, alternation, quantifiers, anchors anywhere, and lookaheads right after a leading `^`.
 * @throws PatternProblem
 */
export function conditionsOf(pattern: string): readonly Condition[] {
  if (pattern.length > limits.pattern) wrongPattern(`is longer than ${limits.pattern} characters`);
  const cursor = createPatternCursor(pattern);
  const lookaheads = /^\^\(\?[=!]/u.test(pattern) ? leadingLookaheads(cursor) : [];
  const expression = disjunction(cursor, 0);
  if (cursor.peek() !== '') wrongPattern('has an unmatched ")"');
  if (lookaheads.length > 0 && expression.kind === 'choice') unsupportedPattern('a lookahead beside "|"');
  const start = lookaheads.length > 0 ? one(begin) : anyBefore;
  return [{ expression: sequence(start, expression, anyAfter), negated: false }, ...lookaheads];
}

function leadingLookaheads(cursor: PatternCursor): readonly Condition[] {
  const found: Condition[] = [];
  cursor.take('^');
  while (cursor.sees('(?=') || cursor.sees('(?!')) {
    const negated = !cursor.take('(?=') && cursor.take('(?!');
    found.push({ expression: sequence(one(begin), disjunction(cursor, 1), anyAfter), negated });
    if (!cursor.take(')')) wrongPattern('has an unclosed "("');
  }
  return found;
}

function disjunction(cursor: PatternCursor, depth: number): Expression {
  const branches: Expression[] = [];
  do {
    const parts: Expression[] = [];
    while (!['', '|', ')'].includes(cursor.peek())) parts.push(term(cursor, depth));
    branches.push(sequence(...parts));
  } while (cursor.take('|'));
  const [only] = branches;
  return only !== undefined && branches.length === 1 ? only : choice(...branches);
}

function term(cursor: PatternCursor, depth: number): Expression {
  const isAnchor = cursor.peek() === '^' || cursor.peek() === '$';
  const part = atom(cursor, depth);
  const range = quantifier(cursor);
  if (range === null) return part;
  if (isAnchor) unsupportedPattern('a quantifier on an anchor');
  // Lazy and greedy quantifiers find the same texts.
  cursor.take('?');
  return repeat(part, ...range);
}

function atom(cursor: PatternCursor, depth: number): Expression {
  if (cursor.take('^')) return one(begin);
  if (cursor.take('$')) return one(end);
  if (cursor.take('.')) return one(complement(lineEnds));
  if (cursor.take('(')) return group(cursor, depth);
  if (cursor.take('[')) return one(characterClass(cursor));
  if (cursor.take('\\')) return one(escaped(cursor));
  if (/[*+?{}\]]/u.test(cursor.peek())) wrongPattern(`has a stray "${cursor.peek()}"`);
  return one(charactersOf(cursor.next()));
}

function group(cursor: PatternCursor, depth: number): Expression {
  if (depth >= limits.groups) wrongPattern(`nests groups deeper than ${limits.groups}`);
  if (!cursor.take('?:') && cursor.take('?')) {
    if (['=', '!', '<=', '<!'].some((kind) => cursor.sees(kind))) unsupportedPattern('a lookaround inside');
    if (!cursor.take('<')) unsupportedPattern('a group modifier');
    while (!cursor.take('>')) if (cursor.next() === '') wrongPattern('has an unclosed group name');
  }
  const inner = disjunction(cursor, depth + 1);
  return cursor.take(')') ? inner : wrongPattern('has an unclosed "("');
}

function quantifier(cursor: PatternCursor): readonly [number, number | null] | null {
  if (cursor.take('*')) return [0, null];
  if (cursor.take('+')) return [1, null];
  if (cursor.take('?')) return [0, 1];
  if (!cursor.take('{')) return null;
  const least = cursor.number() ?? wrongPattern('has a broken quantifier');
  const most = cursor.take(',') ? cursor.number() : least;
  if (!cursor.take('}') || (most !== null && most < least)) wrongPattern('has a broken quantifier');
  if (Math.max(least, most ?? 0) > limits.states) wrongPattern(`repeats more than ${limits.states} times`);
  return [least, most];
}

/** A text of `least` to `most` characters of any kind. */
export const lengthExpression = (least: number, most: number | null): Expression => repeat(anyCharacter, least, most);
