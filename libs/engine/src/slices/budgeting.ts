import { assert, compare, DomainError, ONE, ZERO, type Ratio } from '@sla/kernel';
import type { MissingDataRule } from '../terms/terms.js';
import type { Share } from './mean-of-shares.js';
import { tallyRatios } from './ratio-slices.js';
import type { SliceTally } from './slice-tally.js';
import { sliceReader, type Reading } from './slice-reader.js';
import { countRuns, type RunCounts } from './runs.js';
import type { SliceColumns } from './slice-columns.js';
import { countAt } from './column-access.js';

/** How slices become one figure. All three read the same accumulator (OpenSLO, `budgetingMethod`). */
export type Budgeting =
  /** Every event weighs the same: sum of good / sum of good and bad. */
  | { readonly method: 'occurrences'; readonly missingData: MissingDataRule }
  /** Every slice weighs the same and is good or bad: good iff its share of good events is at least `sliceTarget`. */
  | {
      readonly method: 'time_slices';
      readonly missingData: MissingDataRule;
      readonly sliceTarget: Ratio;
      /** Fewest events that make a slice bad; a slice with fewer is good. 0 or 1: any event. */
      readonly minimumVolume: number;
      /** Bad slices count only in runs of at least this many without a break; 1: each counts. */
      readonly minimumConsecutive: number;
    }
  /** Every slice weighs the same and counts by its share of good events. */
  | { readonly method: 'ratio_time_slices'; readonly missingData: MissingDataRule };

/** True when the share is at least the target: exact, never by division. */
export const shareMeets = (share: Share, target: Ratio): boolean => share.num * target.den >= target.num * share.den;

/**
 * Faults of a rule that no caller may declare.
 * @throws DomainError invalid_argument.
 */
export function checkBudgeting(rule: Budgeting): void {
  if (rule.method !== 'time_slices') return;
  const { sliceTarget, minimumConsecutive, minimumVolume } = rule;
  if (compare(sliceTarget, ZERO) <= 0 || compare(sliceTarget, ONE) > 0)
    throw new DomainError('invalid_argument', 'engine.slice_target_range');
  for (const [name, value, least] of [
    ['minimumConsecutive', minimumConsecutive, 1],
    ['minimumVolume', minimumVolume, 0],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least)
      throw new DomainError('invalid_argument', 'engine.whole_number_from', { name, value: String(value), least });
  }
}

/** The figure of the slices `[from, to)`. */
export function tallySlices(columns: SliceColumns, rule: Budgeting, from = 0, to = columns.length): SliceTally {
  assert(from >= 0 && from <= to && to <= columns.length, `slices ${from} to ${to} of ${columns.length}`);
  switch (rule.method) {
    case 'occurrences':
      return tallyEvents(columns, from, to);
    case 'time_slices':
      checkBudgeting(rule);
      return tallyTimeSlices(columns, rule, from, to);
    case 'ratio_time_slices':
      return tallyRatios(columns, rule.missingData, from, to);
  }
}

function tallyEvents({ good, bad, unknown, excluded }: SliceColumns, from: number, to: number): SliceTally {
  let goods = 0;
  let bads = 0;
  let unknowns = 0;
  let excludeds = 0;
  let missing = 0;
  for (let i = from; i < to; i++) {
    const g = countAt(good, i);
    const b = countAt(bad, i);
    const u = countAt(unknown, i);
    const x = countAt(excluded, i);
    goods += g;
    bads += b;
    unknowns += u;
    excludeds += x;
    if ((g | b | u | x) === 0) missing++;
  }
  // MAX_SLICES x MAX_IN_SLICE is beyond 2^53, so the sums say whether they stayed exact.
  assert([goods, bads, unknowns, excludeds].every(Number.isSafeInteger), 'sums of slices stay exact');
  return withBounds({
    good: BigInt(goods),
    bad: BigInt(bads),
    unknown: BigInt(unknowns),
    excluded: BigInt(excludeds),
    missing: BigInt(missing),
  });
}

/** Shares of counts in which each unknown may turn out good or bad by itself. */
export function withBounds(counts: RunCounts): SliceTally {
  const { good, bad, unknown } = counts;
  const share = (num: bigint, den: bigint): Share | undefined => (den === 0n ? undefined : { num, den });
  return {
    ...counts,
    share: share(good, good + bad),
    low: share(good, good + bad + unknown),
    high: share(good + unknown, good + bad + unknown),
  };
}

type TimeSlices = Extract<Budgeting, { method: 'time_slices' }>;

function tallyTimeSlices(columns: SliceColumns, rule: TimeSlices, from: number, to: number): SliceTally {
  const count = (reading: Reading): RunCounts =>
    countRuns(columns, sliceReader(columns, rule, reading), [from, to], rule.minimumConsecutive);
  const measured = count('measured');
  // Without runs each slice stands for itself, so the bounds follow from the counts.
  if (rule.minimumConsecutive === 1 || measured.unknown === 0n) return withBounds(measured);
  const low = withBounds(count('low'));
  const high = withBounds(count('high'));
  return { ...withBounds(measured), low: low.share, high: high.share };
}
