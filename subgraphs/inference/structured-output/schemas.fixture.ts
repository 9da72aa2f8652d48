import fc from 'fast-check';

/** A schema and values that meet it. */
export interface SchemaWithValues {
  readonly schema: unknown;
  readonly values: fc.Arbitrary<unknown>;
}

const patterns: readonly (readonly [string, fc.Arbitrary<string>])[] = [
  ['^[a-c]{2,4}$', fc.stringMatching(/^[a-c]{2,4}$/u)],
  ['^(?:foo|ba[rz])-\\d+$', fc.stringMatching(/^(?:foo|ba[rz])-\d+$/u)],
  ['x', fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })).map(([before, after]) => `${before}x${after}`)],
  ['^[^\\s"\\\\]+$', fc.stringMatching(/^[^\s"\\\ud800-\udfff]+$/u)],
  ['^a|b$', fc.constantFrom('a', 'ab', 'b', 'xb', 'a\n')],
  ['^(?!no)[a-z]*$', fc.stringMatching(/^[a-m][a-z]*$/u)],
];

const texts: fc.Arbitrary<SchemaWithValues> = fc.oneof(
  fc.constant({ schema: { type: 'string' }, values: fc.string({ unit: 'binary' }) }),
  fc.tuple(fc.nat(5), fc.nat(5)).map(([least, more]) => ({ schema: { type: 'string', minLength: least, maxLength: least + more }, values: fc.array(fc.constantFrom('a', '"', '\\', '\n', '\u0001', 'é', '😀'), { minLength: least, maxLength: least + more }).map((characters) => characters.join('')) })),
  fc.constantFrom(...patterns).map(([pattern, values]) => ({ schema: { type: 'string', pattern }, values })),
  fc.constant({ schema: { type: 'string', format: 'uuid' }, values: fc.uuid() }),
  fc.constant({ schema: { type: 'string', format: 'date-time' }, values: fc.date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') }).map((date) => date.toISOString()) }),
  fc.constant({ schema: { type: 'string', format: 'ipv6' }, values: fc.ipV6().filter((address) => !address.includes('.')) }),
);

const cents = (value: number): number => Math.round(value * 100) / 100;
const numbers: fc.Arbitrary<SchemaWithValues> = fc.oneof(
  fc.tuple(fc.integer(), fc.nat(100_000)).map(([least, more]) => ({ schema: { type: 'integer', minimum: least, maximum: least + more }, values: fc.integer({ min: least, max: least + more }) })),
  fc.integer().map((bound) => ({ schema: { type: 'integer', exclusiveMinimum: bound }, values: fc.integer({ min: bound + 1, max: 2 ** 40 }) })),
  fc.integer().map((bound) => ({ schema: { type: 'integer', maximum: bound, multipleOf: 5 }, values: fc.integer({ min: -(2 ** 33), max: bound }).map((value) => Math.floor(value / 5) * 5).map((value) => value + 0) })),
  fc.tuple(fc.integer({ min: -1_000, max: 1_000 }), fc.nat(1_000)).map(([least, more]) => {
    const [minimum, maximum] = [cents(least / 7), cents(least / 7 + more + 1)];
    return { schema: { type: 'number', minimum, maximum }, values: fc.double({ min: 0, max: 1, noNaN: true }).map((share) => Math.min(maximum, Math.max(minimum, cents(minimum + (maximum - minimum) * share))) + 0) };
  }),
  fc.constant({ schema: { type: 'number' }, values: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 }).map((value) => value + 0) }),
  fc.constant({ schema: { type: 'integer' }, values: fc.integer() }),
);

const choices: fc.Arbitrary<SchemaWithValues> = fc.uniqueArray(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string(), { maxLength: 2 })), { minLength: 1, maxLength: 8, selector: (value) => JSON.stringify(value) })
  .map((values) => ({ schema: { enum: values }, values: fc.constantFrom(...values) }));

const names = fc.oneof(fc.string({ minLength: 0, maxLength: 6 }), fc.constantFrom('constructor', 'toString', 'a b', 'é', '"', '\\', '$ref', 'type')).filter((name) => name !== '__proto__' && !/^\d+$/u.test(name));

/** Schemas of most kinds, one inside the other. */
export const mixedSchema: fc.Arbitrary<SchemaWithValues> = fc.letrec<{ any: SchemaWithValues; array: SchemaWithValues; object: SchemaWithValues; union: SchemaWithValues }>((tie) => ({
  any: fc.oneof({ maxDepth: 3, depthIdentifier: 'schema' }, texts, numbers, choices, fc.constant({ schema: { type: ['boolean', 'null'] }, values: fc.constantFrom(true, false, null) }), tie('array'), tie('object'), tie('union')),
  array: fc.tuple(tie('any'), fc.nat(2), fc.nat(3)).map(([item, least, more]) => ({
    schema: { type: 'array', items: item.schema, minItems: least, maxItems: least + more }, values: fc.array(item.values, { minLength: least, maxLength: least + more }),
  })),
  object: fc.tuple(fc.uniqueArray(names, { maxLength: 5 }), fc.infiniteStream(tie('any')), fc.infiniteStream(fc.boolean())).map(([keys, schemas, flags]) => {
    const properties = keys.map((name) => ({ name, of: next(schemas), required: next(flags) }));
    const values = fc.tuple(...properties.map(({ of, required }) => (required ? of.values.map((value) => ({ value })) : fc.option(of.values.map((value) => ({ value }))))));
    return {
      schema: { type: 'object', properties: Object.fromEntries(properties.map(({ name, of }) => [name, of.schema])), required: properties.filter(({ required }) => required).map(({ name }) => name), additionalProperties: false },
      values: values.map((given) => Object.fromEntries(properties.flatMap(({ name }, index) => (given[index] == null ? [] : [[name, given[index].value]])))),
    };
  }),
  union: fc.tuple(tie('any'), tie('any')).map(([one, other]) => ({ schema: { anyOf: [one.schema, other.schema] }, values: fc.oneof(one.values, other.values) })),
})).any;

function next<TValue>(stream: IterableIterator<TValue>): TValue {
  const result = stream.next();
  if (result.done !== true) return result.value;
  throw new Error('an infinite stream ended');
}
