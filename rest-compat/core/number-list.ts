import { z } from 'zod';

/** How many numbers a list may hold. */
export interface NumberListBounds {
  readonly max: number;
}

/** A list of finite numbers, looked at in one quick pass; only its first fault is named, however many there are. */
export const numberList = ({ max }: NumberListBounds) =>
  z
    .custom<readonly number[]>()
    .check(({ value, issues }) => {
      const fault = faultIn(value, max);
      if (fault !== null) issues.push(fault);
    })
    .meta(listOf({ type: 'number' }, max));

/** A list of such lists. */
export const numberLists = ({ max, maxInner }: NumberListBounds & { readonly maxInner: number }) =>
  z
    .custom<readonly (readonly number[])[]>()
    .check(({ value, issues }) => {
      const fault = faultInRows(value, max, maxInner);
      if (fault !== null) issues.push(fault);
    })
    .meta(listOf(listOf({ type: 'number' }, maxInner), max));

type Fault = z.core.$ZodRawIssue;

function faultIn(value: unknown, max: number): Fault | null {
  if (!Array.isArray(value)) return { code: 'invalid_type', expected: 'array', input: value };
  if (value.length > max) return { code: 'too_big', origin: 'array', maximum: max, inclusive: true, input: value };
  const items: readonly unknown[] = value;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (typeof item !== 'number' || !Number.isFinite(item)) return { code: 'invalid_type', expected: 'number', input: item, path: [index] };
  }
  return null;
}

function faultInRows(value: unknown, max: number, maxInner: number): Fault | null {
  if (!Array.isArray(value)) return faultIn(value, max);
  if (value.length > max) return { code: 'too_big', origin: 'array', maximum: max, inclusive: true, input: value };
  const rows: readonly unknown[] = value;
  for (let index = 0; index < rows.length; index += 1) {
    const fault = faultIn(rows[index], maxInner);
    if (fault !== null) return { ...fault, path: [index, ...(fault.path ?? [])] };
  }
  return null;
}

const listOf = (items: object, maxItems: number) => ({ type: 'array', items, maxItems }) as const;
