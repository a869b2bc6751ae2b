import {
  endOfCycleAfter,
  endOfDateAfter,
  endOfDateAfterNthWorkingDay,
  localDateOf,
  type CalendarWindow,
  type WorkingDays,
} from '@sla/calendar';
import { assert, type Instant, type Interval } from '@sla/kernel';

/**
 * Until when a customer may claim a credit, and from when.
 * - `automatic`: nobody has to claim.
 * - `days`: that many whole days after the last day of the window.
 * - `cycles`: until the end of the n-th billing cycle after that in which the window ended; months of the calendar unless
 *   the cycle begins on another day. "By the end of the second billing cycle", "within two months of the end of the month".
 * - `from_working_day`: opens on the n-th working day of the month after, and lasts that many days, the first included:
 *   "55 days from the sixth working day".
 * - `from_working_day_for_cycles`: opens likewise, and closes as `cycles` does.
 */
export type ClaimRule =
  | { readonly kind: 'automatic' }
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'cycles'; readonly cycles: number; readonly anchorDay?: number }
  | { readonly kind: 'from_working_day'; readonly nth: number; readonly days: number }
  | { readonly kind: 'from_working_day_for_cycles'; readonly nth: number; readonly cycles: number };

/** When a claim may be made: half-open. Undefined for credits that need no claim, and where a month has too few working days. */
export function claimWindow(rule: ClaimRule, window: Interval, days: WorkingDays): Interval | undefined {
  const last = (window.end - 1) as Instant;
  switch (rule.kind) {
    case 'automatic':
      return undefined;
    case 'days':
      return { start: window.end, end: endOfDateAfter(days, last, rule.days) };
    case 'cycles':
      return { start: window.end, end: endOfCycle(cycleOf(days, rule.anchorDay ?? 1), last, rule.cycles) };
    case 'from_working_day': {
      const workingDay = { workingDay: rule.nth, calendarDays: rule.days - 1 };
      return between(
        opening(days, last, rule.nth),
        endOfDateAfterNthWorkingDay(days, monthAfter(days, last), workingDay),
      );
    }
    case 'from_working_day_for_cycles':
      return between(opening(days, last, rule.nth), endOfCycle(cycleOf(days, 1), last, rule.cycles));
  }
}

const between = (start: Instant | undefined, end: Instant | undefined): Interval | undefined =>
  start === undefined || end === undefined ? undefined : { start, end };

const cycleOf = (days: WorkingDays, anchorDay: number): CalendarWindow => ({
  kind: 'month',
  timeZone: days.zone.name,
  anchorDay,
  overflow: 'clamp',
});

function endOfCycle(cycle: CalendarWindow, last: Instant, n: number): Instant {
  assert(n >= 1, `cycles are counted from 1, not ${n}`);
  return endOfCycleAfter(cycle, last, n);
}

/** The first instant of the month after that in which the window ended. */
const monthAfter = (days: WorkingDays, last: Instant): Instant => endOfCycleAfter(cycleOf(days, 1), last, 0);

/** The begin of the n-th working day of that month. */
function opening(days: WorkingDays, last: Instant, nth: number): Instant | undefined {
  const { year, month } = localDateOf(days.zone, monthAfter(days, last));
  const date = days.nthOfMonth(year, month, nth);
  return date && days.startOf(date);
}
