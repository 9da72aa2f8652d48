import { isAbstractType, isEnumType, isSpecifiedScalarType, type GraphQLLeafType } from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import { asSerialised, isData, isList, isSerialisable, type Data } from '../data.ts';
import type { FieldShape, ObjectShape, ValueShape } from './response-shape.ts';

/** A place in the answer, from its end to the root. */
export interface Place {
  readonly key: string | number;
  readonly within: Place | undefined;
}

/** The state of one answer. */
export interface ObjectWriting {
  readonly variables: SubgraphVariables;
  /** Told about each null that stands where the schema allows none, and each value that does not fit its type. */
  readonly flaw: (message: string, place: Place | undefined) => void;
}

/** Builds the answer from data by the rules of the specification (section 6.4.4, handling field errors); null when the null went up to here. */
export type ObjectSink = (data: Data, writing: ObjectWriting, place?: Place) => Data | null;

/** Reads a value; undefined for one that does not fit, which was told. */
type ReadValue = (value: unknown, writing: ObjectWriting, place: Place) => unknown;

/** Compiles the sink of one shape. */
export function createObjectSink(shape: ObjectShape): ObjectSink {
  const fields = shape.fields.map((field) => ({ ...field, read: fieldReader(field, shape) }));
  return (data, writing, within) => {
    const answer: Data = {};
    for (const { included, dataKey, key, nonNull, read } of fields) {
      if (included !== null && !included(writing.variables)) continue;
      const value = read(data[dataKey], writing, { key, within });
      if (value === null && nonNull) return null;
      define(answer, key, value);
    }
    return answer;
  };
}

function define(answer: Data, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(answer, key, { value, enumerable: true, configurable: true, writable: true });
  else answer[key] = value;
}

function fieldReader({ value, nonNull, denied, coordinate }: FieldShape, { type }: ObjectShape): ReadValue {
  // An object of unknown type has no name to tell; its null goes up without a word, as the type is to blame.
  if (value.kind === 'typename') return () => (isAbstractType(type) ? null : type.name);
  if (denied) return () => null;
  return nullableReader(valueReader(value, coordinate), nonNull ? coordinate : null);
}

/** Null and undefined are null; where none may be, that is told. A value that does not fit is null as well. */
function nullableReader(read: ReadValue, nonNullCoordinate: string | null): ReadValue {
  return (value, writing, place) => {
    if (value !== null && value !== undefined) return read(value, writing, place);
    if (nonNullCoordinate !== null) writing.flaw(`Cannot return null for non-nullable field ${nonNullCoordinate}`, place);
    return null;
  };
}

function valueReader(shape: ValueShape, coordinate: string): ReadValue {
  switch (shape.kind) {
    case 'typename':
    case 'introspection': return (value) => value;
    case 'leaf': return leafReader(shape.type, coordinate);
    case 'list': return listReader(nullableReader(valueReader(shape.item, coordinate), shape.itemNonNull ? coordinate : null), shape.itemNonNull, coordinate);
    case 'object': return objectReader(shape.shapeOf, coordinate);
  }
}

function listReader(read: ReadValue, itemNonNull: boolean, coordinate: string): ReadValue {
  return (value, writing, place) => {
    if (!isList(value)) return misfit(coordinate, writing, place);
    const answer: unknown[] = [];
    let whole = true;
    for (let index = 0; index < value.length; index++) {
      const item = read(value[index], writing, { key: index, within: place });
      if (item === null && itemNonNull) whole = false;
      answer.push(item);
    }
    return whole ? answer : null;
  };
}

function objectReader(shapeOf: (typename: unknown) => ObjectShape | undefined, coordinate: string): ReadValue {
  const sinks = new Map<ObjectShape, ObjectSink>();
  return (value, writing, place) => {
    const shape = isData(value) ? shapeOf(value['__typename']) : undefined;
    if (shape === undefined || !isData(value)) return misfit(coordinate, writing, place);
    let sink = sinks.get(shape);
    if (sink === undefined) sinks.set(shape, sink = createObjectSink(shape));
    return sink(value, writing, place);
  };
}

function leafReader(type: GraphQLLeafType, coordinate: string): ReadValue {
  const fits = leafCheck(type);
  const read = type.name === 'ID' ? (value: unknown) => String(value) : isSpecifiedScalarType(type) ? (value: unknown) => value : asSerialised;
  return (value, writing, place) => (fits(value) ? read(value) : misfit(coordinate, writing, place));
}

/** Whether a value is one of the type. */
function leafCheck(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => names.has(value);
  }
  switch (type.name) {
    case 'Int':
    case 'Float': return (value) => typeof value === 'number' && Number.isFinite(value);
    case 'Boolean': return (value) => typeof value === 'boolean';
    case 'String': return (value) => typeof value === 'string';
    case 'ID': return (value) => typeof value === 'string' || typeof value === 'number';
    default: return isSerialisable;
  }
}

function misfit(coordinate: string, writing: ObjectWriting, place: Place): null {
  writing.flaw(`The value of ${coordinate} does not fit its type`, place);
  return null;
}
