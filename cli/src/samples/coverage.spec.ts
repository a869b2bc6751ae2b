import { describe, expect, it } from '@jest/globals';
import type { Instant } from '@sla/kernel';
import { CoverageCount, readStaleness } from './coverage.js';

const HOUR = 3_600_000;
const coverage = (hours: readonly number[], stalenessHours: number) => {
  const count = new CoverageCount();
  hours.forEach((hour) => count.add('a', (hour * HOUR) as Instant));
  return count.of(stalenessHours * HOUR)[0];
};

describe('coverage of an import', () => {
  it.each([
    ['checks closer than the staleness', [0, 24, 48], 36, 48, 48],
    ['a gap just as long', [0, 36], 36, 36, 36],
    ['a gap that is longer', [0, 37], 36, 36, 37],
    ['checks that are out of order', [48, 0, 24], 36, 48, 48],
    ['the same check twice', [0, 0, 10], 5, 5, 10],
    ['one check', [5], 36, 0, 0],
  ])('%s', (_name, hours, staleness, covered, span) =>
    expect(coverage(hours, staleness)?.coverage).toEqual({
      numerator: String(covered * HOUR),
      denominator: String(span * HOUR),
    }),
  );

  it('counts distinct samples, by series in order of their ids', () => {
    const count = new CoverageCount();
    [
      ['b', 1],
      ['a', 2],
      ['a', 2],
      ['a', 3],
    ].forEach(([series, at]) => count.add(String(series), Number(at) as Instant));
    expect(count.of(1).map(({ series, samples, first, last }) => [series, samples, first, last])).toEqual([
      ['a', 2, 2, 3],
      ['b', 1, 1, 1],
    ]);
  });

  it.each([
    ['36h', 36 * HOUR],
    ['90m', 1.5 * HOUR],
    ['2d', 48 * HOUR],
    ['15s', 15_000],
    ['PT36H', 36 * HOUR],
  ])('%s is a length of time', (text, ms) => expect(readStaleness(text)).toBe(ms));

  it.each(['36', '-1h', '1.5h', 'P1M', ''])('“%s” is none', (text) =>
    expect(() => readStaleness(text)).toThrow('cli.staleness_malformed'),
  );
});
