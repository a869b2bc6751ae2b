import { describe, expect, it } from '@jest/globals';
import { formatInstant, InvariantError, parseInstant, type CivilDate, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { zone } from '../tz/zone.js';
import { dateText, dayNumberOf, scenes } from './calendars.fixture.js';
import { openHours } from './open-hours.js';
import type { WorkingCalendar } from './rules.js';
import { dateAfter, MAX_WORKING_DAYS, WorkingDays } from './working-days.js';
import { WorkingTime } from './working-time.js';

const at = (text: string): Instant => parseInstant(text);
const date = (text: string): CivilDate => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return { year, month, day };
};
const shownDate = (found: CivilDate | undefined): string =>
  found === undefined ? 'none' : `${found.year}-${found.month}-${found.day}`;
const shown = (instant: Instant | undefined): string => (instant === undefined ? 'none' : formatInstant(instant));
const daysOf = (calendar: WorkingCalendar): WorkingDays =>
  new WorkingDays(new WorkingTime(openHours(calendar)), zone(calendar.timeZone));
const nine = ['09:00-17:00'];
const office: WorkingCalendar = {
  timeZone: 'Europe/Berlin',
  weekly: [{ hours: { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine } }],
  holidays: [{ date: '2026-04-03' }, { date: '2026-04-06' }],
  overrides: [{ date: '2026-04-11', hours: ['10:00-12:00'] }],
};
const days = daysOf(office);
const closed = daysOf({ timeZone: 'UTC', weekly: [] });

describe('working days', () => {
  it.each([
    ['a Thursday', '2026-04-02', true],
    ['a holiday', '2026-04-03', false],
    ['a Saturday', '2026-04-04', false],
    ['a make-up Saturday', '2026-04-11', true],
  ])('%s', (_name, text, works) => expect(days.isWorkingDay(date(text))).toBe(works));

  it('the day that Apia skipped is none', () => {
    const apia = daysOf({ ...office, timeZone: 'Pacific/Apia', holidays: [], overrides: [] });
    expect([29, 30, 31].map((day) => apia.isWorkingDay({ year: 2011, month: 12, day }))).toEqual([true, false, false]);
  });

  it('between two dates, the first included and the last not', () => {
    expect(days.between(date('2026-04-01'), date('2026-05-01'))).toBe(21);
    expect(days.between(date('2026-04-02'), date('2026-04-02'))).toBe(0);
    expect(days.between(date('2026-04-02'), date('2026-04-03'))).toBe(1);
    expect(days.between(date('2026-04-03'), date('2026-04-02'))).toBe(0);
  });

  it.each([
    ['the next one, over Easter', '2026-04-02', 1, '2026-4-7'],
    ['five on, with a make-up Saturday', '2026-04-02', 5, '2026-4-11'],
    ['from a day without work', '2026-04-04', 1, '2026-4-7'],
    ['one back, over Easter', '2026-04-07', -1, '2026-4-2'],
    ['three back', '2026-04-07', -3, '2026-3-31'],
  ])('%s', (_name, from, n, expected) => expect(shownDate(days.nthAfter(date(from), n))).toBe(expected));

  it.each([
    ['the first of a month', 2026, 8, 1, '2026-8-3'],
    ['the sixth', 2026, 8, 6, '2026-8-10'],
    ['the last', 2026, 8, -1, '2026-8-31'],
    ['the one before the last of a month that ends with a week-end', 2026, 5, -2, '2026-5-28'],
    ['the twenty-second of a month that has so many', 2026, 7, 22, '2026-7-30'],
    ['one more than it has', 2026, 7, 24, 'none'],
    ['one more from its end', 2026, 7, -24, 'none'],
    ['the first of January, with the year before it', 2027, 1, 1, '2027-1-1'],
    ['the last of December', 2026, 12, -1, '2026-12-31'],
  ])('%s', (_name, year, month, n, expected) => expect(shownDate(days.nthOfMonth(year, month, n))).toBe(expected));

  it('count for themselves: the n-th after, and back again', () => {
    fc.assert(
      fc.property(scenes, fc.integer({ min: 1, max: 8 }), (scene, n) => {
        const some = daysOf(scene.calendar);
        const from = date(dateText(scene.day));
        const found = some.nthAfter(from, n);
        if (found === undefined) return;
        expect(some.isWorkingDay(found)).toBe(true);
        expect(some.between(dateAfter(from, 1), dateAfter(found, 1))).toBe(n);
        const back = some.nthAfter(dateAfter(found, 1), -n);
        expect(back && some.between(back, dateAfter(found, 1))).toBe(n);
      }),
      { numRuns: 300 },
    );
  });
});

