import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DomainError, parseInstant } from '@sla/kernel';
import fc from 'fast-check';
import { scenes, spanOf, dateText } from '../working/calendars.fixture.js';
import { openHours } from '../working/open-hours.js';
import type { WorkingCalendar } from '../working/rules.js';
import { MAX_LINE_LENGTH } from './content-lines.js';
import { exportCalendar } from './export-calendar.js';
import { importCalendar, MAX_OCCURRENCES, type ImportRules } from './import-calendar.js';
import { MAX_EVENTS } from './read-components.js';

const BERLIN: ImportRules = { timeZone: 'Europe/Berlin', until: '2028-01-01' };
const file = (...lines: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR'].join('\r\n');
const event = (...lines: readonly string[]): readonly string[] => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const day = (date: string, ...more: readonly string[]): readonly string[] =>
  event(`DTSTART;VALUE=DATE:${date}`, ...more);
const holidaysOf = (...lines: readonly string[]): readonly string[] =>
  importCalendar(file(...lines), BERLIN).holidays.map(({ date, lastDate }) =>
    lastDate ? `${date}/${lastDate}` : date,
  );
const closuresOf = (...lines: readonly string[]): readonly string[] =>
  importCalendar(file(...lines), BERLIN).closures.map(({ from, to }) => `${from}/${to}`);

/** Each fault as `line name reason`. */
function faultsOf(text: string, rules = BERLIN): readonly string[] {
  try {
    importCalendar(text, rules);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.violations.map(
      ({ line, field, reason }) => `${line} ${field} ${reason.replace('calendar.ical_', '')}`,
    );
  }
}

describe('events of dates become holidays', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['one date', day('20261003'), ['2026-10-03']],
    ['an end, which is not part of it', day('20261001', 'DTEND;VALUE=DATE:20261008'), ['2026-10-01/2026-10-07']],
    ['a duration', day('20261001', 'DURATION:P2D'), ['2026-10-01/2026-10-02']],
    ['a duration of weeks', day('20261001', 'DURATION:P1W'), ['2026-10-01/2026-10-07']],
    [
      'every other week, three times',
      day('20261001', 'RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3'),
      ['2026-10-01', '2026-10-15', '2026-10-29'],
    ],
    [
      'days of the week up to a date that counts',
      day('20261005', 'RRULE:FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20261016'),
      ['2026-10-05', '2026-10-09', '2026-10-12', '2026-10-16'],
    ],
    [
      'daily, on week-ends only',
      day('20261003', 'RRULE:FREQ=DAILY;BYDAY=SA,SU;COUNT=3'),
      ['2026-10-03', '2026-10-04', '2026-10-10'],
    ],
    [
      'daily, on the first and the last of the month',
      day('20261001', 'RRULE:FREQ=DAILY;BYMONTHDAY=1,-1;COUNT=3'),
      ['2026-10-01', '2026-10-31', '2026-11-01'],
    ],
    [
      'monthly on day 31, where there is one',
      day('20260831', 'RRULE:FREQ=MONTHLY;COUNT=3'),
      ['2026-08-31', '2026-10-31', '2026-12-31'],
    ],
    [
      'monthly on the last day',
      day('20260930', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3'),
      ['2026-09-30', '2026-10-31', '2026-11-30'],
    ],
    [
      'monthly on the first Monday',
      day('20261005', 'RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=2'),
      ['2026-10-05', '2026-11-02'],
    ],
    [
      'monthly on the last Friday',
      day('20261030', 'RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=2'),
      ['2026-10-30', '2026-11-27'],
    ],
    [
      'monthly on each Friday the 13th',
      day('20261113', 'RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2'),
      ['2026-11-13', '2027-08-13'],
    ],
    [
      'yearly on the second Tuesday of the year',
      day('20270112', 'RRULE:FREQ=YEARLY;BYDAY=2TU;COUNT=2'),
      ['2027-01-12', '2028-01-11'],
    ],
    [
      'yearly on the 15th of each month',
      day('20261115', 'RRULE:FREQ=YEARLY;BYMONTHDAY=15;COUNT=3'),
      ['2026-11-15', '2026-12-15', '2027-01-15'],
    ],
    ['yearly without an end', day('20261003', 'RRULE:FREQ=YEARLY'), ['--10-03']],
    [
      'a yearly run over New Year',
      day('20261231', 'DTEND;VALUE=DATE:20270102', 'RRULE:FREQ=YEARLY;INTERVAL=1'),
      ['--12-31/--01-01'],
    ],
    ['29 February', day('20240229', 'RRULE:FREQ=YEARLY'), ['--02-29']],
    ['29 February, counted', day('20240229', 'RRULE:FREQ=YEARLY;COUNT=2'), ['2024-02-29', '2028-02-29']],
    [
      'a yearly run over the end of February is as long in each year',
      day('20260228', 'DURATION:P2D', 'RRULE:FREQ=YEARLY'),
      ['2026-02-28/2026-03-01', '2027-02-28/2027-03-01'],
    ],
    ['every second year', day('20241003', 'RRULE:FREQ=YEARLY;INTERVAL=2'), ['2024-10-03', '2026-10-03']],
    ['without end up to the date asked for', day('20271101', 'RRULE:FREQ=MONTHLY'), ['2027-11-01', '2027-12-01']],
    [
      'dates taken out and put in',
      day('20261001', 'RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE;VALUE=DATE:20261008', 'RDATE;VALUE=DATE:20261009,20261010'),
      ['2026-10-01', '2026-10-15', '2026-10-09', '2026-10-10'],
    ],
    [
      'the start itself taken out',
      day('20261001', 'EXDATE;VALUE=DATE:20261001', 'RDATE;VALUE=DATE:20261002'),
      ['2026-10-02'],
    ],
    [
      'a yearly date with an exception is written out',
      day('20261003', 'RRULE:FREQ=YEARLY', 'EXDATE;VALUE=DATE:20271003'),
      ['2026-10-03'],
    ],
    ['a week that begins on Monday, said', day('20261005', 'RRULE:FREQ=WEEKLY;WKST=MO;COUNT=1'), ['2026-10-05']],
  ])('%s', (_name, lines, expected) => expect(holidaysOf(...lines)).toEqual(expected));

  it('with their names, folded and escaped', () => {
    const text = file(...day('20261003', 'SUMMARY;LANGUAGE=de:Tag der\r\n  Einheit\\, frei\\;\\nja\\\\'));
    expect(importCalendar(text, BERLIN).holidays).toEqual([
      { date: '2026-10-03', name: 'Tag der Einheit, frei;\nja\\' },
    ]);
    expect(importCalendar(text.replaceAll('\r\n', '\n'), BERLIN).holidays).toHaveLength(1);
  });

  it('make-up days become dated hours', () => {
    const rules = { ...BERLIN, makeUp: { summaryBegins: '上班', hours: ['09:00-17:00'] } };
    const text = file(
      ...day('20261010', 'DURATION:P2D', 'SUMMARY:上班(补国庆节假期)'),
      ...day('20261001', 'SUMMARY:国庆节'),
    );
    expect(importCalendar(text, rules)).toEqual({
      holidays: [{ date: '2026-10-01', name: '国庆节' }],
      overrides: ['2026-10-10', '2026-10-11'].map((date) => ({
        date,
        hours: ['09:00-17:00'],
        name: '上班(补国庆节假期)',
      })),
      closures: [],
    });
  });
});

