import { assert, type CivilDate, type Instant, type Interval } from '@sla/kernel';
import { localDateOf } from '../tz/local-time.js';
import { dateAfter, type WorkingDays } from '../working/working-days.js';
import { windowAt, type CalendarWindow } from './window.js';

/**
 * Instants that claims, credits and reports are counted from. An answer is the first instant that is too late, as all
 * ends are: something is in time if and only if it happens before it.
 */

/** End of the n-th cycle after the one that holds an instant; of that one itself for 0. */
export function endOfCycleAfter(cycle: CalendarWindow, at: Instant, n: number): Instant {
  assert(Number.isInteger(n) && n >= 0, `a number of cycles, not ${n}`);
  let window = windowAt(cycle, at);
  for (let i = 0; i < n; i++) window = windowAt(cycle, window.end);
  return window.end;
}

/** The cycle that is over last before an instant: the one that an invoice of that instant is about. */
export function cycleBefore(cycle: CalendarWindow, at: Instant): Interval {
  return windowAt(cycle, (windowAt(cycle, at).start - 1) as Instant);
}

/** End of the n-th local date after that of an instant; of its own date for 0. Dates, not spans of 24 hours. */
export const endOfDateAfter = (days: WorkingDays, at: Instant, n: number): Instant =>
  days.startOf(dateAfter(localDateOf(days.zone, at), n + 1));

/** End of work on the n-th working day of the month of an instant; undefined when that month has fewer. */
export function endOfNthWorkingDayOfMonth(days: WorkingDays, at: Instant, n: number): Instant | undefined {
  const date = nthWorkingDateOfMonth(days, at, n);
  return date && days.closeOf(date);
}

/**
 * End of the date that lies some calendar days after the n-th working day of the month of an instant: "55 days from the
 * 6th working day". The working day itself is day 0.
 */
export function endOfDateAfterNthWorkingDay(
  days: WorkingDays,
  at: Instant,
  { workingDay, calendarDays }: { readonly workingDay: number; readonly calendarDays: number },
): Instant | undefined {
  const date = nthWorkingDateOfMonth(days, at, workingDay);
  return date && days.startOf(dateAfter(date, calendarDays + 1));
}

/** End of work on the n-th working day after an instant, whose own date is day 0 even if it is a working day. */
export const endOfNthWorkingDayAfter = (days: WorkingDays, at: Instant, n: number): Instant | undefined =>
  days.endOfNthDay(at, n);

function nthWorkingDateOfMonth(days: WorkingDays, at: Instant, n: number): CivilDate | undefined {
  const { year, month } = localDateOf(days.zone, at);
  return days.nthOfMonth(year, month, n);
}
