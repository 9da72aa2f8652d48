import { choice, literal, one, repeat, sequence, whole, type Condition, type Expression } from './automaton.ts';
import type { CodePoints } from './code-points.ts';

/** Which numbers; a bound of null is none. */
export interface NumberRange {
  readonly integer: boolean;
  readonly least: Bound | null;
  readonly most: Bound | null;
  readonly multipleOf: number | null;
}

export interface Bound {
  readonly value: number;
  /** True when the value itself is out of range. */
  readonly exclusive: boolean;
}

/**
 * Decimal digits that a double keeps: two different decimals of so many digits are different numbers, so a text beyond an exclusive bound also reads as a
 * number beyond it.
 */
const exactDigits = 15;

interface Span {
  readonly least: string;
  readonly most: string;
  /** Digits before the point in these texts. */
  readonly whole: number;
  readonly fraction: number;
  readonly tight: { readonly least: boolean; readonly most: boolean };
}

/**
 * The texts of the numbers in a range, digit by digit: no exponent, no leading zeros, no minus zero, at most 15 significant digits of which a bound needs
 * some. Without a bound on one side, that side ends at 15 digits before the point. Null when the step is none that a text can show.
 */
export function numberConditions({ integer, least, most, multipleOf }: NumberRange): readonly Condition[] | null {
  const step = multipleOf === null ? null : stepOf(multipleOf);
  if (multipleOf !== null && step === null) return null;
  const free = integer ? 0 : Math.max(0, exactDigits - Math.max(wholeDigits(least), wholeDigits(most)));
  const { fraction, endings } = { endings: [], ...step, fraction: Math.min(free, step?.fraction ?? free) };
  const low = unitsOf(least, { fraction, up: true });
  const high = unitsOf(most, { fraction, up: false });
  const range = choice(magnitudes(low > 0n ? low : 0n, high, fraction), sequence(literal('-'), magnitudes(high < 0n ? -high : 1n, -low, fraction)));
  return [whole(range), ...(endings.length === 0 ? [] : [whole(endingIn(endings))])];
}

const wholeDigits = (bound: Bound | null): number => (bound === null ? 1 : Math.trunc(Math.abs(bound.value)).toString().length);

const widestUnits = (fraction: number): bigint => 10n ** BigInt(exactDigits + fraction) - 1n;

interface Rounding {
  readonly fraction: number;
  readonly up: boolean;
}

/** A bound in units of 10^-fraction: the widest number without one; one that no text can reach stays out of reach, but not far. */
function unitsOf(bound: Bound | null, rounding: Rounding): bigint {
  const widest = widestUnits(rounding.fraction);
  if (bound === null) return rounding.up ? -widest : widest;
  const beyond = widest + 1n;
  const units = scaled(bound, rounding);
  if (units > beyond) return beyond;
  return units < -beyond ? -beyond : units;
}

/** The bound in units of 10^-fraction, rounded into the range. */
function scaled({ value, exclusive }: Bound, { fraction, up }: Rounding): bigint {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const decimals = mantissa.includes('.') ? mantissa.length - mantissa.indexOf('.') - 1 : 0;
  const shift = Number(exponent) - decimals + fraction;
  if (shift >= 0) return BigInt(digits) * 10n ** BigInt(shift) + (exclusive ? (up ? 1n : -1n) : 0n);
  const divisor = 10n ** BigInt(-shift);
  const amount = BigInt(digits);
  const floor = amount / divisor - (amount % divisor < 0n ? 1n : 0n);
  if (amount % divisor === 0n) return floor + (exclusive ? (up ? 1n : -1n) : 0n);
  return up ? floor + 1n : floor;
}

