import { call, literal, type Grammar } from './grammar.ts';
import type { Alternatives, Item } from './grammar-rule.ts';
import type { JsonRules } from './json-grammar.ts';
import { literalsRule } from './literals-grammar.ts';
import type { Shapes } from './read-shapes.ts';
import type { ArrayShape, ObjectShape, Shape, ShapeId } from './shape.ts';

interface Writer {
  readonly grammar: Grammar;
  readonly json: JsonRules;
  readonly ruleOf: (id: ShapeId) => string;
}

/** Adds the rules of shapes to a grammar and names that of their root. */
export function writeShapes({ table }: Shapes, { grammar, json }: Pick<Writer, 'grammar' | 'json'>): string {
  const names = new Map<ShapeId, string>();
  const ruleOf = (id: ShapeId): string => {
    const name = names.get(id) ?? grammar.reserve();
    names.set(id, name);
    return name;
  };
  const root = ruleOf(0);
  // The map grows while its shapes are written: only what is referred to gets rules.
  for (const [id, name] of names) {
    const shape = table[id];
    if (shape !== undefined) grammar.define(name, alternativesOf(shape, { grammar, json, ruleOf }));
  }
  return root;
}

function alternativesOf(shape: Shape, writer: Writer): Alternatives {
  const { grammar, json, ruleOf } = writer;
  switch (shape.kind) {
    case 'any':
      return [[call(json.value())]];
    case 'string':
      return [[call(json.string())]];
    case 'number':
      return [[call(json.number())]];
    case 'integer':
      return [[call(json.integer())]];
    case 'union':
      return shape.branches.map((branch) => [call(ruleOf(branch))]);
    case 'literals':
      return literalsRule(grammar, shape.texts);
    case 'sized':
      return [[literal('"'), ...grammar.repeated(json.character(), shape.least, shape.most), literal('"')]];
    case 'text': {
      const content = call(json.text(shape.automaton, shape.quoted));
      return [shape.quoted ? [literal('"'), content, literal('"')] : [content]];
    }
    case 'array':
      return arrayAlternatives(shape, writer);
    case 'object':
      return objectAlternatives(shape, writer);
    default:
      return shape satisfies never;
  }
}

/** Read from the end: after each place, what may still follow. */
function arrayAlternatives({ first, rest, least, most }: ArrayShape, { grammar, json, ruleOf }: Writer): Alternatives {
  const separator = (index: number): readonly Item[] => (index === 0 ? [] : [literal(','), json.space()]);
  let follow = literal(']');
  if (rest !== null) {
    const start = Math.max(first.length, 1);
    const more = grammar.rule([[literal(','), json.space(), call(ruleOf(rest))]]);
    const counted = (from: number): readonly Item[] => grammar.repeated(more, Math.max(0, least - from), most === null ? null : most - from);
    const items = [...counted(start), literal(']')];
    const head = most === 0 ? [] : [[call(ruleOf(rest)), ...items]];
    follow = call(grammar.rule(first.length > 0 ? [items] : [...(least === 0 ? [[literal(']')]] : []), ...head]));
  }
  const written = most === null ? first : first.slice(0, most);
  for (const [back, item] of [...written].reverse().entries()) {
    const index = written.length - 1 - back;
    follow = call(grammar.rule([...(index >= least ? [[literal(']')]] : []), [...separator(index), call(ruleOf(item)), follow]]));
  }
  return [[literal('['), follow]];
}

/** Two rules per property, so that any optional ones may be left out without listing their combinations: what may come next, and what may follow. */
function objectAlternatives({ properties, others }: ObjectShape, { grammar, json, ruleOf }: Writer): Alternatives {
  const close: readonly Item[] = [literal('}')];
  const comma: readonly Item[] = [literal(','), json.space()];
  let mayClose = true;
  let next: string | null = null;
  if (others !== null) {
    const name: Item = others.names === null ? call(json.string()) : call(grammar.rule([[literal('"'), call(json.text(others.names, true)), literal('"')]]));
    const other: readonly Item[] = [name, literal(':'), json.space(), call(ruleOf(others.value))];
    next = grammar.rule([[...other, ...grammar.repeated(grammar.rule([[...comma, ...other]]), 0, null), ...close]]);
  }
  const followedBy = (): Alternatives => [...(mayClose ? [close] : []), ...(next === null ? [] : [[...comma, call(next)]])];
  for (const { name, value, required } of [...properties].reverse()) {
    const follow = grammar.rule(followedBy());
    const own: readonly Item[] = [literal(`${JSON.stringify(name)}:`), json.space(), call(ruleOf(value)), call(follow)];
    next = grammar.rule([own, ...(required || next === null ? [] : [[call(next)]])]);
    mayClose &&= !required;
  }
  return [...(mayClose ? [[literal('{'), ...close]] : []), ...(next === null ? [] : [[literal('{'), call(next)]])];
}