describe('events of times become closures on the wall clock of the calendar', () => {
  const zoneOf = (tzid: string, ...more: readonly string[]): readonly string[] => [
    'BEGIN:VTIMEZONE',
    `TZID:${tzid}`,
    ...more,
    'END:VTIMEZONE',
  ];
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'a floating time',
      event('DTSTART:20261001T120000', 'DTEND:20261001T133000'),
      ['2026-10-01T12:00:00/2026-10-01T13:30:00'],
    ],
    ['UTC', event('DTSTART:20261001T120000Z', 'DTEND:20261001T130000Z'), ['2026-10-01T14:00:00/2026-10-01T15:00:00']],
    [
      'its own zone',
      event('DTSTART;TZID=Europe/Berlin:20261025T023000', 'DURATION:PT15M'),
      ['2026-10-25T02:30:00/2026-10-25T02:45:00'],
    ],
    [
      'another zone',
      event('DTSTART;TZID=Asia/Shanghai:20261001T120000', 'DTEND;TZID=Asia/Shanghai:20261001T130000'),
      ['2026-10-01T06:00:00/2026-10-01T07:00:00'],
    ],
    [
      'a zone with the path of a vendor',
      event('DTSTART;TZID="/vendor.example/20260101/Asia/Shanghai":20261001T120000', 'DURATION:PT1H'),
      ['2026-10-01T06:00:00/2026-10-01T07:00:00'],
    ],
    [
      'a zone that names its place',
      [
        ...zoneOf('China Standard Time', 'X-LIC-LOCATION:Asia/Shanghai'),
        ...event('DTSTART;TZID=China Standard Time:20261001T120000', 'DURATION:PT1H'),
      ],
      ['2026-10-01T06:00:00/2026-10-01T07:00:00'],
    ],
    [
      'a rule follows the wall clock of its zone',
      event('DTSTART;TZID=America/New_York:20261024T120000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=3'),
      [
        '2026-10-24T18:00:00/2026-10-24T19:00:00',
        '2026-10-31T17:00:00/2026-10-31T18:00:00',
        '2026-11-07T18:00:00/2026-11-07T19:00:00',
      ],
    ],
    [
      'UNTIL in UTC counts',
      event(
        'DTSTART;TZID=America/New_York:20261024T120000',
        'DURATION:PT1H',
        'RRULE:FREQ=DAILY;UNTIL=20261025T160000Z',
      ),
      ['2026-10-24T18:00:00/2026-10-24T19:00:00', '2026-10-25T17:00:00/2026-10-25T18:00:00'],
    ],
    [
      'UNTIL of a second before does not',
      event(
        'DTSTART;TZID=America/New_York:20261024T120000',
        'DURATION:PT1H',
        'RRULE:FREQ=DAILY;UNTIL=20261025T155959Z',
      ),
      ['2026-10-24T18:00:00/2026-10-24T19:00:00'],
    ],
    [
      'UNTIL of a floating time floats',
      event('DTSTART:20261024T120000', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;UNTIL=20261024T120000'),
      ['2026-10-24T12:00:00/2026-10-24T13:00:00'],
    ],
    [
      'over a whole change of the clock',
      event('DTSTART:20261024T220000Z', 'DTEND:20261025T060000Z'),
      ['2026-10-25T00:00:00/2026-10-25T07:00:00'],
    ],
  ])('%s', (_name, lines, expected) => expect(closuresOf(...lines)).toEqual(expected));
});

