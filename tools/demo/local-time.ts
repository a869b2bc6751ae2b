// The generator's own calendar arithmetic: it must not share code with the engine that it checks.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Milliseconds that UTC is behind local time at local midnight of a date. */
export type OffsetRule = (utcMidnight: number) => number;

export const shanghai: OffsetRule = () => 8 * HOUR;

/** European Union rule: summer time from the last Sunday of March to the last Sunday of October, 01:00 UTC. */
export const berlin: OffsetRule = (utcMidnight) => {
  const year = new Date(utcMidnight).getUTCFullYear();
  const local = utcMidnight - HOUR;
  return local >= lastSunday(year, 2) + HOUR && local < lastSunday(year, 9) + HOUR ? 2 * HOUR : HOUR;
};

function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0);
  return last - new Date(last).getUTCDay() * DAY;
}

/** The instant of local midnight that begins a month; months above 11 run into the next years. */
export function monthStart(year: number, month: number, offset: OffsetRule): number {
  const utcMidnight = Date.UTC(year, month, 1);
  return utcMidnight - offset(utcMidnight);
}

export interface LabelledSpan extends Span {
  readonly label: string;
}

/** `count` months from a month on, labelled 2025-10, 2025-11, … */
export function months(year: number, month: number, count: number, offset: OffsetRule): LabelledSpan[] {
  return Array.from({ length: count }, (_, i) => {
    const first = new Date(Date.UTC(year, month + i, 1));
    const label = `${first.getUTCFullYear()}-${String(first.getUTCMonth() + 1).padStart(2, '0')}`;
    return { label, start: monthStart(year, month + i, offset), end: monthStart(year, month + i + 1, offset) };
  });
}

/** `count` quarters from a month on that begins one, labelled 2025-Q4, 2026-Q1, … */
export function quarters(year: number, month: number, count: number, offset: OffsetRule): LabelledSpan[] {
  return Array.from({ length: count }, (_, i) => {
    const first = new Date(Date.UTC(year, month + 3 * i, 1));
    const label = `${first.getUTCFullYear()}-Q${Math.floor(first.getUTCMonth() / 3) + 1}`;
    return { label, start: monthStart(year, month + 3 * i, offset), end: monthStart(year, month + 3 * i + 3, offset) };
  });
}

/** Milliseconds that two spans share. */
export const overlap = (a: Span, b: Span): number => Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
