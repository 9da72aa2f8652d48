import { formats, numberFormats } from './formats.ts';
import { checkSize } from './measure-json.ts';
import { limits } from './limits.ts';
import { refuse, refuseUnsupported } from './refusal.ts';
import { typeNames, type Schema, type SchemaDocument, type SchemaObject, type TypeName } from './schema.ts';

/** Says things about a schema that no answer has to meet. */
const annotations = new Set(['title', 'description', 'default', 'example', 'examples', '$comment', 'deprecated', 'readOnly', 'writeOnly', '$schema', 'discriminator']);

type Reader = (value: unknown, place: string) => unknown;
type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON Schema (2020-12, or draft-07 and OpenAPI 3.0 spellings) into the one spelling of this folder.
 * @throws DomainError BAD_USER_INPUT when it is wrong or too large, UNSUPPORTED_PARAMETER for a keyword that is not supported; `details.field` is its place
 */
export function readSchema(raw: unknown, field: string): SchemaDocument {
  checkSize(raw, field);
  const places = new Map<Schema, string>();
  const read = (value: unknown, place: string): Schema => {
    if (typeof value === 'boolean') return value;
    if (!isObject(value)) return refuse(place, 'must be a schema: an object, true or false');
    const schema = readObject(value, place, keywords);
    places.set(schema, place);
    return schema;
  };
  const keywords = keywordReaders((value, place) => read(value, place));
  const root = read(raw, `${field}#`);
  const placeOf = (schema: Schema): string => places.get(schema) ?? `${field}#`;
  return {
    field, root, placeOf,
    resolve: (reference, from) => {
      const place = `${placeOf(from)}/$ref`;
      if (!/^#(?:\/|$)/u.test(reference)) refuseUnsupported(place, 'must be a pointer into the same schema, such as "#/$defs/name"');
      const target = follow(root, reference.slice(1));
      return places.has(target) || typeof target === 'boolean' ? target : refuse(place, 'points to no schema');
    },
  };
}

/** JSON Pointer (RFC 6901) in a fragment. What it finds need not be a schema. */
function follow(root: Schema, pointer: string): Schema {
  let found: unknown = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = unescapePointer(part);
    found = typeof found === 'object' && found !== null && Object.hasOwn(found, key) ? Reflect.get(found, key) : null;
  }
  return isSchema(found) ? found : {};
}

const isSchema = (value: unknown): value is Schema => typeof value === 'boolean' || isObject(value);

function unescapePointer(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return '';
  }
}

function readObject(raw: JsonObject, place: string, keywords: ReadonlyMap<string, Reader>): SchemaObject {
  const schema: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(modernSpelling(raw, place))) {
    const at = `${place}/${keyword}`;
    if (annotations.has(keyword) || isWithoutEffect(keyword, { value, place })) continue;
    const reader = keywords.get(keyword);
    if (reader === undefined) return refuseUnsupported(at, 'is a keyword that is not supported');
    schema[keyword] = reader(value, at);
  }
  return schema;
}

const isWithoutEffect = (keyword: string, { value, place }: { readonly value: unknown; readonly place: string }): boolean =>
  (keyword === 'uniqueItems' && value === false) || (keyword === '$id' && place.endsWith('#'));

/** Draft-07 lists in `items`, OpenAPI's `nullable` and boolean bounds, and `const`, as 2020-12 says them. */
function modernSpelling(raw: JsonObject, place: string): JsonObject {
  const { additionalItems, ...schema } = raw;
  const isList = Array.isArray(schema['items']);
  const { items, ...others } = schema;
  const listed = isList ? { ...others, prefixItems: items, ...(additionalItems !== undefined && { items: additionalItems }) } : schema;
  return withNull(withNumericBounds(withEnum(listed, place)), place);
}

function withEnum({ const: only, ...schema }: JsonObject, place: string): JsonObject {
  if (only === undefined) return schema;
  return schema['enum'] === undefined ? { ...schema, enum: [only] } : refuse(`${place}/const`, 'cannot stand beside enum');
}

