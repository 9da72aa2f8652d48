import { isEnumType, isSpecifiedScalarType, type GraphQLLeafType } from 'graphql';
import { asSerialised, isSerialisable } from '../data.ts';

/** Whether a value is one of a leaf type. Subgraphs are not believed: one that is remote may send anything. */
export function leafCheck(type: GraphQLLeafType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    const names = enumNames(type);
    return (value) => names.has(value);
  }
  switch (type.name) {
    case 'Int': return isInt;
    case 'Float': return isFloat;
    case 'Boolean': return (value) => typeof value === 'boolean';
    case 'String': return (value) => typeof value === 'string';
    case 'ID': return (value) => typeof value === 'string' || typeof value === 'number';
    default: return isSerialisable;
  }
}

/** A value that fits its leaf type, as it stands in an answer. */
export function leafReader(type: GraphQLLeafType): (value: unknown) => unknown {
  if (type.name === 'ID') return String;
  return isSpecifiedScalarType(type) || isEnumType(type) ? (value) => value : asSerialised;
}

/** The JSON text of a value of a leaf type; null for one that does not fit. */
export function leafWriter(type: GraphQLLeafType): (value: unknown) => string | null {
  if (isEnumType(type)) {
    const texts = new Map([...enumNames(type)].map((name) => [name, JSON.stringify(name)]));
    return (value) => texts.get(value) ?? null;
  }
  const fits = leafCheck(type);
  return (value) => (fits(value) ? JSON.stringify(value) : null);
}

const enumNames = (type: Extract<GraphQLLeafType, { getValues(): unknown }>): ReadonlySet<unknown> => new Set(type.getValues().map(({ name }) => name));

const isFloat = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** True for 32 bits, as the specification bounds an `Int`. */
export const isInt = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= -2_147_483_648 && value <= 2_147_483_647;
