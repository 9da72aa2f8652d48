import { z } from 'zod';
import { DomainError, isErrorCode, type ErrorCode } from '#kernel/errors';

type Issue = z.core.$ZodIssue;

/**
 * Reads one request by the schema of its route: an object of `params`, `query` and `body`; or one part by itself, which `part` names.
 * @throws DomainError BAD_USER_INPUT, or the code that `refusing` put into the schema, with `details` {field, reason} of the first fault
 */
export function validate<Schema extends z.ZodType>(schema: Schema, request: unknown, part?: string): z.output<Schema> {
  const accepted = schema.safeParse(request);
  if (accepted.success) return accepted.data;
  // Only a refusal needs to know the input, and asking for it costs four times what the check itself does.
  const result = schema.safeParse(request, { reportInput: true });
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, maxFaults).map((issue) => innermost(part === undefined ? issue : { ...issue, path: [part, ...issue.path] }));
  const [issue] = issues;
  const refusal = issue === undefined ? new DomainError('BAD_USER_INPUT', 'The request is invalid') : toRefusal(issue);
  faults.set(refusal, issues.map(toFault));
  throw refusal;
}

/** One thing that is wrong with a request. */
export interface RequestFault {
  /** From the part of the request (`params`, `query`, `body`) to the value at fault. */
  readonly path: readonly (string | number)[];
  /** `missing`, `type` when the value is not of the type `expected`, `other` otherwise. */
  readonly kind: 'missing' | 'type' | 'other';
  /** Such as `number` or `array`; null unless the type is at fault. */
  readonly expected: string | null;
  readonly reason: string;
  /** The value at fault; undefined when it is missing. */
  readonly input: unknown;
}

const maxFaults = 10;
// Beside the refusal, not in its details: those go to callers, and a fault holds what the caller sent.
const faults = new WeakMap<DomainError, readonly RequestFault[]>();

/** Everything, up to ten things, that `validate` found at fault; empty for a refusal of other origin. */
export const faultsOf = (refusal: DomainError): readonly RequestFault[] => faults.get(refusal) ?? [];

function toFault(issue: Issue): RequestFault {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const isMissing = issue.input === undefined && issue.code !== 'unrecognized_keys';
  const expected = issue.code === 'invalid_type' ? issue.expected : null;
  return { path, kind: isMissing ? 'missing' : expected === null ? 'other' : 'type', expected, reason: reasonOf(issue), input: issue.input };
}

/** A schema that lets a value through when `accept` holds, and otherwise refuses it with our own words and, if given, a code of the catalogue. */
export const refusing = <T>(accept: (value: unknown) => boolean, { code = 'BAD_USER_INPUT', reason }: { readonly code?: ErrorCode; readonly reason: string }) =>
  z.custom<T>(accept, { params: { code, reason } }).describe(reason);

function toRefusal(issue: Issue): DomainError {
  const field = fieldOf(issue);
  const reason = reasonOf(issue);
  const named: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined;
  return new DomainError(isErrorCode(named) ? named : 'BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}

/** Of a union that nothing matched, the branch that came furthest says best what is wrong. */
function innermost(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().filter(({ path }) => path.length > 0).sort((one, other) => other.path.length - one.path.length)[0];
  return inner === undefined ? issue : innermost({ ...inner, path: [...issue.path, ...inner.path] });
}

/** `messages[0].content`: the path below the part of the request; the part's own name when it is wrong as a whole. */
function fieldOf({ path, ...issue }: Issue): string {
  const [part, ...inside] = issue.code === 'unrecognized_keys' ? [...path, ...issue.keys.slice(0, 1)] : path;
  const [first = part, ...rest] = inside;
  return String(first) + rest.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
}

const reasonOf = (issue: Issue): string => (issue.input === undefined && issue.code !== 'unrecognized_keys' ? 'is required' : faultOf(issue));

function faultOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeName(issue.expected)}`;
    case 'invalid_value':
      return oneOf(issue.values.map((value) => JSON.stringify(value)));
    case 'too_small':
      return sized(issue.origin, 'at least', issue.minimum);
    case 'too_big':
      return sized(issue.origin, 'at most', issue.maximum);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_union':
      return anyOf(issue.errors);
    case 'unrecognized_keys':
      return 'is unknown';
    case 'custom':
      return ownReason(issue);
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
      return 'has a wrong format';
  }
}

const oneOf = (values: readonly string[]): string => `must be ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}`;

/** Without branches it is the discriminator of the union that is wrong. */
const anyOf = (branches: readonly (readonly Issue[])[]): string => branches.flatMap((issues) => issues.slice(0, 1)).map(reasonOf).join(', or ') || 'is none that is known';

const ownReason = ({ params }: z.core.$ZodIssueCustom): string => String(params?.['reason'] ?? 'is invalid');

const units: Readonly<Record<string, string>> = { string: 'character', array: 'item' };

function sized(origin: string, side: string, limit: number | bigint): string {
  const unit = units[origin];
  return unit === undefined ? `must be ${side} ${limit}` : `must have ${side} ${limit} ${unit}${limit === 1 ? '' : 's'}`;
}

const typeName = (expected: string): string => typeNames[expected] ?? expected;

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};
