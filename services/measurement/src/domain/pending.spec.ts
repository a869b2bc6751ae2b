import { describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, MAX_INSTANT, type Instant } from '@sla/kernel';
import { availability, contractWith } from './contract.fixture.js';
import { pendingOf, type TakenSample } from './pending.js';
import { MARCH } from './sample.fixture.js';
import type { SeriesKind } from './sample.js';

/** Hours into the nth day of March. */
const on = (day: number, hour = 0): Instant => (MARCH + (day - 1) * DAY_MS + hour * HOUR_MS) as Instant;
const contract = contractWith([availability()]);
const taken = (at: Instant, next = MAX_INSTANT): TakenSample => ({ at, next });
const shown = (
  samples: readonly TakenSample[],
  watermark: Instant,
  kind: SeriesKind = 'state',
  contracts = [contract],
) => {
  const { windows, samples: late } = pendingOf(contracts, [{ series: 'probe', kind, samples }], watermark);
  return [late, ...windows.map((window) => `${window.windowLabel} ${window.samples}`)];
};

describe('samples that wait for a restatement', () => {
  it.each<[string, readonly TakenSample[], Instant, readonly (string | number)[]]>([
    ['none', [], on(9), [0]],
    ['none before the freeze', [taken(on(1, 5), on(1, 6))], (on(3) - 1) as Instant, [0]],
    ['one at the freeze', [taken(on(1, 5), on(1, 6))], on(3), [1, '2026-03-01 1']],
    [
      'in two windows',
      [taken(on(1, 5), on(1, 6)), taken(on(2, 5), on(2, 6))],
      on(4),
      [2, '2026-03-01 1', '2026-03-02 1'],
    ],
    ['a state held over midnight', [taken(on(1, 23), on(2, 1))], on(4), [1, '2026-03-01 1', '2026-03-02 1']],
    ['a state held up to midnight', [taken(on(1, 23), on(2))], on(4), [1, '2026-03-01 1']],
    ['a state held for ever, in frozen windows', [taken(on(1, 23))], on(4), [1, '2026-03-01 1', '2026-03-02 1']],
    ['a state from before the version', [taken((MARCH - HOUR_MS) as Instant, on(1, 1))], on(3), [1, '2026-03-01 1']],
  ])('%s', (_name, samples, watermark, expected) => {
    expect(shown(samples, watermark)).toEqual(expected);
  });

  it('of counts speak as long as one sample vouches, because of coverage', () => {
    expect(shown([taken(on(1, 23.5))], on(4), 'count')).toEqual([1, '2026-03-01 1', '2026-03-02 1']);
    expect(shown([taken(on(1, 22))], on(4), 'count')).toEqual([1, '2026-03-01 1']);
  });

  it('count once for all agreements, and once per window for two versions that share it', () => {
    const mall = { ...contract, agreementId: 'mall' };
    expect(shown([taken(on(1, 5), on(1, 6))], on(3), 'state', [contract, mall])).toEqual([
      1,
      '2026-03-01 1',
      '2026-03-01 1',
    ]);
    const next = { ...contract, version: 2 };
    expect(shown([taken(on(1, 5), on(1, 6))], on(3), 'state', [contract, next])).toEqual([1, '2026-03-01 1']);
  });
});
