import { parseInstant, type Instant } from '@sla/kernel';
import { STATES } from '@sla/engine';
import fc from 'fast-check';
import type { ConflictRule, NewSample, Reading, StoredSample } from './sample.js';

export const MARCH = parseInstant('2026-03-01T00:00:00Z');

/** So many minutes into March. */
export const minute = (n: number): Instant => (MARCH + n * 60_000) as Instant;

export const state = (n: number, value: (typeof STATES)[number], sequence?: bigint): NewSample => ({
  at: minute(n),
  reading: { kind: 'state', state: value },
  ...(sequence !== undefined && { sequence }),
});

export const kept = (sample: NewSample, seq: number, arrival = MARCH): StoredSample => ({
  ...sample,
  seq: BigInt(seq),
  arrival,
});

const stateReading: fc.Arbitrary<Reading> = fc
  .constantFrom(...STATES)
  .map((value) => ({ kind: 'state', state: value }));
const countReading: fc.Arbitrary<Reading> = fc
  .tuple(fc.bigInt(0n, 4n), fc.bigInt(0n, 4n))
  .map(([good, bad]) => ({ kind: 'count', good, total: good + bad }));
const valueReading: fc.Arbitrary<Reading> = fc
  .tuple(fc.bigInt(-20n, 20n), fc.integer({ min: 0, max: 3 }))
  .map(([scaled, scale]) => ({ kind: 'value', scaled, scale }));

/** Samples of one kind on few instants, so that they meet. */
export const samplesOfOneKind: fc.Arbitrary<readonly NewSample[]> = fc
  .constantFrom(stateReading, countReading, valueReading)
  .chain((reading) => fc.array(fc.record({ at: fc.nat(8).map(minute), reading }), { maxLength: 20 }));

/** The same for values of which one is worse. */
export const comparableSamples: fc.Arbitrary<readonly NewSample[]> = fc
  .constantFrom(stateReading, countReading)
  .chain((reading) => fc.array(fc.record({ at: fc.nat(4).map(minute), reading }), { maxLength: 20 }));

export const rules: fc.Arbitrary<ConflictRule> = fc.constantFrom('refuse', 'keep_first', 'keep_worst');
