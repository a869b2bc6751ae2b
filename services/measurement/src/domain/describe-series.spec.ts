import { describe, expect, it } from '@jest/globals';
import { describeSeries, MAX_GAPS } from './describe-series.js';
import { minute } from './sample.fixture.js';

const shape = (minutes: readonly number[], gapAboveMs = 0) => describeSeries(minutes.map(minute), gapAboveMs);
const gaps = (minutes: readonly number[], gapAboveMs = 0): readonly string[] =>
  shape(minutes, gapAboveMs).gaps.map(
    ({ after, before, missing }) => `${(after - minute(0)) / 60_000}..${(before - minute(0)) / 60_000} ${missing}`,
  );

describe('the shape of a series', () => {
  it.each<[string, readonly number[], number]>([
    ['nothing', [], 0],
    ['one sample', [3], 0],
    ['even steps', [0, 5, 10], 5],
    ['the most frequent step', [0, 5, 10, 11, 12, 13], 1],
    ['the shorter of two equally frequent', [0, 5, 10, 12, 14], 2],
  ])('%s', (_name, minutes, step) => {
    expect(shape(minutes)).toMatchObject({ samples: minutes.length, modalStepMs: step * 60_000 });
    expect(shape(minutes).first).toBe(minutes.length === 0 ? undefined : minute(minutes[0] ?? 0));
    expect(shape(minutes).last).toBe(minutes.length === 0 ? undefined : minute(minutes.at(-1) ?? 0));
  });

  it.each<[string, readonly number[], number, readonly string[]]>([
    ['none', [0, 1, 2, 3], 0, []],
    ['exactly 1.5 steps is no gap', [0, 2, 4, 6, 9], 0, []],
    ['more than 1.5 steps is one', [0, 4, 8, 12, 19], 0, ['12..19 1']],
    ['with the samples that are missing', [0, 1, 2, 6, 7], 0, ['2..6 3']],
    ['above a limit of its own', [0, 1, 2, 6, 7, 9], 180_000, ['2..6 3']],
    ['exactly at the limit is none', [0, 1, 2, 6, 7], 240_000, []],
    ['below the step nothing is missing', [0, 10, 20, 23], 120_000, ['0..10 0', '10..20 0', '20..23 0']],
  ])('gaps: %s', (_name, minutes, limit, expected) => {
    expect(gaps(minutes, limit)).toEqual(expected);
  });

  it('lists as many gaps as allowed', () => {
    const pairs = Array.from({ length: MAX_GAPS + 2 }, (_, i) => [i * 10, i * 10 + 1, i * 10 + 2]).flat();
    expect(shape(pairs).gaps).toHaveLength(MAX_GAPS);
  });
});
