import { assert, DomainError, formatInstant, type Instant } from '@sla/kernel';
import { countAt } from './column-access.js';

/** Most that one slice holds in one column: 2^32 - 1 events or milliseconds. */
export const MAX_IN_SLICE = 4_294_967_295;
/** Most slices side by side: a year of seconds. */
export const MAX_SLICES = 31_622_400;

/**
 * Slices of equal length, side by side in time: the accumulator (good, bad, unknown, excluded) as one column each.
 * The slice `i` is `[start + i x sliceMs, start + (i + 1) x sliceMs)`. Whole numbers only, so sums are exact in any order.
 * A slice that is zero in every column is missing: nothing was measured in it.
 */
export interface SliceColumns {
  readonly start: Instant;
  readonly sliceMs: number;
  readonly length: number;
  readonly good: Uint32Array;
  readonly bad: Uint32Array;
  readonly unknown: Uint32Array;
  readonly excluded: Uint32Array;
}

export type SliceColumn = 'good' | 'bad' | 'unknown' | 'excluded';

/**
 * Empty slices from `start` on.
 * @throws DomainError out_of_range when there are more than MAX_SLICES.
 */
export function sliceColumns(start: Instant, sliceMs: number, length: number): SliceColumns {
  assert(Number.isSafeInteger(sliceMs) && sliceMs > 0, `a slice of ${sliceMs} ms`);
  assert(Number.isSafeInteger(length) && length >= 0, `${length} slices`);
  if (length > MAX_SLICES)
    throw new DomainError('out_of_range', 'engine.too_many_slices', { count: length, max: MAX_SLICES });
  const column = (): Uint32Array => new Uint32Array(length);
  return { start, sliceMs, length, good: column(), bad: column(), unknown: column(), excluded: column() };
}

/** Number of the slice that holds an instant; outside of the columns it is negative or at least their length. */
export const sliceAt = ({ start, sliceMs }: SliceColumns, at: Instant): number => Math.floor((at - start) / sliceMs);

/** Start of slice `i`. */
export const startOfSlice = ({ start, sliceMs }: SliceColumns, i: number): Instant => (start + i * sliceMs) as Instant;

/**
 * Adds to one column of one slice.
 * @throws DomainError out_of_range when the slice cannot hold it; the columns are then as before.
 */
export function addToSlice(columns: SliceColumns, column: SliceColumn, i: number, count: number): void {
  assert(Number.isSafeInteger(count) && count >= 0 && i >= 0 && i < columns.length, `${count} for slice ${i}`);
  const sum = countAt(columns[column], i) + count;
  if (sum > MAX_IN_SLICE) throw sliceOverflow(columns, i);
  columns[column][i] = sum;
}

/** The refusal of a slice that is full. */
export const sliceOverflow = (columns: SliceColumns, i: number): DomainError =>
  new DomainError('out_of_range', 'engine.slice_overflow', {
    start: formatInstant(startOfSlice(columns, i)),
    max: MAX_IN_SLICE,
  });

/**
 * Adds slices of the same grid, slice by slice: what shards measured apart is one measurement.
 * @throws DomainError out_of_range when a slice cannot hold the sum; `into` is then as before.
 */
export function addColumns(into: SliceColumns, from: SliceColumns): void {
  const same = into.start === from.start && into.sliceMs === from.sliceMs && into.length === from.length;
  assert(same, 'columns of one grid');
  const names = ['good', 'bad', 'unknown', 'excluded'] as const;
  for (const name of names) {
    const full = into[name].findIndex((count, i) => count + countAt(from[name], i) > MAX_IN_SLICE);
    if (full >= 0) throw sliceOverflow(into, full);
  }
  for (const name of names) from[name].forEach((count, i) => (into[name][i] = countAt(into[name], i) + count));
}
