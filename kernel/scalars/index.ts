import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';

/** Writes dates as RFC 3339 in UTC with milliseconds. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize(value) {
    if (value instanceof Date) return value.toISOString();
    throw new TypeError('A DateTime is not a date');
  },
});

/** Bytes; read strictly: with padding, and in their one spelling. */
export const Base64 = new GraphQLScalarType<Uint8Array, string>({
  name: 'Base64',
  serialize(value) {
    if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
    throw new TypeError('A Base64 is not bytes');
  },
  parseValue: toBytes,
  parseLiteral: (literal) => toBytes(literal.kind === Kind.STRING ? literal.value : null),
});

/** Written again, bytes have the one spelling; a pattern would not fit a long text on the stack. */
function toBytes(value: unknown): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : null;
  if (bytes === null || bytes.toString('base64') !== value) throw new GraphQLError('Bytes must be in base64 with padding');
  return bytes;
}

const maxDepth = 32;
const maxBytes = 65_536;

/** Any JSON value of at most 64 KiB and 32 levels. */
export const JSONValue = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: bounded,
  parseLiteral: (literal, variables) => bounded(valueFromASTUntyped(literal, variables)),
});

/** The depth comes first: deeper values would overflow the stack of JSON.stringify. */
function bounded(value: unknown): unknown {
  if (isDeeperThan(value, maxDepth)) throw new GraphQLError(`A JSON value may have ${maxDepth} levels at most`);
  if (Buffer.byteLength(JSON.stringify(value)) > maxBytes) throw new GraphQLError(`A JSON value may have ${maxBytes} bytes at most`);
  return value;
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}