/** `step` shows in the last digits: 5 as 0 or 5, 100 as 00, 0.01 as two decimals. */
function stepOf(multipleOf: number): { readonly fraction: number; readonly endings: readonly string[] } | null {
  const decimals = Array.from({ length: exactDigits }, (_, index) => index).find((count) => multipleOf === 1 / 10 ** count || multipleOf === Number(`1e-${count}`));
  if (decimals !== undefined) return { fraction: decimals, endings: [] };
  const digits = [1, 2, 3].find((count) => Number.isInteger(10 ** count / multipleOf) && Number.isInteger(multipleOf));
  if (digits === undefined) return null;
  const endings = Array.from({ length: 10 ** digits / multipleOf }, (_, index) => String(index * multipleOf).padStart(digits, '0'));
  return { fraction: 0, endings };
}

/** Numbers whose digits, with zeros in front where there are too few, end so. */
function endingIn(endings: readonly string[]): Expression {
  const minus = repeat(literal('-'), 0, 1);
  const short = endings.map((ending) => literal(String(Number(ending))));
  const long = endings.map((ending) => literal(ending));
  return choice(sequence(minus, choice(...short)), sequence(minus, repeat(digitIn(0, 9), 1, null), choice(...long)));
}

function magnitudes(least: bigint, most: bigint, fraction: number): Expression {
  if (least > most) return choice();
  const [low, high] = [least, most].map((value) => value.toString().padStart(fraction + 1, '0'));
  if (low === undefined || high === undefined) return choice();
  const lengths = Array.from({ length: Math.max(0, high.length - low.length + 1) }, (_, index) => low.length + index - fraction);
  return choice(...lengths.map((length) => digitsFrom(0, {
    least: low, most: high, whole: length, fraction, tight: { least: length + fraction === low.length, most: length + fraction === high.length },
  })));
}

/** What may follow the first `at` digits; `tight` says which bounds these digits lie on. A bound of nothing but zeros or nines says no more. */
function digitsFrom(at: number, { tight, ...rest }: Span): Expression {
  const span = { ...rest, tight: { least: tight.least && !/^0*$/u.test(rest.least.slice(at)), most: tight.most && !/^9*$/u.test(rest.most.slice(at)) } };
  const { whole: point, fraction } = span;
  const mayEnd = at >= point && !span.tight.least;
  const isFree = at > 0 && !span.tight.least && !span.tight.most;
  const next = at < point + fraction ? [isFree ? freeDigits(at, span) : nextDigit(at, span)] : [];
  return choice(...(mayEnd ? [sequence()] : []), ...next.map((digit) => (at === point ? sequence(literal('.'), digit) : digit)));
}

function nextDigit(at: number, span: Span): Expression {
  const { tight, whole: point } = span;
  const leading = at === 0 && point > 1 ? 1 : 0;
  const low = tight.least ? Number(span.least[at]) : leading;
  const high = tight.most ? Number(span.most[at]) : 9;
  const follow = (first: number, last: number, still: Span['tight']): Expression =>
    first > last ? choice() : sequence(one(digitRange(first, last)), digitsFrom(at + 1, { ...span, tight: still }));
  if (low === high) return follow(low, high, tight);
  return choice(
    follow(low + (tight.least ? 1 : 0), high - (tight.most ? 1 : 0), { least: false, most: false }),
    ...(tight.least ? [follow(low, low, { least: true, most: false })] : []),
    ...(tight.most ? [follow(high, high, { least: false, most: true })] : []),
  );
}

function freeDigits(at: number, { whole: point, fraction }: Span): Expression {
  if (at >= point) return repeat(digitIn(0, 9), 1, point + fraction - at);
  const decimals = repeat(sequence(literal('.'), repeat(digitIn(0, 9), 1, Math.max(1, fraction))), 0, 1);
  return sequence(repeat(digitIn(0, 9), point - at, point - at), ...(fraction > 0 ? [decimals] : []));
}

const digitRange = (first: number, last: number): CodePoints => [[0x30 + first, 0x30 + last]];
const digitIn = (first: number, last: number): Expression => one(digitRange(first, last));
