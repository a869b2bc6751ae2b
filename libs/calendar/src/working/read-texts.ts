import { DAY_MS, daysFromCivil, HOUR_MS, MINUTE_MS, SECOND_MS } from '@sla/kernel';

/** Wall-clock span of one date in milliseconds since its midnight; `to` is beyond 24 h when it runs over midnight. */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** A month and day of any year. */
export interface AnnualDate {
  readonly month: number;
  readonly day: number;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const ANNUAL = /^--(\d{2})-(\d{2})$/;
const CLOCK = String.raw`(\d{2}):(\d{2})(?::(\d{2}))?`;
const HOURS = new RegExp(`^${CLOCK}-${CLOCK}$`);
const LOCAL = new RegExp(`^(\\d{4}-\\d{2}-\\d{2})T${CLOCK}$`);
/** A year that has every date. */
const LEAP_YEAR = 2000;

/** Days since 1970-01-01 of `2026-10-01`; undefined when there is no such date. */
export function readDate(text: string): number | undefined {
  const [year, month, day] = numbersOf(DATE.exec(text));
  return year === undefined || month === undefined || day === undefined ? undefined : daysFromCivil(year, month, day);
}

/** Month and day of `--10-01`. */
export function readAnnual(text: string): AnnualDate | undefined {
  const [month, day] = numbersOf(ANNUAL.exec(text));
  if (month === undefined || day === undefined) return undefined;
  return daysFromCivil(LEAP_YEAR, month, day) === undefined ? undefined : { month, day };
}

/** The span of `09:00-17:00`; an end that is not after the begin is of the next date. `00:00-24:00` is the whole date. */
export function readHours(text: string): Hours | undefined {
  const [h1, m1, s1, h2, m2, s2] = numbersOf(HOURS.exec(text));
  const from = timeOf(h1, m1, s1);
  const to = timeOf(h2, m2, s2);
  if (from === undefined || to === undefined || from >= DAY_MS) return undefined;
  return { from, to: to > from ? to : to + DAY_MS };
}

/** Wall-clock milliseconds of `2026-10-01T18:00`, counted as if the wall clock showed UTC. */
export function readLocalDateTime(text: string): number | undefined {
  const m = LOCAL.exec(text);
  const day = readDate(m?.[1] ?? '');
  const [hour, minute, second] = numbersOf(m).slice(1);
  const time = timeOf(hour, minute, second);
  return day === undefined || time === undefined ? undefined : day * DAY_MS + time;
}

/** Milliseconds since midnight; 24:00 is the end of the date. */
function timeOf(hour: number | undefined, minute: number | undefined, second = 0): number | undefined {
  if (hour === undefined || minute === undefined || minute > 59 || second > 59) return undefined;
  const ms = hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS;
  return ms > DAY_MS ? undefined : ms;
}

/** Groups as numbers; a group that is absent, or no number, is undefined. */
const numbersOf = (m: RegExpExecArray | null): readonly (number | undefined)[] =>
  (m ?? []).slice(1).map((group: string | undefined) => (/^\d+$/.test(group ?? '') ? Number(group) : undefined));
