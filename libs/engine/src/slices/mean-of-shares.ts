import { assert, ratio, roundToInteger, type Ratio } from '@sla/kernel';

/** An exact fraction that may not be in lowest terms; `den` is positive. */
export interface Share {
  readonly num: bigint;
  readonly den: bigint;
}

/** Denominators beyond this many bits are not brought to lowest terms: that would cost more than everything else. */
export const MAX_REDUCED_BITS = 512;
/** Decimal places to which a fraction is cut that does not travel whole. */
const CUT_PLACES = 18n;

/** Slices of one total: the sum of their good, and how many they are. */
export interface ShareSum {
  good: number;
  slices: number;
}

/**
 * The mean of shares `good / total`, given by total in one or more tables.
 * Exact: fractions are added pairwise, so that numbers of like size meet. Undefined without slices.
 */
export function meanOfShares(tables: readonly ReadonlyMap<number, ShareSum>[]): Share | undefined {
  let slices = 0;
  let level: Share[] = [];
  for (const [total, sum] of tables.flatMap((table) => [...table])) {
    assert(Number.isSafeInteger(sum.good), 'sums of slices stay exact');
    slices += sum.slices;
    level.push({ num: BigInt(sum.good), den: BigInt(total) });
  }
  while (level.length > 1) level = addPairs(level);
  const [sum] = level;
  return sum && { num: sum.num, den: sum.den * BigInt(slices) };
}

function addPairs(level: readonly Share[]): Share[] {
  const sums: Share[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [a, b] = [level[i], level[i + 1]];
    if (a === undefined) continue;
    sums.push(b === undefined ? a : { num: a.num * b.den + b.num * a.den, den: a.den * b.den });
  }
  return sums;
}

/** The share as a ratio that travels: exact where it fits, else cut down to 18 places and said to be so. Never compare a cut one. */
export function travelling(share: Share): { readonly ratio: Ratio; readonly exact: boolean } {
  if (share.den >> BigInt(MAX_REDUCED_BITS) === 0n) return { ratio: ratio(share.num, share.den), exact: true };
  const scale = 10n ** CUT_PLACES;
  return { ratio: ratio(roundToInteger({ num: share.num * scale, den: share.den }, 'floor'), scale), exact: false };
}
