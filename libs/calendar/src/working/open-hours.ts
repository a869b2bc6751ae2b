import { civilFromDays, HOUR_MS, type Instant, type Interval } from '@sla/kernel';
import { interval, intersect, normalise, subtract, union, type Timeline } from '../timeline/timeline.js';
import { START_OF_DAY, toInstant } from '../tz/local-time.js';
import { offsetSpans } from '../tz/offset-spans.js';
import type { Zone } from '../tz/zone.js';
import { localTimeline } from './local-hours.js';
import { dayOf, readCalendar, type CalendarRules } from './read-calendar.js';
import type { WorkingCalendar } from './rules.js';

/** When time counts, whatever states it: one calendar, or several combined. */
export interface OpenHours {
  /** The open time inside a span, in normal form. */
  within(span: Interval): Timeline;
  /** From this instant on the answer may still change, because holidays are not published yet. */
  readonly knownUntil: Instant | undefined;
}

/** No offset of any zone, past or future, is larger. */
const MAX_OFFSET_MS = 26 * HOUR_MS;

/**
 * The open hours of a calendar.
 * @throws DomainError invalid_argument with every fault of it.
 */
export function openHours(calendar: WorkingCalendar): OpenHours {
  const rules = readCalendar(calendar);
  return {
    within: (span) =>
      span.start < span.end ? onTheTimeline(rules.zone, span, (dates) => localTimeline(rules, dates)) : [],
    knownUntil: rules.knownUntil === undefined ? undefined : startOfDay(rules, rules.knownUntil),
  };
}

const startOfDay = (rules: CalendarRules, day: number): Instant =>
  toInstant(rules.zone, { date: civilFromDays(day), timeMs: 0 }, START_OF_DAY);

/**
 * Membership by wall clock: while the clock runs evenly, local times are instants shifted by its offset. So a wall time
 * that a change skips is in nothing, and one that it repeats is in twice.
 */
export function onTheTimeline(
  zone: Zone,
  span: Interval,
  local: (dates: { readonly first: number; readonly last: number }) => Timeline,
): Timeline {
  const wall = local({ first: dayOf(span.start - MAX_OFFSET_MS), last: dayOf(span.end + MAX_OFFSET_MS) });
  return normalise(
    offsetSpans(zone, span).flatMap(({ start, end, offsetMs }) =>
      intersect(wall, [interval(start + offsetMs, end + offsetMs)]).map((piece) =>
        interval(piece.start - offsetMs, piece.end - offsetMs),
      ),
    ),
  );
}

const earlier = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined ? b : b === undefined || a < b ? a : b;

const combined =
  (operation: (a: Timeline, b: Timeline) => Timeline) =>
  (a: OpenHours, b: OpenHours): OpenHours => ({
    within: (span) => operation(a.within(span), b.within(span)),
    knownUntil: earlier(a.knownUntil, b.knownUntil),
  });

/** Open when one of both is: two teams that share a service desk. */
export const unionOf = combined(union);
/** Open when both are: work that needs both sides. */
export const intersectionOf = combined(intersect);
/** Open when the first is and the second is not: support outside the bank's trading hours. */
export const differenceOf = combined(subtract);

/** Always open. */
export const ALWAYS: OpenHours = {
  within: (span) => (span.start < span.end ? [span] : []),
  knownUntil: undefined,
};
