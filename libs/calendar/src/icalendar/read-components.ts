import { isZoneName } from '../tz/zone.js';
import { contentLines, type ContentLine, type Faults } from './content-lines.js';

/** Most events of one file. */
export const MAX_EVENTS = 10_000;

/** A VEVENT as its lines, those that say when it is and those that only describe it. */
export interface EventLines {
  readonly begin: ContentLine;
  readonly lines: readonly ContentLine[];
}

export interface Components {
  readonly events: readonly EventLines[];
  /** IANA name of each TZID that a VTIMEZONE defines; undefined when it is none of ours. */
  readonly zones: ReadonlyMap<string, string | undefined>;
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Lines of a calendar that do not change when its events are. */
const ABOUT_CALENDAR = wordsOf(
  'PRODID NAME DESCRIPTION UID URL LAST-MODIFIED CATEGORIES CLASS COLOR SOURCE REFRESH-INTERVAL IMAGE',
);
/** Lines of an event that do not change when it is. Holiday calendars mark their days as not busy (TRANSP). */
const ABOUT_EVENT = wordsOf(
  'UID DTSTAMP CREATED LAST-MODIFIED SEQUENCE DESCRIPTION LOCATION CLASS CATEGORIES ' +
    'TRANSP URL COMMENT CONTACT ORGANIZER ATTENDEE ATTACH PRIORITY GEO COLOR IMAGE RESOURCES RELATED-TO CONFERENCE',
);
const WHEN = new Set(['DTSTART', 'DTEND', 'DURATION', 'RRULE', 'RDATE', 'EXDATE', 'SUMMARY']);
/** The only value of a line that would change the meaning otherwise. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  VERSION: ['2.0'],
  CALSCALE: ['GREGORIAN'],
  METHOD: ['PUBLISH'],
  STATUS: ['CONFIRMED'],
};

/** Splits a text into events and zones; whatever it does not know is a fault with its name and line. */
export function readComponents(text: string, faults: Faults): Components {
  const events: EventLines[] = [];
  const zones = new Map<string, string | undefined>();
  let open: { begin: ContentLine; lines: ContentLine[] }[] = [];
  for (const line of contentLines(text, faults)) {
    if (line.name === 'BEGIN') open.push({ begin: line, lines: [] });
    else if (line.name !== 'END') {
      if (open.length === 0) faults.add(line, 'calendar.ical_structure');
      else open.at(-1)?.lines.push(line);
    } else {
      const closed = open.at(-1);
      open = open.slice(0, -1);
      if (closed?.begin.value !== line.value) faults.add(line, 'calendar.ical_structure', line.value);
      else closeComponent(closed, open.map(({ begin }) => begin.value).join(' '), { events, zones }, faults);
    }
  }
  for (const { begin } of open) faults.add(begin, 'calendar.ical_structure', begin.value);
  const excess = events[MAX_EVENTS];
  if (excess !== undefined)
    faults.add({ name: 'VEVENT', line: excess.begin.line }, 'calendar.ical_too_many_events', String(MAX_EVENTS));
  return { events: events.slice(0, MAX_EVENTS), zones };
}

function closeComponent(
  { begin, lines }: EventLines,
  inside: string,
  into: { readonly events: EventLines[]; readonly zones: Map<string, string | undefined> },
  faults: Faults,
): void {
  switch (`${inside} ${begin.value}`.trim()) {
    case 'VCALENDAR':
      return checkLines(lines, ABOUT_CALENDAR, faults);
    case 'VCALENDAR VEVENT':
      checkLines(lines, ABOUT_EVENT, faults);
      return void into.events.push({ begin, lines: lines.filter(({ name }) => WHEN.has(name)) });
    case 'VCALENDAR VTIMEZONE':
      return readZone(lines, into.zones);
    case 'VCALENDAR VTIMEZONE STANDARD':
    case 'VCALENDAR VTIMEZONE DAYLIGHT':
    case 'VCALENDAR VEVENT VALARM':
      // Zones are ours by name, and alarms tell somebody: neither changes when an event is.
      return;
    default:
      faults.add(begin, 'calendar.ical_unsupported', begin.value);
  }
}

function checkLines(lines: readonly ContentLine[], about: ReadonlySet<string>, faults: Faults): void {
  for (const line of lines) {
    const allowed = FIXED[line.name];
    const known = about.has(line.name) || line.name.startsWith('X-') || (about === ABOUT_EVENT && WHEN.has(line.name));
    if (allowed === undefined ? !known : !allowed.includes(line.value.toUpperCase())) {
      faults.add(line, 'calendar.ical_unsupported', line.value);
    }
  }
}

function readZone(lines: readonly ContentLine[], zones: Map<string, string | undefined>): void {
  const valueOf = (name: string): string => lines.find((line) => line.name === name)?.value ?? '';
  const names = [valueOf('TZID'), valueOf('X-LIC-LOCATION')];
  zones.set(
    valueOf('TZID'),
    names.map(ianaName).find((name) => name !== undefined),
  );
}

/** `Europe/Berlin`, also where a vendor puts its own path before it. */
export function ianaName(tzid: string): string | undefined {
  const parts = tzid.split('/');
  return parts.map((_, i) => parts.slice(i).join('/')).find((name) => isZoneName(name));
}
