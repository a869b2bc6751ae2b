import { describe, expect, it } from '@jest/globals';
import { DomainError, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { mergeSamples, type Merge, type MergeInput } from './merge-samples.js';
import { newestOf, textOf, type ConflictRule, type NewSample, type StoredSample } from './sample.js';
import { comparableSamples, kept, MARCH, minute, samplesOfOneKind, state } from './sample.fixture.js';

const merge = (change: Partial<MergeInput>): Merge =>
  mergeSamples({
    series: 'probe',
    stored: [],
    places: new Map(),
    incoming: [],
    rule: 'refuse',
    lastSeq: BigInt(change.stored?.length ?? 0),
    arrival: MARCH,
    ...change,
  });

const reasonOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error.reason;
    throw error;
  }
  return 'nothing was refused';
};

/** Batch after batch, as the store would. */
function inBatches(batches: readonly (readonly NewSample[])[], rule: ConflictRule): readonly StoredSample[] {
  let [stored, lastSeq]: [readonly StoredSample[], bigint] = [[], 0n];
  for (const incoming of batches) ({ samples: stored, lastSeq } = merge({ stored, incoming, rule, lastSeq }));
  return stored;
}

const shown = (samples: readonly StoredSample[]): readonly string[] =>
  newestOf(samples).map(({ at, reading }) => `${at} ${textOf(reading)}`);

describe('merging samples', () => {
  it('keeps them in order and numbers them as they come', () => {
    const { samples, accepted, added, lastSeq } = merge({ incoming: [state(5, 'up'), state(1, 'down')], lastSeq: 7n });
    expect(samples.map(({ at, seq }) => [at, seq])).toEqual([
      [minute(1), 9n],
      [minute(5), 8n],
    ]);
    expect([accepted.length, added, lastSeq]).toEqual([2, 2, 9n]);
  });

  it.each<[string, ConflictRule, NewSample['reading'], NewSample['reading'], string]>([
    ['the same state', 'refuse', { kind: 'state', state: 'up' }, { kind: 'state', state: 'up' }, 'duplicate'],
    [
      'another state',
      'refuse',
      { kind: 'state', state: 'up' },
      { kind: 'state', state: 'down' },
      'measurement.conflicting_sample',
    ],
    ['another state', 'keep_first', { kind: 'state', state: 'up' }, { kind: 'state', state: 'down' }, 'lost'],
    ['a worse state', 'keep_worst', { kind: 'state', state: 'unknown' }, { kind: 'state', state: 'degraded' }, 'won'],
    ['a better state', 'keep_worst', { kind: 'state', state: 'unknown' }, { kind: 'state', state: 'up' }, 'lost'],
    [
      '1.5 again as 1.50',
      'refuse',
      { kind: 'value', scaled: 15n, scale: 1 },
      { kind: 'value', scaled: 150n, scale: 2 },
      'duplicate',
    ],
    [
      '1.5 and 1.05',
      'refuse',
      { kind: 'value', scaled: 15n, scale: 1 },
      { kind: 'value', scaled: 105n, scale: 2 },
      'measurement.conflicting_sample',
    ],
    [
      '1/2 and 2/4',
      'refuse',
      { kind: 'count', good: 1n, total: 2n },
      { kind: 'count', good: 2n, total: 4n },
      'measurement.conflicting_sample',
    ],
  ])('%s under %s', (_name, rule, first, second, outcome) => {
    const stored = [kept({ at: MARCH, reading: first }, 1)];
    const work = () => merge({ stored, incoming: [{ at: MARCH, reading: second }], rule });
    if (outcome.startsWith('measurement.')) return expect(reasonOf(work)).toBe(outcome);
    const { accepted, added, duplicates, conflicting, samples } = work();
    expect(added).toBe(0);
    expect({ duplicates, conflicting, accepted: accepted.length, kept: samples.length }).toEqual(
      {
        duplicate: { duplicates: 1, conflicting: 0, accepted: 0, kept: 1 },
        lost: { duplicates: 0, conflicting: 1, accepted: 0, kept: 1 },
        // The better value stays for the results that have counted it.
        won: { duplicates: 0, conflicting: 1, accepted: 1, kept: 2 },
      }[outcome],
    );
  });

  it.each<[string, NewSample, ConflictRule, string]>([
    ['the same sequence and instant', state(0, 'up', 1n), 'refuse', 'nothing was refused'],
    ['the same sequence elsewhere', state(1, 'up', 1n), 'refuse', 'measurement.sequence_moved'],
    ['the same sequence elsewhere, the worst kept', state(1, 'up', 1n), 'keep_worst', 'measurement.sequence_moved'],
    ['the same sequence elsewhere, the first kept', state(1, 'up', 1n), 'keep_first', 'nothing was refused'],
    ['another sequence on the instant', state(0, 'up', 2n), 'keep_first', 'measurement.instant_taken'],
  ])('%s', (_name, sample, rule, outcome) => {
    const stored = [kept(state(0, 'up', 1n), 1)];
    expect(reasonOf(() => merge({ stored, places: new Map([[1n, minute(0)]]), incoming: [sample], rule }))).toBe(
      outcome,
    );
  });

  it('names the sample and both values in a refusal', () => {
    const work = () => merge({ stored: [kept(state(0, 'up'), 1)], incoming: [state(0, 'down')] });
    expect(work).toThrow('{"series":"probe","at":"2026-03-01T00:00:00Z","stored":"up","sent":"down"}');
  });
});

