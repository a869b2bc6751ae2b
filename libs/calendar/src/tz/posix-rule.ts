import { assert, civilFromDays, daysFromCivil, daysInMonth, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@sla/kernel';

/** Two changes a year that come back for ever, as the footer of a TZif file states them (RFC 9636, POSIX TZ). */
export interface PosixRule {
  /** Local time minus UTC at an instant, in milliseconds. */
  offsetAt(at: number): number;
  /** The first change after an instant. */
  nextChange(at: number): number;
}

interface YearlyChange {
  readonly kind: 'M' | 'J' | 'N';
  readonly month: number;
  readonly week: number;
  readonly day: number;
  /** Local time of day; may be negative or beyond 24 h. */
  readonly timeMs: number;
}

const RULE =
  /^(?:<[^>]+>|[A-Za-z]+)([+-]?[\d:]+)(?:<[^>]+>|[A-Za-z]+)([+-]?[\d:]+)?,([^,/]+)(?:\/([+-]?[\d:]+))?,([^,/]+)(?:\/([+-]?[\d:]+))?$/;

type RuleParts = [
  standard: string,
  summer: string | undefined,
  start: string,
  startTime: string | undefined,
  end: string,
  endTime: string | undefined,
];

/** Parses for example `CET-1CEST,M3.5.0,M10.5.0/3`. The data is ours, so a malformed rule is our bug. */
export function parsePosixRule(text: string): PosixRule {
  const m = RULE.exec(text);
  assert(m !== null, `POSIX rule ${text}`);
  const [standardText, summerText, startText, startTime, endText, endTime] = m.slice(1) as RuleParts;
  // POSIX counts offsets west of Greenwich.
  const standardMs = 0 - timeOf(standardText);
  const summerMs = summerText === undefined ? standardMs + HOUR_MS : 0 - timeOf(summerText);
  const start = changeOf(startText, startTime);
  const end = changeOf(endText, endTime);
  const yearOf = (at: number): number => civilFromDays(Math.floor((at + standardMs) / DAY_MS)).year;
  const summerFrom = (year: number): number => localInstant(start, year) - standardMs;
  const summerTo = (year: number): number => localInstant(end, year) - summerMs;
  return {
    offsetAt: (at) => {
      const year = yearOf(at);
      const [from, to] = [summerFrom(year), summerTo(year)];
      const inSummer = from < to ? at >= from && at < to : at >= from || at < to;
      return inSummer ? summerMs : standardMs;
    },
    nextChange: (at) => {
      // A change of a neighbouring year may lie on this side of New Year.
      const year = yearOf(at);
      const changes = [year - 1, year, year + 1].flatMap((y) => [summerFrom(y), summerTo(y)]);
      return Math.min(...changes.filter((change) => change > at));
    },
  };
}

function timeOf(text: string): number {
  const negative = text.startsWith('-');
  const [hours = 0, minutes = 0, seconds = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  const ms = hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
  return negative ? -ms : ms;
}

function changeOf(date: string, time: string | undefined): YearlyChange {
  const timeMs = time === undefined ? 2 * HOUR_MS : timeOf(time);
  if (date.startsWith('M')) {
    const [month = 0, week = 0, day = 0] = date.slice(1).split('.').map(Number);
    return { kind: 'M', month, week, day, timeMs };
  }
  const julian = date.startsWith('J');
  return { kind: julian ? 'J' : 'N', month: 0, week: 0, day: Number(julian ? date.slice(1) : date), timeMs };
}

/** Milliseconds of the change as if local time were UTC. */
function localInstant(change: YearlyChange, year: number): number {
  return dayOf(change, year) * DAY_MS + change.timeMs;
}

function dayOf(change: YearlyChange, year: number): number {
  const newYear = daysFromCivil(year, 1, 1);
  assert(newYear !== undefined, `year ${year}`);
  if (change.kind === 'N') return newYear + change.day;
  if (change.kind === 'J') {
    // Day 1..365 that never counts 29 February.
    const leap = daysInMonth(year, 2) === 29 && change.day >= 60;
    return newYear + change.day - (leap ? 0 : 1);
  }
  return nthWeekday(year, change.month, change.week, change.day);
}

/** Day number of the n-th weekday (0 = Sunday) of a month; the fifth means the last. */
function nthWeekday(year: number, month: number, nth: number, weekday: number): number {
  const first = daysFromCivil(year, month, 1);
  assert(first !== undefined, `month ${month}`);
  // 1970-01-01 was a Thursday.
  const firstWeekday = (((first + 4) % 7) + 7) % 7;
  const day = ((weekday - firstWeekday + 7) % 7) + (nth - 1) * 7;
  return first + (day >= daysInMonth(year, month) ? day - 7 : day);
}
