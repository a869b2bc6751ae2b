import { describe, expect, it } from '@jest/globals';
import { chinaHolidays, openHours, WorkingDays, WorkingTime, zone, type WorkingCalendar } from '@sla/calendar';
import { formatInstant, parseInstant, type Interval } from '@sla/kernel';
import { claimWindow, type ClaimRule } from './claim-window.js';

const HOURS = ['09:00-18:00'];
const weekly = [{ hours: { mon: HOURS, tue: HOURS, wed: HOURS, thu: HOURS, fri: HOURS } }];
const daysOf = (calendar: WorkingCalendar): WorkingDays =>
  new WorkingDays(new WorkingTime(openHours(calendar)), zone(calendar.timeZone));
const UTC = daysOf({ timeZone: 'UTC', weekly });
const CHINA = daysOf({ timeZone: 'Asia/Shanghai', weekly, ...chinaHolidays(HOURS) });

const span = (start: string, end: string): Interval => ({ start: parseInstant(start), end: parseInstant(end) });
const FEBRUARY = span('2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z');

describe('the claim window of a credit', () => {
  it.each<[string, ClaimRule, string, string]>([
    ['thirty days after the month', { kind: 'days', days: 30 }, '2026-03-01T00:00:00Z', '2026-03-31T00:00:00Z'],
    ['the month after: 31 March', { kind: 'cycles', cycles: 1 }, '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'],
    ['the second billing cycle', { kind: 'cycles', cycles: 2 }, '2026-03-01T00:00:00Z', '2026-05-01T00:00:00Z'],
    [
      'a billing cycle from the 31st: the last day of a short month',
      { kind: 'cycles', cycles: 2, anchorDay: 31 },
      '2026-03-01T00:00:00Z',
      '2026-05-31T00:00:00Z',
    ],
  ])('%s', (_name, rule, start, end) => {
    const window = claimWindow(rule, FEBRUARY, UTC);
    expect(window && [formatInstant(window.start), formatInstant(window.end)]).toEqual([start, end]);
  });

  describe('from a working day of China', () => {
    // October 2026 begins with seven days off; the 8th is a working day, Saturday the 10th a make-up day.
    const september = span('2026-08-31T16:00:00Z', '2026-09-30T16:00:00Z');

    it('55 days from the sixth working day', () => {
      const window = claimWindow({ kind: 'from_working_day', nth: 6, days: 55 }, september, CHINA);
      // 8, 9, 10 (make-up), 12, 13, 14 October; the 55th day is 7 December.
      expect(window && [formatInstant(window.start), formatInstant(window.end)]).toEqual([
        '2026-10-13T16:00:00Z',
        '2026-12-07T16:00:00Z',
      ]);
    });

    it('from the fifth working day until two months after the month', () => {
      const window = claimWindow({ kind: 'from_working_day_for_cycles', nth: 5, cycles: 2 }, september, CHINA);
      expect(window && [formatInstant(window.start), formatInstant(window.end)]).toEqual([
        '2026-10-12T16:00:00Z',
        '2026-11-30T16:00:00Z',
      ]);
    });

    it('that the month does not have', () => {
      expect(claimWindow({ kind: 'from_working_day', nth: 28, days: 1 }, september, CHINA)).toBeUndefined();
    });
  });

  it('is none where nobody has to claim', () => {
    expect(claimWindow({ kind: 'automatic' }, FEBRUARY, UTC)).toBeUndefined();
  });

  it('counts cycles from 1', () => {
    expect(() => claimWindow({ kind: 'cycles', cycles: 0 }, FEBRUARY, UTC)).toThrow('cycles are counted from 1');
  });
});
