import {
  assert,
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  type CivilDate,
  type Instant,
  type Interval,
} from '@sla/kernel';
import { localDateOf, START_OF_DAY, toInstant } from '../tz/local-time.js';
import { zone, type Zone } from '../tz/zone.js';

export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'half_year' | 'year';

/** A span of the calendar in a zone. Months and longer may begin on a billing day instead of the first. */
export interface CalendarWindow {
  readonly kind: CalendarUnit;
  readonly timeZone: string;
  /** 1 to 31; absent means 1. Only for month, quarter, half_year and year. */
  readonly anchorDay?: number;
  /** 1 to 12, the month in which a year begins, quarters and half-years with it; absent means 1. */
  readonly anchorMonth?: number;
  /** A month without the anchor day begins on its last day (clamp) or on the first of the next (overflow). */
  readonly overflow?: 'clamp' | 'overflow';
}

/** The span of a fixed length that ends at the instant of judgement. */
export interface RollingWindow {
  readonly kind: 'rolling';
  readonly lengthMs: number;
}

export type WindowSpec = CalendarWindow | RollingWindow;

/** Each event is judged for itself: a drill, a release, a delivery. */
export interface EventWindow {
  readonly kind: 'per_event';
  /** How long after its begin an event is judged; as long as it lasts without it. */
  readonly lengthMs?: number;
}

/** The window of one event. An event that still lasts has the instant of judgement as its end. */
export const eventWindow = ({ lengthMs }: EventWindow, event: Interval): Interval => ({
  start: event.start,
  end: lengthMs === undefined ? event.end : ((event.start + lengthMs) as Instant),
});

const MONTHS: Readonly<Record<Exclude<CalendarUnit, 'day' | 'week'>, number>> = {
  month: 1,
  quarter: 3,
  half_year: 6,
  year: 12,
};

/** The window that holds an instant; for a rolling one, the window that ends there. */
export function windowAt(spec: WindowSpec, at: Instant): Interval {
  if (spec.kind === 'rolling') return { start: (at - spec.lengthMs) as Instant, end: at };
  const where = zone(spec.timeZone);
  const date = localDateOf(where, at);
  let index = indexOf(spec, date);
  // With a billing day the date alone may be in the window before.
  if (startOf(spec, where, index) > at) index--;
  else if (startOf(spec, where, index + 1) <= at) index++;
  return { start: startOf(spec, where, index), end: startOf(spec, where, index + 1) };
}

/** The calendar windows that share an instant with a span, in order; none for an empty span. */
export function windowsBetween(spec: CalendarWindow, span: Interval): readonly Interval[] {
  const windows: Interval[] = [];
  for (let at = span.start; at < span.end;) {
    const window = windowAt(spec, at);
    assert(window.end > at, 'a window ends after the instant that it holds');
    windows.push(window);
    at = window.end;
  }
  return windows;
}

/** Number of a window on the line of all windows of its kind; only differences mean something. */
function indexOf(spec: CalendarWindow, date: CivilDate): number {
  if (spec.kind === 'day' || spec.kind === 'week') {
    const days = dayNumber(date);
    // Weeks begin on Monday (ISO 8601); 1970-01-01 was a Thursday.
    return spec.kind === 'day' ? days : Math.floor((days + 3) / 7);
  }
  return Math.floor((date.year * 12 + date.month - 1 - monthsShifted(spec)) / MONTHS[spec.kind]);
}

/** Months by which windows begin later than the first of their kind in a calendar year. */
const monthsShifted = ({ kind, anchorMonth = 1 }: CalendarWindow): number =>
  kind === 'day' || kind === 'week' ? 0 : (anchorMonth - 1) % MONTHS[kind];

function startOf(spec: CalendarWindow, where: Zone, index: number): Instant {
  return toInstant(where, { date: firstDate(spec, index), timeMs: 0 }, START_OF_DAY);
}

function firstDate(spec: CalendarWindow, index: number): CivilDate {
  if (spec.kind === 'day') return civilFromDays(index);
  if (spec.kind === 'week') return civilFromDays(index * 7 - 3);
  const month = index * MONTHS[spec.kind] + monthsShifted(spec);
  const year = Math.floor(month / 12);
  return anchored({ year, month: (month % 12) + 1, day: 1 }, spec);
}

function anchored(first: CivilDate, { anchorDay = 1, overflow = 'clamp' }: CalendarWindow): CivilDate {
  const length = daysInMonth(first.year, first.month);
  if (anchorDay <= length) return { ...first, day: anchorDay };
  return overflow === 'clamp' ? { ...first, day: length } : civilFromDays(dayNumber({ ...first, day: length }) + 1);
}

function dayNumber({ year, month, day }: CivilDate): number {
  const days = daysFromCivil(year, month, day);
  assert(days !== undefined, `${year}-${month}-${day} exists`);
  return days;
}

/**
 * Stable name of a calendar window: 2026-03-01 (day), 2026-W09, 2026-03, 2026-Q1, 2026-H1, 2026,
 * and with a billing day or month its first and last date: 2026-03-10..2026-04-09.
 */
export function windowLabel(spec: CalendarWindow, window: Interval): string {
  const where = zone(spec.timeZone);
  const first = localDateOf(where, window.start);
  if ((spec.anchorDay ?? 1) !== 1 || monthsShifted(spec) !== 0) {
    return `${dateText(first)}..${dateText(localDateOf(where, (window.end - 1) as Instant))}`;
  }
  switch (spec.kind) {
    case 'day':
      return dateText(first);
    case 'week':
      return weekText(first);
    case 'month':
      return dateText(first).slice(0, 7);
    case 'quarter':
      return `${first.year}-Q${Math.ceil(first.month / 3)}`;
    case 'half_year':
      return `${first.year}-H${first.month > 6 ? 2 : 1}`;
    case 'year':
      return String(first.year);
  }
}

const dateText = ({ year, month, day }: CivilDate): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** ISO 8601: a week belongs to the year of its Thursday. */
function weekText(monday: CivilDate): string {
  const thursday = dayNumber(monday) + 3;
  const { year } = civilFromDays(thursday);
  const week = Math.floor((thursday - dayNumber({ year, month: 1, day: 1 })) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** What becomes of a window that is only partly inside the term. */
export type PartialWindowRule = 'clip' | 'skip' | 'whole';

export interface EffectiveWindow {
  /** The window of the calendar, whole. */
  readonly window: Interval;
  /** The part that is judged. */
  readonly effective: Interval;
  readonly label: string;
}

/** The windows that a term has up to an instant, by the partial-window rule, in order. */
export function effectiveWindows(
  spec: CalendarWindow,
  term: Interval,
  until: Instant,
  rule: PartialWindowRule,
): readonly EffectiveWindow[] {
  const end = until < term.end ? until : term.end;
  return windowsBetween(spec, { start: term.start, end }).flatMap((window) => {
    const whole = window.start >= term.start && window.end <= term.end;
    if (!whole && rule === 'skip') return [];
    const clipped = { start: maxOf(window.start, term.start), end: minOf(window.end, term.end) };
    return [{ window, effective: whole || rule === 'whole' ? window : clipped, label: windowLabel(spec, window) }];
  });
}

const maxOf = (a: Instant, b: Instant): Instant => (a > b ? a : b);
const minOf = (a: Instant, b: Instant): Instant => (a < b ? a : b);
