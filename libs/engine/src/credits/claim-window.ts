import { dateAfter, localDateOf, windowAt, type CalendarWindow, type WorkingDays } from '@sla/calendar';
import { assert, type CivilDate, type Instant, type Interval } from '@sla/kernel';

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
  const last = localDateOf(days.zone, (window.end - 1) as Instant);
  switch (rule.kind) {
    case 'automatic':
      return undefined;
    case 'days':
      return { start: window.end, end: days.startOf(dateAfter(last, rule.days + 1)) };
    case 'cycles':
      return { start: window.end, end: endOfCycle(cycleOf(days, rule.anchorDay ?? 1), window, rule.cycles) };
    case 'from_working_day': {
      const first = workingDayAfter(days, window, rule.nth);
      return first && { start: days.startOf(first), end: days.startOf(dateAfter(first, rule.days)) };
    }
    case 'from_working_day_for_cycles': {
      const first = workingDayAfter(days, window, rule.nth);
      return first && { start: days.startOf(first), end: endOfCycle(cycleOf(days, 1), window, rule.cycles) };
    }
  }
}

const cycleOf = (days: WorkingDays, anchorDay: number): CalendarWindow => ({
  kind: 'month',
  timeZone: days.zone.name,
  anchorDay,
  overflow: 'clamp',
});

/** The end of the n-th cycle after that which holds the last instant of the window. */
function endOfCycle(cycle: CalendarWindow, window: Interval, n: number): Instant {
  assert(Number.isInteger(n) && n >= 1, `cycles are counted from 1, not ${n}`);
  let { end } = windowAt(cycle, (window.end - 1) as Instant);
  for (let i = 0; i < n; i++) end = windowAt(cycle, end).end;
  return end;
}

/** The n-th working day of the month after that in which the window ended. */
function workingDayAfter(days: WorkingDays, window: Interval, nth: number): CivilDate | undefined {
  const next = windowAt(cycleOf(days, 1), (window.end - 1) as Instant).end;
  const { year, month } = localDateOf(days.zone, next);
  return days.nthOfMonth(year, month, nth);
}
