import { assert, civilFromDays, DAY_MS, DomainError, type Instant } from '@sla/kernel';
import { interval } from '../timeline/timeline.js';
import { localTimeOf, toInstant, type DisambiguationPolicy } from '../tz/local-time.js';
import { zone as zoneOf, type Zone } from '../tz/zone.js';
import { onTheTimeline } from '../working/open-hours.js';
import { readDate } from '../working/read-texts.js';
import type { Closure, DatedHours, DateText, Holiday, HoursText } from '../working/rules.js';
import { Faults } from './content-lines.js';
import { readComponents } from './read-components.js';
import { readEvent, wallTimeOf, type CalendarEvent, type When } from './read-event.js';
import { recurrenceDays } from './recurrence.js';
import { dateText, dayNumberOf, localText } from './texts.js';

/** Most occurrences of all events of a file. */
export const MAX_OCCURRENCES = 10_000;
/** Occurrences end here: calendars are compiled to the year 2300. */
const LAST_DAY = 120_529;

export interface ImportRules {
  /** Zone of the working calendar that takes the dates: closures are wall-clock times of it. */
  readonly timeZone: string;
  /** First date on which a rule without an end is written out no more; yearly dates need no end. */
  readonly until: DateText;
  /** Events whose summary begins so are make-up working days with these hours: `上班` in Chinese calendars. */
  readonly makeUp?: { readonly summaryBegins: string; readonly hours: readonly HoursText[] };
}

export interface ImportedDates {
  readonly holidays: readonly Holiday[];
  readonly closures: readonly Closure[];
  readonly overrides: readonly DatedHours[];
}

/**
 * Reads an iCalendar text (RFC 5545). Events of dates become holidays, those of times closures. Of recurrence rules FREQ,
 * INTERVAL, COUNT, UNTIL, BYDAY and BYMONTHDAY are understood, with EXDATE and RDATE; zones are ours by name. Whatever else
 * changes when an event is, is refused by its name and line, never left out.
 * @throws DomainError invalid_argument with every fault of the text.
 */
export function importCalendar(text: string, rules: ImportRules): ImportedDates {
  const last = readDate(rules.until);
  if (last === undefined) throw new DomainError('invalid_argument', 'calendar.date_malformed', { value: rules.until });
  const faults = new Faults();
  const { events, zones } = readComponents(text, faults);
  const read = events.flatMap((event) => readEvent(event, zones, faults) ?? []);
  faults.refuse();
  const home = zoneOf(rules.timeZone);
  const dates: Writable = { holidays: [], closures: [], overrides: [] };
  let occurrences = 0;
  for (const event of read) {
    const annual = annualHoliday(event);
    if (annual !== undefined && !isMakeUp(event, rules)) {
      dates.holidays.push(annual);
      continue;
    }
    for (const day of occurrenceTimes(event, Math.min(last, LAST_DAY), faults)) {
      if (++occurrences > MAX_OCCURRENCES) {
        faults.add({ name: 'VEVENT', line: event.line }, 'calendar.ical_too_many_occurrences', String(MAX_OCCURRENCES));
        faults.refuse();
      }
      place(event, day, { dates, rules, home, faults });
    }
  }
  faults.refuse();
  return dates;
}

interface Writable {
  readonly holidays: Holiday[];
  readonly closures: Closure[];
  readonly overrides: DatedHours[];
}

const isMakeUp = ({ summary }: CalendarEvent, { makeUp }: ImportRules): boolean =>
  makeUp !== undefined && summary.startsWith(makeUp.summaryBegins);

/** A date that comes back every year needs no end. A run over the end of February is as long in each year, ours is not. */
function annualHoliday({ start, length, rule, added, removed, summary }: CalendarEvent): Holiday | undefined {
  const plain = rule?.freq === 'YEARLY' && rule.interval === 1 && rule.byDay.length + rule.byMonthDay.length === 0;
  if (!plain || rule.count !== undefined || rule.until !== undefined) return undefined;
  if (start.timeMs !== undefined || added.length + removed.length > 0 || length > 300) return undefined;
  const days = Array.from({ length }, (_, i) => civilFromDays(start.day + i));
  if (length > 1 && days.some(({ month, day }) => month === 2 && day >= 28)) return undefined;
  const text = (days_: number): DateText => `-${dateText(start.day + days_).slice(4)}`;
  return {
    date: text(0),
    ...(length === 1 ? {} : { lastDate: text(length - 1) }),
    ...(summary === '' ? {} : { name: summary }),
    fromYear: civilFromDays(start.day).year,
  };
}

