import { parseInstant, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { sliceColumns, type SliceColumns } from './slice-columns.js';

export const START = parseInstant('2026-03-01T00:00:00Z');
export const at = (minute: number): Instant => (START + minute * 60_000) as Instant;

/** good, bad, unknown, excluded of one slice. */
export type Row = readonly [good: number, bad: number, unknown?: number, excluded?: number];

/** One-minute slices from rows. */
export function columnsOf(rows: readonly Row[]): SliceColumns {
  const columns = sliceColumns(START, 60_000, rows.length);
  rows.forEach(([good, bad, unknown = 0, excluded = 0], i) => {
    columns.good[i] = good;
    columns.bad[i] = bad;
    columns.unknown[i] = unknown;
    columns.excluded[i] = excluded;
  });
  return columns;
}

const few = fc.constantFrom(0, 0, 1, 2, 5);

/** Slices with all that there is: silence, unknown, excluded. */
export const rows = (maxLength = 40): fc.Arbitrary<readonly Row[]> =>
  fc.array(fc.tuple(few, few, fc.constantFrom(0, 0, 0, 1, 2), fc.constantFrom(0, 0, 0, 3)), { maxLength });
