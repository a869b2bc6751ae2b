import { DAY_MS, daysFromCivil, DomainError, type FieldViolation } from '@sla/kernel';
import { isZoneName, zone, type Zone } from '../tz/zone.js';
import { readAnnual, readDate, readHours, readLocalDateTime, type AnnualDate, type Hours } from './read-texts.js';
import { WEEKDAYS, type Holiday, type WeeklyHours, type WorkingCalendar } from './rules.js';

/** Most weekly schedules, dated hours, holidays and closures of one calendar, each. */
export const MAX_ENTRIES = 10_000;
/** Longest run of one holiday, in dates. */
export const MAX_HOLIDAY_RUN = 366;

/** Holiday with its dates as day numbers (days since 1970-01-01); `last` is part of it. */
export interface DatedHoliday {
  readonly kind: 'dated';
  readonly first: number;
  readonly last: number;
  readonly hours: readonly Hours[] | undefined;
  readonly name: string;
}
export interface AnnualHoliday {
  readonly kind: 'annual';
  readonly first: AnnualDate;
  readonly last: AnnualDate;
  readonly fromYear: number;
  readonly untilYear: number;
  readonly hours: readonly Hours[] | undefined;
  readonly name: string;
}

export interface WeeklyRule {
  /** Day numbers; half-open. */
  readonly from: number;
  readonly until: number;
  /** Hours of Monday to Sunday. */
  readonly days: readonly (readonly Hours[])[];
}

/** A calendar whose texts are understood. Times of day are milliseconds by the wall clock; spans over midnight end beyond 24 h. */
export interface CalendarRules {
  readonly zone: Zone;
  readonly weekly: readonly WeeklyRule[];
  readonly dated: ReadonlyMap<number, { readonly hours: readonly Hours[]; readonly name: string }>;
  readonly holidays: readonly (DatedHoliday | AnnualHoliday)[];
  /** Wall-clock milliseconds since 1970-01-01T00:00, as if it were UTC. */
  readonly closures: readonly { readonly from: number; readonly to: number; readonly name: string }[];
  /** Day number of the first date that is not known. */
  readonly knownUntil: number | undefined;
}

type Report = (field: string, reason: string, params?: Readonly<Record<string, string | number>>) => undefined;

/**
 * Understands a calendar.
 * @throws DomainError invalid_argument with every fault of it, not only the first.
 */
export function readCalendar(calendar: WorkingCalendar): CalendarRules {
  const violations: FieldViolation[] = [];
  const report: Report = (field, reason, params = {}) => void violations.push({ field, reason, params });
  const rules = readParts(calendar, report);
  const [first] = violations;
  if (first !== undefined || rules === undefined) {
    throw new DomainError('invalid_argument', first?.reason ?? 'calendar.unknown_zone', first?.params, violations);
  }
  return rules;
}

function readParts(calendar: WorkingCalendar, report: Report): CalendarRules | undefined {
  const { overrides = [], holidays = [], closures = [] } = calendar;
  for (const [field, list] of Object.entries({ weekly: calendar.weekly, overrides, holidays, closures })) {
    if (list.length > MAX_ENTRIES) {
      return report(field, 'calendar.too_many_entries', { entries: list.length, max: MAX_ENTRIES });
    }
  }
  const knownUntil = calendar.knownUntil === undefined ? undefined : dateOf(calendar.knownUntil, 'knownUntil', report);
  const parts = {
    weekly: calendar.weekly.flatMap((weekly, i) => readWeekly(weekly, `weekly[${i}]`, report)),
    dated: readDated(overrides, report),
    holidays: holidays.flatMap((holiday, i) => readHoliday(holiday, `holidays[${i}]`, report) ?? []),
    closures: closures.flatMap((closure, i) => readClosure(closure, `closures[${i}]`, report)),
    knownUntil,
  };
  refuseOverlaps(parts.weekly, report);
  if (isZoneName(calendar.timeZone)) return { zone: zone(calendar.timeZone), ...parts };
  return report('timeZone', 'calendar.unknown_zone', zoneFault(calendar.timeZone));
}

function zoneFault(name: string): Readonly<Record<string, string | number>> {
  try {
    zone(name);
    return {};
  } catch (error) {
    if (error instanceof DomainError) return error.params;
    throw error;
  }
}

function dateOf(text: string, field: string, report: Report): number | undefined {
  return readDate(text) ?? report(field, 'calendar.date_malformed', { value: text });
}

function hoursOf(texts: readonly string[], field: string, report: Report): readonly Hours[] {
  const hours = texts.flatMap(
    (text, i) => readHours(text) ?? report(`${field}[${i}]`, 'calendar.hours_malformed', { value: text }) ?? [],
  );
  const sorted = hours.toSorted((a, b) => a.from - b.from);
  const overlap = sorted.find((next, i) => next.from < (sorted[i - 1]?.to ?? 0));
  if (overlap !== undefined) report(field, 'calendar.hours_overlap', { value: texts.join(', ') });
  return sorted;
}

