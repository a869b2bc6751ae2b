import { HOUR_MS, type Instant } from '@sla/kernel';

/**
 * The accumulator of everything that is measured: milliseconds for time in state, events otherwise.
 * A slice of events has no length: it stands at the instant of its sample.
 */
export interface Slice {
  readonly start: Instant;
  readonly end: Instant;
  readonly good: bigint;
  readonly bad: bigint;
  readonly unknown: bigint;
  readonly excluded: bigint;
}

export interface Totals {
  readonly good: bigint;
  readonly bad: bigint;
  readonly unknown: bigint;
  readonly excluded: bigint;
}

export const NOTHING: Totals = { good: 0n, bad: 0n, unknown: 0n, excluded: 0n };

export const addTotals = (a: Totals, b: Totals): Totals => ({
  good: a.good + b.good,
  bad: a.bad + b.bad,
  unknown: a.unknown + b.unknown,
  excluded: a.excluded + b.excluded,
});

export const totalsOf = (slices: readonly Slice[]): Totals => slices.reduce<Totals>(addTotals, NOTHING);

export type SliceClass = keyof Totals;

export const timeSlice = (start: Instant, end: Instant, kind: SliceClass): Slice => ({
  start,
  end,
  ...NOTHING,
  [kind]: BigInt(end - start),
});

export const hourOf = (at: Instant): number => Math.floor(at / HOUR_MS);
