import { add, multiply, ONE, subtract, ZERO, type Ratio } from '@sla/kernel';

/** Availabilities of independent parts, each 0 to 1 or unknown. */
export type Parts = readonly (Ratio | undefined)[];

/**
 * Availability of parts that are all needed: the product. Unknown without parts, and when one is unknown, unless
 * another is zero. Source: IEC 61078:2016, series structure.
 */
export function inSeries(parts: Parts): Ratio | undefined {
  return atLeast(parts.length, parts);
}

/**
 * Availability of parts of which one is enough: 1 − the product of the unavailabilities. Unknown without parts, and
 * when one is unknown, unless another is one. Source: IEC 61078:2016, parallel structure.
 */
export function inParallel(parts: Parts): Ratio | undefined {
  return atLeast(1, parts);
}

/**
 * Availability of a whole that works while at least `needed` of its parts do, each with its own availability: the sum
 * over all numbers of working parts from `needed` on. An unknown part may be 0 or 1: the answer is known only where
 * that makes no difference. Unknown without parts, or when `needed` is not 1 to their number. O(n²).
 * Source: IEC 61078:2016, m-out-of-n structure; R. Barlow and F. Proschan, "Statistical Theory of Reliability", 1975.
 */
export function atLeast(needed: number, parts: Parts): Ratio | undefined {
  if (!Number.isInteger(needed) || needed < 1 || needed > parts.length) return undefined;
  const [low, high] = [ZERO, ONE].map((guess) =>
    atLeastOf(
      needed,
      parts.map((part) => part ?? guess),
    ),
  );
  return low !== undefined && high !== undefined && low.num === high.num && low.den === high.den ? low : undefined;
}

/** works[k]: chance that exactly k of the parts so far work. */
function atLeastOf(needed: number, parts: readonly Ratio[]): Ratio {
  let works: readonly Ratio[] = [ONE];
  for (const up of parts) {
    const down = subtract(ONE, up);
    works = [...works, ZERO].map((same, k) => add(multiply(same, down), multiply(works[k - 1] ?? ZERO, up)));
  }
  return works.slice(needed).reduce(add, ZERO);
}