describe('what is refused, by name and line', () => {
  const time = ['DTSTART:20261001T120000', 'DTEND:20261001T130000'];
  it.each<[string, string, readonly string[]]>([
    ['another part of a rule', file(...day('20261001', 'RRULE:FREQ=YEARLY;BYMONTH=10')), ['5 RRULE unsupported']],
    [
      'a position in a rule',
      file(...day('20261001', 'RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1')),
      ['5 RRULE unsupported'],
    ],
    ['hourly', file(...day('20261001', 'RRULE:FREQ=HOURLY')), ['5 RRULE unsupported']],
    ['a week that begins on Sunday', file(...day('20261001', 'RRULE:FREQ=WEEKLY;WKST=SU')), ['5 RRULE unsupported']],
    ['a rule with a part twice', file(...day('20261001', 'RRULE:FREQ=DAILY;FREQ=DAILY')), ['5 RRULE unsupported']],
    ['a count of none', file(...day('20261001', 'RRULE:FREQ=DAILY;COUNT=0')), ['5 RRULE unsupported']],
    [
      'a count and an end',
      file(...day('20261001', 'RRULE:FREQ=DAILY;COUNT=2;UNTIL=20261002')),
      ['5 RRULE unsupported'],
    ],
    ['an interval of none', file(...day('20261001', 'RRULE:FREQ=DAILY;INTERVAL=0')), ['5 RRULE unsupported']],
    ['the first Monday of a week', file(...day('20261005', 'RRULE:FREQ=WEEKLY;BYDAY=1MO')), ['5 RRULE unsupported']],
    ['a weekday that is none', file(...day('20261005', 'RRULE:FREQ=WEEKLY;BYDAY=XX')), ['5 RRULE unsupported']],
    ['the zeroth Monday', file(...day('20261005', 'RRULE:FREQ=MONTHLY;BYDAY=0MO')), ['5 RRULE unsupported']],
    [
      'a day of the month in a weekly rule',
      file(...day('20261005', 'RRULE:FREQ=WEEKLY;BYMONTHDAY=5')),
      ['5 RRULE unsupported'],
    ],
    ['day 32', file(...day('20261005', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=32')), ['5 RRULE unsupported']],
    [
      'an end that is a time, of dates',
      file(...day('20261001', 'RRULE:FREQ=DAILY;UNTIL=20261001T000000Z')),
      ['5 RRULE malformed'],
    ],
    ['an end that is nothing', file(...day('20261001', 'RRULE:FREQ=DAILY;UNTIL=soon')), ['5 RRULE malformed']],
    [
      'an end in UTC of a floating time',
      file(...event(...time, 'RRULE:FREQ=DAILY;UNTIL=20261005T000000Z')),
      ['6 RRULE malformed'],
    ],
    [
      'a start that its rule does not have',
      file(...day('20261001', 'RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2')),
      ['5 RRULE start_not_in_rule'],
    ],
    [
      'two rules',
      file(...day('20261001', 'RRULE:FREQ=DAILY;COUNT=1', 'RRULE:FREQ=DAILY;COUNT=1')),
      ['6 RRULE malformed'],
    ],
    [
      'an exception to another event',
      file(...day('20261001', 'RECURRENCE-ID;VALUE=DATE:20261001')),
      ['5 RECURRENCE-ID unsupported'],
    ],
    ['an event that is cancelled', file(...day('20261001', 'STATUS:CANCELLED')), ['5 STATUS unsupported']],
    ['a rule of exceptions', file(...day('20261001', 'EXRULE:FREQ=DAILY')), ['5 EXRULE unsupported']],
    ['periods', file(...event(...time, 'RDATE;VALUE=PERIOD:20261001T000000Z/PT1H')), ['6 RDATE unsupported']],
    [
      'an unknown parameter of a time',
      file(...event('DTSTART;RANGE=THISANDFUTURE:20261001T120000', 'DURATION:PT1H')),
      ['4 DTSTART unsupported'],
    ],
    ['a time among dates', file(...day('20261001', 'EXDATE:20261001T000000')), ['5 EXDATE malformed']],
    ['an exception in another zone', file(...event(...time, 'EXDATE:20261001T120000Z')), ['6 EXDATE malformed']],
    ['an event without a start', file(...event('SUMMARY:x')), ['3 VEVENT malformed']],
    ['a start that is no date', file(...day('20260230')), ['4 DTSTART malformed']],
    ['a date that says it is a time', file(...event('DTSTART:20261001')), ['4 DTSTART malformed']],
    ['an hour that is none', file(...event('DTSTART:20261001T250000', 'DURATION:PT1H')), ['4 DTSTART malformed']],
    ['a time without an end', file(...event('DTSTART:20261001T120000')), ['3 VEVENT malformed']],
    ['an end before the start', file(...day('20261001', 'DTEND;VALUE=DATE:20261001')), ['5 DTEND malformed']],
    ['an end that is a time, of dates', file(...day('20261001', 'DTEND:20261002T000000')), ['5 DTEND malformed']],
    [
      'an end in another zone',
      file(...event('DTSTART:20261001T120000', 'DTEND:20261001T130000Z')),
      ['5 DTEND malformed'],
    ],
    ['an end that is malformed', file(...event('DTSTART:20261001T120000', 'DTEND:noon')), ['5 DTEND malformed']],
    ['an end and a duration', file(...event(...time, 'DURATION:PT1H')), ['6 DURATION malformed']],
    ['a duration of hours, of dates', file(...day('20261001', 'DURATION:PT1H')), ['5 DURATION malformed']],
    ['a duration backwards', file(...event('DTSTART:20261001T120000', 'DURATION:-PT1H')), ['5 DURATION malformed']],
    [
      'a zone that is none of ours',
      file(...event('DTSTART;TZID=W. Europe Standard Time:20261001T120000', 'DURATION:PT1H')),
      ['4 DTSTART zone'],
    ],
    [
      'a zone of an instant in UTC',
      file(...event('DTSTART;TZID=Europe/Berlin:20261001T120000Z', 'DURATION:PT1H')),
      ['4 DTSTART zone'],
    ],
    [
      'an end in an hour that the clock shows twice',
      file(...event('DTSTART:20261024T220000Z', 'DTEND:20261025T013000Z')),
      ['3 VEVENT ambiguous'],
    ],
    ['a task', file('BEGIN:VTODO', 'END:VTODO'), ['3 BEGIN unsupported']],
    ['another version', file().replace('2.0', '1.0'), ['2 VERSION unsupported']],
    ['another calendar than the Gregorian', file('CALSCALE:CHINESE'), ['3 CALSCALE unsupported']],
    ['a message that cancels', file('METHOD:CANCEL'), ['3 METHOD unsupported']],
    ['a line of an event in the calendar', file('DTSTART;VALUE=DATE:20261001'), ['3 DTSTART unsupported']],
    ['a line that is none', file('nonsense'), ['3 nonsense malformed']],
    [
      'a component that is not closed',
      ['BEGIN:VCALENDAR', 'BEGIN:VEVENT'].join('\n'),
      ['1 BEGIN structure', '2 BEGIN structure'],
    ],
    ['an end without a begin', 'END:VEVENT', ['1 END structure']],
    ['a line outside of everything', 'VERSION:2.0', ['1 VERSION structure']],
    ['an event outside of a calendar', event(...time).join('\n'), ['1 BEGIN unsupported']],
  ])('%s', (_name, text, expected) => expect(faultsOf(text)).toEqual(expected));

  it('every fault at once', () => {
    const text = file(
      'X-WR-CALNAME:fine',
      'FOO:1',
      ...day('2026', 'BAR:2'),
      ...event('DTSTART;TZID=Mars:20261001T120000', 'DURATION:PT1H'),
    );
    expect(faultsOf(text)).toEqual([
      '4 FOO unsupported',
      '6 DTSTART malformed',
      '7 BAR unsupported',
      '10 DTSTART zone',
    ]);
  });

  it('an end of writing out that is no date', () => {
    expect(() => importCalendar(file(), { ...BERLIN, until: 'soon' })).toThrow('calendar.date_malformed');
  });

  it('what only describes an event is fine', () => {
    const about = [
      'UID:1',
      'DTSTAMP:20260101T000000Z',
      'CLASS:PUBLIC',
      'TRANSP:TRANSPARENT',
      'STATUS:CONFIRMED',
      'X-ANY;A="b:c;d":e',
    ];
    const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT15M', 'END:VALARM'];
    expect(holidaysOf('METHOD:PUBLISH', 'CALSCALE:GREGORIAN', ...day('20261001', ...about, ...alarm))).toEqual([
      '2026-10-01',
    ]);
  });
});

describe('limits', () => {
  const many = (count: number): string => file(...Array.from({ length: count }, () => day('20261001')).flat());
  it.each([
    ['a line of the greatest length', file(`X-A:${'x'.repeat(MAX_LINE_LENGTH - 4)}`), []],
    ['one character more', file(`X-A:${'x'.repeat(MAX_LINE_LENGTH - 3)}`), ['3 X-A:xxxxxxxxxxxxxxxx line_too_long']],
    ['the most events', many(MAX_EVENTS), []],
    ['one more', many(MAX_EVENTS + 1), [`${3 + 3 * MAX_EVENTS} VEVENT too_many_events`]],
    ['the most occurrences', file(...day('20000101', `RRULE:FREQ=DAILY;COUNT=${MAX_OCCURRENCES}`)), []],
    [
      'one more by a rule',
      file(...day('20000101', `RRULE:FREQ=DAILY;COUNT=${MAX_OCCURRENCES + 1}`)),
      ['3 VEVENT too_many_occurrences'],
    ],
    [
      'one more in all',
      file(...day('20000101', `RRULE:FREQ=DAILY;COUNT=${MAX_OCCURRENCES}`), ...day('20261001')),
      ['7 VEVENT too_many_occurrences'],
    ],
  ])('%s', (_name, text, expected) => expect(faultsOf(text)).toEqual(expected));

  it('a rule that never takes place again ends with the calendars', () => {
    expect(holidaysOf(...day('22991231', 'RRULE:FREQ=YEARLY;COUNT=5'))).toEqual(['2299-12-31']);
  });
});

describe('export', () => {
  const names = { name: 'Büro', stamp: parseInstant('2026-11-25T00:00:00.5Z'), domain: 'example.org' };
  const calendar: WorkingCalendar = {
    timeZone: 'Asia/Shanghai',
    weekly: [],
    holidays: [
      { date: '2026-10-01', lastDate: '2026-10-07', name: '国庆节、'.repeat(12) },
      { date: '--12-31', lastDate: '--01-01', fromYear: 2026, untilYear: 2030 },
    ],
    closures: [{ from: '2026-05-06T07:08', to: '2026-05-06T09:10:11', name: 'a, b; c\\d' }],
  };
  const text = exportCalendar(calendar, names);

  it('has lines of at most 75 octets, and no character is cut', () => {
    const lines = text.split('\r\n');
    expect(lines.filter((line) => new TextEncoder().encode(line).length > 75)).toEqual([]);
    expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${'国庆节、'.repeat(12)}\r\n`);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
  it('has what readers want of it', () => {
    expect(text).toContain('DTSTAMP:20261125T000000Z\r\nDTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261008\r\n');
    expect(text).toContain(
      'DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270102\r\nRRULE:FREQ=YEARLY;UNTIL=20291231',
    );
    expect(text).toContain(
      'DTSTART;TZID=Asia/Shanghai:20260506T070800\r\nDTEND;TZID=Asia/Shanghai:20260506T091011\r\nSUMMARY:a\\, b\\; c\\\\d',
    );
    expect(text).toContain(
      'BEGIN:STANDARD\r\nDTSTART:19860504T020000\r\nTZOFFSETFROM:+0800\r\nTZOFFSETTO:+0900\r\nEND:STANDARD',
    );
    expect(text.match(/^UID:.*$/gm)).toEqual(
      ['UID:1@example.org\r', 'UID:2@example.org\r', 'UID:3@example.org\r'].map((uid) => uid.trim()),
    );
  });

  it('read back means the same, for any calendar of holidays and closures', () => {
    fc.assert(
      fc.property(scenes, ({ calendar: scene, day: near }) => {
        // Dated hours beat holidays of some hours, but no closure.
        const { overrides: _, ...before } = scene;
        const back = importCalendar(exportCalendar(before, names), {
          timeZone: before.timeZone,
          until: dateText(near + 420),
        });
        const after = { timeZone: before.timeZone, weekly: before.weekly, ...back };
        const span = spanOf(`${dateText(near - 400)}T00:00:00Z`, `${dateText(near + 400)}T00:00:00Z`);
        expect(openHours(after).within(span)).toEqual(openHours(before).within(span));
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);

  it.each<[string, NonNullable<WorkingCalendar['holidays']>]>([
    ['a run from Christmas to March', [{ date: '--12-24', lastDate: '--03-01' }]],
    [
      'a run to 29 February, for some years',
      [{ date: '--02-27', lastDate: '--02-29', fromYear: 2023, untilYear: 2029 }],
    ],
    ['29 February in no leap year', [{ date: '--02-29', fromYear: 2025, untilYear: 2027 }]],
    [
      'hours of New Year in a zone far from UTC, until a year',
      [{ date: '--12-31', lastDate: '--01-01', hours: ['00:00-24:00'], fromYear: 2024, untilYear: 2026 }],
    ],
    ['nights of a run', [{ date: '2026-03-01', lastDate: '2026-03-05', hours: ['22:00-06:00', '12:00-13:00'] }]],
  ])('%s', (_name, holidays) => {
    const always = ['00:00-24:00'];
    const weekly = [
      { hours: { mon: always, tue: always, wed: always, thu: always, fri: always, sat: always, sun: always } },
    ];
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const before = { timeZone, weekly, holidays };
      const back = importCalendar(exportCalendar(before, names), { timeZone, until: '2032-01-01' });
      const span = spanOf('2022-01-01T00:00:00Z', '2031-12-01T00:00:00Z');
      expect(openHours({ timeZone, weekly, ...back }).within(span)).toEqual(openHours(before).within(span));
    }
  });
});

const published = path.resolve(
  import.meta.dirname,
  '../../../..',
  process.env['SLA_DATA_DIR'] ?? '../shared/data',
  'calendars/holiday-cn',
);
/** The data is not part of the repository. Where it is absent this test is skipped, and reported as skipped. */
(existsSync(published) ? describe : describe.skip)('a calendar that others publish (holiday-cn 2026)', () => {
  it('has the days off and the make-up days of its paper', () => {
    const read = (name: string): string => readFileSync(path.join(published, name), 'utf8');
    const { days } = JSON.parse(read('2026.json')) as { days: readonly { date: string; isOffDay: boolean }[] };
    const rules = {
      timeZone: 'Asia/Shanghai',
      until: '2027-01-01',
      makeUp: { summaryBegins: '上班', hours: ['09:00-18:00'] },
    };
    const { holidays, overrides } = importCalendar(read('2026.ics'), rules);
    const off = holidays.flatMap(({ date, lastDate = date }) =>
      days.filter((each) => each.date >= date && each.date <= lastDate).map((each) => each.date),
    );
    expect(off.toSorted()).toEqual(days.filter((each) => each.isOffDay).map((each) => each.date));
    expect(overrides.map(({ date }) => date)).toEqual(days.filter((each) => !each.isOffDay).map((each) => each.date));
  });
});