function readWeekly(weekly: WeeklyHours, field: string, report: Report): readonly WeeklyRule[] {
  const from = weekly.validFrom === undefined ? -Infinity : dateOf(weekly.validFrom, `${field}.validFrom`, report);
  const until = weekly.validUntil === undefined ? Infinity : dateOf(weekly.validUntil, `${field}.validUntil`, report);
  const days = WEEKDAYS.map((day) => hoursOf(weekly.hours[day] ?? [], `${field}.hours.${day}`, report));
  if (from === undefined || until === undefined) return [];
  if (from >= until) report(`${field}.validUntil`, 'calendar.validity_empty', { value: weekly.validUntil ?? '' });
  return [{ from, until, days }];
}

function refuseOverlaps(weekly: readonly WeeklyRule[], report: Report): void {
  const sorted = weekly.map((rule, i) => ({ ...rule, i })).sort((a, b) => a.from - b.from);
  for (const [n, next] of sorted.entries()) {
    const before = sorted[n - 1];
    if (before === undefined || next.from >= before.until) continue;
    report(`weekly[${next.i}].validFrom`, 'calendar.validity_overlap', { first: before.i, second: next.i });
  }
}

function readDated(
  overrides: NonNullable<WorkingCalendar['overrides']>,
  report: Report,
): Map<number, { hours: readonly Hours[]; name: string }> {
  const dated = new Map<number, { hours: readonly Hours[]; name: string }>();
  for (const [i, { date, hours, name = '' }] of overrides.entries()) {
    const day = dateOf(date, `overrides[${i}].date`, report);
    const read = hoursOf(hours, `overrides[${i}].hours`, report);
    if (day === undefined) continue;
    if (dated.has(day)) report(`overrides[${i}].date`, 'calendar.date_twice', { value: date });
    dated.set(day, { hours: read, name });
  }
  return dated;
}

function readHoliday(holiday: Holiday, field: string, report: Report): DatedHoliday | AnnualHoliday | undefined {
  const { date, lastDate = date, name = '' } = holiday;
  const hours = holiday.hours === undefined ? undefined : hoursOf(holiday.hours, `${field}.hours`, report);
  if (date.startsWith('--')) return readAnnualHoliday({ holiday, lastDate, hours, name }, field, report);
  if (holiday.fromYear !== undefined || holiday.untilYear !== undefined) {
    report(`${field}.fromYear`, 'calendar.years_of_dated_holiday', { value: date });
  }
  const first = dateOf(date, `${field}.date`, report);
  const last = dateOf(lastDate, `${field}.lastDate`, report);
  if (first === undefined || last === undefined) return undefined;
  if (last < first || last - first >= MAX_HOLIDAY_RUN) {
    return report(`${field}.lastDate`, 'calendar.holiday_run', { first: date, last: lastDate, max: MAX_HOLIDAY_RUN });
  }
  return { kind: 'dated', first, last, hours, name };
}

function readAnnualHoliday(
  parts: {
    readonly holiday: Holiday;
    readonly lastDate: string;
    readonly hours: readonly Hours[] | undefined;
    readonly name: string;
  },
  field: string,
  report: Report,
): AnnualHoliday | undefined {
  const { holiday, lastDate, hours, name } = parts;
  const { fromYear = -Infinity, untilYear = Infinity } = holiday;
  for (const [name, year] of Object.entries({ fromYear: holiday.fromYear, untilYear: holiday.untilYear })) {
    if (year !== undefined && !Number.isSafeInteger(year))
      report(`${field}.${name}`, 'calendar.year_malformed', { value: year });
  }
  if (fromYear >= untilYear) report(`${field}.untilYear`, 'calendar.validity_empty', { value: untilYear });
  const first = readAnnual(holiday.date) ?? report(`${field}.date`, 'calendar.date_malformed', { value: holiday.date });
  const last = readAnnual(lastDate) ?? report(`${field}.lastDate`, 'calendar.date_malformed', { value: lastDate });
  if (first === undefined || last === undefined) return undefined;
  return { kind: 'annual', first, last, fromYear, untilYear, hours, name };
}

function readClosure(
  { from, to, name = '' }: { readonly from: string; readonly to: string; readonly name?: string },
  field: string,
  report: Report,
): readonly { from: number; to: number; name: string }[] {
  const begin = readLocalDateTime(from) ?? report(`${field}.from`, 'calendar.local_time_malformed', { value: from });
  const end = readLocalDateTime(to) ?? report(`${field}.to`, 'calendar.local_time_malformed', { value: to });
  if (begin === undefined || end === undefined) return [];
  if (end <= begin) report(`${field}.to`, 'calendar.closure_empty', { from, to });
  return [{ from: begin, to: end, name }];
}

/** Day number of an annual date in a year; undefined for 29 February of other years. */
export const dayIn = (year: number, { month, day }: AnnualDate): number | undefined => daysFromCivil(year, month, day);

/** Day number of a wall-clock time. */
export const dayOf = (localMs: number): number => Math.floor(localMs / DAY_MS);
