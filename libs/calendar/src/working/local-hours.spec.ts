import { describe, expect, it } from '@jest/globals';
import { spanOf, spanTexts } from './calendars.fixture.js';
import { openHours } from './open-hours.js';
import type { WorkingCalendar } from './rules.js';

const daily = (...hours: readonly string[]): WorkingCalendar['weekly'] => [
  { hours: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours } },
];
const utc = (parts: Partial<WorkingCalendar>): WorkingCalendar => ({
  timeZone: 'UTC',
  weekly: daily('09:00-17:00'),
  ...parts,
});

/** Open time of whole dates in UTC, without the year and the seconds: `12-31 09:00/17:00`. */
function opened(calendar: WorkingCalendar, from: string, to: string): readonly string[] {
  const day = `T00:00:00Z`;
  return spanTexts(openHours(calendar).within(spanOf(from + day, to + day))).map((text) =>
    text.replaceAll(/\d{4}-|:00Z|Z/g, '').replaceAll('T', ' '),
  );
}

describe('the open hours of a date', () => {
  it.each<[string, Partial<WorkingCalendar>, string, string, readonly string[]]>([
    [
      'split hours',
      { weekly: daily('09:00-12:00', '13:00-17:00') },
      '2026-03-02',
      '2026-03-03',
      ['03-02 09:00/03-02 12:00', '03-02 13:00/03-02 17:00'],
    ],
    [
      'touching hours are one',
      { weekly: daily('09:00-12:00', '12:00-17:00') },
      '2026-03-02',
      '2026-03-03',
      ['03-02 09:00/03-02 17:00'],
    ],
    ['24x7 is one interval', { weekly: daily('00:00-24:00') }, '2026-03-02', '2026-03-05', ['03-02 00:00/03-05 00:00']],
    [
      'overnight hours belong to the date on which they begin',
      { weekly: [{ hours: { fri: ['22:00-06:00'] } }] },
      '2026-03-05',
      '2026-03-09',
      ['03-06 22:00/03-07 06:00'],
    ],
    [
      'overnight hours of the eve are seen from the next date',
      { weekly: [{ hours: { fri: ['22:00-06:00'] } }] },
      '2026-03-07',
      '2026-03-08',
      ['03-07 00:00/03-07 06:00'],
    ],
    [
      'a holiday cuts the hours of the eve at midnight',
      { weekly: daily('22:00-06:00'), holidays: [{ date: '2026-03-07' }] },
      '2026-03-06',
      '2026-03-09',
      ['03-06 00:00/03-06 06:00', '03-06 22:00/03-07 00:00', '03-08 22:00/03-09 00:00'],
    ],
    [
      'dated hours cut the hours of the eve at midnight, and their own run on',
      { weekly: daily('22:00-06:00'), overrides: [{ date: '2026-03-07', hours: ['23:00-05:00'] }] },
      '2026-03-06',
      '2026-03-09',
      ['03-06 00:00/03-06 06:00', '03-06 22:00/03-07 00:00', '03-07 23:00/03-08 05:00', '03-08 22:00/03-09 00:00'],
    ],
    [
      'a whole holiday',
      { holidays: [{ date: '2026-03-03' }] },
      '2026-03-03',
      '2026-03-05',
      ['03-04 09:00/03-04 17:00'],
    ],
    [
      'a holiday of some hours',
      { holidays: [{ date: '2026-12-24', hours: ['13:00-24:00'] }] },
      '2026-12-24',
      '2026-12-25',
      ['12-24 09:00/12-24 13:00'],
    ],
    [
      'a run of holidays',
      { holidays: [{ date: '2026-03-02', lastDate: '2026-03-04' }] },
      '2026-03-01',
      '2026-03-06',
      ['03-01 09:00/03-01 17:00', '03-05 09:00/03-05 17:00'],
    ],
    [
      'an annual run over New Year',
      { holidays: [{ date: '--12-31', lastDate: '--01-02' }] },
      '2026-12-30',
      '2027-01-04',
      ['12-30 09:00/12-30 17:00', '01-03 09:00/01-03 17:00'],
    ],
    [
      'an annual run over New Year, seen from January alone',
      { holidays: [{ date: '--12-31', lastDate: '--01-02' }] },
      '2027-01-02',
      '2027-01-04',
      ['01-03 09:00/01-03 17:00'],
    ],
    [
      'a run within one month that goes over New Year all the same',
      { holidays: [{ date: '--03-04', lastDate: '--03-02' }] },
      '2026-03-01',
      '2026-03-06',
      ['03-03 09:00/03-03 17:00'],
    ],
    [
      '29 February in a leap year',
      { holidays: [{ date: '--02-29' }] },
      '2028-02-28',
      '2028-03-02',
      ['02-28 09:00/02-28 17:00', '03-01 09:00/03-01 17:00'],
    ],
    [
      '29 February in other years',
      { holidays: [{ date: '--02-29' }] },
      '2027-02-28',
      '2027-03-02',
      ['02-28 09:00/02-28 17:00', '03-01 09:00/03-01 17:00'],
    ],
    [
      'a run to 29 February ends on the 28th in other years',
      { holidays: [{ date: '--02-27', lastDate: '--02-29' }] },
      '2027-02-26',
      '2027-03-02',
      ['02-26 09:00/02-26 17:00', '03-01 09:00/03-01 17:00'],
    ],
    [
      'a run from 29 February begins on 1 March in other years',
      { holidays: [{ date: '--02-29', lastDate: '--03-01' }] },
      '2027-02-28',
      '2027-03-03',
      ['02-28 09:00/02-28 17:00', '03-02 09:00/03-02 17:00'],
    ],
    [
      'an annual holiday in its first year, not the year before',
      { holidays: [{ date: '--03-02', fromYear: 2027 }] },
      '2027-03-02',
      '2027-03-03',
      [],
    ],
    [
      'an annual holiday before its first year',
      { holidays: [{ date: '--03-02', fromYear: 2027 }] },
      '2026-03-02',
      '2026-03-03',
      ['03-02 09:00/03-02 17:00'],
    ],
    [
      'an annual holiday that is kept no more',
      { holidays: [{ date: '--03-02', untilYear: 2026 }] },
      '2026-03-02',
      '2026-03-03',
      ['03-02 09:00/03-02 17:00'],
    ],
    [
      'dated hours beat a whole holiday: a make-up working day',
      { holidays: [{ date: '2026-03-07' }], overrides: [{ date: '2026-03-07', hours: ['10:00-12:00'] }] },
      '2026-03-07',
      '2026-03-08',
      ['03-07 10:00/03-07 12:00'],
    ],
    [
      'dated hours beat a holiday of some hours, also one that runs over from the eve',
      {
        holidays: [
          { date: '2026-03-07', hours: ['11:00-24:00'] },
          { date: '2026-03-06', hours: ['16:00-11:00'] },
        ],
        overrides: [{ date: '2026-03-07', hours: ['10:00-12:00'] }],
      },
      '2026-03-06',
      '2026-03-08',
      ['03-06 09:00/03-06 16:00', '03-07 10:00/03-07 12:00'],
    ],
    [
      'dated hours without hours close the date',
      { overrides: [{ date: '2026-03-03', hours: [] }] },
      '2026-03-03',
      '2026-03-04',
      [],
    ],
    [
      'a closure is taken from dated hours as well',
      {
        overrides: [{ date: '2026-03-07', hours: ['10:00-14:00'] }],
        closures: [{ from: '2026-03-07T11:00', to: '2026-03-07T11:30:30' }],
      },
      '2026-03-07',
      '2026-03-08',
      ['03-07 10:00/03-07 11:00', '03-07 11:30:30/03-07 14:00'],
    ],
    [
      'weekly hours that change on a date',
      {
        weekly: [
          { hours: { mon: ['09:00-17:00'], tue: ['09:00-17:00'] }, validUntil: '2026-03-03' },
          { hours: { mon: ['08:00-12:00'], tue: ['08:00-12:00'] }, validFrom: '2026-03-03' },
        ],
      },
      '2026-03-02',
      '2026-03-04',
      ['03-02 09:00/03-02 17:00', '03-03 08:00/03-03 12:00'],
    ],
    [
      'a hole between two validities is closed',
      {
        weekly: [
          { ...daily('09:00-17:00')[0], hours: daily('09:00-17:00')[0]?.hours ?? {}, validUntil: '2026-03-02' },
          { hours: daily('09:00-17:00')[0]?.hours ?? {}, validFrom: '2026-03-04' },
        ],
      },
      '2026-03-01',
      '2026-03-05',
      ['03-01 09:00/03-01 17:00', '03-04 09:00/03-04 17:00'],
    ],
  ])('%s', (_name, parts, from, to, expected) => {
    expect(opened(utc(parts), from, to)).toEqual(expected);
  });

  it('an override in Shanghai is a local date, not the UTC date that it touches', () => {
    const shanghai: WorkingCalendar = {
      timeZone: 'Asia/Shanghai',
      weekly: daily('07:40-16:40'),
      overrides: [{ date: '2026-04-30', hours: ['10:00-12:00'] }],
    };
    expect(opened(shanghai, '2026-04-29', '2026-05-02')).toEqual([
      '04-29 00:00/04-29 08:40',
      '04-30 02:00/04-30 04:00',
      '04-30 23:40/05-01 08:40',
      '05-01 23:40/05-02 00:00',
    ]);
  });

  it('before 1970 weekdays are the same', () => {
    const mondays = utc({ weekly: [{ hours: { mon: ['09:00-10:00'] } }] });
    expect(opened(mondays, '1969-12-28', '1970-01-06')).toEqual(['12-29 09:00/12-29 10:00', '01-05 09:00/01-05 10:00']);
  });
});

