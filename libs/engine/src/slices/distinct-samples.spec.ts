import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distinctSamples } from './distinct-samples.js';
import { at } from './slices.fixture.js';

const sample = ([minute, value]: readonly [number, number]) => ({ at: at(minute), value });
const byValue = (a: { value: number }, b: { value: number }): number => a.value - b.value;
const given = ([...pairs]: readonly (readonly [number, number])[]) => pairs.map(sample);

describe('distinct samples', () => {
  it.each<[string, readonly (readonly [number, number])[], 'least' | 'greatest', object]>([
    ['nothing', [], 'least', { samples: [], duplicates: 0, conflicts: 0 }],
    [
      'in order of time',
      [
        [2, 1],
        [1, 1],
      ],
      'least',
      {
        samples: given([
          [1, 1],
          [2, 1],
        ]),
        duplicates: 0,
        conflicts: 0,
      },
    ],
    [
      'the same sample twice counts once',
      [
        [1, 5],
        [1, 5],
        [1, 5],
      ],
      'least',
      { samples: given([[1, 5]]), duplicates: 2, conflicts: 0 },
    ],
    [
      'of two values the least',
      [
        [1, 7],
        [1, 5],
      ],
      'least',
      { samples: given([[1, 5]]), duplicates: 0, conflicts: 1 },
    ],
    [
      'of two values the greatest',
      [
        [1, 5],
        [1, 7],
        [1, 5],
      ],
      'greatest',
      { samples: given([[1, 7]]), duplicates: 1, conflicts: 1 },
    ],
  ])('%s', (_name, arrived, rule, result) => {
    expect(distinctSamples(given(arrived), byValue, rule)).toEqual(result);
  });

  it('order of arrival, sharding and duplication change no sample', () => {
    const samples = fc.array(fc.tuple(fc.nat(9), fc.nat(3)), { maxLength: 20 });
    fc.assert(
      fc.property(samples, fc.nat(20), fc.constantFrom('least' as const, 'greatest' as const), (arrived, cut, rule) => {
        const all = given(arrived);
        const once = distinctSamples(all, byValue, rule);
        const shards = [all.slice(cut), all.slice(0, cut)].map(
          (shard) => distinctSamples(shard, byValue, rule).samples,
        );
        expect(distinctSamples(shards.flat(), byValue, rule).samples).toEqual(once.samples);
        expect(distinctSamples([...all, ...[...all].reverse()], byValue, rule).samples).toEqual(once.samples);
        expect(once.samples.length + once.duplicates + once.conflicts).toBe(all.length);
      }),
      { numRuns: 10_000 },
    );
  });
});
