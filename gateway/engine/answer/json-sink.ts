import { isAbstractType } from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import { isData, isList, type Data } from '../data.ts';
import { leafWriter } from './leaf.ts';
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

type WriteValue = (value: unknown, writing: JsonWriting) => string;

/** Compiles the sink of one shape. */
export function createJsonSink(shape: ObjectShape): JsonSink {
  const fields = shape.fields.map((field) => ({ ...field, prefix: `${JSON.stringify(field.key)}:`, write: fieldWriter(field, shape) }));
  return (data, writing) => {
    let text = '{';
    for (const { included, prefix, dataKey, write } of fields) {
      if (included !== null && !included(writing.variables)) continue;
      text += text.length === 1 ? prefix : `,${prefix}`;
      text += write(data[dataKey], writing);
    }
    return `${text}}`;
  };
}

function fieldWriter({ value, nonNull, denied }: FieldShape, { type }: ObjectShape): WriteValue {
  if (value.kind === 'typename') return isAbstractType(type) ? flaw : typenameWriter(type);
  if (denied) return nonNull ? (_, writing) => flaw(undefined, writing) : () => 'null';
  return nullableWriter(valueWriter(value), nonNull);
}

function typenameWriter(type: ObjectShape['type']): WriteValue {
  const text = JSON.stringify(type.name);
  return () => text;
}

const flaw: WriteValue = (_value, writing) => {
  writing.flawed = true;
  return 'null';
};

function nullableWriter(write: WriteValue, nonNull: boolean): WriteValue {
  return nonNull
    ? (value, writing) => (value === null || value === undefined ? flaw(value, writing) : write(value, writing))
    : (value, writing) => (value === null || value === undefined ? 'null' : write(value, writing));
}

function valueWriter(shape: ValueShape): WriteValue {
  switch (shape.kind) {
    case 'typename': return flaw;
    case 'introspection': return (value) => JSON.stringify(value);
    case 'leaf': return leafWriter(shape.type, flaw);
    case 'list': return listWriter(nullableWriter(valueWriter(shape.item), shape.itemNonNull));
    case 'object': return objectWriter(shape.shapeOf);
  }
}

function listWriter(write: WriteValue): WriteValue {
  return (value, writing) => {
    if (!isList(value)) return flaw(value, writing);
    let text = '[';
    for (let index = 0; index < value.length; index++) {
      if (index > 0) text += ',';
      text += write(value[index], writing);
    }
    return `${text}]`;
  };
}

function objectWriter(shapeOf: (typename: unknown) => ObjectShape | undefined): WriteValue {
  const sinks = new Map<ObjectShape, JsonSink>();
  return (value, writing) => {
    if (!isData(value)) return flaw(value, writing);
    const shape = shapeOf(value['__typename']);
    if (shape === undefined) return flaw(value, writing);
    let sink = sinks.get(shape);
    if (sink === undefined) sinks.set(shape, sink = createJsonSink(shape));
    return sink(value, writing);
  };
}
