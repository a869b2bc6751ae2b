import { describe, expect, it } from '@jest/globals';
import type { CaseResult } from './case-file.ts';
import { run } from './business-time.ts';

const nine = [['09:00', '17:00']];
const office = { tz: 'UTC', weekly: { mon: nine, tue: nine } };
/** 20 hours of wall clock, 4 open; and 90 seconds. */
const pauses = [
  { from: '2026-03-02T13:00:00Z', to: '2026-03-03T09:00:00Z' },
  { from: '2026-03-03T10:00:00Z', to: '2026-03-03T10:01:30Z' },
];
const elapsed = {
  id: 'a',
  kind: 'elapsed',
  start: '2026-03-02T09:00:00Z',
  end: '2026-03-03T17:00:00Z',
  calendar: office,
  pauses,
};

function only(each: object): CaseResult {
  const [result] = [...(run({ cases: [each] }, { file: '', dir: '' }) as Iterable<CaseResult>)];
  if (result === undefined) throw new Error('no result');
  return result;
}

describe('the mapping of business time', () => {
  it.each([
    ['ours', { ...elapsed, expected: { elapsedSec: 12 * 3_600 - 90 } }, true, undefined],
    [
      'a pause cut to whole minutes',
      { ...elapsed, expected: { elapsedSec: 12 * 3_600 - 60 } },
      false,
      'pause-in-whole-minutes',
    ],
    [
      'a hold by the wall clock',
      {
        ...elapsed,
        kind: 'due',
        durationSec: 3_600,
        start: '2026-03-02T12:30:00Z',
        pauses: [{ from: '2026-03-02T16:00:00Z', to: '2026-03-02T20:00:00Z' }],
        expected: { due: '2026-03-03T09:30:00Z' },
      },
      false,
      'hold-by-wall-clock',
    ],
    ['an answer by no rule', { ...elapsed, expected: { elapsedSec: 7 } }, false, undefined],
    [
      '1 where there is nothing',
      {
        ...elapsed,
        start: '2026-03-04T09:00:00Z',
        end: '2026-03-04T10:00:00Z',
        pauses: [],
        expected: { elapsedSec: 1 },
      },
      false,
      'one-for-zero',
    ],
    [
      'a holiday that beats dated hours',
      {
        id: 'b',
        kind: 'isOpen',
        at: '2026-03-02T10:00:00Z',
        calendar: { ...office, dates: { '2026-03-02': nine }, holidays: ['2026-03-02'] },
        expected: { open: false },
      },
      false,
      'holiday-beats-override',
    ],
    [
      'an opening in a gap',
      {
        id: 'c',
        kind: 'elapsed',
        start: '2006-04-02T08:00:00Z',
        end: '2006-04-03T07:00:00Z',
        calendar: { tz: 'America/Los_Angeles', weekly: { sun: [['02:30', '03:15']] } },
        expected: { elapsedSec: 0 },
      },
      false,
      'opening-in-dst-gap',
    ],
  ])('%s', (_name, each, agree, reason) => {
    const result = only(each);
    expect([result.agree, result.reason]).toEqual([agree, reason]);
  });

  it.each([
    ['an unknown kind', { ...elapsed, kind: 'phase of the moon', expected: { elapsedSec: 0 } }, 'unknown kind'],
    [
      'an unknown rule of days',
      { ...elapsed, kind: 'dueDays', dayRule: 'x', expected: { due: '2026-03-02T09:00:00Z' } },
      'day rule x',
    ],
    [
      'a calendar that we refuse',
      { ...elapsed, calendar: { ...office, tz: 'Mars' }, expected: { elapsedSec: 0 } },
      'calendar.unknown_zone',
    ],
  ])('%s is unexpected', (_name, each, got) => {
    const result = only(each);
    expect([result.agree, result.reason]).toEqual([false, undefined]);
    expect(result.got).toContain(got);
  });
});
