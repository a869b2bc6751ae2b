import { intersect, normalise, takeFirst, totalMs, type Timeline } from '@sla/calendar';
import type { Interval } from '@sla/kernel';
import type { Exclusion, ExclusionEffect } from '../terms/terms.js';

/** What an agreed exclusion takes out of one window, and what it does not. */
export interface AppliedExclusion {
  readonly id: string;
  readonly effect: ExclusionEffect;
  readonly spans: Timeline;
  /** Intervals announced too late: they count as measured. */
  readonly lateNotice: readonly Interval[];
  /** Milliseconds beyond the cap: they count as measured. */
  readonly cappedMs: number;
}

/** The exclusions of an objective inside a window: notice first, then the cap, in order of time. */
export function applyExclusions(exclusions: readonly Exclusion[], window: Interval): readonly AppliedExclusion[] {
  return exclusions.map((exclusion) => {
    const { minimumNoticeMs: notice = 0, capPerWindowMs: cap = Infinity } = exclusion;
    const announced = (i: Exclusion['intervals'][number]): boolean =>
      notice === 0 || (i.announcedAt !== undefined && i.announcedAt + notice <= i.start);
    const inside = (i: Interval): boolean => i.start < window.end && i.end > window.start;
    const wanted = intersect(normalise(exclusion.intervals.filter(announced)), [window]);
    const spans = takeFirst(wanted, cap);
    return {
      id: exclusion.id,
      effect: exclusion.effect,
      spans,
      lateNotice: exclusion.intervals.filter((i) => !announced(i) && inside(i)),
      cappedMs: totalMs(wanted) - totalMs(spans),
    };
  });
}

/** All spans with an effect. */
export const spansWith = (applied: readonly AppliedExclusion[], effect: ExclusionEffect): Timeline =>
  normalise(applied.filter((exclusion) => exclusion.effect === effect).flatMap((exclusion) => exclusion.spans));
