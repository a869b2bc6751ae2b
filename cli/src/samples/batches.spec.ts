import { describe, expect, it } from '@jest/globals';
import { measurementV1 as m } from '@sla/contracts';
import type { Instant } from '@sla/kernel';
import { all } from '../input/input.fixture.js';
import { BATCH_SIZE, batchesOf, samplesIn, type Sample } from './batches.js';

const settings = { source: 'probe', conflictRule: m.ConflictRule.KEEP_WORST };
const state = (i: number, series = 'a'): Sample => ({ series, at: (i * 1_000) as Instant, state: m.State.UP });
async function* from(samples: readonly Sample[]): AsyncGenerator<Sample> {
  yield* samples;
}
const batches = (samples: readonly Sample[]) => all(batchesOf(from(samples), settings));
const many = (n: number): readonly Sample[] => Array.from({ length: n }, (_, i) => state(i));

describe('batches', () => {
  it.each([
    ['nothing', 0, []],
    ['one batch at the limit', BATCH_SIZE, [BATCH_SIZE]],
    ['a second one past it', BATCH_SIZE + 1, [BATCH_SIZE, 1]],
  ])('%s', async (_name, n, sizes) => expect((await batches(many(n))).map(samplesIn)).toEqual(sizes));

  it('have keys that follow from their content', async () => {
    const [first, again] = [await batches(many(BATCH_SIZE + 200)), await batches(many(BATCH_SIZE + 200))];
    expect(first.map(({ batchKey }) => batchKey)).toEqual(again.map(({ batchKey }) => batchKey));
    expect(new Set(first.map(({ batchKey }) => batchKey)).size).toBe(2);
  });

  it.each<[string, readonly Sample[]]>([
    ['a state', [{ ...state(0), state: m.State.DOWN }]],
    ['a series', [state(0, 'b')]],
    ['an instant', [state(1)]],
  ])('have another key when %s differs', async (_name, changed) => {
    const [[a], [b]] = [await batches([state(0)]), await batches(changed)];
    expect(a?.batchKey).not.toBe(b?.batchKey);
  });

  it('hold one column for each series, in the order of the file', async () => {
    const [batch] = await batches([state(0, 'a'), state(1, 'b'), state(2, 'a')]);
    expect(batch?.columns.map(({ series, atMs }) => [series, ...atMs])).toEqual([
      ['a', 0n, 2_000n],
      ['b', 1_000n],
    ]);
    expect(batch).toMatchObject({ source: 'probe', historical: true, conflictRule: m.ConflictRule.KEEP_WORST });
  });

  it('carry values with the scale that was declared', async () => {
    const [batch] = await batches([{ series: 'v', at: 0 as Instant, scaled: 12_500n, places: 3 }]);
    expect(batch?.columns[0]?.values).toEqual({ $case: 'decimals', value: { scaled: [12_500n], scale: 3 } });
  });
});
