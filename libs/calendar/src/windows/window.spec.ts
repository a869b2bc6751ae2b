import { describe, expect, it } from '@jest/globals';
import { formatInstant, parseInstant, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { effectiveWindows, eventWindow, windowAt, windowLabel, windowsBetween, type CalendarWindow } from './window.js';

const at = (text: string): Instant => parseInstant(text);
const shown = ({ start, end }: { start: Instant; end: Instant }): string =>
  `${formatInstant(start)} ${formatInstant(end)}`;
const berlin = (kind: CalendarWindow['kind'], more: Partial<CalendarWindow> = {}): CalendarWindow => ({
  kind,
  timeZone: 'Europe/Berlin',
  ...more,
});

describe('calendar windows', () => {
  it.each([
    [
      'a day of 23 hours',
      berlin('day'),
      '2026-03-29T12:00:00Z',
      '2026-03-28T23:00:00Z 2026-03-29T22:00:00Z',
      '2026-03-29',
    ],
    [
      'a day of 25 hours',
      berlin('day'),
      '2026-10-25T12:00:00Z',
      '2026-10-24T22:00:00Z 2026-10-25T23:00:00Z',
      '2026-10-25',
    ],
    [
      'a day of 24.5 hours',
      { kind: 'day', timeZone: 'Australia/Lord_Howe' },
      '2026-04-04T20:00:00Z',
      '2026-04-04T13:00:00Z 2026-04-05T13:30:00Z',
      '2026-04-05',
    ],
    [
      'a week over New Year',
      berlin('week'),
      '2026-01-01T12:00:00Z',
      '2025-12-28T23:00:00Z 2026-01-04T23:00:00Z',
      '2026-W01',
    ],
    [
      'a month in Shanghai',
      { kind: 'month', timeZone: 'Asia/Shanghai' },
      '2026-02-28T16:00:00Z',
      '2026-02-28T16:00:00Z 2026-03-31T16:00:00Z',
      '2026-03',
    ],
    [
      'a quarter with a change of clocks',
      berlin('quarter'),
      '2026-02-01T00:00:00Z',
      '2025-12-31T23:00:00Z 2026-03-31T22:00:00Z',
      '2026-Q1',
    ],
    [
      'a half-year',
      berlin('half_year'),
      '2026-07-01T12:00:00Z',
      '2026-06-30T22:00:00Z 2026-12-31T23:00:00Z',
      '2026-H2',
    ],
    ['a year', berlin('year'), '2026-07-01T12:00:00Z', '2025-12-31T23:00:00Z 2026-12-31T23:00:00Z', '2026'],
    [
      'a billing month',
      berlin('month', { anchorDay: 10 }),
      '2026-03-05T12:00:00Z',
      '2026-02-09T23:00:00Z 2026-03-09T23:00:00Z',
      '2026-02-10..2026-03-09',
    ],
    [
      'day 31 clamped in February',
      berlin('month', { anchorDay: 31 }),
      '2026-02-28T12:00:00Z',
      '2026-02-27T23:00:00Z 2026-03-30T22:00:00Z',
      '2026-02-28..2026-03-30',
    ],
    [
      'day 31 overflowing from February',
      berlin('month', { anchorDay: 31, overflow: 'overflow' }),
      '2026-03-01T12:00:00Z',
      '2026-02-28T23:00:00Z 2026-03-30T22:00:00Z',
      '2026-03-01..2026-03-30',
    ],
    [
      'a year that begins in April',
      berlin('year', { anchorMonth: 4 }),
      '2026-03-31T12:00:00Z',
      '2025-03-31T22:00:00Z 2026-03-31T22:00:00Z',
      '2025-04-01..2026-03-31',
    ],
    [
      'a contract year from 15 November, in its first hour',
      berlin('year', { anchorMonth: 11, anchorDay: 15 }),
      '2026-11-14T23:00:00Z',
      '2026-11-14T23:00:00Z 2027-11-14T23:00:00Z',
      '2026-11-15..2027-11-14',
    ],
    [
      'a quarter of a year that begins in February',
      berlin('quarter', { anchorMonth: 2 }),
      '2026-01-15T12:00:00Z',
      '2025-10-31T23:00:00Z 2026-01-31T23:00:00Z',
      '2025-11-01..2026-01-31',
    ],
    [
      'a half-year of a year that begins in October has the name of its dates',
      berlin('half_year', { anchorMonth: 10 }),
      '2026-03-31T12:00:00Z',
      '2025-09-30T22:00:00Z 2026-03-31T22:00:00Z',
      '2025-10-01..2026-03-31',
    ],
    [
      'a year that begins in July has half-years of the calendar',
      berlin('half_year', { anchorMonth: 7 }),
      '2026-07-01T12:00:00Z',
      '2026-06-30T22:00:00Z 2026-12-31T23:00:00Z',
      '2026-H2',
    ],
    [
      'a billing quarter from day 31 overflowing',
      berlin('quarter', { anchorDay: 31, anchorMonth: 2, overflow: 'overflow' }),
      '2026-03-01T12:00:00Z',
      '2026-02-28T23:00:00Z 2026-05-30T22:00:00Z',
      '2026-03-01..2026-05-30',
    ],
    [
      'the day before the skipped day of Apia',
      { kind: 'day', timeZone: 'Pacific/Apia' },
      '2011-12-30T09:59:59Z',
      '2011-12-29T10:00:00Z 2011-12-30T10:00:00Z',
      '2011-12-29',
    ],
  ] as const)('%s', (_name, spec, text, expected, label) => {
    const window = windowAt(spec, at(text));
    expect(shown(window)).toBe(expected);
    expect(windowLabel(spec, window)).toBe(label);
  });

  it('cover time without gap or overlap', () => {
    const kinds = fc.constantFrom('day', 'week', 'month', 'quarter', 'half_year', 'year') as fc.Arbitrary<
      CalendarWindow['kind']
    >;
    const specs = fc.record({
      kind: kinds,
      timeZone: fc.constantFrom(
        'Europe/Berlin',
        'Asia/Shanghai',
        'Pacific/Apia',
        'Australia/Lord_Howe',
        'America/New_York',
      ),
      anchorDay: fc.integer({ min: 1, max: 31 }),
      anchorMonth: fc.integer({ min: 1, max: 12 }),
      overflow: fc.constantFrom('clamp' as const, 'overflow' as const),
    });
    const instants = fc
      .integer({ min: at('1990-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') })
      .map((ms) => ms as Instant);
    fc.assert(
      fc.property(specs, instants, (spec, instant) => {
        const window = windowAt(spec, instant);
        expect(window.start <= instant && instant < window.end).toBe(true);
        expect(windowAt(spec, window.start)).toEqual(window);
        expect(windowAt(spec, window.end).start).toBe(window.end);
        expect(windowAt(spec, (window.start - 1) as Instant).end).toBe(window.start);
      }),
      { numRuns: 3_000 },
    );
  });

  it('a rolling window ends at the instant of judgement', () => {
    expect(shown(windowAt({ kind: 'rolling', lengthMs: 3_600_000 }, at('2026-01-01T01:00:00Z')))).toBe(
      '2026-01-01T00:00:00Z 2026-01-01T01:00:00Z',
    );
  });

  it.each([
    ['as long as it lasts', {}, '2026-01-01T01:00:00Z 2026-01-01T02:00:00Z'],
    ['for a while after its begin', { lengthMs: 5_400_000 }, '2026-01-01T01:00:00Z 2026-01-01T02:30:00Z'],
  ])('an event is judged %s', (_name, more, expected) => {
    const event = { start: at('2026-01-01T01:00:00Z'), end: at('2026-01-01T02:00:00Z') };
    expect(shown(eventWindow({ kind: 'per_event', ...more }, event))).toBe(expected);
  });

  it('none lie in an empty span', () => {
    expect(
      windowsBetween(berlin('day'), { start: at('2026-01-01T00:00:00Z'), end: at('2026-01-01T00:00:00Z') }),
    ).toEqual([]);
  });
});

describe('windows of a term', () => {
  const term = { start: at('2026-01-15T00:00:00Z'), end: at('2026-03-10T00:00:00Z') };
  it('a term that ends later than the judgement has the windows up to it', () => {
    const windows = effectiveWindows(berlin('month'), term, at('2026-02-01T00:00:00Z'), 'clip');
    expect(windows.map(({ label }) => label)).toEqual(['2026-01', '2026-02']);
  });

  it.each([
    [
      'clip',
      [
        '2026-01 2026-01-15T00:00:00Z 2026-01-31T23:00:00Z',
        '2026-02 2026-01-31T23:00:00Z 2026-02-28T23:00:00Z',
        '2026-03 2026-02-28T23:00:00Z 2026-03-10T00:00:00Z',
      ],
    ],
    ['skip', ['2026-02 2026-01-31T23:00:00Z 2026-02-28T23:00:00Z']],
    [
      'whole',
      [
        '2026-01 2025-12-31T23:00:00Z 2026-01-31T23:00:00Z',
        '2026-02 2026-01-31T23:00:00Z 2026-02-28T23:00:00Z',
        '2026-03 2026-02-28T23:00:00Z 2026-03-31T22:00:00Z',
      ],
    ],
  ] as const)('by the rule %s', (rule, expected) => {
    const windows = effectiveWindows(berlin('month'), term, at('2027-01-01T00:00:00Z'), rule);
    expect(windows.map((w) => `${w.label} ${shown(w.effective)}`)).toEqual(expected);
  });
});
