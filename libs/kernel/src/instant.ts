import type { Brand } from './brand.js';
import { DomainError } from './errors.js';

/** Integer milliseconds since 1970-01-01T00:00:00Z; always a safe integer. */
export type Instant = Brand<number, 'Instant'>;

/** Half-open span of time `[start, end)`. */
export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** First and last instant accepted from callers: years 1900 to 9999, where every calendar rule of ours is defined. */
export const MIN_INSTANT = -2_208_988_800_000 as Instant;
export const MAX_INSTANT = 253_402_300_799_999 as Instant;

/** @throws DomainError out_of_range when `ms` is not an integer between MIN_INSTANT and MAX_INSTANT. */
export function instant(ms: number): Instant {
  if (!Number.isSafeInteger(ms) || ms < MIN_INSTANT || ms > MAX_INSTANT) {
    throw new DomainError('out_of_range', 'kernel.instant_out_of_range', { value: String(ms) });
  }
  return ms as Instant;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * Parses RFC 3339 with an explicit offset; digits finer than a millisecond are refused, never rounded.
 * @throws DomainError invalid_argument naming the text.
 */
export function parseInstant(text: string): Instant {
  const m = ISO.exec(text);
  if (!m) throw new DomainError('invalid_argument', 'kernel.instant_malformed', { value: text });
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone = 'Z'] = m;
  const days = daysFromCivil(Number(year), Number(month), Number(day));
  const fields = [Number(hour), Number(minute), Number(second)] as const;
  const fractionMs = fraction.padEnd(3, '0');
  if (days === undefined || fields[0] > 23 || fields[1] > 59 || fields[2] > 59 || /[1-9]/.test(fractionMs.slice(3))) {
    throw new DomainError('invalid_argument', 'kernel.instant_malformed', { value: text });
  }
  const offset = parseOffset(zone);
  if (offset === undefined) throw new DomainError('invalid_argument', 'kernel.instant_malformed', { value: text });
  const time = fields[0] * HOUR_MS + fields[1] * MINUTE_MS + fields[2] * SECOND_MS + Number(fractionMs.slice(0, 3));
  return instant(days * DAY_MS + time - offset);
}

function parseOffset(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
}

/** RFC 3339 in UTC: `2026-03-01T00:00:00Z`, with `.123` only when there are milliseconds. */
export function formatInstant(at: Instant): string {
  const days = Math.floor(at / DAY_MS);
  const { year, month, day } = civilFromDays(days);
  const rest = at - days * DAY_MS;
  const two = (n: number): string => String(n).padStart(2, '0');
  const time = `${two(Math.floor(rest / HOUR_MS))}:${two(Math.floor(rest / MINUTE_MS) % 60)}:${two(Math.floor(rest / SECOND_MS) % 60)}`;
  const ms = rest % SECOND_MS;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${time}${ms === 0 ? '' : `.${String(ms).padStart(3, '0')}`}Z`;
}

/** A date of the proleptic Gregorian calendar; month 1..12, day 1..31. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01, or undefined when the date does not exist. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
export function daysFromCivil(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of daysFromCivil. */
export function civilFromDays(days: number): CivilDate {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** 28 to 31; month is 1..12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * Milliseconds of an ISO 8601 duration made of days (24 h each), hours, minutes and seconds: `PT36H`, `P5D`, `P1DT12H`.
 * Months and years have no fixed length and are refused.
 * @throws DomainError invalid_argument naming the text.
 */
export function parseDuration(text: string): number {
  const m = DURATION.exec(text);
  const parts = m?.slice(1).filter((part) => part !== undefined) ?? [];
  if (!m || parts.length === 0 || text.endsWith('T')) {
    throw new DomainError('invalid_argument', 'kernel.duration_malformed', { value: text });
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = m.slice(1).map((part) => Number(part ?? 0));
  const ms = days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
  if (!Number.isSafeInteger(ms)) throw new DomainError('out_of_range', 'kernel.duration_malformed', { value: text });
  return ms;
}

/** ISO 8601 text of a non-negative whole number of milliseconds, in days, hours, minutes and (decimal) seconds: `P1DT2H0.5S`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return 'PT0S';
  const days = Math.floor(ms / DAY_MS);
  const hours = Math.floor(ms / HOUR_MS) % 24;
  const minutes = Math.floor(ms / MINUTE_MS) % 60;
  const rest = ms % MINUTE_MS;
  const seconds = `${Math.floor(rest / SECOND_MS)}${
    rest % SECOND_MS === 0
      ? ''
      : `.${String(rest % SECOND_MS)
          .padStart(3, '0')
          .replace(/0+$/, '')}`
  }`;
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${rest ? `${seconds}S` : ''}`;
  return `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}
