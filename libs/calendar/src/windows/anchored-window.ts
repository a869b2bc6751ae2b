import { localTimeOf, START_OF_DAY, toInstant, type LocalTime } from '../tz/local-time.js';
import { zone, type Zone } from '../tz/zone.js';
import {
  assert,
  civilFromDays,
  DAY_MS,
  daysFromCivil,
  daysInMonth,
  type CivilDate,
  type Instant,
  type Interval,
} from '@sla/kernel';

/** Windows of `count` units, one after the other, from a local begin on, and back before it. */
export interface AnchoredWindow {
  readonly unit: 'day' | 'week' | 'month' | 'quarter' | 'year';
  readonly count: number;
  readonly timeZone: string;
  readonly begin: LocalTime;
  /** A month without the day of the begin: its last day (clamp), or as many days into the next month as are missing (overflow). */
  readonly overflow: 'clamp' | 'overflow';
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** The window that holds an instant. Every edge is counted from the begin, so a short month never shifts those after it. */
export function anchoredWindowAt(spec: AnchoredWindow, at: Instant): Interval {
  assert(Number.isSafeInteger(spec.count) && spec.count >= 1, `windows of ${spec.count} ${spec.unit}`);
  const where = zone(spec.timeZone);
  let index = guess(spec, where, at);
  while (edge(spec, where, index) > at) index--;
  while (edge(spec, where, index + 1) <= at) index++;
  return { start: edge(spec, where, index), end: edge(spec, where, index + 1) };
}

function guess({ unit, count, begin }: AnchoredWindow, where: Zone, at: Instant): number {
  const { date } = localTimeOf(where, at);
  if (unit === 'day' || unit === 'week')
    return Math.floor((dayNumber(date) - dayNumber(begin.date)) / (count * (unit === 'week' ? 7 : 1)));
  const months = (date.year - begin.date.year) * 12 + date.month - begin.date.month;
  return Math.floor(months / (count * MONTHS[unit]));
}

function edge({ unit, count, begin, overflow }: AnchoredWindow, where: Zone, index: number): Instant {
  const { date, timeMs } = begin;
  if (unit === 'day' || unit === 'week') {
    const days = dayNumber(date) + index * count * (unit === 'week' ? 7 : 1);
    return toInstant(where, { date: civilFromDays(days), timeMs }, START_OF_DAY);
  }
  return toInstant(where, { date: plusMonths(date, index * count * MONTHS[unit], overflow), timeMs }, START_OF_DAY);
}

function plusMonths(date: CivilDate, months: number, overflow: AnchoredWindow['overflow']): CivilDate {
  const month = date.year * 12 + date.month - 1 + months;
  const first = { year: Math.floor(month / 12), month: (((month % 12) + 12) % 12) + 1, day: 1 };
  const length = daysInMonth(first.year, first.month);
  if (date.day <= length) return { ...first, day: date.day };
  return overflow === 'clamp' ? { ...first, day: length } : civilFromDays(dayNumber(first) + date.day - 1);
}

function dayNumber({ year, month, day }: CivilDate): number {
  const days = daysFromCivil(year, month, day);
  assert(days !== undefined, `${year}-${month}-${day} exists`);
  return days;
}

/** The window of a fixed length that ends at an instant. */
export function rollingWindowAt(unit: 'minute' | 'hour' | 'day' | 'week', count: number, at: Instant): Interval {
  const length = { minute: 60_000, hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS }[unit];
  return { start: (at - count * length) as Instant, end: at };
}
