import {
  assert,
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  defined,
  DomainError,
  type CivilDate,
  type Instant,
} from '@sla/kernel';
import { localTimeOf, START_OF_DAY, toInstant, type DisambiguationPolicy } from '../tz/local-time.js';
import type { Zone } from '../tz/zone.js';
import type { WorkingTime } from './working-time.js';

/** A wall time that a change of the clock skips is moved by the change, as people do who set their watch. */
const SHIFTED: DisambiguationPolicy = { gap: 'shift', overlap: 'earlier' };
/** Most working days that are counted at a time: forty years. */
export const MAX_WORKING_DAYS = 10_000;
/** Dates looked at before a calendar counts as one without working days. */
const MAX_DATES_WITHOUT_WORK = 4_000;

/**
 * Counts in working days: local dates that are open for any time at all. Day 0 is the date that holds the start, whether
 * it is a working day or not; day n is the n-th working day after it.
 */
export class WorkingDays {
  constructor(
    readonly time: WorkingTime,
    readonly zone: Zone,
  ) {}

  isWorkingDay(date: CivilDate): boolean {
    const [start, end] = [this.startOf(date), this.startOf(dateAfter(date, 1))];
    return start < end && this.time.elapsed(start, end) > 0;
  }

  /** Working days with first <= date < last. */
  between(first: CivilDate, last: CivilDate): number {
    let count = 0;
    for (let day = dayNumber(first); day < dayNumber(last); day++) if (this.isWorkingDay(civilFromDays(day))) count++;
    return count;
  }

  /** The n-th working day after a date, or before it for a negative n; n is not 0. Undefined when the calendar has none. */
  nthAfter(date: CivilDate, n: number): CivilDate | undefined {
    assert(Number.isInteger(n) && n !== 0, `a number of working days, not ${n}`);
    if (Math.abs(n) > MAX_WORKING_DAYS) {
      throw new DomainError('out_of_range', 'calendar.too_many_days', { days: n, max: MAX_WORKING_DAYS });
    }
    const step = Math.sign(n);
    let idle = 0;
    let left = Math.abs(n);
    for (let day = dayNumber(date) + step; idle < MAX_DATES_WITHOUT_WORK; day += step) {
      const candidate = civilFromDays(day);
      const works = this.isWorkingDay(candidate);
      idle = works ? 0 : idle + 1;
      if (works && --left === 0) return candidate;
    }
    return undefined;
  }

  /** The n-th working day of a month, n >= 1, or from its end for a negative n; undefined when the month has fewer. */
  nthOfMonth(year: number, month: number, n: number): CivilDate | undefined {
    const outside = n > 0 ? dateAfter({ year, month, day: 1 }, -1) : { year, month, day: daysInMonth(year, month) };
    const date = this.nthAfter(n > 0 ? outside : dateAfter(outside, 1), n);
    return date?.month === month && date.year === year ? date : undefined;
  }

  /** The same wall-clock time n working days later, or earlier; start itself for 0. A time that the clock skips is moved by the change. */
  sameTimeAfter(start: Instant, n: number): Instant | undefined {
    if (n === 0) return start;
    const { date, timeMs } = localTimeOf(this.zone, start);
    const day = this.nthAfter(date, n);
    return day && toInstant(this.zone, { date: day, timeMs }, SHIFTED);
  }

  /** The first open instant at or after the same wall-clock time n working days later. */
  nextOpenAfter(start: Instant, n: number): Instant | undefined {
    const then = this.sameTimeAfter(start, n);
    return then && this.time.nextOpen(then);
  }

  /** The end of the last open time at or before the same wall-clock time n working days earlier. */
  lastOpenBefore(start: Instant, n: number): Instant | undefined {
    const then = this.sameTimeAfter(start, -n);
    return then && this.time.lastOpenEnd(then);
  }

  /** The closing time of the n-th working day after start; of its own date for 0, if that is a working day. */
  endOfNthDay(start: Instant, n: number): Instant | undefined {
    const { date } = localTimeOf(this.zone, start);
    const day = n === 0 ? date : this.nthAfter(date, n);
    return day && this.closeOf(day);
  }

  /** When work ends on a date, hours that run over midnight cut there; undefined when it is no working day. */
  closeOf(date: CivilDate): Instant | undefined {
    const [start, end] = [this.startOf(date), this.startOf(dateAfter(date, 1))];
    const openMs = start < end ? this.time.elapsed(start, end) : 0;
    return openMs === 0 ? undefined : this.time.due(start, openMs);
  }

  startOf(date: CivilDate): Instant {
    return toInstant(this.zone, { date, timeMs: 0 }, START_OF_DAY);
  }
}

/** The date some days later, or earlier for a negative number. */
export const dateAfter = (date: CivilDate, days: number): CivilDate => civilFromDays(dayNumber(date) + days);

const dayNumber = ({ year, month, day }: CivilDate): number =>
  defined(daysFromCivil(year, month, day), `${year}-${month}-${day}`);
