import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@sla/kernel';
import { MAX_ENTRIES, MAX_HOLIDAY_RUN, readCalendar } from './read-calendar.js';
import type { WorkingCalendar } from './rules.js';

const base: WorkingCalendar = { timeZone: 'Asia/Shanghai', weekly: [{ hours: { mon: ['09:00-17:00'] } }] };

/** Each fault as `field reason`. */
function faults(parts: Partial<WorkingCalendar>): readonly string[] {
  try {
    readCalendar({ ...base, ...parts });
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect([error.kind, error.reason]).toEqual(['invalid_argument', error.violations[0]?.reason]);
    return error.violations.map(({ field, reason }) => `${field} ${reason.replace('calendar.', '')}`);
  }
}

describe('calendars that are refused', () => {
  it.each<[string, Partial<WorkingCalendar>, string]>([
    ['an unknown zone', { timeZone: 'Asia/Beijing' }, 'timeZone unknown_zone'],
    ['a zone that is a word of the language', { timeZone: 'constructor' }, 'timeZone unknown_zone'],
    ['hours without minutes', { weekly: [{ hours: { mon: ['9-17'] } }] }, 'weekly[0].hours.mon[0] hours_malformed'],
    [
      'an hour beyond the day',
      { weekly: [{ hours: { tue: ['09:00-25:00'] } }] },
      'weekly[0].hours.tue[0] hours_malformed',
    ],
    [
      'a minute beyond the hour',
      { weekly: [{ hours: { tue: ['09:60-10:00'] } }] },
      'weekly[0].hours.tue[0] hours_malformed',
    ],
    [
      'a second beyond the minute',
      { weekly: [{ hours: { tue: ['09:00:60-10:00'] } }] },
      'weekly[0].hours.tue[0] hours_malformed',
    ],
    [
      'hours that begin at the end of the date',
      { weekly: [{ hours: { tue: ['24:00-03:00'] } }] },
      'weekly[0].hours.tue[0] hours_malformed',
    ],
    [
      '24:00 with a minute',
      { weekly: [{ hours: { tue: ['09:00-24:01'] } }] },
      'weekly[0].hours.tue[0] hours_malformed',
    ],
    [
      'hours that overlap',
      { weekly: [{ hours: { wed: ['09:00-12:00', '11:59-13:00'] } }] },
      'weekly[0].hours.wed hours_overlap',
    ],
    [
      'hours that overlap a span over midnight',
      { weekly: [{ hours: { wed: ['22:00-06:00', '23:00-23:30'] } }] },
      'weekly[0].hours.wed hours_overlap',
    ],
    [
      'a date that does not exist',
      { overrides: [{ date: '2026-02-29', hours: [] }] },
      'overrides[0].date date_malformed',
    ],
    [
      'a date of another form',
      { holidays: [{ date: '1.10.2026' }] },
      'holidays[0].date date_malformed holidays[0].lastDate date_malformed',
    ],
    [
      'an annual date that never exists',
      { holidays: [{ date: '--02-30' }] },
      'holidays[0].date date_malformed holidays[0].lastDate date_malformed',
    ],
    [
      'a last date of the other form',
      { holidays: [{ date: '--01-30', lastDate: '2026-02-01' }] },
      'holidays[0].lastDate date_malformed',
    ],
    [
      'a dated holiday with years',
      { holidays: [{ date: '2026-10-01', fromYear: 2026 }] },
      'holidays[0].fromYear years_of_dated_holiday',
    ],
    [
      'a dated holiday with a last year',
      { holidays: [{ date: '2026-10-01', untilYear: 2026 }] },
      'holidays[0].fromYear years_of_dated_holiday',
    ],
    [
      'a year that is none',
      { holidays: [{ date: '--10-01', fromYear: 2026.5 }] },
      'holidays[0].fromYear year_malformed',
    ],
    [
      'a holiday that is kept in no year',
      { holidays: [{ date: '--10-01', fromYear: 2027, untilYear: 2027 }] },
      'holidays[0].untilYear validity_empty',
    ],
    [
      'a run backwards',
      { holidays: [{ date: '2026-10-02', lastDate: '2026-10-01' }] },
      'holidays[0].lastDate holiday_run',
    ],
    [
      'bad hours of a holiday',
      { holidays: [{ date: '2026-10-02', hours: ['noon'] }] },
      'holidays[0].hours[0] hours_malformed',
    ],
    [
      'a date with hours twice',
      {
        overrides: [
          { date: '2026-10-10', hours: [] },
          { date: '2026-10-10', hours: ['09:00-12:00'] },
        ],
      },
      'overrides[1].date date_twice',
    ],
    ['bad dated hours', { overrides: [{ date: '2026-10-10', hours: ['9'] }] }, 'overrides[0].hours[0] hours_malformed'],
    [
      'a closure with a zone',
      { closures: [{ from: '2026-10-01T00:00Z', to: '2026-10-02T00:00' }] },
      'closures[0].from local_time_malformed',
    ],
    [
      'a closure to a time that is none',
      { closures: [{ from: '2026-10-01T00:00', to: '2026-10-02T25:00' }] },
      'closures[0].to local_time_malformed',
    ],
    [
      'a closure on no date',
      { closures: [{ from: '2026-02-29T00:00', to: '2026-10-02T00:00' }] },
      'closures[0].from local_time_malformed',
    ],
    [
      'an empty closure',
      { closures: [{ from: '2026-10-01T00:00', to: '2026-10-01T00:00' }] },
      'closures[0].to closure_empty',
    ],
    [
      'an empty validity',
      { weekly: [{ hours: {}, validFrom: '2026-01-01', validUntil: '2026-01-01' }] },
      'weekly[0].validUntil validity_empty',
    ],
    [
      'a validity that is no date',
      { weekly: [{ hours: {}, validFrom: '2026' }] },
      'weekly[0].validFrom date_malformed',
    ],
    ['weekly hours twice', { weekly: [{ hours: {} }, { hours: {} }] }, 'weekly[1].validFrom validity_overlap'],
    [
      'weekly hours that overlap by a day, in any order',
      {
        weekly: [
          { hours: {}, validFrom: '2026-02-01' },
          { hours: {}, validUntil: '2026-02-02' },
        ],
      },
      'weekly[0].validFrom validity_overlap',
    ],
    ['a horizon that is no date', { knownUntil: 'soon' }, 'knownUntil date_malformed'],
  ])('%s', (_name, parts, expected) => expect(faults(parts).join(' ')).toBe(expected));

  it('name every fault at once', () => {
    expect(
      faults({
        timeZone: 'Nowhere',
        weekly: [{ hours: { mon: ['x'], sun: ['09:00-10:00', '09:30-11:00'] } }],
        overrides: [{ date: 'y', hours: ['z'] }],
        holidays: [{ date: '2026-13-01' }],
        closures: [{ from: 'a', to: 'b' }],
        knownUntil: 'c',
      }),
    ).toEqual([
      'knownUntil date_malformed',
      'weekly[0].hours.mon[0] hours_malformed',
      'weekly[0].hours.sun hours_overlap',
      'overrides[0].date date_malformed',
      'overrides[0].hours[0] hours_malformed',
      'holidays[0].date date_malformed',
      'holidays[0].lastDate date_malformed',
      'closures[0].from local_time_malformed',
      'closures[0].to local_time_malformed',
      'timeZone unknown_zone',
    ]);
  });

  it('name zones that look alike', () => {
    expect(() => readCalendar({ ...base, timeZone: 'Asia/Shanghia' })).toThrow(
      expect.objectContaining({ params: expect.objectContaining({ near: expect.stringContaining('Asia/Shanghai') }) }),
    );
  });
});

