import { DomainError, assert } from './errors.js';

/** An exact fraction; `den` is positive and the fraction is in lowest terms. Made only by `ratio`, `parseDecimal` and the functions below. */
export interface Ratio {
  readonly num: bigint;
  readonly den: bigint;
}

export const ZERO: Ratio = { num: 0n, den: 1n };
export const ONE: Ratio = { num: 1n, den: 1n };

/** num/den in lowest terms. */
export function ratio(num: bigint | number, den: bigint | number = 1n): Ratio {
  const n = BigInt(num);
  const d = BigInt(den);
  assert(d !== 0n, 'a ratio has no zero denominator');
  const divisor = gcd(n < 0n ? -n : n, d < 0n ? -d : d) * (d < 0n ? -1n : 1n);
  return { num: n / divisor, den: d / divisor };
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

export const add = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.den + b.num * a.den, a.den * b.den);
export const subtract = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.den - b.num * a.den, a.den * b.den);
export const multiply = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.num, a.den * b.den);
/** a / b; b is not zero. */
export const divide = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.den, a.den * b.num);

/** Negative, zero or positive as a is below, equal to or above b: exact, never by division. */
export function compare(a: Ratio, b: Ratio): -1 | 0 | 1 {
  const left = a.num * b.den;
  const right = b.num * a.den;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Most digits accepted in a decimal: more is never a promise of a contract and would let one field cost unbounded work. */
export const MAX_DECIMAL_DIGITS = 38;
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * The exact value of a decimal text such as `99.95`; no exponent, no leading plus, no surrounding space.
 * @throws DomainError invalid_argument naming the text.
 */
export function parseDecimal(text: string): Ratio {
  const m = DECIMAL.exec(text);
  const [, sign = '', whole = '', fraction = ''] = m ?? [];
  if (!m || whole.length + fraction.length > MAX_DECIMAL_DIGITS) {
    throw new DomainError('invalid_argument', 'kernel.decimal_malformed', { value: text.slice(0, 60) });
  }
  return ratio(BigInt(`${sign}${whole}${fraction}`), 10n ** BigInt(fraction.length));
}

/** How a figure is cut to a number of places. `half_even` is banker's rounding; `floor` and `ceiling` go towards minus and plus infinity. */
export type Rounding = 'half_up' | 'half_even' | 'down' | 'up' | 'floor' | 'ceiling';

/** a rounded to an integer; `half_up` rounds halves away from zero, `down` towards zero, `up` away from zero. */
export function roundToInteger(a: Ratio, rounding: Rounding): bigint {
  const negative = a.num < 0n;
  const magnitude = negative ? -a.num : a.num;
  const quotient = magnitude / a.den;
  const remainder = magnitude % a.den;
  const rounded = quotient + (awayFromZero(quotient, remainder, a.den, negative, rounding) ? 1n : 0n);
  return negative ? -rounded : rounded;
}

function awayFromZero(
  quotient: bigint,
  remainder: bigint,
  den: bigint,
  negative: boolean,
  rounding: Rounding,
): boolean {
  if (remainder === 0n) return false;
  const twice = remainder * 2n;
  switch (rounding) {
    case 'down':
      return false;
    case 'up':
      return true;
    case 'floor':
      return negative;
    case 'ceiling':
      return !negative;
    case 'half_up':
      return twice >= den;
    case 'half_even':
      return twice > den || (twice === den && quotient % 2n === 1n);
  }
}

/** Decimal text with exactly `places` digits after the point. Only for people and documents: compare the ratio, never this text. */
export function formatDecimal(a: Ratio, places: number, rounding: Rounding): string {
  assert(Number.isInteger(places) && places >= 0 && places <= MAX_DECIMAL_DIGITS, `places ${places}`);
  const scaled = roundToInteger({ num: a.num * 10n ** BigInt(places), den: a.den }, rounding);
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return scaled < 0n ? `-${text}` : text;
}

/** `num/den`, the lossless form that travels in documents and messages. */
export const formatRatio = (a: Ratio): string => `${a.num}/${a.den}`;

/**
 * Reads `num/den` as written by formatRatio.
 * @throws DomainError invalid_argument naming the text.
 */
export function parseRatio(text: string): Ratio {
  const m = /^(-?\d+)\/([1-9]\d*)$/.exec(text);
  if (!m || text.length > 200)
    throw new DomainError('invalid_argument', 'kernel.ratio_malformed', { value: text.slice(0, 60) });
  return ratio(BigInt(m[1] ?? ''), BigInt(m[2] ?? ''));
}
