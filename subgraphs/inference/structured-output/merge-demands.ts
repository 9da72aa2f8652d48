import { accepts, automatonOf, choice, literal, TooComplex, whole, type Automaton, type Budget, type Condition } from './automaton.ts';
import type { Conjunction } from './conjunction.ts';
import { formats, numberFormats } from './formats.ts';
import { numberConditions, type Bound } from './number-range.ts';
import { PatternProblem } from './pattern-cursor.ts';
import { refuse, refuseUnsupported } from './refusal.ts';
import { conditionsOf, lengthExpression } from './regular-expression.ts';
import { typeNames, type Schema, type SchemaObject, type TypeName } from './schema.ts';
import { never, type Shape, type ShapeId } from './shape.ts';

interface Surroundings extends Bounds {
  readonly idOf: (conjunction: Conjunction) => ShapeId;
  readonly add: (shape: Shape) => ShapeId;
}

/** Where a schema stands and what its automata may still cost. */
interface Bounds {
  readonly place: string;
  readonly budget: Budget;
}

type Demands = readonly SchemaObject[];

const keywordsOf = {
  object: ['properties', 'required', 'additionalProperties', 'propertyNames'],
  array: ['prefixItems', 'items', 'minItems', 'maxItems'],
  string: ['minLength', 'maxLength', 'pattern'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
} as const satisfies Partial<Record<TypeName, readonly (keyof SchemaObject)[]>>;

/**
 * The shape of values that meet all demands. A schema without a type means the type that its keywords speak of, and any value when they speak of none.
 * @throws DomainError BAD_USER_INPUT, UNSUPPORTED_PARAMETER
 */
export function shapeOfDemands(demands: Demands, surroundings: Surroundings): Shape {
  const types = typesOf(demands);
  const texts = enumOf(demands);
  if (texts !== null) return literalsOf(demands, { texts, types, place: surroundings.place });
  if (types === null) return { kind: 'any' };
  const shapes = types.map((type) => shapeOfType(type, demands, surroundings));
  const [only] = shapes;
  return only !== undefined && shapes.length === 1 ? only : { kind: 'union', branches: shapes.map(surroundings.add) };
}

/** The types that all demands allow; null when nothing says. */
function typesOf(demands: Demands): readonly TypeName[] | null {
  const lists = demands.flatMap(({ type }) => (type === undefined ? [] : [type]));
  if (lists.length === 0) {
    const spoken = typeNames.filter((type) => type in keywordsOf && demands.some((schema) => Object.entries(keywordsOf).some(([name, keywords]) => name === type && keywords.some((keyword) => schema[keyword] !== undefined))));
    const formatted = demands.flatMap(({ format }) => (format === undefined ? [] : [formats.has(format) ? 'string' as const : 'number' as const]));
    const all = [...new Set([...spoken, ...formatted])];
    return all.length === 0 ? null : all;
  }
  const allowed = typeNames.filter((type) => lists.every((list) => list.includes(type) || (type === 'integer' && list.includes('number'))));
  return allowed.filter((type) => type !== 'integer' || !allowed.includes('number'));
}

function enumOf(demands: Demands): readonly string[] | null {
  const lists = demands.flatMap((schema) => (schema.enum === undefined ? [] : [schema.enum.map((value) => JSON.stringify(value))]));
  const [first, ...others] = lists;
  return first === undefined ? null : [...new Set(first)].filter((text) => others.every((other) => other.includes(text)));
}

function literalsOf(demands: Demands, { texts, types, place }: { readonly texts: readonly string[]; readonly types: readonly TypeName[] | null; readonly place: string }): Shape {
  const beside = Object.values(keywordsOf).flatMap((keywords): readonly (keyof SchemaObject)[] => keywords).find((keyword) => demands.some((schema) => schema[keyword] !== undefined));
  if (beside !== undefined) refuseUnsupported(`${place}/${beside}`, 'cannot stand beside enum or const');
  const allowed = texts.filter((text) => types === null || types.some((type) => isOfType(text, type)));
  return allowed.length === 0 ? never : { kind: 'literals', texts: allowed };
}

/** The type of a JSON text, by its first character. */
export function typeOfJson(text: string): Exclude<TypeName, 'integer'> {
  if (text.startsWith('{')) return 'object';
  if (text.startsWith('[')) return 'array';
  if (text.startsWith('"')) return 'string';
  return text === 'null' ? 'null' : text === 'true' || text === 'false' ? 'boolean' : 'number';
}

const isOfType = (text: string, type: TypeName): boolean => (type === 'integer' ? typeOfJson(text) === 'number' && Number.isInteger(Number(text)) : typeOfJson(text) === type);

function shapeOfType(type: TypeName, demands: Demands, surroundings: Surroundings): Shape {
  switch (type) {
    case 'null':
      return { kind: 'literals', texts: ['null'] };
    case 'boolean':
      return { kind: 'literals', texts: ['true', 'false'] };
    case 'string':
      return stringShape(demands, surroundings);
    case 'array':
      return arrayShape(demands, surroundings);
    case 'object':
      return objectShape(demands, surroundings);
    case 'number':
    case 'integer':
      return numberShape(demands, { integer: type === 'integer', ...surroundings });
    default:
      return type satisfies never;
  }
}

const largest = (values: readonly (number | undefined)[]): number | null => values.reduce<number | null>((most, value) => (value === undefined ? most : Math.max(most ?? value, value)), null);
const smallest = (values: readonly (number | undefined)[]): number | null => values.reduce<number | null>((least, value) => (value === undefined ? least : Math.min(least ?? value, value)), null);

function stringShape(demands: Demands, { place, budget }: Bounds): Shape {
  const least = largest(demands.map(({ minLength }) => minLength)) ?? 0;
  const most = smallest(demands.map(({ maxLength }) => maxLength));
  if (most !== null && least > most) return never;
  const conditions = demands.flatMap(({ pattern, format }) => [
    ...(pattern === undefined ? [] : patternConditions(pattern, `${place}/pattern`)),
    ...(format === undefined || !formats.has(format) ? [] : conditionsOf(formats.get(format) ?? '')),
  ]);
  if (conditions.length === 0) return least === 0 && most === null ? { kind: 'string' } : { kind: 'sized', least, most };
  const length = least === 0 && most === null ? [] : [whole(lengthExpression(least, most))];
  return textShape([...conditions, ...length], { place: `${place}/pattern`, budget, quoted: true });
}

function patternConditions(pattern: string, place: string): readonly Condition[] {
  try {
    return conditionsOf(pattern);
  } catch (problem) {
    if (!(problem instanceof PatternProblem)) throw problem;
    return problem.unsupported ? refuseUnsupported(place, problem.message) : refuse(place, problem.message);
  }
}

function textShape(conditions: readonly Condition[], { quoted, ...bounds }: Bounds & { readonly quoted: boolean }): Shape {
  const automaton = boundedAutomaton(conditions, bounds);
  return automaton === null ? never : { kind: 'text', automaton, quoted };
}

function boundedAutomaton(conditions: readonly Condition[], { place, budget }: Bounds): Automaton | null {
  try {
    return automatonOf(conditions, budget);
  } catch (problem) {
    if (problem instanceof TooComplex) return refuse(place, 'is too complex, perhaps together with a length');
    throw problem;
  }
}

function numberShape(demands: Demands, { integer, place, budget }: Bounds & { readonly integer: boolean }): Shape {
  const formatted = demands.flatMap(({ format }) => (format === undefined ? [] : [numberFormats.get(format)])).find((range) => range !== null && range !== undefined);
  const least = tightest(demands.flatMap(({ minimum, exclusiveMinimum }) => [bound(minimum, false), bound(exclusiveMinimum, true)]), formatted?.[0]);
  const most = tightest(demands.flatMap(({ maximum, exclusiveMaximum }) => [negative(bound(maximum, false)), negative(bound(exclusiveMaximum, true))]), formatted === undefined ? undefined : -formatted[1]);
  const steps = new Set(demands.flatMap(({ multipleOf }) => (multipleOf === undefined ? [] : [multipleOf])));
  const whole = integer || demands.some(({ format }) => format === 'int32' || format === 'int64');
  if (least === null && most === null && steps.size === 0) return { kind: whole ? 'integer' : 'number' };
  if (steps.size > 1) refuseUnsupported(`${place}/multipleOf`, 'stands several times');
  const [multipleOf = null] = steps;
  const conditions = numberConditions({ integer: whole, least, most: negative(most), multipleOf });
  return conditions === null ? refuseUnsupported(`${place}/multipleOf`, 'must be a power of ten, or a whole number that divides 1000') : textShape(conditions, { place, budget, quoted: false });
}

const bound = (value: number | undefined, exclusive: boolean): Bound | null => (value === undefined ? null : { value, exclusive });
const negative = (limit: Bound | null): Bound | null => (limit === null ? null : { ...limit, value: -limit.value });

function tightest(limits: readonly (Bound | null)[], formatted: number | undefined): Bound | null {
  return [...limits, bound(formatted, false)].reduce((best, limit) => {
    if (limit === null || best === null) return limit ?? best;
    return limit.value > best.value || (limit.value === best.value && limit.exclusive) ? limit : best;
  }, null);
}

function arrayShape(demands: Demands, { idOf }: Surroundings): Shape {
  const length = Math.max(0, ...demands.map(({ prefixItems }) => prefixItems?.length ?? 0));
  const at = (index: number): Conjunction => demands.flatMap(({ prefixItems = [], items = true }) => [prefixItems[index] ?? items]);
  const first = Array.from({ length }, (_, index) => idOf(at(index)));
  const rest = at(length);
  const least = largest(demands.map(({ minItems }) => minItems)) ?? 0;
  // A list of first items is read as the whole list unless more are spoken of.
  const isOpen = demands.some(({ items }) => items !== undefined) || length === 0;
  const most = smallest([...demands.map(({ maxItems }) => maxItems), isOpen && !rest.includes(false) ? undefined : length]);
  if (most !== null && least > most) return never;
  return { kind: 'array', first, rest: most !== null && most <= length ? null : idOf(rest), least, most };
}

function objectShape(demands: Demands, { place, budget, idOf }: Surroundings): Shape {
  const required = new Set(demands.flatMap((schema) => schema.required ?? []));
  const names = [...new Set([...demands.flatMap(({ properties = {} }) => Object.keys(properties)), ...required])];
  const nameRules = demands.flatMap(({ propertyNames }) => (propertyNames === undefined || propertyNames === true ? [] : [propertyNames]));
  const allowedNames = nameRules.length === 0 ? [] : nameConditions(nameRules, place);
  const demandsOn = (name: string): Conjunction => demands.flatMap(({ properties = {}, additionalProperties }): Conjunction => {
    const own = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    return own === undefined ? [] : [own];
  });
  const nameAutomaton = allowedNames.length === 0 ? null : boundedAutomaton(allowedNames, { place: `${place}/propertyNames`, budget });
  const isAllowed = (name: string): boolean => allowedNames.length === 0 || (nameAutomaton !== null && accepts(nameAutomaton, name));
  const properties = names.map((name) => ({ name, required: required.has(name), value: idOf(isAllowed(name) ? demandsOn(name) : [false]) }));
  const said = demands.flatMap(({ additionalProperties }): Conjunction => (additionalProperties === undefined ? [] : [additionalProperties]));
  const isOpen = said.length > 0 ? !said.includes(false) : !demands.some((schema) => schema.properties !== undefined);
  if (!isOpen) return { kind: 'object', properties, others: null };
  const conditions = [...allowedNames, ...(names.length === 0 ? [] : [whole(choice(...names.map(literal)), true)])];
  const otherNames = conditions.length === 0 ? null : boundedAutomaton([...conditions, ...(allowedNames.length === 0 ? [anyName] : [])], { place, budget });
  if (conditions.length > 0 && otherNames === null) return { kind: 'object', properties, others: null };
  return { kind: 'object', properties, others: { value: idOf(said), names: otherNames } };
}

const anyName = whole(lengthExpression(0, null));

function nameConditions(rules: readonly Schema[], place: string): readonly Condition[] {
  return rules.flatMap((rule): readonly Condition[] => {
    if (typeof rule === 'boolean') return [whole(choice())];
    const { type, pattern, minLength = 0, maxLength = null, enum: values, ...others } = rule;
    const other = Object.keys(others)[0] ?? (type !== undefined && !type.includes('string') ? 'type' : undefined);
    if (other !== undefined) refuseUnsupported(`${place}/propertyNames/${other}`, 'cannot be demanded of names');
    return [
      ...(pattern === undefined ? [] : patternConditions(pattern, `${place}/propertyNames/pattern`)),
      ...(values === undefined ? [] : [whole(choice(...values.filter((value) => typeof value === 'string').map(literal)))]),
      whole(lengthExpression(minLength, maxLength)),
    ];
  });
}