/** When the event takes place, on the wall clock of its own zone, as day and time. */
function occurrenceTimes(event: CalendarEvent, last: number, faults: Faults): readonly When[] {
  const { start, added, removed } = event;
  const gone = new Set(removed.map(keyOf));
  const all = new Map([...ruleTimes(event, last, faults), ...added].map((time) => [keyOf(time), time]));
  if (event.rule === undefined) all.set(keyOf(start), start);
  return [...all].flatMap(([key, time]) => (gone.has(key) ? [] : [time]));
}

const keyOf = ({ day, timeMs = 0 }: When): number => day * DAY_MS + timeMs;

function ruleTimes({ start, rule, ruleLine }: CalendarEvent, last: number, faults: Faults): readonly When[] {
  if (rule === undefined || ruleLine === undefined) return [];
  const until = rule.until === undefined ? undefined : untilOf(rule.until, start);
  if (until === 'malformed') return faults.add(ruleLine, 'calendar.ical_malformed', `UNTIL=${rule.until}`) ?? [];
  const endless = until === undefined && rule.count === undefined;
  const times: When[] = [];
  for (const day of recurrenceDays(rule, start.day, endless ? last - 1 : LAST_DAY)) {
    if (until !== undefined && day * DAY_MS + (start.timeMs ?? 0) > until) break;
    times.push({ ...start, day });
    // One past the limit is enough to refuse the file.
    if (times.length > MAX_OCCURRENCES || times.length === rule.count) break;
  }
  if (times[0]?.day !== start.day && (until === undefined || keyOf(start) <= until) && (!endless || start.day < last)) {
    return faults.add(ruleLine, 'calendar.ical_start_not_in_rule', ruleLine.value) ?? [];
  }
  return times;
}

/** Last wall-clock millisecond of the rule in the zone of the start. A start in a zone has its UNTIL in UTC (RFC 5545, 3.3.10). */
function untilOf(text: string, start: When): number | 'malformed' {
  const until = wallTimeOf(text);
  if (until === undefined) return 'malformed';
  if (start.timeMs === undefined) return until.timeMs === undefined ? until.day * DAY_MS : 'malformed';
  if (until.timeMs === undefined || (until.zone === undefined) !== (start.zone === undefined)) return 'malformed';
  if (start.zone === undefined || start.zone === 'UTC') return until.day * DAY_MS + until.timeMs;
  const local = localTimeOf(zoneOf(start.zone), keyOf(until) as Instant);
  return dayNumberOf(local.date) * DAY_MS + local.timeMs;
}

interface Place {
  readonly dates: Writable;
  readonly rules: ImportRules;
  readonly home: Zone;
  readonly faults: Faults;
}

function place(event: CalendarEvent, at: When, { dates, rules, home, faults }: Place): void {
  const name = event.summary === '' ? {} : { name: event.summary };
  if (at.timeMs !== undefined) {
    const closure = closureOf(event, at, home);
    if (closure === undefined)
      faults.add({ name: 'VEVENT', line: event.line }, 'calendar.ical_ambiguous', event.summary);
    else dates.closures.push({ ...closure, ...name });
    return;
  }
  if (isMakeUp(event, rules)) {
    const hours = rules.makeUp?.hours ?? [];
    for (let i = 0; i < event.length; i++) dates.overrides.push({ date: dateText(at.day + i), hours, ...name });
    return;
  }
  const lastDate = event.length === 1 ? {} : { lastDate: dateText(at.day + event.length - 1) };
  dates.holidays.push({ date: dateText(at.day), ...lastDate, ...name });
}

const AS_PEOPLE_DO: DisambiguationPolicy = { gap: 'shift', overlap: 'earlier' };

/** Wall-clock times of the calendar's zone; undefined when they would mean another time, because the clock shows one of them twice. */
function closureOf({ length }: CalendarEvent, at: When, home: Zone): Closure | undefined {
  const wall = keyOf(at);
  if (at.zone === undefined || at.zone === home.name) return { from: localText(wall), to: localText(wall + length) };
  const instants = [wall, wall + length].map((ms) => instantIn(zoneOf(at.zone ?? ''), ms));
  const [start, end] = instants;
  assert(start !== undefined && end !== undefined, 'two ends');
  const [from, to] = [wallIn(home, start), wallIn(home, end)];
  const meant = onTheTimeline(home, interval(start - DAY_MS, end + DAY_MS), () =>
    from < to ? [interval(from, to)] : [],
  );
  const same = meant.length === 1 && meant[0]?.start === start && meant[0].end === end;
  return same ? { from: localText(from), to: localText(to) } : undefined;
}

function instantIn(zone: Zone, wall: number): Instant {
  const day = Math.floor(wall / DAY_MS);
  return toInstant(zone, { date: civilFromDays(day), timeMs: wall - day * DAY_MS }, AS_PEOPLE_DO);
}

function wallIn(zone: Zone, at: Instant): number {
  const { date, timeMs } = localTimeOf(zone, at);
  return dayNumberOf(date) * DAY_MS + timeMs;
}
