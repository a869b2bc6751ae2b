import { interval, intersect, reasonsBetween, subtract, type Reason, type Timeline } from '@sla/calendar';
import { assert, type Instant, type Interval } from '@sla/kernel';
import type { Cycle } from './clock.js';
import {
  calendarOf,
  counts,
  spansOf,
  stretchesOf,
  type ClockCalendar,
  type ClockContext,
  type Stretch,
  type TermsSpan,
} from './counting.js';
import { endsOf } from './read-clock.js';

/** Why time counted or did not. `counted_closed` counted although the ticket was closed, because the reopen policy says so. */
export type SegmentKind = 'counted' | 'counted_closed' | 'paused' | 'closed' | 'excluded' | Exclude<Reason, 'open'>;

/** A stretch of a clock's life with one reason. */
export interface ClockSegment extends Interval {
  readonly kind: SegmentKind;
  /** Reason of a pause, id of an exclusion, name of a holiday, closure or dated hours; empty where there is none. */
  readonly reason: string;
  /** Who paused. */
  readonly by: string;
}

/** True for segments whose whole length counts; of all others nothing does. */
export const isCounted = ({ kind }: Pick<ClockSegment, 'kind'>): boolean =>
  kind === 'counted' || kind === 'counted_closed';

/**
 * The life of a cycle, from its start to its end or to `at`, in order, without gap or overlap: the lengths add up to the
 * wall time, and those that count to `elapsedMs`.
 * @throws DomainError failed_precondition when a calendar is not at hand.
 */
export function segmentsOf(cycle: Cycle, context: ClockContext, at: Instant): readonly ClockSegment[] {
  const { first, last } = endsOf(cycle);
  const ended = last.state === 'stopped' || last.state === 'cancelled';
  const until = ended ? last.at : at;
  const spans = spansOf(cycle.eras);
  const segments = stretchesOf(cycle).flatMap((stretch) => segmentsIn(stretch, until, spans, context));
  assert(tiles(segments, { start: first.at, end: until }), 'the segments of a clock tile its life');
  return segments;
}

function segmentsIn(
  { from, to, mark }: Stretch,
  until: number,
  spans: readonly TermsSpan[],
  context: ClockContext,
): readonly ClockSegment[] {
  const end = Math.min(to, until);
  if (from >= end) return [];
  if (!counts(mark)) {
    const kind = mark.state === 'closed' ? 'closed' : 'paused';
    return [{ ...interval(from, end), kind, reason: mark.reason, by: mark.by }];
  }
  const counted = mark.state === 'running' ? 'counted' : 'counted_closed';
  return spans.flatMap(({ from: since, calendar }, i) => {
    const part = interval(Math.max(from, since), Math.min(end, spans[i + 1]?.from ?? Infinity));
    return part.start < part.end ? runningSegments(part, calendarOf(context, calendar), context, counted) : [];
  });
}

/** What is excluded is named by the exclusion that began first, and by the id of those that began together. */
function runningSegments(
  span: Interval,
  calendar: ClockCalendar,
  { exclusions = [] }: ClockContext,
  counted: SegmentKind,
): readonly ClockSegment[] {
  const segments: ClockSegment[] = [];
  let left: Timeline = [span];
  for (const exclusion of exclusions.toSorted((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1))) {
    const taken = intersect(left, exclusion.start < exclusion.end ? [exclusion] : []);
    segments.push(...taken.map((part): ClockSegment => ({ ...part, kind: 'excluded', reason: exclusion.id, by: '' })));
    left = subtract(left, taken);
  }
  segments.push(...left.flatMap((part) => calendarSegments(part, calendar, counted)));
  return segments.sort((a, b) => a.start - b.start);
}

function calendarSegments(
  span: Interval,
  { time, rules }: ClockCalendar,
  counted: SegmentKind,
): readonly ClockSegment[] {
  if (rules === undefined) return withoutNames(span, time.hours.within(span), counted);
  return reasonsBetween(rules, span).map(({ start, end, reason, name }): ClockSegment => ({
    start,
    end,
    kind: reason === 'open' ? counted : reason,
    reason: name,
    by: '',
  }));
}

function withoutNames(span: Interval, open: Timeline, counted: SegmentKind): readonly ClockSegment[] {
  const named =
    (kind: SegmentKind) =>
    (part: Interval): ClockSegment => ({ ...part, kind, reason: '', by: '' });
  return [...open.map(named(counted)), ...subtract([span], open).map(named('outside_hours'))];
}

function tiles(segments: readonly ClockSegment[], { start, end }: Interval): boolean {
  let at = start;
  for (const segment of segments) {
    if (segment.start !== at || segment.end <= at) return false;
    at = segment.end;
  }
  return at === Math.max(start, end);
}
