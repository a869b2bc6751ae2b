import {
  civilFromDays,
  DAY_MS,
  defined,
  formatInstant,
  MIN_INSTANT,
  parseInstant,
  type CivilDate,
  type Instant,
} from '@sla/kernel';
import { nextChange, offsetAt, type Zone } from '../tz/zone.js';
import {
  dayIn,
  readCalendar,
  type AnnualHoliday,
  type CalendarRules,
  type DatedHoliday,
} from '../working/read-calendar.js';
import type { Hours } from '../working/read-texts.js';
import type { WorkingCalendar } from '../working/rules.js';
import { escapeText, folded } from './content-lines.js';
import { compact, dateText, localText } from './texts.js';

/** Annual dates without a first year are written from here on: no instant of ours is earlier. */
const FIRST_YEAR = civilFromDays(Math.floor(MIN_INSTANT / DAY_MS)).year - 1;
/** A year that has every date. */
const LEAP_YEAR = 2000;
/** Changes of the clock are written out for these years; a reader that knows the zone by its name needs none. */
const [ZONE_FROM, ZONE_TO] = [parseInstant('1970-01-01T00:00:00Z'), parseInstant('2038-01-01T00:00:00Z')];

export interface ExportNames {
  /** X-WR-CALNAME. */
  readonly name: string;
  /** DTSTAMP of every event. */
  readonly stamp: Instant;
  /** Makes UIDs unique in the world: a domain of yours. */
  readonly domain: string;
}

/** An event without what all events have. */
interface Event {
  readonly lines: readonly string[];
  readonly name: string;
}

/**
 * The holidays and closures of a calendar as iCalendar (RFC 5545). Weekly and dated hours have no place in it. Holidays of
 * some hours are events of times: read back they are closures, which dated hours do not beat.
 * @throws DomainError invalid_argument with every fault of the calendar.
 */
