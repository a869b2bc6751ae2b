import {
  WEEKDAYS,
  type Closure,
  type DatedHours,
  type Holiday,
  type Weekday,
  type WorkingCalendar,
} from '@sla/calendar';
import type { Block, Words } from '../text.js';

const HOURS = /^\d{2}:\d{2}(:\d{2})?-\d{2}:\d{2}(:\d{2})?$/;
const DATE = /^(\d{4}|-)-\d{2}-\d{2}$/;

interface Draft {
  timeZone: string;
  knownUntil: string | undefined;
  readonly weekly: Map<Weekday, string[]>;
  readonly overrides: DatedHours[];
  readonly holidays: Holiday[];
  readonly closures: Closure[];
}

/** `calendar NAME`, with lines of zone, hours, closed, shut and known until. */
export function readCalendarBlock({ head, body }: Block): readonly [name: string, calendar: WorkingCalendar] {
  const name = head.take('the name of the calendar');
  head.end();
  const draft: Draft = {
    timeZone: 'UTC',
    knownUntil: undefined,
    weekly: new Map(),
    overrides: [],
    holidays: [],
    closures: [],
  };
  for (const words of body) {
    readLine(draft, words);
    words.end();
  }
  const { timeZone, weekly, overrides, holidays, closures, knownUntil } = draft;
  const hours = Object.fromEntries(weekly);
  const known = knownUntil === undefined ? {} : { knownUntil };
  return [name, { timeZone, weekly: [{ hours }], overrides, holidays, closures, ...known }];
}

function readLine(draft: Draft, words: Words): void {
  switch (words.oneOf('a line of a calendar', ['zone', 'hours', 'closed', 'shut', 'known'])) {
    case 'zone':
      draft.timeZone = words.take('the time zone');
      return;
    case 'hours':
      return readHoursLine(draft, words);
    case 'closed':
      draft.holidays.push(readHoliday(words));
      return;
    case 'shut': {
      const [from = '', to = ''] = words.take('FROM..TO').split('..');
      draft.closures.push({ from, to, name: words.all().join(' ') });
      return;
    }
    case 'known':
      words.expect('until');
      draft.knownUntil = words.take('the date');
  }
}

/** `hours mon-fri 09:00-12:00 13:00-18:00`, or of one date: `hours 2026-10-10 09:00-18:00 make-up day`, `hours 2026-10-10 none`. */
function readHoursLine({ weekly, overrides }: Draft, words: Words): void {
  const when = words.take('days or a date');
  const hours: string[] = [];
  if (!words.skip('none')) while (HOURS.test(words.peek() ?? '')) hours.push(words.take('hours'));
  if (DATE.test(when)) {
    overrides.push({ date: when, hours, name: words.all().join(' ') });
    return;
  }
  for (const day of daysOf(when, words)) weekly.set(day, [...(weekly.get(day) ?? []), ...hours]);
}

function daysOf(text: string, words: Words): readonly Weekday[] {
  if (text === 'daily') return WEEKDAYS;
  return text.split(',').flatMap((part) => {
    const [first, last = first] = part.split('-').map((day) => WEEKDAYS.findIndex((known) => known === day));
    if (first === undefined || last === undefined || first < 0 || last < first) {
      return words.fail(`“${part}” are no days; write mon-fri, sat,sun or daily`);
    }
    return WEEKDAYS.slice(first, last + 1);
  });
}

/** `closed 2026-10-01..2026-10-07 National Day`, `closed --12-24 12:00-24:00 Christmas Eve`. */
function readHoliday(words: Words): Holiday {
  const [date = '', lastDate] = words.take('a date, or FROM..TO').split('..');
  const hours: string[] = [];
  while (HOURS.test(words.peek() ?? '')) hours.push(words.take('hours'));
  const run = lastDate === undefined ? {} : { lastDate };
  const part = hours.length === 0 ? {} : { hours };
  return { date, ...run, ...part, name: words.all().join(' ') };
}
