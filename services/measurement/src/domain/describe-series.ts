import type { Instant } from '@sla/kernel';

/** Time without samples; reported, never filled. */
export interface Gap {
  readonly after: Instant;
  readonly before: Instant;
  /** Samples missing at the most frequent step. */
  readonly missing: number;
}

export interface SeriesShape {
  readonly samples: number;
  readonly first?: Instant;
  readonly last?: Instant;
  readonly modalStepMs: number;
  readonly gaps: readonly Gap[];
}

/** Most gaps in one answer. */
export const MAX_GAPS = 10_000;

/** The shape of a series from the instants of its samples, ascending. A step above the limit (default 1.5 times the most frequent) is a gap. */
export function describeSeries(instants: readonly Instant[], gapAboveMs: number): SeriesShape {
  const modalStepMs = modalStep(instants);
  const limit = gapAboveMs > 0 ? gapAboveMs : modalStepMs * 1.5;
  const gaps: Gap[] = [];
  for (let i = 1; i < instants.length && gaps.length < MAX_GAPS; i++) {
    const [after, before] = [instants[i - 1], instants[i]];
    if (after === undefined || before === undefined || before - after <= limit || limit === 0) continue;
    gaps.push({ after, before, missing: Math.max(0, Math.round((before - after) / modalStepMs) - 1) });
  }
  const [first, last] = [instants[0], instants.at(-1)];
  return {
    samples: instants.length,
    modalStepMs,
    gaps,
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
  };
}

/** The most frequent step; the shorter one when two are equally frequent; 0 below two samples. */
function modalStep(instants: readonly Instant[]): number {
  const counts = new Map<number, number>();
  for (let i = 1; i < instants.length; i++) {
    const step = (instants[i] ?? 0) - (instants[i - 1] ?? 0);
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  let [best, most] = [0, 0];
  for (const [step, count] of counts) if (count > most || (count === most && step < best)) [best, most] = [step, count];
  return best;
}
