/** The seven days in ISO order. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Wall-clock hours of one date: `09:00-17:00`; `22:00-06:00` runs over midnight and belongs to the date on which it begins; `00:00-24:00` is the whole date. Seconds may be given. */
export type HoursText = string;
/** A date of the calendar's zone: `2026-10-01`. Of holidays also `--10-01`, every year; `--02-29` exists in leap years only. */
export type DateText = string;
/** Wall-clock time of the calendar's zone: `2026-10-01T18:00`. A time that the clock shows twice means both. */
export type LocalDateTimeText = string;

/** Hours that repeat each week, for as long as they are valid. */
export interface WeeklyHours {
  readonly hours: Readonly<Partial<Record<Weekday, readonly HoursText[]>>>;
  /** First date on which these hours hold; from the beginning of time without it. */
  readonly validFrom?: DateText;
  /** First date on which they hold no more. */
  readonly validUntil?: DateText;
}

/** One date that has hours of its own: a short day, a make-up working day, or no hours at all. */
export interface DatedHours {
  readonly date: DateText;
  readonly hours: readonly HoursText[];
  readonly name?: string;
}

/** Dates without work: one, a run of them, or the same every year; whole, or only some hours of each. */
export interface Holiday {
  readonly date: DateText;
  /** Last date of a run, itself included; of the same form as `date`. An annual run may go over New Year. */
  readonly lastDate?: DateText;
  /** The closed hours, where the holiday is not the whole date. */
  readonly hours?: readonly HoursText[];
  readonly name?: string;
  /** For annual holidays: first year in which it is kept, and the first in which it is not any more. */
  readonly fromYear?: number;
  readonly untilYear?: number;
}

/** Time without work that no date describes: taken away from whatever would be open. */
export interface Closure {
  readonly from: LocalDateTimeText;
  readonly to: LocalDateTimeText;
  readonly name?: string;
}

/**
 * When time counts, as data: an instant is open if and only if its wall-clock time lies in an open interval of its local date.
 *
 * For each date the first of these speaks: dated hours, whole holiday, weekly hours. Hours that run over midnight go on
 * into the next date only while weekly hours speak for that date: a holiday or dated hours describe their date alone.
 * Holidays of some hours and closures are taken away last.
 */
export interface WorkingCalendar {
  readonly timeZone: string;
  readonly weekly: readonly WeeklyHours[];
  readonly overrides?: readonly DatedHours[];
  readonly holidays?: readonly Holiday[];
  readonly closures?: readonly Closure[];
  /** First date for which holidays are not published yet: results at or after it are provisional. */
  readonly knownUntil?: DateText;
}
