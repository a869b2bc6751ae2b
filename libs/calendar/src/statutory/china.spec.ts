import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatInstant, HOUR_MS, parseInstant, type CivilDate } from '@sla/kernel';
import { zone } from '../tz/zone.js';
import { dateText, dayNumberOf } from '../working/calendars.fixture.js';
import { openHours } from '../working/open-hours.js';
import type { WorkingCalendar } from '../working/rules.js';
import { WorkingDays } from '../working/working-days.js';
import { WorkingTime } from '../working/working-time.js';
import { chinaHolidays } from './china.js';
import { CHINA_FIRST_YEAR, CHINA_LAST_YEAR, CHINA_VERSION } from './data/china.js';

const nine = ['09:00-12:00', '13:00-18:00'];
const office: WorkingCalendar = {
  timeZone: 'Asia/Shanghai',
  weekly: [{ hours: { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine } }],
  ...chinaHolidays(nine),
};
const time = new WorkingTime(openHours(office));
const days = new WorkingDays(time, zone('Asia/Shanghai'));
const date = (text: string): CivilDate => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return { year, month, day };
};
const works = (text: string): boolean => days.isWorkingDay(date(text));
const isWeekend = (day: number): boolean => (day + 3) % 7 >= 5;

describe('statutory days of China', () => {
  it('name their source', () => {
    expect(CHINA_VERSION).toMatch(/^chinese-days \d+\.\d+\.\d+ of \d{4}-\d{2}-\d{2}$/);
    expect([CHINA_FIRST_YEAR, CHINA_LAST_YEAR >= 2026]).toEqual([2004, true]);
  });

  it.each([
    ['National Day', '2026-10-01', false],
    ['a working Saturday for it', '2026-10-10', true],
    ['a working Sunday for it', '2026-09-20', true],
    ['an ordinary Sunday', '2026-09-27', false],
    ['the eighth of Spring Festival', '2026-02-22', false],
    ['the day after Spring Festival', '2026-02-24', true],
    ['a make-up day of the year before, for New Year', '2018-12-29', true],
  ])('%s', (_name, text, expected) => expect(works(text)).toBe(expected));

  it.each([2025, 2026])('%d has 248 working days', (year) => {
    expect(days.between({ year, month: 1, day: 1 }, { year: year + 1, month: 1, day: 1 })).toBe(248);
  });

  it('a make-up day has the hours that the caller gives', () => {
    const short = new WorkingTime(openHours({ ...office, ...chinaHolidays(['10:00-12:00']) }));
    const [from, to] = [parseInstant('2026-10-09T16:00:00Z'), parseInstant('2026-10-10T16:00:00Z')];
    expect([short.elapsed(from, to), time.elapsed(from, to)]).toEqual([2 * HOUR_MS, 8 * HOUR_MS]);
  });

  it('a deadline over Spring Festival', () => {
    const due = time.due(parseInstant('2026-02-14T08:00:00Z'), 4 * HOUR_MS);
    expect(due && formatInstant(due)).toBe('2026-02-24T03:00:00Z');
  });

  it('beyond the last published year results are provisional', () => {
    const horizon = parseInstant(`${CHINA_LAST_YEAR}-12-31T16:00:00Z`);
    expect(time.knownUntil).toBe(horizon);
    expect(time.isProvisional(parseInstant(`${CHINA_LAST_YEAR}-12-31T15:59:59.999Z`))).toBe(false);
    expect(time.isProvisional(horizon)).toBe(true);
  });
});

const dataDir = path.resolve(
  import.meta.dirname,
  '../../../..',
  process.env['SLA_DATA_DIR'] ?? '../shared/data',
  'calendars',
);
/** The data is not part of the repository. Where it is absent these tests are skipped, and reported as skipped. */
const withData = existsSync(dataDir) ? describe : describe.skip;

withData('statutory days of China against the papers of the State Council (holiday-cn)', () => {
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(dataDir, file), 'utf8'));
  interface Paper {
    readonly year: number;
    readonly days: readonly { readonly date: string; readonly isOffDay: boolean }[];
  }

  it('agree on every one of the 4,383 days from 2015 to 2026', () => {
    const papers = readdirSync(path.join(dataDir, 'holiday-cn'))
      .filter((file) => /^\d{4}\.json$/.test(file))
      .map((file) => read(`holiday-cn/${file}`) as Paper)
      .filter((paper) => paper.days.length > 0);
    const off = new Map(papers.flatMap((paper) => paper.days.map((day) => [day.date, day.isOffDay] as const)));
    const [first, last] = [dayNumberOf('2015-01-01'), dayNumberOf('2026-12-31')];
    const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const differing = all.filter((day) => works(dateText(day)) === (off.get(dateText(day)) ?? isWeekend(day)));
    expect(all.length).toBe(4_383);
    expect(differing.map(dateText)).toEqual([]);
  });

  interface Year {
    readonly working_days: number;
    readonly makeup_working_weekend_days: readonly string[];
    readonly weekday_days_off: readonly string[];
  }
  it('count as expected in each year', () => {
    const { years } = read('cn_expected.json') as { readonly years: Readonly<Record<string, Year>> };
    expect(Object.keys(years).length).toBeGreaterThanOrEqual(12);
    for (const [text, expected] of Object.entries(years)) {
      const year = Number(text);
      expect([year, days.between({ year, month: 1, day: 1 }, { year: year + 1, month: 1, day: 1 })]).toEqual([
        year,
        expected.working_days,
      ]);
      expect(expected.makeup_working_weekend_days.filter((day) => !works(day))).toEqual([]);
      expect(expected.weekday_days_off.filter(works)).toEqual([]);
    }
  });
});
