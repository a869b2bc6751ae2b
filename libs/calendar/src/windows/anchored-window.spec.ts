import { describe, expect, it } from '@jest/globals';
import { formatInstant, parseInstant, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { anchoredWindowAt, rollingWindowAt, type AnchoredWindow } from './anchored-window.js';

const begin = (year: number, month: number, day: number, hour = 0): AnchoredWindow['begin'] => ({
  date: { year, month, day },
  timeMs: hour * 3_600_000,
});
const window = (
  unit: AnchoredWindow['unit'],
  count: number,
  from: AnchoredWindow['begin'],
  timeZone = 'UTC',
  overflow: AnchoredWindow['overflow'] = 'clamp',
): AnchoredWindow => ({ unit, count, begin: from, timeZone, overflow });

describe('anchored windows', () => {
  it.each<[string, AnchoredWindow, string, string, string]>([
    [
      'quarters of three',
      window('quarter', 3, begin(2004, 1, 2, 12), 'America/New_York'),
      '2006-01-04T15:04:05Z',
      '2005-07-02T16:00:00Z',
      '2006-04-02T16:00:00Z',
    ],
    [
      'before the begin',
      window('month', 1, begin(2004, 1, 2, 12), 'America/New_York'),
      '2004-01-02T11:04:05Z',
      '2003-12-02T17:00:00Z',
      '2004-01-02T17:00:00Z',
    ],
    [
      'weeks',
      window('week', 2, begin(2021, 6, 6)),
      '2021-06-04T00:00:00Z',
      '2021-05-23T00:00:00Z',
      '2021-06-06T00:00:00Z',
    ],
    [
      'days over a change of the clock',
      window('day', 1, begin(2026, 3, 28, 12), 'Europe/Berlin'),
      '2026-03-29T09:00:00Z',
      '2026-03-28T11:00:00Z',
      '2026-03-29T10:00:00Z',
    ],
    [
      'day 31 cut to the month',
      window('month', 1, begin(2025, 1, 31)),
      '2025-03-01T00:00:00Z',
      '2025-02-28T00:00:00Z',
      '2025-03-31T00:00:00Z',
    ],
    [
      'day 31 spilling over',
      window('month', 1, begin(2025, 1, 31), 'UTC', 'overflow'),
      '2025-03-02T23:59:59Z',
      '2025-01-31T00:00:00Z',
      '2025-03-03T00:00:00Z',
    ],
    [
      '29 February once a year',
      window('year', 1, begin(2024, 2, 29)),
      '2025-06-01T00:00:00Z',
      '2025-02-28T00:00:00Z',
      '2026-02-28T00:00:00Z',
    ],
  ])('%s', (_name, spec, at, start, end) => {
    const found = anchoredWindowAt(spec, parseInstant(at));
    expect([formatInstant(found.start), formatInstant(found.end)]).toEqual([start, end]);
  });

  it('needs a whole count', () => {
    expect(() => anchoredWindowAt(window('day', 0, begin(2025, 1, 1)), 0 as Instant)).toThrow('windows of 0');
  });

  it('tile time: every instant is in one, and the next begins where it ends', () => {
    const specs = fc.record({
      unit: fc.constantFrom<AnchoredWindow['unit']>('day', 'week', 'month', 'quarter', 'year'),
      count: fc.integer({ min: 1, max: 5 }),
      timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Shanghai', 'Australia/Lord_Howe'),
      begin: fc
        .tuple(
          fc.integer({ min: 2000, max: 2030 }),
          fc.integer({ min: 1, max: 12 }),
          fc.integer({ min: 1, max: 28 }),
          fc.nat(23),
        )
        .map((a) => begin(...a)),
      overflow: fc.constantFrom<AnchoredWindow['overflow']>('clamp', 'overflow'),
    });
    fc.assert(
      fc.property(specs, fc.integer({ min: 946_684_800_000, max: 1_900_000_000_000 }), (spec, at) => {
        const { start, end } = anchoredWindowAt(spec, at as Instant);
        expect(start <= at && at < end).toBe(true);
        expect(anchoredWindowAt(spec, end).start).toBe(end);
        expect(anchoredWindowAt(spec, (start - 1) as Instant).end).toBe(start);
      }),
      { numRuns: 10_000 },
    );
  });

  it('rolling ones end where they are asked for', () => {
    expect(rollingWindowAt('week', 1, parseInstant('2026-03-08T00:00:00Z'))).toEqual({
      start: parseInstant('2026-03-01T00:00:00Z'),
      end: parseInstant('2026-03-08T00:00:00Z'),
    });
  });
});
