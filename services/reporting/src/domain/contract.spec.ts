import { describe, expect, it } from '@jest/globals';
import { DomainError, formatInstant, parseInstant } from '@sla/kernel';
import { render } from '@sla/texts';
import fc from 'fast-check';
import { FIRST_YEAR, LAST_YEAR, periodOf, periodSpan, windowsDue } from './contract.js';
import { contractOf, monthOf } from './web-shop.fixture.js';

const { terms } = contractOf();
const shown = ({ start, end }: { start: number; end: number }): string =>
  `${formatInstant(start as never)} ${formatInstant(end as never)}`;

describe('periods', () => {
  it.each([
    ['2026-03', '2026-02-28T16:00:00Z 2026-03-31T16:00:00Z'],
    ['2026-12', '2026-11-30T16:00:00Z 2026-12-31T16:00:00Z'],
    ['2026-Q1', '2025-12-31T16:00:00Z 2026-03-31T16:00:00Z'],
    ['2026-Q4', '2026-09-30T16:00:00Z 2026-12-31T16:00:00Z'],
    ['2026', '2025-12-31T16:00:00Z 2026-12-31T16:00:00Z'],
    [`${FIRST_YEAR}`, '1900-12-31T16:00:00Z 1901-12-31T16:00:00Z'],
    [`${LAST_YEAR}-12`, '9998-11-30T16:00:00Z 9998-12-31T16:00:00Z'],
  ])('%s in Shanghai', (period, expected) => expect(shown(periodSpan(terms, period))).toBe(expected));

  it.each([
    ['empty', ''],
    ['no month', '2026-00'],
    ['a thirteenth month', '2026-13'],
    ['a fifth quarter', '2026-Q5'],
    ['a day', '2026-03-01'],
    ['a small q', '2026-q1'],
    ['space around it', ' 2026-03'],
    ['a line behind it', '2026-03\n'],
    ['other digits', '２０２６-03'],
    ['one before the first year', String(FIRST_YEAR - 1)],
    ['one past the last year', String(LAST_YEAR + 1)],
    ['a long text', 'x'.repeat(5_000)],
  ])('%s is refused', (_name, period) => {
    const refused = refusalOf(() => periodSpan(terms, period));
    expect(refused).toMatchObject({ kind: 'invalid_argument', violations: [{ field: 'period' }] });
    for (const locale of ['en', 'zh-CN'] as const) {
      expect(render('reporting.period_malformed', refused.params, locale).length).toBeLessThan(250);
    }
  });

  it('of a window is the one in which it ends, and its span holds the last instant of the window', () => {
    const instants = fc.integer({
      min: parseInstant('1950-01-01T00:00:00Z'),
      max: parseInstant('2100-01-01T00:00:00Z'),
    });
    const schedules = fc.constantFrom('month', 'quarter', 'year');
    const zones = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia');
    fc.assert(
      fc.property(instants, schedules, zones, (end, schedule, timeZone) => {
        const its = contractOf({ schedule, timeZone }).terms;
        const span = periodSpan(its, periodOf(its, end as never));
        expect(span.start < end && end <= span.end).toBe(true);
      }),
    );
  });
});

function refusalOf(call: () => unknown): DomainError {
  try {
    call();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('windows that a report must hold', () => {
  const march = periodSpan(terms, '2026-03');
  const due = (...contracts: ReturnType<typeof contractOf>[]): readonly string[] =>
    windowsDue(contracts, march).map(
      ({ objectiveId, version, windowLabel, window }) => `${objectiveId} v${version} ${windowLabel} ${shown(window)}`,
    );
  const whole = shown(monthOf(3));

  it('are one of each objective', () => {
    expect(due(contractOf())).toEqual([`availability v1 2026-03 ${whole}`, `orders v1 2026-03 ${whole}`]);
  });

  it('are clipped where one version takes over from the other', () => {
    const [change, first, second] = [
      '2026-03-10T00:00:00+08:00',
      contractOf({ end: '2026-03-10T00:00:00+08:00' }),
      contractOf({ version: 2, start: '2026-03-10T00:00:00+08:00' }),
    ];
    expect(due(first, second).filter((line) => line.startsWith('availability'))).toEqual([
      `availability v1 2026-03 ${shown({ start: march.start, end: parseInstant(change) })}`,
      `availability v2 2026-03 ${shown({ start: parseInstant(change), end: march.end })}`,
    ]);
  });

  it('are none before the agreement is in force', () => {
    expect(due(contractOf({ start: '2026-04-01T00:00:00+08:00' }))).toEqual([]);
  });

  it('are none of a version that ended before', () => {
    expect(due(contractOf({ end: '2026-03-01T00:00:00+08:00' }))).toEqual([]);
  });

  it('of a quarter are those of its three months', () => {
    const quarter = windowsDue([contractOf()], periodSpan(terms, '2026-Q1'));
    expect(quarter.filter(({ objectiveId }) => objectiveId === 'orders').map(({ windowLabel }) => windowLabel)).toEqual(
      ['2026-01', '2026-02', '2026-03'],
    );
  });
});
