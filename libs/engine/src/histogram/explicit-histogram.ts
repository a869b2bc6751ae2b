import { assert, compare, DomainError, type Ratio } from '@sla/kernel';
import type { CountBounds } from './count-at-most.js';

/** Most bounds of a histogram with bounds of its own. */
export const MAX_BOUNDS = 512;

/** Counts between declared bounds: bucket i holds `(bounds[i-1], bounds[i]]`, the last one everything above (OTLP, Prometheus `le`). */
export interface ExplicitHistogram {
  readonly bounds: readonly Ratio[];
  /** One more than bounds. */
  readonly counts: readonly bigint[];
}

/**
 * Checks a histogram of a source.
 * @throws DomainError invalid_argument when bounds do not ascend, are too many or do not fit the counts, or a count is negative.
 */
export function checkExplicit({ bounds, counts }: ExplicitHistogram): void {
  const ascending = bounds.every((bound, i) => {
    const before = bounds[i - 1];
    return before === undefined || compare(before, bound) < 0;
  });
  if (!ascending || bounds.length > MAX_BOUNDS || counts.length !== bounds.length + 1)
    throw new DomainError('invalid_argument', 'engine.histogram_bounds', { max: MAX_BOUNDS });
  if (counts.some((count) => count < 0n)) throw new DomainError('invalid_argument', 'engine.histogram_negative');
}

/** Sum of two histograms of the same bounds. */
export function mergeExplicit(a: ExplicitHistogram, b: ExplicitHistogram): ExplicitHistogram {
  const same = a.bounds.length === b.bounds.length && a.bounds.every((bound, i) => sameRatio(bound, b.bounds[i]));
  assert(same, 'histograms of the same bounds');
  return { bounds: a.bounds, counts: a.counts.map((count, i) => count + (b.counts[i] ?? 0n)) };
}

const sameRatio = (a: Ratio, b: Ratio | undefined): boolean => b !== undefined && compare(a, b) === 0;

/** How many values are at most `threshold`: exact on a bound, else between its neighbours. */
export function explicitCountAtMost({ bounds, counts }: ExplicitHistogram, threshold: Ratio): CountBounds {
  let low = 0n;
  for (const [i, bound] of bounds.entries()) {
    const order = compare(bound, threshold);
    if (order <= 0) low += counts[i] ?? 0n;
    if (order === 0) return { low, high: low };
    if (order > 0) return { low, high: low + (counts[i] ?? 0n) };
  }
  return { low, high: low + (counts.at(-1) ?? 0n) };
}