describe('limits', () => {
  const dates = (count: number) => Array.from({ length: count }, () => ({ date: '2026-10-01' }));
  it.each([
    ['at the limit of entries', { holidays: dates(MAX_ENTRIES) }, ''],
    ['one past it', { holidays: dates(MAX_ENTRIES + 1) }, 'holidays too_many_entries'],
    ['a holiday of the longest run', { holidays: [{ date: '2028-01-01', lastDate: '2028-12-31' }] }, ''],
    [
      'one day longer',
      { holidays: [{ date: '2028-01-01', lastDate: '2029-01-01' }] },
      'holidays[0].lastDate holiday_run',
    ],
  ])('%s', (_name, parts, expected) => expect(faults(parts).join(' ')).toBe(expected));
  it('the longest run is a leap year', () => expect(MAX_HOLIDAY_RUN).toBe(366));
});

describe('calendars that are understood', () => {
  it.each<[string, Partial<WorkingCalendar>]>([
    ['24:00 as the end of the date', { weekly: [{ hours: { mon: ['00:00-24:00'] } }] }],
    ['hours that touch', { weekly: [{ hours: { mon: ['09:00-12:00', '12:00-13:00'] } }] }],
    ['hours out of order', { weekly: [{ hours: { mon: ['13:00-17:00', '09:00-12:00'] } }] }],
    [
      'validities that touch',
      {
        weekly: [
          { hours: {}, validUntil: '2026-02-01' },
          { hours: {}, validFrom: '2026-02-01' },
        ],
      },
    ],
    ['a link as zone', { timeZone: 'PRC' }],
    ['a closure to the end of a date', { closures: [{ from: '2026-10-01T00:00', to: '2026-10-01T24:00' }] }],
    ['29 February', { holidays: [{ date: '--02-29' }] }],
  ])('%s', (_name, parts) => expect(faults(parts)).toEqual([]));
});