export function exportCalendar(calendar: WorkingCalendar, { name, stamp, domain }: ExportNames): string {
  const rules = readCalendar(calendar);
  const timed = (key: string, wall: number): string => `${key};TZID=${calendar.timeZone}:${compact(localText(wall))}`;
  const events = [
    ...rules.holidays.flatMap((holiday) =>
      holiday.kind === 'dated' ? datedEvents(holiday, timed) : annualEvents(holiday, timed),
    ),
    ...rules.closures.map((each): Event => ({
      name: each.name,
      lines: [timed('DTSTART', each.from), timed('DTEND', each.to)],
    })),
  ];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//SLA Suite//calendar//EN',
    `X-WR-CALNAME:${escapeText(name)}`,
    ...zoneLines(rules),
    ...events.flatMap((event, i) => [
      'BEGIN:VEVENT',
      `UID:${i + 1}@${domain}`,
      `DTSTAMP:${compact(formatInstant(stamp)).replace(/\.\d+/, '')}`,
      ...event.lines,
      ...(event.name === '' ? [] : [`SUMMARY:${escapeText(event.name)}`]),
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ];
  return lines.map(folded).join('');
}

type Timed = (key: string, wall: number) => string;

const dateLine = (key: string, day: number): string => `${key};VALUE=DATE:${compact(dateText(day))}`;
const dates = (first: number, last: number): readonly string[] => [
  dateLine('DTSTART', first),
  dateLine('DTEND', last + 1),
];
const times = (timed: Timed, day: number, { from, to }: Hours): readonly string[] => [
  timed('DTSTART', day * DAY_MS + from),
  timed('DTEND', day * DAY_MS + to),
];

function datedEvents({ first, last, hours, name }: DatedHoliday, timed: Timed): readonly Event[] {
  if (hours === undefined) return [{ name, lines: dates(first, last) }];
  const daily = first === last ? [] : [`RRULE:FREQ=DAILY;COUNT=${last - first + 1}`];
  return hours.map((span) => ({ name, lines: [...times(timed, first, span), ...daily] }));
}

/** A run of dates is one event where it is as long in every year, else an event for each of its dates. */
function annualEvents(holiday: AnnualHoliday, timed: Timed): readonly Event[] {
  const { base, run } = runOf(holiday);
  const { hours, name } = holiday;
  const whole = hours === undefined && !run.some((day) => isEndOfFebruary(civilFromDays(day)));
  return (whole ? run.slice(0, 1) : run).flatMap((day): readonly Event[] => {
    const later = civilFromDays(day).year - base;
    const kept = yearsOf(holiday, later, civilFromDays(day));
    if (kept === undefined) return [];
    const { begin, end } = kept;
    if (hours !== undefined) {
      return hours.map((span) => ({ name, lines: [...times(timed, begin, span), yearly(end, 'TIME')] }));
    }
    return [{ name, lines: [...dates(begin, begin + (whole ? run.length - 1 : 0)), yearly(end, 'DATE')] }];
  });
}

const isEndOfFebruary = ({ month, day }: CivilDate): boolean => month === 2 && day >= 28;

/** The dates of an annual run in years that have all of them. */
function runOf({ first, last }: AnnualHoliday): { readonly base: number; readonly run: readonly number[] } {
  const overNewYear = last.month < first.month || (last.month === first.month && last.day < first.day);
  // February of a run that goes over New Year lies in the second year, unless it begins with it.
  const base = overNewYear && first.month > 2 ? LEAP_YEAR - 1 : LEAP_YEAR;
  const from = defined(dayIn(base, first), 'the first date');
  const to = defined(dayIn(overNewYear ? base + 1 : base, last), 'the last date');
  return { base, run: Array.from({ length: to - from + 1 }, (_, i) => from + i) };
}

/** First and last day on which a date of a run is kept; `later` by a year for those after New Year. */
function yearsOf(
  { fromYear, untilYear }: AnnualHoliday,
  later: number,
  date: CivilDate,
): { readonly begin: number; readonly end: number | undefined } | undefined {
  const first = Math.max(fromYear, FIRST_YEAR) + later;
  const begin = existing(first, 1, date);
  if (untilYear === Infinity) return { begin, end: undefined };
  const end = existing(untilYear - 1 + later, -1, date);
  return end < begin ? undefined : { begin, end };
}

/** The date in the first year, or the last, that has it. */
function existing(year: number, step: 1 | -1, date: CivilDate): number {
  const days = [0, 1, 2, 3, 4, 5, 6, 7].map((years) => dayIn(year + years * step, date));
  return defined(
    days.find((day) => day !== undefined),
    'one year of eight has every date',
  );
}

/** A rule up to its last date. Of times it is in UTC, as RFC 5545 wants it: two days later no zone is still on that date. */
function yearly(end: number | undefined, kind: 'DATE' | 'TIME'): string {
  if (end === undefined) return 'RRULE:FREQ=YEARLY';
  const until = kind === 'DATE' ? dateText(end) : `${dateText(end + 2)}T00:00:00Z`;
  return `RRULE:FREQ=YEARLY;UNTIL=${compact(until)}`;
}

/** The zone as its changes of the clock, each an observance of its own. */
function zoneLines({ zone }: CalendarRules): readonly string[] {
  const lines = ['BEGIN:VTIMEZONE', `TZID:${zone.name}`, ...observance(zone, ZONE_FROM)];
  for (let at = nextChange(zone, ZONE_FROM); at !== undefined && at < ZONE_TO; at = nextChange(zone, at)) {
    lines.push(...observance(zone, at));
  }
  return [...lines, 'END:VTIMEZONE'];
}

function observance(zone: Zone, at: Instant): readonly string[] {
  const [before, after] = [offsetAt(zone, (at - 1) as Instant), offsetAt(zone, at)];
  return [
    'BEGIN:STANDARD',
    `DTSTART:${compact(localText(at + before))}`,
    `TZOFFSETFROM:${offsetText(before)}`,
    `TZOFFSETTO:${offsetText(after)}`,
    'END:STANDARD',
  ];
}

function offsetText(ms: number): string {
  const text = compact(localText(Math.abs(ms)).slice(11));
  return `${ms < 0 ? '-' : '+'}${text.endsWith('00') ? text.slice(0, 4) : text}`;
}
