import {
  isEnumType, isInputObjectType, isListType, isNonNullType,
  type GraphQLEnumType, type GraphQLInputField, type GraphQLInputObjectType, type GraphQLInputType, type GraphQLScalarType,
} from 'graphql';
import { isData, isList, type Data } from '../data.ts';

/** Says that a value needs graphql-js: it does not fit, or takes a rule that the quick path does not know. */
export const unfit = Symbol('unfit');

/** Coerces a value that is not undefined, or answers `unfit`. A list comes back as it is when coercion changes nothing in it. */
export type Coerce = (value: unknown) => unknown;

/** The quick coercions of input types. */
export function createCoercions(): (type: GraphQLInputType) => Coerce {
  const inputObjects = new Map<GraphQLInputObjectType, Coerce>();

  const inputObjectCoercion = (type: GraphQLInputObjectType): Coerce => {
    const known = inputObjects.get(type);
    if (known !== undefined) return known;
    // An input type may hold itself: its fields are looked at when the first value comes by.
    let fields: readonly InputField[] | undefined;
    const coerce: Coerce = (value) => {
      fields ??= Object.values(type.getFields()).map((field) => inputField(field, coercion(field.type)));
      return type.isOneOf || !isData(value) ? unfit : coerceFields(fields, value);
    };
    inputObjects.set(type, coerce);
    return coerce;
  };

  const bareCoercion = (type: GraphQLInputType): Coerce => {
    if (isListType(type)) return listCoercion(coercion(type.ofType));
    if (isInputObjectType(type)) return inputObjectCoercion(type);
    if (isEnumType(type)) return enumCoercion(type);
    return isNonNullType(type) ? coercion(type) : scalarCoercion(type);
  };

  const coercion = (type: GraphQLInputType): Coerce => {
    const required = isNonNullType(type);
    const coerce = bareCoercion(required ? type.ofType : type);
    const whenNull = required ? unfit : null;
    return (value) => (value === null ? whenNull : coerce(value));
  };
  return coercion;
}

interface InputField {
  readonly name: string;
  readonly coerce: Coerce;
  readonly defaultValue: unknown;
  readonly required: boolean;
}

const inputField = ({ name, type, defaultValue }: GraphQLInputField, coerce: Coerce): InputField =>
  ({ name, coerce, defaultValue, required: isNonNullType(type) && defaultValue === undefined });

function coerceFields(fields: readonly InputField[], value: Data): unknown {
  const coerced: Data = {};
  let known = 0;
  for (const { name, coerce, defaultValue, required } of fields) {
    const isGiven = Object.hasOwn(value, name);
    if (isGiven) known += 1;
    const given = isGiven ? value[name] : undefined;
    const fit = given === undefined ? (required ? unfit : defaultValue) : coerce(given);
    if (fit === unfit) return unfit;
    if (fit !== undefined) coerced[name] = fit;
  }
  return known === Object.keys(value).length ? coerced : unfit;
}

function listCoercion(coerce: Coerce): Coerce {
  return (value) => {
    if (!isList(value)) return unfit;
    let coerced = value;
    for (let index = 0; index < value.length; index++) {
      const item = value[index];
      const fit = item === undefined ? unfit : coerce(item);
      if (fit === unfit) return unfit;
      if (fit === item) continue;
      if (coerced === value) coerced = [...value];
      coerced[index] = fit;
    }
    return coerced;
  };
}

function enumCoercion(type: GraphQLEnumType): Coerce {
  const values = new Map<unknown, unknown>(type.getValues().map(({ name, value }) => [name, value]));
  return (name) => (values.has(name) ? values.get(name) : unfit);
}

function scalarCoercion(type: GraphQLScalarType): Coerce {
  switch (type.name) {
    case 'Int': return (value) => (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2_147_483_647 ? value : unfit);
    case 'Float': return (value) => (typeof value === 'number' && Number.isFinite(value) ? value : unfit);
    case 'String': return (value) => (typeof value === 'string' ? value : unfit);
    case 'Boolean': return (value) => (typeof value === 'boolean' ? value : unfit);
    case 'ID': return (value) => (typeof value === 'string' ? value : unfit);
    // Only the subgraph knows what its scalar means.
    default: return (value) => value;
  }
}
