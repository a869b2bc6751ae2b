import {
  type AnchoredWindow,
  anchoredWindowAt,
  type CalendarUnit,
  clip,
  localDateOf,
  localTimeOf,
  normalise,
  offsetAt,
  openHours,
  rollingWindowAt,
  subtract as without,
  type Timeline,
  totalMs,
  type Weekday,
  WEEKDAYS,
  windowAt,
  windowsBetween,
  zone,
} from '@sla/calendar';
import {
  DAY_MS,
  daysFromCivil,
  formatInstant,
  HOUR_MS,
  MINUTE_MS,
  parseInstant,
  ratio,
  SECOND_MS,
  type CivilDate,
  type Instant,
  type Interval,
} from '@sla/kernel';
import type { CaseInputs } from './case-inputs.ts';
import { AnyOf, type Answer } from './case-answer.ts';

const published = ({ start, end }: Interval): Answer => ({ start: formatInstant(start), end: formatInstant(end) });

const UNITS: Readonly<Record<string, 'minute' | 'hour' | 'day' | 'week'>> = {
  Minute: 'minute',
  Hour: 'hour',
  Day: 'day',
  Week: 'week',
};

export function rollingWindow(c: CaseInputs): Answer {
  const unit = UNITS[c.text('unit')];
  if (unit === undefined) throw new Error(`unknown unit ${c.text('unit')}`);
  return published(rollingWindowAt(unit, c.number('count'), parseInstant(c.text('timestamp'))));
}

export function calendarWindow(c: CaseInputs): Answer {
  if (c.has('startTime')) return published(anchoredWindowAt(anchored(c), parseInstant(c.text('timestamp'))));
  if (c.has('anchorDay')) return billingWindow(c);
  if (c.has('months')) return monthEdges(c);
  if (c.has('period')) return periods(c);
  return startOfUnit(c);
}

function anchored(c: CaseInputs): AnchoredWindow {
  const unit = c.text('unit').toLowerCase();
  if (unit !== 'day' && unit !== 'week' && unit !== 'month' && unit !== 'quarter' && unit !== 'year')
    throw new Error(`unknown unit ${unit}`);
  const [date = '', time = ''] = c.text('startTime').split(/[ T]/);
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  return {
    unit,
    count: c.number('count'),
    timeZone: c.text('timeZone'),
    begin: { date: dateOf(date), timeMs: hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS },
    // What the source documents: a day that a month does not have spills into the next one.
    overflow: 'overflow',
  };
}

function dateOf(text: string): CivilDate {
  const [year = 0, month = 1, day = 1] = text.split('-').map(Number);
  return { year, month, day };
}

/** The source closes windows at the last millisecond; ours are half-open. */
function billingWindow(c: CaseInputs): Answer {
  const begin = { date: dateOf(c.text('start')), timeMs: 0 };
  const spec: AnchoredWindow = {
    unit: 'month',
    count: c.number('months'),
    timeZone: c.text('timeZone'),
    begin,
    overflow: 'clamp',
  };
  const days = daysFromCivil(begin.date.year, begin.date.month, begin.date.day) ?? 0;
  // Noon of the first day lies in the window that begins there, in every zone.
  const { start, end } = anchoredWindowAt(spec, (days * DAY_MS + DAY_MS / 2) as Instant);
  return [formatInstant(start), formatInstant((end - 1) as Instant)];
}

function monthEdges(c: CaseInputs): Answer {
  const windows = c.list('months').map((month) => monthWindow(String(month), c.text('timeZone')));
  const last = windows.at(-1);
  const edges = [...windows.map(({ start }) => start), ...(last === undefined ? [] : [last.end])];
  return edges.map((at) => ratio(at, SECOND_MS));
}

const monthWindow = (month: string, timeZone: string): Interval =>
  windowAt({ kind: 'month', timeZone }, parseInstant(`${month}-15T00:00:00Z`));

/** An instant in the middle of a month. */
export const monthOf = (c: CaseInputs): Instant => parseInstant(`${c.text('month')}-15T00:00:00Z`);

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const PERIODS: Readonly<Record<string, CalendarUnit>> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  annually: 'year',
};

