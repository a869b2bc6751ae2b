import { DomainError, assert } from './errors.js';
import { formatDecimal, multiply, parseDecimal, ratio, roundToInteger, type Ratio, type Rounding } from './ratio.js';

/** An amount in integer minor units of an ISO 4217 currency: 12.34 EUR is 1234n. */
export interface Money {
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** ISO 4217 minor units that are not two; every other three-letter code has two. Source: ISO 4217:2015 list one. */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** @throws DomainError invalid_argument when the code is not three capital letters. */
export function minorDigits(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency))
    throw new DomainError('invalid_argument', 'kernel.currency_malformed', { value: currency });
  return MINOR_DIGITS[currency] ?? 2;
}

/**
 * Exact money from a decimal text; more places than the currency has are refused, never rounded.
 * @throws DomainError invalid_argument naming the text.
 */
export function parseMoney(amount: string, currency: string): Money {
  const scaled = multiply(parseDecimal(amount), ratio(10n ** BigInt(minorDigits(currency))));
  if (scaled.den !== 1n)
    throw new DomainError('invalid_argument', 'kernel.money_too_fine', { value: amount, currency });
  return { amountMinor: scaled.num, currency };
}

/** `12.34`, without the currency. */
export function formatMoney(money: Money): string {
  const digits = minorDigits(money.currency);
  return formatDecimal(ratio(money.amountMinor, 10n ** BigInt(digits)), digits, 'half_even');
}

/** The part `share` of an amount, rounded once to whole minor units. */
export function shareOf(money: Money, share: Ratio, rounding: Rounding): Money {
  return { amountMinor: roundToInteger(multiply(ratio(money.amountMinor), share), rounding), currency: money.currency };
}

/** Sum of two amounts of one currency. */
export function addMoney(a: Money, b: Money): Money {
  assert(a.currency === b.currency, `${a.currency} and ${b.currency} do not add`);
  return { amountMinor: a.amountMinor + b.amountMinor, currency: a.currency };
}
