import { civilFromDays, DAY_MS } from '@sla/kernel';
import { interval, normalise, subtract, union, type Timeline } from '../timeline/timeline.js';
import type { Hours } from './read-texts.js';
import { dayIn, type AnnualHoliday, type CalendarRules } from './read-calendar.js';

/** Day numbers, both included. */
export interface Dates {
  readonly first: number;
  readonly last: number;
}

/** A holiday on the dates that it takes in a year. */
export interface HolidayRun {
  readonly first: number;
  readonly last: number;
  readonly hours: readonly Hours[] | undefined;
  readonly name: string;
}

/** The open hours of dates on the wall clock, as a timeline of local milliseconds. */
export function localTimeline(rules: CalendarRules, dates: Dates): Timeline {
  const runs = holidayRuns(rules, dates);
  const begun = normalise(datesOpen(rules, dates, wholeHolidays(runs)));
  return subtract(subtract(begun, partHolidays(rules, runs)), closed(rules));
}

/** What the dates would have if nothing were closed: the difference tells why a closed instant is closed. */
export const unclosedTimeline = (rules: CalendarRules, dates: Dates): Timeline =>
  union(localTimeline({ ...rules, closures: [] }, dates), weeklyTimeline(rules, dates));

/** What the dates would have without holidays, dated hours and closures. */
const weeklyTimeline = (rules: CalendarRules, dates: Dates): Timeline =>
  normalise(datesOpen({ ...rules, dated: new Map() }, dates, new Set()));

/** Holidays as runs of dates that touch the dates asked for, or the date before or after: hours run over midnight. */
export function holidayRuns({ holidays }: CalendarRules, dates: Dates): readonly HolidayRun[] {
  return holidays
    .flatMap((holiday) => (holiday.kind === 'dated' ? [holiday] : annualRuns(holiday, dates)))
    .filter(({ first, last }) => last >= dates.first - 1 && first <= dates.last + 1);
}

function annualRuns(holiday: AnnualHoliday, dates: Dates): readonly HolidayRun[] {
  const years = { first: civilFromDays(dates.first).year - 1, last: civilFromDays(dates.last).year };
  const runs: HolidayRun[] = [];
  const overNewYear =
    holiday.last.month < holiday.first.month ||
    (holiday.last.month === holiday.first.month && holiday.last.day < holiday.first.day);
  for (let year = Math.max(years.first, holiday.fromYear); year <= years.last && year < holiday.untilYear; year++) {
    const run = annualRun(holiday, year, overNewYear ? year + 1 : year);
    if (run !== undefined) runs.push(run);
  }
  return runs;
}

/** A run that begins or ends on 29 February begins on 1 March, or ends on 28 February, in other years; alone it does not exist there. */
function annualRun(holiday: AnnualHoliday, year: number, lastYear: number): HolidayRun | undefined {
  const march = { month: 3, day: 1 };
  const first = dayIn(year, holiday.first) ?? dayIn(year, march);
  const last = dayIn(lastYear, holiday.last) ?? (dayIn(lastYear, march) ?? 0) - 1;
  if (first === undefined || last < first) return undefined;
  return { first, last, hours: holiday.hours, name: holiday.name };
}

function wholeHolidays(runs: readonly HolidayRun[]): ReadonlySet<number> {
  const whole = new Set<number>();
  for (const { first, last, hours } of runs) {
    if (hours === undefined) for (let day = first; day <= last; day++) whole.add(day);
  }
  return whole;
}

const partHolidays = (rules: CalendarRules, runs: readonly HolidayRun[]): Timeline =>
  normalise(runs.flatMap((run) => (run.hours === undefined ? [] : closedHours(rules, run))));

/** The closed hours of a holiday that is not whole dates. Dated hours beat it, as they beat a whole one. */
export function closedHours({ dated }: CalendarRules, { first, last, hours = NONE }: HolidayRun): Timeline {
  const parts: Timeline[number][] = [];
  for (let day = first; day <= last; day++) {
    const midnight = (day + 1) * DAY_MS;
    for (const { start, end } of dated.has(day) ? [] : hours.map((span) => spanOf(day, span))) {
      parts.push(interval(start, dated.has(day + 1) ? Math.min(end, midnight) : end));
    }
  }
  return normalise(parts);
}

const closed = ({ closures }: CalendarRules): Timeline => normalise(closures.map(({ from, to }) => interval(from, to)));

const spanOf = (day: number, { from, to }: Hours): Timeline[number] => interval(day * DAY_MS + from, day * DAY_MS + to);

function datesOpen(rules: CalendarRules, { first, last }: Dates, holidays: ReadonlySet<number>): Timeline {
  const open: Timeline[number][] = [];
  // Hours of the date before may run over midnight into the first.
  for (let day = first - 1; day <= last; day++) {
    const midnight = (day + 1) * DAY_MS;
    const runsOn = !rules.dated.has(day + 1) && !holidays.has(day + 1);
    for (const hours of hoursBegunOn(rules, day, holidays)) {
      const span = spanOf(day, hours);
      open.push(runsOn || span.end <= midnight ? span : interval(span.start, midnight));
    }
  }
  return open;
}

const NONE: readonly Hours[] = [];

function hoursBegunOn(rules: CalendarRules, day: number, holidays: ReadonlySet<number>): readonly Hours[] {
  const dated = rules.dated.get(day);
  if (dated !== undefined) return dated.hours;
  if (holidays.has(day)) return NONE;
  // 1970-01-01 was a Thursday; Monday is 0.
  const weekday = (((day + 3) % 7) + 7) % 7;
  return rules.weekly.find(({ from, until }) => day >= from && day < until)?.days[weekday] ?? NONE;
}
