import type { Share } from './mean-of-shares.js';

/** What slices say: events for `occurrences`, slices otherwise. */
export interface SliceTally {
  readonly good: bigint;
  readonly bad: bigint;
  /** Measured, but nobody knows whether good or bad: it makes the bounds. */
  readonly unknown: bigint;
  readonly excluded: bigint;
  /** Slices without data that the rule leaves out (`ignore`, `insufficient`, `hold` before the first slice with data). */
  readonly missing: bigint;
  /** The exact share of good; undefined when nothing counts. It may not be in lowest terms: compare it by `shareMeets`. */
  readonly share: Share | undefined;
  /** Bounds over everything that the unknown may turn out to be. */
  readonly low: Share | undefined;
  readonly high: Share | undefined;
}
