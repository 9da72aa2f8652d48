import { isAbstractType, type GraphQLLeafType } from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import { isData, isList, type Data } from '../data.ts';
import { leafCheck, leafReader } from './leaf.ts';
import type { Place } from './place.ts';
import type { FieldShape, ObjectShape, ValueShape } from './response-shape.ts';

/** The state of one answer. */
export interface ObjectWriting {
  readonly variables: SubgraphVariables;
  /** Told about each null that stands where the schema allows none, and each value that does not fit its type. */
  readonly flaw: (message: string, place: Place | undefined) => void;
  /** Gets the deferred fragments of the objects that became part of the answer. */
  readonly waiting: WaitingPart[];
}

/** A deferred fragment of one object. */
export interface WaitingPart {
  readonly label: string;
  readonly sink: ObjectSink;
  readonly data: Data;
  readonly place: Place | undefined;
}

/** Builds the answer from data by the rules of the specification (section 6.4.4, handling field errors); null when the null went up to here. */
export type ObjectSink = (data: Data, writing: ObjectWriting, place?: Place) => Data | null;

/** Reads a value; undefined for one that does not fit, which was told. */
type ReadValue = (value: unknown, writing: ObjectWriting, place: Place) => unknown;

/** Compiles the sink of one shape. */
export function createObjectSink(shape: ObjectShape): ObjectSink {
  const fields = shape.fields.map((field) => ({ ...field, read: fieldReader(field, shape) }));
  const deferred = shape.deferred.map(({ label, included, shape: later }) => ({ label, included, sink: createObjectSink(later) }));
  return (data, writing, within) => {
    const { waiting } = writing;
    const before = waiting.length;
    const answer: Data = {};
    for (const { included, dataKey, key, nonNull, read } of fields) {
      if (included !== null && !included(writing.variables)) continue;
      const value = read(data[dataKey], writing, { key, within });
      if (value === null && nonNull) return nothingBelow(waiting, before);
      define(answer, key, value);
    }
    for (const { label, included, sink } of deferred) {
      if (included === null || included(writing.variables)) waiting.push({ label, sink, data, place: within });
    }
    return answer;
  };
}

/** What is below a null is not part of the answer, now or later. */
function nothingBelow(waiting: WaitingPart[], before: number): null {
  if (waiting.length > before) waiting.length = before;
  return null;
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
    case 'leaf': return fittingReader(shape.type, coordinate);
    case 'list': return listReader(nullableReader(valueReader(shape.item, coordinate), shape.itemNonNull ? coordinate : null), shape.itemNonNull, coordinate);
    case 'object': return objectReader(shape.shapeOf, coordinate);
  }
}

function listReader(read: ReadValue, itemNonNull: boolean, coordinate: string): ReadValue {
  return (value, writing, place) => {
    if (!isList(value)) return misfit(coordinate, writing, place);
    const { waiting } = writing;
    const before = waiting.length;
    const answer: unknown[] = [];
    let whole = true;
    for (let index = 0; index < value.length; index++) {
      const item = read(value[index], writing, { key: index, within: place });
      if (item === null && itemNonNull) whole = false;
      answer.push(item);
    }
    return whole ? answer : nothingBelow(waiting, before);
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

function fittingReader(type: GraphQLLeafType, coordinate: string): ReadValue {
  const fits = leafCheck(type);
  const read = leafReader(type);
  return (value, writing, place) => (fits(value) ? read(value) : misfit(coordinate, writing, place));
}

function misfit(coordinate: string, writing: ObjectWriting, place: Place): null {
  writing.flaw(`The value of ${coordinate} does not fit its type`, place);
  return null;
}
