import { DAY_MS, HOUR_MS, MINUTE_MS, parseDuration, SECOND_MS, daysFromCivil, DomainError } from '@sla/kernel';
import { unescapeText, type ContentLine, type Faults } from './content-lines.js';
import { ianaName, type Components, type EventLines } from './read-components.js';
import { readRecurrence, type Recurrence } from './recurrence.js';

/** A DATE or DATE-TIME on the wall clock of its zone. */
export interface When {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Milliseconds since local midnight; undefined for a DATE. */
  readonly timeMs: number | undefined;
  /** IANA name; undefined for a DATE and for a time that floats with whoever reads it. */
  readonly zone: string | undefined;
}

/** What an event says about when it is. */
export interface CalendarEvent {
  readonly summary: string;
  readonly start: When;
  /** Days of a DATE event, milliseconds of wall-clock time of a timed one; positive. */
  readonly length: number;
  readonly rule: Recurrence | undefined;
  readonly added: readonly When[];
  readonly removed: readonly When[];
  readonly line: number;
  readonly ruleLine: ContentLine | undefined;
}

export function readEvent(event: EventLines, zones: Components['zones'], faults: Faults): CalendarEvent | undefined {
  const one = (name: string): ContentLine | undefined => {
    const [first, second] = event.lines.filter((line) => line.name === name);
    if (second !== undefined) faults.add(second, 'calendar.ical_malformed', second.value);
    return first;
  };
  const startLine = one('DTSTART');
  if (startLine === undefined)
    return faults.add({ name: 'VEVENT', line: event.begin.line }, 'calendar.ical_malformed', 'DTSTART');
  const [start] = readTimes(startLine, zones, faults);
  const times = (name: string): readonly When[] =>
    event.lines.filter((line) => line.name === name).flatMap((line) => readTimesLike(start, line, zones, faults));
  const ruleLine = one('RRULE');
  const rule = ruleLine === undefined ? undefined : readRule(ruleLine, faults);
  const [added, removed, ends] = [times('RDATE'), times('EXDATE'), [one('DTEND'), one('DURATION')]];
  const length = start === undefined ? undefined : lengthOf(event, start, ends, zones, faults);
  if (start === undefined || length === undefined) return undefined;
  const summary = unescapeText(one('SUMMARY')?.value ?? '');
  return { summary, start, length, rule, added, removed, line: event.begin.line, ruleLine };
}

function readRule(line: ContentLine, faults: Faults): Recurrence | undefined {
  const rule = readRecurrence(line.value);
  if (!('faults' in rule)) return rule;
  for (const part of rule.faults) faults.add(line, 'calendar.ical_unsupported', part);
  return undefined;
}

/** Times beside the start: one of another kind, or in another zone than the start, has no meaning that we know. */
function readTimesLike(
  start: When | undefined,
  line: ContentLine,
  zones: Components['zones'],
  faults: Faults,
): readonly When[] {
  const times = readTimes(line, zones, faults);
  const strange = ({ timeMs, zone }: When): boolean =>
    (timeMs === undefined) !== (start?.timeMs === undefined) || zone !== start?.zone;
  if (times.some(strange)) faults.add(line, 'calendar.ical_malformed', line.value);
  return times;
}

const TIME = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/;

/** The comma-separated times of a DTSTART, DTEND, RDATE or EXDATE. */
export function readTimes(line: ContentLine, zones: Components['zones'], faults: Faults): readonly When[] {
  const kind = line.params.get('VALUE') ?? 'DATE-TIME';
  const strange = [...line.params.keys()].find((name) => name !== 'VALUE' && name !== 'TZID' && !name.startsWith('X-'));
  if (strange !== undefined) return faults.add(line, 'calendar.ical_unsupported', strange) ?? [];
  if (kind !== 'DATE' && kind !== 'DATE-TIME')
    return faults.add(line, 'calendar.ical_unsupported', `VALUE=${kind}`) ?? [];
  return line.value.split(',').flatMap((text) => readTime(text, kind, { line, zones, faults }) ?? []);
}

function readTime(
  text: string,
  kind: 'DATE' | 'DATE-TIME',
  { line, zones, faults }: { readonly line: ContentLine; readonly zones: Components['zones']; readonly faults: Faults },
): When | undefined {
  const time = wallTimeOf(text);
  if (time === undefined || (time.timeMs === undefined) !== (kind === 'DATE')) {
    return faults.add(line, 'calendar.ical_malformed', text);
  }
  const tzid = line.params.get('TZID');
  if (time.timeMs === undefined || tzid === undefined) return time;
  const zone = zones.get(tzid) ?? ianaName(tzid);
  if (zone === undefined || time.zone !== undefined) return faults.add(line, 'calendar.ical_zone', tzid);
  return { ...time, zone };
}

/** A time as it is written; only one in UTC has a zone. */
export function wallTimeOf(text: string): When | undefined {
  const m = TIME.exec(text);
  if (m === null) return undefined;
  const [year = 0, month = 0, date = 0, hour = 0, minute = 0, second = 0] = m
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const day = daysFromCivil(year, month, date);
  if (day === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  if (m[4] === undefined) return { day, timeMs: undefined, zone: undefined };
  const timeMs = hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS;
  return { day, timeMs, zone: m[7] === 'Z' ? 'UTC' : undefined };
}

function lengthOf(
  { begin }: EventLines,
  start: When,
  [endLine, durationLine]: readonly (ContentLine | undefined)[],
  zones: Components['zones'],
  faults: Faults,
): number | undefined {
  const isDate = start.timeMs === undefined;
  if (endLine !== undefined && durationLine !== undefined) {
    return faults.add(durationLine, 'calendar.ical_malformed', durationLine.value);
  }
  if (durationLine !== undefined) return durationOf(durationLine, isDate, faults);
  if (endLine === undefined)
    return isDate ? 1 : faults.add({ name: 'VEVENT', line: begin.line }, 'calendar.ical_malformed', 'DTEND');
  const [end] = readTimes(endLine, zones, faults);
  if (end === undefined) return undefined;
  const days = end.day - start.day;
  const length = isDate ? days : days * DAY_MS + (end.timeMs ?? 0) - (start.timeMs ?? 0);
  if (length <= 0 || (end.timeMs === undefined) !== isDate || end.zone !== start.zone) {
    return faults.add(endLine, 'calendar.ical_malformed', endLine.value);
  }
  return length;
}

function durationOf(line: ContentLine, isDate: boolean, faults: Faults): number | undefined {
  const weeks = /^P(\d{1,4})W$/.exec(line.value)?.[1];
  const ms = weeks === undefined ? fixedDuration(line.value) : Number(weeks) * 7 * DAY_MS;
  if (ms === undefined || ms <= 0 || (isDate && ms % DAY_MS !== 0)) {
    return faults.add(line, 'calendar.ical_malformed', line.value);
  }
  return isDate ? ms / DAY_MS : ms;
}

function fixedDuration(text: string): number | undefined {
  try {
    return parseDuration(text);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