function withNumericBounds(schema: JsonObject): JsonObject {
  const { exclusiveMinimum, exclusiveMaximum, ...others } = schema;
  const { minimum, maximum, ...rest } = others;
  const low = exclusiveMinimum === true ? { exclusiveMinimum: minimum } : { minimum, exclusiveMinimum: exclusiveMinimum === false ? undefined : exclusiveMinimum };
  const high = exclusiveMaximum === true ? { exclusiveMaximum: maximum } : { maximum, exclusiveMaximum: exclusiveMaximum === false ? undefined : exclusiveMaximum };
  return { ...rest, ...Object.fromEntries(Object.entries({ ...low, ...high }).filter(([, value]) => value !== undefined)) };
}

function withNull({ nullable, ...schema }: JsonObject, place: string): JsonObject {
  if (nullable !== true) return schema;
  const { type, enum: values } = schema;
  if (type === undefined) refuseUnsupported(`${place}/nullable`, 'needs a type beside it');
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  const choices: readonly unknown[] | null = Array.isArray(values) ? values : null;
  return { ...schema, type: [...new Set([...types, 'null'])], ...(choices !== null && { enum: [...new Set([...choices, null])] }) };
}

function keywordReaders(read: (value: unknown, place: string) => Schema): ReadonlyMap<string, Reader> {
  const list: Reader = (value, place) =>
    Array.isArray(value) && value.length > 0 ? value.map((item, index) => read(item, `${place}/${index}`)) : refuse(place, 'must be a list of schemas');
  const map: Reader = (value, place) => (isObject(value) ? readMap(value, place, read) : refuse(place, 'must be an object of schemas'));
  const named = (names: readonly string[], reader: Reader) => names.map((name) => [name, reader] as const);
  return new Map([
    ...named(['additionalProperties', 'propertyNames', 'items'], read),
    ...named(['properties', '$defs', 'definitions'], map),
    ...named(['anyOf', 'oneOf', 'allOf', 'prefixItems'], list),
    ...named(['minItems', 'maxItems', 'minLength', 'maxLength'], readCount),
    ...named(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'], (value, place) => (isFinite(value) ? value : refuse(place, 'must be a number'))),
    ...named(['pattern', '$ref'], (value, place) => (typeof value === 'string' ? value : refuse(place, 'must be a text'))),
    ...named(['multipleOf'], (value, place) => (isFinite(value) && value > 0 ? value : refuse(place, 'must be a number above 0'))),
    ...named(['type'], readType), ...named(['enum'], readEnum), ...named(['required'], readNames), ...named(['format'], readFormat),
  ]);
}

function readMap(value: JsonObject, place: string, read: (value: unknown, place: string) => Schema): Readonly<Record<string, Schema>> {
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => {
    const at = `${place}/${name.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 200)}`;
    // It is no property like others in JavaScript: validators leave it out, and careless readers of an answer would set a prototype.
    return name === '__proto__' ? refuseUnsupported(at, 'is a name that is not supported') : [name, read(schema, at)];
  }));
}

function readType(value: unknown, place: string): readonly TypeName[] {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  return names.length > 0 && names.every(isTypeName) ? names : refuse(place, `must be one or several of ${typeNames.join(', ')}`);
}

function readEnum(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) return refuse(place, 'must be a list of values');
  return value.length <= limits.choices ? value : refuse(place, `must hold at most ${limits.choices} values`);
}

function readNames(value: unknown, place: string): readonly string[] {
  if (!Array.isArray(value) || !value.every((name) => typeof name === 'string')) return refuse(place, 'must be a list of names');
  return value.includes('__proto__') ? refuseUnsupported(place, 'names __proto__, which is not supported') : value;
}

function readCount(value: unknown, place: string): number {
  return isFinite(value) && Number.isInteger(value) && value >= 0 && value <= limits.count ? value : refuse(place, `must be an integer of 0 to ${limits.count}`);
}

function readFormat(value: unknown, place: string): string {
  if (typeof value !== 'string') return refuse(place, 'must be a text');
  return formats.has(value) || numberFormats.has(value) ? value : refuseUnsupported(place, `must be one of ${[...formats.keys(), ...numberFormats.keys()].join(', ')}`);
}

const isTypeName = (value: unknown): value is TypeName => typeNames.some((name) => name === value);
const isFinite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
