import type { Instant } from '@sla/kernel';

/** What is left when each instant counts once. */
export interface DistinctSamples<T> {
  /** Ascending, one per instant. */
  readonly samples: readonly T[];
  /** The same sample again: dropped, because it says nothing new. */
  readonly duplicates: number;
  /** Another value for an instant that has one: decided by the rule. */
  readonly conflicts: number;
}

/**
 * Samples of one series in any order, from any number of batches, as `evaluate` wants them. Of conflicting values the least or the
 * greatest by `order` stays, so the result does not depend on which one came first.
 */
export function distinctSamples<T extends { readonly at: Instant }>(
  arrived: readonly T[],
  order: (a: T, b: T) => number,
  rule: 'least' | 'greatest',
): DistinctSamples<T> {
  const sign = rule === 'least' ? 1 : -1;
  const sorted = [...arrived].sort((a, b) => a.at - b.at || sign * order(a, b));
  const samples: T[] = [];
  let [duplicates, conflicts] = [0, 0];
  let before: T | undefined;
  for (const sample of sorted) {
    if (before?.at !== sample.at) samples.push(sample);
    else if (order(before, sample) === 0) duplicates++;
    else conflicts++;
    before = sample;
  }
  return { samples, duplicates, conflicts };
}
