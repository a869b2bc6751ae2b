import { compare, DAY_MS, divide, ONE, ratio, SECOND_MS, ZERO, type Ratio } from '@sla/kernel';
import type { ObjectReader } from './document-reader.js';
import type { TimeSliceBudget } from './terms.js';

/** Shortest and longest slice. A year of seconds is as many slices as are kept side by side. */
export const MIN_SLICE_MS = SECOND_MS;
export const MAX_SLICE_MS = DAY_MS;
/** Most events or slices that a minimum may ask for. */
export const MAX_MINIMUM = 1_000_000;

/** Reads how slices make a figure; undefined for `occurrences`, which is what an objective without it says. */
export function readBudgeting(r: ObjectReader | undefined): TimeSliceBudget | undefined {
  if (r === undefined) return undefined;
  const method = r.oneOf('method', ['occurrences', 'time_slices']);
  const budgeting = method === 'time_slices' ? readTimeSlices(r) : undefined;
  r.end();
  return budgeting;
}

function readTimeSlices(r: ObjectReader): TimeSliceBudget | undefined {
  const sliceMs = r.durationMs('slice');
  if (sliceMs !== undefined && (sliceMs < MIN_SLICE_MS || sliceMs > MAX_SLICE_MS))
    r.fault('slice', 'terms.slice_length');
  const sliceTarget = readSliceTarget(r);
  const minimumVolume = r.has('minimumVolume') ? readWhole(r, 'minimumVolume', 0) : 0;
  const minimumConsecutive = r.has('minimumConsecutive') ? readWhole(r, 'minimumConsecutive', 1) : 1;
  if (sliceMs === undefined || sliceTarget === undefined) return undefined;
  if (minimumVolume === undefined || minimumConsecutive === undefined) return undefined;
  return { method: 'time_slices', sliceMs, sliceTarget, minimumVolume, minimumConsecutive };
}

function readSliceTarget(r: ObjectReader): Ratio | undefined {
  const percent = r.decimal('target');
  if (percent === undefined) return undefined;
  const share = divide(percent, ratio(100n));
  if (compare(share, ZERO) > 0 && compare(share, ONE) <= 0) return share;
  return r.fault('target', 'terms.slice_target_range');
}

function readWhole(r: ObjectReader, member: string, least: number): number | undefined {
  const value = r.decimal(member);
  if (value === undefined) return undefined;
  const isInRange = compare(value, ratio(least)) >= 0 && compare(value, ratio(MAX_MINIMUM)) <= 0;
  if (value.den === 1n && isInRange) return Number(value.num);
  return r.fault(member, 'terms.whole_number_range', { least, most: MAX_MINIMUM });
}
