import { describe, expect, it } from '@jest/globals';
import { InvariantError, type Instant } from '@sla/kernel';
import { availability } from './contract.fixture.js';
import { countsIn, fits, seriesInput } from './evaluation-input.js';
import type { SeriesKind } from './sample.js';
import { kept, MARCH, minute, state } from './sample.fixture.js';

describe('samples that count', () => {
  const freezeAt = minute(10);
  const inTime = (freezeAt - 1) as Instant;
  it.each<[string, 'open' | 'final' | 'restated', bigint, Instant, boolean]>([
    ['in time and seen', 'final', 5n, inTime, true],
    ['in time and seen, while open', 'open', 5n, inTime, true],
    ['in time, not seen', 'final', 4n, inTime, false],
    ['at the freeze', 'final', 5n, freezeAt, false],
    ['at the freeze, restated', 'restated', 5n, freezeAt, true],
    ['after the restatement', 'restated', 4n, freezeAt, false],
    ['in time, after the restatement', 'restated', 4n, inTime, false],
  ])('%s', (_name, phase, asOfSeq, arrival, counts) => {
    expect(countsIn({ phase, freezeAt, asOfSeq })(kept(state(0, 'up'), 5, arrival))).toBe(counts);
  });
});

describe('the series as the engine reads it', () => {
  it.each<[SeriesKind, Parameters<typeof kept>[0]['reading'], object]>([
    ['state', { kind: 'state', state: 'down' }, { at: MARCH, state: 'down' }],
    ['count', { kind: 'count', good: 1n, total: 2n }, { at: MARCH, good: 1n, total: 2n }],
    ['value', { kind: 'value', scaled: 15n, scale: 1 }, { at: MARCH, scaled: 15n, scale: 1 }],
  ])('%s', (kind, reading, sample) => {
    expect(seriesInput('probe', kind, [kept({ at: MARCH, reading }, 1)])).toEqual({
      series: 'probe',
      kind,
      samples: [sample],
    });
    const other = kind === 'state' ? 'count' : 'state';
    expect(() => seriesInput('probe', other, [kept({ at: MARCH, reading }, 1)])).toThrow(InvariantError);
  });

  it.each<[SeriesKind, boolean]>([
    ['state', true],
    ['count', false],
    ['value', false],
  ])('of kind %s fits time in state: %s', (kind, expected) => {
    expect(fits(availability(), kind)).toBe(expected);
  });
});
