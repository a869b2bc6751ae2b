import { describe, expect, it } from '@jest/globals';
import { formatInstant, InvariantError, parseInstant, type Instant } from '@sla/kernel';
import { zone } from '../tz/zone.js';
import { openHours } from '../working/open-hours.js';
import { WorkingDays } from '../working/working-days.js';
import { WorkingTime } from '../working/working-time.js';
import {
  cycleBefore,
  endOfCycleAfter,
  endOfDateAfter,
  endOfDateAfterNthWorkingDay,
  endOfNthWorkingDayAfter,
  endOfNthWorkingDayOfMonth,
} from './anchors.js';
import type { CalendarWindow } from './window.js';

const at = (text: string): Instant => parseInstant(text);
const shown = (instant: Instant | undefined): string => (instant === undefined ? 'none' : formatInstant(instant));
const nine = ['09:00-17:00'];
const days = new WorkingDays(
  new WorkingTime(
    openHours({
      timeZone: 'Europe/Berlin',
      weekly: [{ hours: { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine } }],
      holidays: [{ date: '2026-01-01' }],
    }),
  ),
  zone('Europe/Berlin'),
);
const month = (anchorDay = 1): CalendarWindow => ({ kind: 'month', timeZone: 'Europe/Berlin', anchorDay });

describe('ends of billing cycles', () => {
  it.each([
    ['the cycle of the incident itself', month(), '2026-03-15T12:00:00Z', 0, '2026-03-31T22:00:00Z'],
    ['the second cycle after it', month(), '2026-03-15T12:00:00Z', 2, '2026-05-31T22:00:00Z'],
    ['the last millisecond of a cycle belongs to it', month(), '2026-03-31T21:59:59.999Z', 2, '2026-05-31T22:00:00Z'],
    ['its end belongs to the next', month(), '2026-03-31T22:00:00Z', 2, '2026-06-30T22:00:00Z'],
    ['a cycle from day 31, clamped', month(31), '2026-01-31T12:00:00Z', 2, '2026-04-29T22:00:00Z'],
    [
      'quarters of a year that begins in February',
      { kind: 'quarter', timeZone: 'Europe/Berlin', anchorMonth: 2 } as const,
      '2026-03-15T12:00:00Z',
      1,
      '2026-07-31T22:00:00Z',
    ],
  ])('%s', (_name, cycle, text, n, expected) => expect(shown(endOfCycleAfter(cycle, at(text), n))).toBe(expected));

  it('the cycle before', () => {
    const { start, end } = cycleBefore(month(10), at('2026-03-09T22:59:59Z'));
    expect([shown(start), shown(end)]).toEqual(['2026-01-09T23:00:00Z', '2026-02-09T23:00:00Z']);
  });

  it('a number of cycles is whole and not negative', () => {
    expect(() => endOfCycleAfter(month(), at('2026-03-09T22:59:59Z'), -1)).toThrow(InvariantError);
    expect(() => endOfCycleAfter(month(), at('2026-03-09T22:59:59Z'), 0.5)).toThrow(InvariantError);
  });
});

describe('ends in days', () => {
  it.each([
    ['of its own date', '2026-03-27T12:00:00Z', 0, '2026-03-27T23:00:00Z'],
    ['30 dates on, over a change of the clock', '2026-03-15T12:00:00Z', 30, '2026-04-14T22:00:00Z'],
    ['from late in the evening of the local date', '2026-03-15T23:30:00Z', 1, '2026-03-17T23:00:00Z'],
  ])('%s', (_name, text, n, expected) => expect(shown(endOfDateAfter(days, at(text), n))).toBe(expected));

  it.each([
    ['the sixth working day of January', '2026-01-20T12:00:00Z', 6, '2026-01-09T16:00:00Z'],
    ['the last of January', '2026-01-20T12:00:00Z', -1, '2026-01-30T16:00:00Z'],
    ['one that January does not have', '2026-01-20T12:00:00Z', 23, 'none'],
  ])('%s', (_name, text, n, expected) => expect(shown(endOfNthWorkingDayOfMonth(days, at(text), n))).toBe(expected));

  it.each([
    ['55 days from the sixth working day', 6, 55, '2026-03-05T23:00:00Z'],
    ['that working day itself', 6, 0, '2026-01-09T23:00:00Z'],
    ['from one that the month does not have', 23, 55, 'none'],
  ])('%s', (_name, workingDay, calendarDays, expected) => {
    expect(shown(endOfDateAfterNthWorkingDay(days, at('2026-01-20T12:00:00Z'), { workingDay, calendarDays }))).toBe(
      expected,
    );
  });

  it.each([
    ['by the end of the third working day', '2026-01-02T12:00:00Z', 3, '2026-01-07T16:00:00Z'],
    ['from a holiday', '2026-01-01T12:00:00Z', 1, '2026-01-02T16:00:00Z'],
  ])('%s', (_name, text, n, expected) => expect(shown(endOfNthWorkingDayAfter(days, at(text), n))).toBe(expected));
});