describe('deadlines in working days', () => {
  it.each([
    ['the same time two days later', '2026-04-01T08:30:52Z', 2, '2026-04-07T08:30:52Z'],
    ['the same time two days earlier', '2026-04-07T08:30:52Z', -2, '2026-04-01T08:30:52Z'],
    ['no days at all', '2026-04-04T12:00:00Z', 0, '2026-04-04T12:00:00Z'],
    ['the same wall-clock time over a change of the clock', '2026-03-27T09:00:00Z', 1, '2026-03-30T08:00:00Z'],
  ])('%s', (_name, start, n, expected) => expect(shown(days.sameTimeAfter(at(start), n))).toBe(expected));

  it('a time that the clock skips is moved by the change', () => {
    const always = ['00:00-24:00'];
    const sunday = daysOf({ timeZone: 'Europe/Berlin', weekly: [{ hours: { sat: always, sun: always } }] });
    expect(shown(sunday.sameTimeAfter(at('2026-03-28T01:30:00Z'), 1))).toBe('2026-03-29T01:30:00Z');
  });

  it.each([
    ['before opening', '2026-04-01T05:00:00Z', 2, '2026-04-07T07:00:00Z'],
    ['after closing', '2026-04-01T20:00:00Z', 2, '2026-04-08T07:00:00Z'],
    ['inside', '2026-04-01T10:00:00Z', 2, '2026-04-07T10:00:00Z'],
  ])('the next opening, %s', (_name, start, n, expected) => {
    expect(shown(days.nextOpenAfter(at(start), n))).toBe(expected);
  });

  it.each([
    ['before opening', '2026-04-07T05:00:00Z', 2, '2026-03-31T15:00:00Z'],
    ['after closing', '2026-04-07T20:00:00Z', 2, '2026-04-01T15:00:00Z'],
    ['inside', '2026-04-07T10:00:00Z', 2, '2026-04-01T10:00:00Z'],
  ])('the last closing, %s', (_name, start, n, expected) => {
    expect(shown(days.lastOpenBefore(at(start), n))).toBe(expected);
  });

  it.each([
    ['of the third day', '2026-04-01T22:30:00Z', 3, '2026-04-09T15:00:00Z'],
    ['of its own day', '2026-04-01T03:00:00Z', 0, '2026-04-01T15:00:00Z'],
    ['of its own day, which has none', '2026-04-03T03:00:00Z', 0, 'none'],
    ['of a make-up Saturday', '2026-04-10T08:00:00Z', 1, '2026-04-11T10:00:00Z'],
  ])('the end %s', (_name, start, n, expected) => expect(shown(days.endOfNthDay(at(start), n))).toBe(expected));

  it('hours over midnight end the day at midnight', () => {
    const night = daysOf({ timeZone: 'UTC', weekly: [{ hours: { mon: ['22:00-06:00'] } }] });
    expect(shown(night.closeOf(date('2026-03-02')))).toBe('2026-03-03T00:00:00Z');
    expect(shown(night.closeOf(date('2026-03-03')))).toBe('2026-03-03T06:00:00Z');
    expect(shown(night.closeOf(date('2026-03-04')))).toBe('none');
  });
});

describe('limits', () => {
  const from = date('2026-01-01');
  it('a calendar without working days has no n-th one', () => {
    expect(closed.nthAfter(from, 1)).toBeUndefined();
    expect(closed.nthAfter(from, -1)).toBeUndefined();
    expect(closed.sameTimeAfter(at('2026-01-01T00:00:00Z'), 1)).toBeUndefined();
    expect(closed.nextOpenAfter(at('2026-01-01T00:00:00Z'), 1)).toBeUndefined();
    expect(closed.lastOpenBefore(at('2026-01-01T00:00:00Z'), 1)).toBeUndefined();
    expect(closed.endOfNthDay(at('2026-01-01T00:00:00Z'), 1)).toBeUndefined();
  });
  it('at the limit there is an answer, one past it a refusal', () => {
    expect(shownDate(days.nthAfter(from, MAX_WORKING_DAYS))).toBe('2064-5-2');
    expect(() => days.nthAfter(from, MAX_WORKING_DAYS + 1)).toThrow(
      expect.objectContaining({ kind: 'out_of_range', reason: 'calendar.too_many_days' }),
    );
  });
  it('a number of days is whole and not zero', () => {
    expect(() => days.nthAfter(from, 0)).toThrow(InvariantError);
    expect(() => days.nthAfter(from, 1.5)).toThrow(InvariantError);
  });
  it('days are counted on the calendar, not on the clock', () => expect(dayNumberOf('1970-01-02')).toBe(1));
});
