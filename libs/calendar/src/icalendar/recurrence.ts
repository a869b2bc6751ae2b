import { civilFromDays, daysFromCivil, daysInMonth } from '@sla/kernel';

/** `1MO`, `-1FR` or `MO`: weekday 0 is Monday; nth counts in the month, or in the year of a yearly rule. */
export interface ByDay {
  readonly weekday: number;
  readonly nth: number | undefined;
}

/** The part of RFC 5545 recurrence rules that we understand. Weeks begin on Monday. */
export interface Recurrence {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly count: number | undefined;
  /** UNTIL as it is written; what it means depends on the event. */
  readonly until: string | undefined;
  readonly byDay: readonly ByDay[];
  readonly byMonthDay: readonly number[];
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const FREQUENCIES: readonly string[] = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const KNOWN = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'WKST']);
const isFrequency = (text: string | undefined): text is Recurrence['freq'] =>
  text !== undefined && FREQUENCIES.includes(text);

/** Reads an RRULE value; for one that it does not understand, the parts at fault. */
export function readRecurrence(value: string): Recurrence | { readonly faults: readonly string[] } {
  const pairs = value
    .toUpperCase()
    .split(';')
    .map((part) => [part, ...part.split('=')] as const);
  const parts = new Map(pairs.map(([, key = '', of = '']) => [key, of]));
  const freq = parts.get('FREQ');
  const interval = wholeNumber(parts.get('INTERVAL') ?? '1');
  const count = parts.has('COUNT') ? wholeNumber(parts.get('COUNT') ?? '') : undefined;
  const byDay = listOf(parts.get('BYDAY'), byDayOf);
  const byMonthDay = listOf(parts.get('BYMONTHDAY'), monthDayOf);
  const faults = pairs.filter(([, key = '']) => !KNOWN.has(key)).map(([part]) => part);
  if (parts.size < pairs.length) faults.push(value);
  if (parts.has('WKST') && parts.get('WKST') !== 'MO') faults.push(`WKST=${parts.get('WKST')}`);
  if (parts.has('COUNT') && (count === undefined || parts.has('UNTIL'))) faults.push(`COUNT=${parts.get('COUNT')}`);
  if (interval === undefined) faults.push(`INTERVAL=${parts.get('INTERVAL')}`);
  if (byMonthDay === undefined || (freq === 'WEEKLY' && byMonthDay.length > 0))
    faults.push(`BYMONTHDAY=${parts.get('BYMONTHDAY')}`);
  const nthInDays = (freq === 'DAILY' || freq === 'WEEKLY') && byDay?.some(({ nth }) => nth !== undefined) === true;
  if (byDay === undefined || nthInDays) faults.push(`BYDAY=${parts.get('BYDAY')}`);
  if (!isFrequency(freq)) faults.push(`FREQ=${freq ?? ''}`);
  if (faults.length > 0 || !isFrequency(freq) || !interval || !byDay || !byMonthDay) return { faults };
  return { freq, interval, count, until: parts.get('UNTIL'), byDay, byMonthDay };
}

const wholeNumber = (text: string): number | undefined => (/^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined);

function listOf<T>(text: string | undefined, read: (item: string) => T | undefined): readonly T[] | undefined {
  if (text === undefined) return [];
  const items = text.split(',').map(read);
  const known = items.filter((item) => item !== undefined);
  return known.length === items.length ? known : undefined;
}

function byDayOf(text: string): ByDay | undefined {
  const m = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text);
  const weekday = WEEKDAYS.indexOf(m?.[2] ?? '');
  const nth = m?.[1] === undefined ? undefined : Number(m[1]);
  return weekday < 0 || nth === 0 || (nth !== undefined && Math.abs(nth) > 53) ? undefined : { weekday, nth };
}

function monthDayOf(text: string): number | undefined {
  const day = /^[+-]?\d{1,2}$/.test(text) ? Number(text) : 0;
  return day === 0 || Math.abs(day) > 31 ? undefined : day;
}

/** Days (since 1970-01-01) on which a rule that begins on `first` recurs, ascending, up to `last`; the caller stops earlier. */
export function* recurrenceDays(rule: Recurrence, first: number, last: number): Iterable<number> {
  for (let period = 0; ; period += rule.interval) {
    const { start, days } = periodOf(rule, first, period);
    if (start > last) return;
    for (const day of days.toSorted((a, b) => a - b)) {
      if (day > last) return;
      if (day >= first) yield day;
    }
  }
}

interface Period {
  readonly start: number;
  readonly days: readonly number[];
}

const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;
const dayNumber = (year: number, month: number, day: number): number => daysFromCivil(year, month, day) ?? Number.NaN;

function periodOf(rule: Recurrence, first: number, n: number): Period {
  const { year, month } = civilFromDays(first);
  switch (rule.freq) {
    case 'DAILY':
      return { start: first + n, days: [first + n].filter((day) => inMonthDays(rule, day) && inWeekdays(rule, day)) };
    case 'WEEKLY': {
      const monday = first - weekdayOf(first) + 7 * n;
      const weekdays = rule.byDay.length === 0 ? [weekdayOf(first)] : rule.byDay.map(({ weekday }) => weekday);
      return { start: monday, days: [...new Set(weekdays)].map((weekday) => monday + weekday) };
    }
    case 'MONTHLY': {
      const index = year * 12 + (month - 1) + n;
      return monthPeriod(rule, first, Math.floor(index / 12), (index % 12) + 1);
    }
    case 'YEARLY':
      return yearPeriod(rule, first, year + n);
  }
}

function monthPeriod(rule: Recurrence, first: number, year: number, month: number): Period {
  const [start, length] = [dayNumber(year, month, 1), daysInMonth(year, month)];
  return {
    start,
    days: expanded(
      rule,
      start,
      length,
      [civilFromDays(first).day].flatMap((day) => (day <= length ? [start + day - 1] : [])),
    ),
  };
}

function yearPeriod(rule: Recurrence, first: number, year: number): Period {
  const [start, next] = [dayNumber(year, 1, 1), dayNumber(year + 1, 1, 1)];
  const { month, day } = civilFromDays(first);
  const same = daysFromCivil(year, month, day);
  return { start, days: expanded(rule, start, next - start, same === undefined ? [] : [same]) };
}

/** BYMONTHDAY expands and BYDAY limits it; BYDAY alone expands; without both the day of the start comes back. */
function expanded(rule: Recurrence, start: number, length: number, same: readonly number[]): readonly number[] {
  if (rule.byDay.length === 0 && rule.byMonthDay.length === 0) return same;
  return Array.from({ length }, (_, i) => start + i).filter(
    (day) => inMonthDays(rule, day) && inWeekdays(rule, day, { start, length }),
  );
}

function inMonthDays({ byMonthDay }: Recurrence, day: number): boolean {
  if (byMonthDay.length === 0) return true;
  const { year, month, day: monthDay } = civilFromDays(day);
  return byMonthDay.includes(monthDay) || byMonthDay.includes(monthDay - daysInMonth(year, month) - 1);
}

function inWeekdays(
  { byDay }: Recurrence,
  day: number,
  period?: { readonly start: number; readonly length: number },
): boolean {
  if (byDay.length === 0) return true;
  return byDay.some(({ weekday, nth }) => {
    if (weekday !== weekdayOf(day)) return false;
    if (nth === undefined || period === undefined) return true;
    const fromStart = Math.floor((day - period.start) / 7) + 1;
    const fromEnd = -Math.floor((period.start + period.length - 1 - day) / 7) - 1;
    return nth === fromStart || nth === fromEnd;
  });
}