/** First and last dates of the periods that share a date with a span, which ends with its last date. */
function periods(c: CaseInputs): Answer {
  const timeZone = c.has('timeZone') ? c.text('timeZone') : 'UTC';
  const span = {
    start: parseInstant(`${c.text('from')}T00:00:00Z`),
    end: parseInstant(`${c.text('to')}T23:59:59Z`),
  };
  const kind = PERIODS[c.text('period')];
  if (kind === undefined) throw new Error(`unknown period ${c.text('period')}`);
  const weekStart = c.has('weekStart') ? c.text('weekStart') : 'Monday';
  const windows = kind === 'week' ? weeksBetween(weekStart, timeZone, span) : windowsBetween({ kind, timeZone }, span);
  const where = zone(timeZone);
  return windows.map(({ start, end }) => [
    dateText(localDateOf(where, start)),
    dateText(localDateOf(where, (end - 1) as Instant)),
  ]);
}

function weeksBetween(weekStart: string, timeZone: string, span: Interval): readonly Interval[] {
  const day = DAYS.indexOf(weekStart as (typeof DAYS)[number]);
  if (day < 0) throw new Error(`unknown day ${weekStart}`);
  // 2024-01-01 was a Monday.
  const begin = { date: { year: 2024, month: 1, day: 1 + day }, timeMs: 0 };
  const weeks: Interval[] = [];
  for (let at = span.start; at < span.end;) {
    const week = anchoredWindowAt({ unit: 'week', count: 1, timeZone, begin, overflow: 'clamp' }, at);
    weeks.push(week);
    at = week.end;
  }
  return weeks;
}

const two = (n: number): string => String(n).padStart(2, '0');
const dateText = ({ year, month, day }: CivilDate): string => `${year}-${two(month)}-${two(day)}`;

/** The case does not say of which unit it publishes the start: it agrees when it is the start of one. */
function startOfUnit(c: CaseInputs): Answer {
  const at = parseInstant(c.text('timestamp'));
  const start = (kind: CalendarUnit): string =>
    formatInstant(windowAt({ kind, timeZone: c.text('timeZone') }, at).start);
  return new AnyOf({
    day: start('day'),
    week: start('week'),
    month: start('month'),
    quarter: start('quarter'),
    year: start('year'),
  });
}

/** RFC 3339 with the offset of a zone. */
export function timeText(c: CaseInputs): Answer {
  const at = (c.number('timestamp') * SECOND_MS) as Instant;
  const where = zone(c.has('timeZone') ? c.text('timeZone') : 'UTC');
  const { date, timeMs } = localTimeOf(where, at);
  const part = (unit: number, size: number): string => two(Math.floor(timeMs / unit) % size);
  const minutes = `${dateText(date)}T${part(HOUR_MS, 24)}:${part(MINUTE_MS, 60)}`;
  if (!c.has('timeZone')) return minutes;
  const offset = Math.abs(offsetAt(where, at)) / MINUTE_MS;
  const sign = offsetAt(where, at) < 0 ? '-' : '+';
  return `${minutes}:${part(SECOND_MS, 60)}${sign}${two(Math.floor(offset / 60))}:${two(offset % 60)}`;
}

export interface Schedule {
  readonly timeZone: string;
  /** `Sun`, `Mon-Fri` or `Mon,Wed`. */
  readonly days: string;
  /** `00-06` or `08:30-17:00`. */
  readonly hours: string;
}

/** Time of a span without what is excluded, and inside a weekly schedule where there is one. */
export function openTime(span: Timeline, excluded: Timeline, schedule?: Schedule): number {
  const counted = without(normalise(span), normalise(excluded));
  const [first] = span;
  if (schedule === undefined || first === undefined) return totalMs(counted);
  const text = schedule.hours.split('-').map((time) => (time.includes(':') ? time : `${time}:00`));
  const days = daysOf(schedule.days).map((day) => [day, [text.join('-')]]);
  const hours = openHours({ timeZone: schedule.timeZone, weekly: [{ hours: Object.fromEntries(days) as object }] });
  return totalMs(counted.flatMap((part) => clip(hours.within(part), part)));
}

/** `Sun`, `Mon-Fri`, `Mon,Wed`. */
function daysOf(text: string): readonly Weekday[] {
  return text.split(',').flatMap((part) => {
    const [first = -1, last = first] = part.split('-').map((name) => WEEKDAYS.findIndex((day) => isDay(name, day)));
    if (first < 0 || last < first) throw new Error(`unknown days ${text}`);
    return WEEKDAYS.slice(first, last + 1);
  });
}
const isDay = (name: string, day: Weekday): boolean => name.trim().toLowerCase().startsWith(day);