describe('the laws of merging', () => {
  const cut = (samples: readonly NewSample[], at: number): readonly (readonly NewSample[])[] => [
    samples.slice(0, at),
    samples.slice(at),
  ];

  it('the cut into batches does not matter, whatever is kept of a conflict', () => {
    fc.assert(
      fc.property(samplesOfOneKind, fc.nat(20), (samples, at) => {
        expect(shown(inBatches(cut(samples, at), 'keep_first'))).toEqual(shown(inBatches([samples], 'keep_first')));
      }),
    );
  });

  it('the order does not matter when the worst is kept', () => {
    const shuffled = comparableSamples.chain((samples) =>
      fc.tuple(fc.constant(samples), fc.shuffledSubarray([...samples], { minLength: samples.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.nat(20), ([samples, others], at) => {
        expect(shown(inBatches(cut(others, at), 'keep_worst'))).toEqual(shown(inBatches([samples], 'keep_worst')));
      }),
      { numRuns: 1_000 },
    );
  });

  it('the same samples again change nothing', () => {
    fc.assert(
      fc.property(samplesOfOneKind, (samples) => {
        const once = inBatches([samples], 'keep_first');
        const again = merge({ stored: once, incoming: once, rule: 'refuse' });
        expect(again.samples).toEqual(once);
        expect([again.accepted.length, again.duplicates, again.conflicting]).toEqual([0, once.length, 0]);
      }),
    );
  });

  it('every sample is new, a duplicate or a conflict', () => {
    fc.assert(
      fc.property(samplesOfOneKind, (incoming) => {
        const { added, duplicates, conflicting } = merge({ incoming, rule: 'keep_first' });
        expect(added + duplicates + conflicting).toBe(incoming.length);
      }),
    );
  });

  it('what has been counted up to a sequence stays as it was, whatever comes later', () => {
    fc.assert(
      fc.property(comparableSamples, comparableSamples, (first, later) => {
        const kind = first[0]?.reading.kind;
        const fitting = later.filter(({ reading }) => reading.kind === kind);
        const before = inBatches([first], 'keep_worst');
        const last = before.reduce((most, { seq }) => (seq > most ? seq : most), 0n);
        const after = inBatches([first, fitting], 'keep_worst');
        expect(newestOf(after, ({ seq }) => seq <= last)).toEqual(newestOf(before));
      }),
    );
  });

  it('each instant is read once, in order', () => {
    fc.assert(
      fc.property(comparableSamples, (samples) => {
        const instants = newestOf(inBatches([samples], 'keep_worst')).map(({ at }) => at);
        expect(instants).toEqual([...new Set<Instant>(samples.map(({ at }) => at))].sort((a, b) => a - b));
      }),
    );
  });
});
