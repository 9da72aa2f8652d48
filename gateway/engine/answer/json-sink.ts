import { isAbstractType, type GraphQLLeafType } from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import { isData, isList, type Data } from '../data.ts';
import { isInt, leafWriter, quoted } from './leaf.ts';
import type { FieldShape, ObjectShape, ValueShape } from './response-shape.ts';

/**
 * Writes data as JSON text, without building the answer. It only knows answers without a flaw: what is not as the schema says sets `flawed`,
 * and the object sink has to decide what becomes null.
 */
export type JsonSink = (data: Data, writing: JsonWriting) => string;

/** The state of one text. */
export interface JsonWriting {
  readonly variables: SubgraphVariables;
  flawed: boolean;
}

/**
 * How a value is written. All are objects of one form, and one function reads them: a closure for each field would be slower, as the compiler of V8 does not look
 * through calls with many targets. Three leaf types, which most fields have, are written without any.
 */
interface WrittenValue {
  readonly kind: 'String' | 'ID' | 'Int' | 'leaf' | 'list' | 'object' | 'flaw';
  readonly isNonNull: boolean;
  /** The text of a leaf; null for a value that does not fit. */
  readonly leaf: (value: unknown) => string | null;
  /** The items of a list. */
  readonly item: WrittenValue | null;
  /** The fields of an object by its `__typename`; undefined for a type that this schema does not show. */
  readonly fieldsOf: (typename: unknown) => readonly WrittenField[] | undefined;
}

interface WrittenField {
  readonly dataKey: string;
  readonly value: WrittenValue;
  readonly included: FieldShape['included'];
  /** The key with what stands before it, for the first field of an object and for a later one. */
  readonly opening: string;
  readonly following: string;
  /** The text of what is always the same. */
  readonly constant: string | null;
}

/** Makes the sink of one shape. */
export function createJsonSink(shape: ObjectShape): JsonSink {
  const fields = writtenFields(shape);
  return (data, writing) => writeObject(data, fields, writing);
}

function writeObject(data: Data, fields: readonly WrittenField[], writing: JsonWriting): string {
  let text = '{';
  for (const { included, opening, following, constant, dataKey, value } of fields) {
    if (included !== null && !included(writing.variables)) continue;
    text += text.length === 1 ? opening : following;
    text += constant ?? writeValue(data[dataKey], value, writing);
  }
  return `${text}}`;
}

function writeValue(value: unknown, as: WrittenValue, writing: JsonWriting): string {
  if (value === null || value === undefined) return as.isNonNull ? flaw(writing) : 'null';
  return fittingText(value, as, writing) ?? flaw(writing);
}

/** Null for a value that does not fit. */
function fittingText(value: unknown, as: WrittenValue, writing: JsonWriting): string | null {
  switch (as.kind) {
    case 'String': return textOf(value);
    case 'ID': return typeof value === 'number' ? `"${value}"` : textOf(value);
    case 'Int': return isInt(value) ? String(value) : null;
    case 'leaf': return as.leaf(value);
    case 'list': return isList(value) ? writeList(value, as.item, writing) : null;
    case 'object': return isData(value) ? writeTyped(value, as.fieldsOf(value['__typename']), writing) : null;
    case 'flaw': return null;
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? quoted(value) : null);

function writeList(items: readonly unknown[], as: WrittenValue | null, writing: JsonWriting): string | null {
  if (as === null) return null;
  let text = '[';
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ',';
    text += writeValue(items[index], as, writing);
  }
  return `${text}]`;
}

const writeTyped = (data: Data, fields: readonly WrittenField[] | undefined, writing: JsonWriting): string | null => (fields === undefined ? null : writeObject(data, fields, writing));

function flaw(writing: JsonWriting): string {
  writing.flawed = true;
  return 'null';
}

const writtenFields = (shape: ObjectShape): readonly WrittenField[] => shape.fields.map((field) => {
  const opening = `${JSON.stringify(field.key)}:`;
  return { dataKey: field.dataKey, value: fieldValue(field), included: field.included, opening, following: `,${opening}`, constant: constantOf(field, shape) };
});

/** The name of a type that is not abstract, and the null of a field that is denied. */
function constantOf({ value, nonNull, denied }: FieldShape, { type }: ObjectShape): string | null {
  if (value.kind === 'typename') return isAbstractType(type) ? null : JSON.stringify(type.name);
  return denied && !nonNull ? 'null' : null;
}

const fieldValue = ({ value, nonNull, denied }: FieldShape): WrittenValue => (denied ? written('flaw', nonNull) : writtenValue(value, nonNull));

function writtenValue(shape: ValueShape, isNonNull: boolean): WrittenValue {
  switch (shape.kind) {
    case 'typename': return written('flaw', isNonNull);
    case 'introspection': return written('leaf', isNonNull, { leaf: (value) => JSON.stringify(value) });
    case 'leaf': return written(leafKind(shape.type), isNonNull, { leaf: leafWriter(shape.type) });
    case 'list': return written('list', isNonNull, { item: writtenValue(shape.item, shape.itemNonNull) });
    case 'object': return written('object', isNonNull, { fieldsOf: fieldsByShape(shape.shapeOf) });
  }
}

const leafKind = ({ name }: GraphQLLeafType): WrittenValue['kind'] => (name === 'String' || name === 'ID' || name === 'Int' ? name : 'leaf');

/** A literal, never a copy by spreading: V8 reads the fields of copies at half the speed. */
const written = (kind: WrittenValue['kind'], isNonNull: boolean, { leaf = () => null, item = null, fieldsOf = () => undefined }: Partial<WrittenValue> = {}): WrittenValue => ({ kind, isNonNull, leaf, item, fieldsOf });

/** Made when the first object of a type comes by, as shapes are. */
function fieldsByShape(shapeOf: (typename: unknown) => ObjectShape | undefined): WrittenValue['fieldsOf'] {
  const known = new Map<ObjectShape, readonly WrittenField[]>();
  return (typename) => {
    const shape = shapeOf(typename);
    if (shape === undefined) return undefined;
    let fields = known.get(shape);
    if (fields === undefined) known.set(shape, fields = writtenFields(shape));
    return fields;
  };
}