describe('hours over a change of the clock', () => {
  it.each<[string, string, readonly string[], string, string, readonly string[]]>([
    [
      'a gap takes its hour: 02:00-03:00 does not exist',
      'Europe/Berlin',
      ['01:00-04:00'],
      '2026-03-28T23:00:00Z',
      '2026-03-29T22:00:00Z',
      ['2026-03-29T00:00:00Z/2026-03-29T02:00:00Z'],
    ],
    [
      'hours inside a gap are nothing',
      'Europe/Berlin',
      ['02:15-02:45'],
      '2026-03-28T23:00:00Z',
      '2026-03-29T22:00:00Z',
      [],
    ],
    [
      'hours that begin in a gap begin after it',
      'America/Los_Angeles',
      ['02:30-03:15'],
      '2006-04-02T08:00:00Z',
      '2006-04-03T07:00:00Z',
      ['2006-04-02T10:00:00Z/2006-04-02T10:15:00Z'],
    ],
    [
      'an overlap gives its hour twice',
      'Europe/Berlin',
      ['02:15-02:45'],
      '2026-10-24T22:00:00Z',
      '2026-10-25T23:00:00Z',
      ['2026-10-25T00:15:00Z/2026-10-25T00:45:00Z', '2026-10-25T01:15:00Z/2026-10-25T01:45:00Z'],
    ],
    [
      'half an hour in Lord Howe',
      'Australia/Lord_Howe',
      ['01:00-03:00'],
      '2026-10-03T13:30:00Z',
      '2026-10-04T13:00:00Z',
      ['2026-10-03T14:30:00Z/2026-10-03T16:00:00Z'],
    ],
    [
      'midnight that does not exist in Sao Paulo',
      'America/Sao_Paulo',
      ['00:00-02:00'],
      '2018-11-03T12:00:00Z',
      '2018-11-04T12:00:00Z',
      ['2018-11-04T03:00:00Z/2018-11-04T04:00:00Z'],
    ],
    [
      'Apia had no 30 December 2011',
      'Pacific/Apia',
      ['09:00-17:00'],
      '2011-12-29T10:00:00Z',
      '2011-12-31T10:00:00Z',
      ['2011-12-29T19:00:00Z/2011-12-30T03:00:00Z', '2011-12-30T19:00:00Z/2011-12-31T03:00:00Z'],
    ],
  ])('%s', (_name, timeZone, hours, from, to, expected) => {
    expect(spanTexts(openHours({ timeZone, weekly: daily(...hours) }).within(spanOf(from, to)))).toEqual(expected);
  });

  it.each([
    ['23 hours in spring', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 23],
    ['25 hours in autumn', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 25],
  ])('24x7 is open for the %s', (_name, from, to, hours) => {
    const span = spanOf(from, to);
    expect(openHours({ timeZone: 'Europe/Berlin', weekly: daily('00:00-24:00') }).within(span)).toEqual([span]);
    expect((span.end - span.start) / 3_600_000).toBe(hours);
  });

  it('24x7 in Apia runs through the day that was skipped', () => {
    const span = spanOf('2011-12-25T00:00:00Z', '2012-01-05T00:00:00Z');
    expect(openHours({ timeZone: 'Pacific/Apia', weekly: daily('00:00-24:00') }).within(span)).toEqual([span]);
  });

  it('nothing is open in an empty span', () => {
    const hours = openHours(utc({ weekly: daily('00:00-24:00') }));
    expect(hours.within(spanOf('2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z'))).toEqual([]);
    expect(hours.within(spanOf('2026-03-02T00:00:00Z', '2026-03-01T00:00:00Z'))).toEqual([]);
  });
});
