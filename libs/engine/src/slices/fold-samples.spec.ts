import { describe, expect, it } from '@jest/globals';
import { parseDecimal, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { stateSpans } from './state-spans.js';
import { foldCounts, foldStates, foldValues, type Comparison, type CountColumns } from './fold-samples.js';
import { at, START } from './slices.fixture.js';
import {
  addColumns,
  addToSlice,
  MAX_IN_SLICE,
  MAX_SLICES,
  sliceAt,
  sliceColumns,
  startOfSlice,
  type SliceColumns,
} from './slice-columns.js';

const RUNS = { numRuns: 10_000 };
const plain = ({ good, bad, unknown, excluded }: SliceColumns): readonly (readonly number[])[] =>
  [good, bad, unknown, excluded].map((column) => [...column]);
type Event = readonly [second: number, good: number, bad: number];
const batch = (events: readonly Event[]): CountColumns => ({
  at: Float64Array.from(events, ([second]) => START + second * 1_000),
  good: Float64Array.from(events, ([, good]) => good),
  total: Float64Array.from(events, ([, good, bad]) => good + bad),
});

describe('folding counts', () => {
  it('puts each event into the slice of its own time, and counts what is outside', () => {
    const columns = sliceColumns(START, 60_000, 2);
    const done = foldCounts(
      columns,
      batch([
        [0, 1, 0],
        [59, 0, 2],
        [60, 3, 1],
        [119, 1, 0],
        [120, 9, 9],
        [-1, 9, 9],
      ]),
    );
    expect(done).toEqual({ folded: 4, outside: 2 });
    expect(plain(columns)).toEqual([
      [1, 4],
      [2, 1],
      [0, 0],
      [0, 0],
    ]);
  });

  it('holds what a slice can hold, and refuses one more', () => {
    const columns = sliceColumns(START, 60_000, 1);
    foldCounts(columns, batch([[0, MAX_IN_SLICE, MAX_IN_SLICE]]));
    expect([columns.good[0], columns.bad[0]]).toEqual([MAX_IN_SLICE, MAX_IN_SLICE]);
    const refused = expect.objectContaining({ reason: 'engine.slice_overflow' });
    expect(() => foldCounts(columns, batch([[0, 1, 0]]))).toThrow(refused);
    expect(() => foldCounts(columns, batch([[0, 0, 1]]))).toThrow(refused);
    expect(() => addToSlice(columns, 'good', 0, 1)).toThrow(refused);
    addToSlice(columns, 'unknown', 0, MAX_IN_SLICE);
    expect(columns.unknown[0]).toBe(MAX_IN_SLICE);
    const more = sliceColumns(START, 60_000, 1);
    addToSlice(more, 'bad', 0, 1);
    expect(() => addColumns(columns, more)).toThrow(refused);
    expect(columns.bad[0]).toBe(MAX_IN_SLICE);
    const low = { at: Float64Array.of(START), scaled: Float64Array.of(1), scale: 0 };
    expect(() => foldValues(columns, low, parseDecimal('1'), 'at_most')).toThrow(refused);
  });

  it('refuses more good than there are', () => {
    const columns = sliceColumns(START, 60_000, 1);
    const wrong = { at: Float64Array.of(START), good: Float64Array.of(2), total: Float64Array.of(1) };
    expect(() => foldCounts(columns, wrong)).toThrow('between none and all');
  });

  it('has a limit of slices', () => {
    expect(() => sliceColumns(START, 1, MAX_SLICES + 1)).toThrow(
      expect.objectContaining({ reason: 'engine.too_many_slices' }),
    );
    expect(sliceColumns(START, 1, MAX_SLICES).length).toBe(MAX_SLICES);
  });

  it('names slices by their start', () => {
    const columns = sliceColumns(START, 60_000, 2);
    expect([startOfSlice(columns, 1), sliceAt(columns, at(2)), sliceAt(columns, at(-1))]).toEqual([at(1), 2, -1]);
  });
});

describe('folding values', () => {
  it.each<[Comparison, string, readonly string[], readonly [good: number, bad: number]]>([
    ['at_most', '1.5', ['1.49', '1.50', '1.51'], [2, 1]],
    ['below', '1.5', ['1.49', '1.50', '1.51'], [1, 2]],
    ['at_least', '1.5', ['1.49', '1.50', '1.51'], [2, 1]],
    ['above', '1.5', ['1.49', '1.50', '1.51'], [1, 2]],
    ['at_most', '1.505', ['1.50', '1.51'], [1, 1]],
    ['below', '1.505', ['1.50', '1.51'], [1, 1]],
    ['at_least', '1.505', ['1.50', '1.51'], [1, 1]],
    ['above', '1.505', ['1.50', '1.51'], [1, 1]],
    ['at_most', '-1.5', ['-1.51', '-1.50', '-1.49'], [2, 1]],
    ['above', '99999999999999999999', ['1.00'], [0, 1]],
    ['above', '-99999999999999999999', ['1.00'], [1, 0]],
  ])('%s %s', (comparison, threshold, values, [good, bad]) => {
    const columns = sliceColumns(START, 60_000, 1);
    const given = {
      at: Float64Array.from([...values, '0'], (_, i) => (i === values.length ? at(1) : START + i)),
      scaled: Float64Array.from([...values, '0'], (value) => Number(value.replace('.', ''))),
      scale: 2,
    };
    expect(foldValues(columns, given, parseDecimal(threshold), comparison)).toEqual({
      folded: values.length,
      outside: 1,
    });
    expect([columns.good[0], columns.bad[0]]).toEqual([good, bad]);
  });
});

describe('folding states', () => {
  it('cuts spans at slices and leaves what is outside', () => {
    const columns = sliceColumns(START, 60_000, 3);
    const samples = [
      { at: at(-5), state: 'up' as const },
      { at: (at(1) + 15_000) as Instant, state: 'down' as const },
      { at: at(2), state: 'unknown' as const },
    ];
    foldStates(columns, stateSpans(samples, { start: at(-5), end: at(9) }, 'hold', 0), ['up'], 'hold');
    expect(plain(columns)).toEqual([
      [60_000, 15_000, 0],
      [0, 45_000, 0],
      [0, 0, 60_000],
      [0, 0, 0],
    ]);
  });
});

describe('laws', () => {
  const events = fc.array(fc.tuple(fc.integer({ min: -60, max: 400 }), fc.nat(5), fc.nat(5)), { maxLength: 30 });

  it('arrival order and sharding change nothing', () => {
    fc.assert(
      fc.property(events, fc.nat(1_000), fc.nat(30), (given, seed, cut) => {
        const whole = sliceColumns(START, 60_000, 5);
        foldCounts(whole, batch(given));
        const shuffled = [...given].sort((a, b) => ((a[0] * 7 + seed) % 13) - ((b[0] * 7 + seed) % 13));
        const [left, right] = [sliceColumns(START, 60_000, 5), sliceColumns(START, 60_000, 5)];
        foldCounts(left, batch(shuffled.slice(0, cut)));
        foldCounts(right, batch(shuffled.slice(cut)));
        addColumns(left, right);
        expect(plain(left)).toEqual(plain(whole));
      }),
      RUNS,
    );
  });
});
