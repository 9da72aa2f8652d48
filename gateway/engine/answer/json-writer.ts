import { isAbstractType, type GraphQLLeafType } from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import type { Data } from '../data.ts';
import { longestStored, type JsonText } from './json-text.ts';
import { isInt, leafWriter } from './leaf.ts';
import type { FieldShape, ObjectShape, ValueShape } from './response-shape.ts';

/** Writes an object as JSON. A value that is not as the schema says sets `flawed`; the text is worth nothing then. */
export type WriteObject = (data: Data, text: JsonText, variables: SubgraphVariables) => void;

/**
 * Makes the writer of one shape, a function with code of its own, because V8 only reads a property quickly where its name and the kind of its object are always the
 * same. For `{ name }` of a `User` the code is
 *
 *     text.open(123);
 *     text.makeRoom(); end = text.end; bytes[end] = 34; bytes[end + 1] = 110; …
 *     value = data["name"];
 *     if (value === null || value === undefined) text.flawed = true; else if (typeof value === "string") text.quoted(value); else text.flawed = true;
 *     text.close(125);
 *
 * Nothing that a client wrote becomes code: the keys of data are literals in it, those of the answer are character codes.
 */
export function createJsonWriter(shape: ObjectShape): WriteObject {
  const helpers: Helper[] = [];
  const fields = shape.fields.map((field) => fieldCode(field, shape, helpers));
  const code = `return (data, text, variables) => { const { bytes } = text; let end, value; text.open(123);\n${fields.join('\n')}\ntext.close(125); };`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- the reason is above
  const writer: unknown = new Function(...helpers.map((_, index) => helperName(index)), code)(...helpers);
  return isWriter(writer) ? writer : noCode();
}

const isWriter = (made: unknown): made is WriteObject => typeof made === 'function';

function noCode(): never {
  throw new TypeError('The code of a writer makes no function');
}

/** What code calls. */
type Helper = WriteObject | ((typename: unknown) => WriteObject | undefined) | ((value: unknown) => boolean | string | null) | NonNullable<FieldShape['included']>;

const helperName = (index: number): string => `helper${index}`;

/** The name of a helper in the code that it is added to. */
const named = (helper: Helper, helpers: Helper[]): string => helperName(helpers.push(helper) - 1);

const flaw = 'text.flawed = true;';

function fieldCode(field: FieldShape, shape: ObjectShape, helpers: Helper[]): string {
  const code = `${store(`${JSON.stringify(field.key)}:`)} ${contentCode(field, shape, helpers)}`;
  return field.included === null ? code : `if (${named(field.included, helpers)}(variables)) { ${code} }`;
}

/** The name of a type that is not abstract is known, and so is what a field that is denied holds. */
function contentCode({ dataKey, value, nonNull, denied }: FieldShape, { type }: ObjectShape, helpers: Helper[]): string {
  if (value.kind === 'typename') return isAbstractType(type) ? flaw : store(`"${type.name}",`);
  if (denied) return nonNull ? flaw : store('null,');
  return `value = data[${JSON.stringify(dataKey)}]; ${valueCode({ shape: value, isNonNull: nonNull, name: 'value' }, helpers)}`;
}

/** A value that lies in the variable `name`. */
interface NamedValue {
  readonly shape: ValueShape;
  readonly isNonNull: boolean;
  readonly name: string;
}

const valueCode = (value: NamedValue, helpers: Helper[]): string =>
  `if (${value.name} === null || ${value.name} === undefined) { ${value.isNonNull ? flaw : store('null,')} } else ${presentCode(value, helpers)} else ${flaw}`;

/** One condition or more, with what they lead to. */
function presentCode({ shape, name }: NamedValue, helpers: Helper[]): string {
  switch (shape.kind) {
    case 'typename':
    case 'introspection': return `if (true) text.raw(JSON.stringify(${name}));`;
    case 'leaf': return leafCode(shape.type, name, helpers);
    case 'list': return listCode({ shape: shape.item, isNonNull: shape.itemNonNull, name }, helpers);
    case 'object': return `if (typeof ${name} === "object" && !Array.isArray(${name})) ${objectCode(shape, name, helpers)}`;
  }
}

function leafCode(type: GraphQLLeafType, name: string, helpers: Helper[]): string {
  switch (type.name) {
    case 'String': return `if (typeof ${name} === "string") text.quoted(${name});`;
    case 'ID': return `if (typeof ${name} === "string") text.quoted(${name}); else if (typeof ${name} === "number") text.quoted(String(${name}));`;
    case 'Int': return `if (${named(isInt, helpers)}(${name})) text.integer(${name});`;
    case 'Boolean': return `if (${name} === true) { ${store('true,')} } else if (${name} === false) { ${store('false,')} }`;
    default: return `if ((${name} = ${named(leafWriter(type), helpers)}(${name})) !== null) text.raw(${name});`;
  }
}

function listCode({ shape, isNonNull, name }: NamedValue, helpers: Helper[]): string {
  const items = `${name}s`;
  const code = valueCode({ shape, isNonNull, name: `${name}Item` }, helpers);
  return `if (Array.isArray(${name})) { const ${items} = ${name}; text.open(91); for (let index = 0; index < ${items}.length; index++) { let ${name}Item = ${items}[index]; ${code} } text.close(93); }`;
}

/** Shapes of an abstract type are made when the first object of a type comes by. */
function objectCode({ isAbstract, shapeOf }: Extract<ValueShape, { kind: 'object' }>, name: string, helpers: Helper[]): string {
  if (!isAbstract) {
    const shape = shapeOf(undefined);
    return shape === undefined ? flaw : `${named(createJsonWriter(shape), helpers)}(${name}, text, variables);`;
  }
  const writers = new Map<ObjectShape, WriteObject>();
  const writerFor = (typename: unknown): WriteObject | undefined => {
    const shape = shapeOf(typename);
    const writer = shape === undefined ? undefined : (writers.get(shape) ?? createJsonWriter(shape));
    if (shape !== undefined && writer !== undefined) writers.set(shape, writer);
    return writer;
  };
  return `{ const write = ${named(writerFor, helpers)}(${name}["__typename"]); if (write === undefined) ${flaw} else write(${name}, text, variables); }`;
}

const chunk = new RegExp(`.{1,${longestStored}}`, 'gu');

/** Code that writes ASCII characters which are always the same. */
function store(characters: string): string {
  return (characters.match(chunk) ?? []).map((stored) => {
    const stores = Array.from(Buffer.from(stored, 'ascii'), (code, index) => `bytes[end + ${index}] = ${code};`);
    return `text.makeRoom(); end = text.end; ${stores.join(' ')} text.end = end + ${stored.length};`;
  }).join(' ');
}
