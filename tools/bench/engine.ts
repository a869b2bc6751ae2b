// Figures of the engine, each with a naive baseline in the same run. Also by itself: node --expose-gc tools/bench/engine.ts
import { createHash } from 'node:crypto';
import {
  addToSlice,
  foldCounts,
  HourTree,
  hourNodes,
  RollUp,
  shareMeets,
  sliceColumns,
  tallySlices,
  totalsOf,
  type Budgeting,
  type CountColumns,
  type Slice,
  type SliceColumns,
} from '@sla/engine';
import { cost, rate, type Figure } from './figure.ts';
import { DAY_MS, defined, HOUR_MS, MINUTE_MS, parseInstant, ratio, type Instant } from '@sla/kernel';

const START = parseInstant('2026-01-01T00:00:00Z');
const MONTH_SLICES = 30 * 24 * 60;
const HOUR_SLICES = HOUR_MS / MINUTE_MS;
const TARGET = ratio(999n, 1_000n);
const digest = { sha256: (data: string | Uint8Array) => createHash('sha256').update(data).digest() };

const OCCURRENCES = { method: 'occurrences', missingData: 'ignore' } as const;
const TIME_SLICES = {
  method: 'time_slices',
  missingData: 'bad',
  sliceTarget: ratio(95n, 100n),
  minimumVolume: 0,
  minimumConsecutive: 1,
} as const;
const RUNS = { ...TIME_SLICES, minimumConsecutive: 5 } as const;

/** Seconds that this process computes, best of some runs: unlike the clock on the wall they do not count what others do meanwhile. */
function secondsOf(work: () => void, runs = 3): number {
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const from = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(from);
    best = Math.min(best, (user + system) / 1e6);
  }
  return best;
}

/** Numbers that look like chance and are the same in every run (mulberry32). */
function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function samples(count: number): CountColumns {
  const chance = chanceOf(1);
  const columns = { at: new Float64Array(count), good: new Uint32Array(count), total: new Uint32Array(count) };
  for (let i = 0; i < count; i++) {
    columns.at[i] = START + Math.floor(chance() * 30 * DAY_MS);
    columns.total[i] = 1 + Math.floor(chance() * 50);
    columns.good[i] = Math.floor((columns.total[i] ?? 0) * (chance() < 0.01 ? 0.5 : 1));
  }
  return columns;
}

function month(seed: number, slices = MONTH_SLICES): SliceColumns {
  const chance = chanceOf(seed);
  const columns = sliceColumns(START, MINUTE_MS, slices);
  for (let i = 0; i < slices; i++) {
    if (chance() < 0.001) continue;
    columns.good[i] = 90 + Math.floor(chance() * 10);
    columns.bad[i] = chance() < 0.01 ? Math.floor(chance() * 20) : 0;
  }
  return columns;
}

function* fold(): Generator<Figure> {
  const batch = samples(1_000_000);
  const rounds = 10;
  const fast = secondsOf(() => {
    const columns = sliceColumns(START, MINUTE_MS, MONTH_SLICES);
    for (let round = 0; round < rounds; round++) foldCounts(columns, batch);
  });
  const objects = Array.from(batch.at, (at, i) => ({
    at,
    good: BigInt(batch.good[i] ?? 0),
    total: BigInt(batch.total[i] ?? 0),
  }));
  const naive = secondsOf(() => naiveFold(objects), 1);
  yield rate(
    'fold samples into one-minute slices',
    (batch.at.length * rounds) / fast,
    'samples/s',
    'objects and big integers in a map',
    objects.length / naive,
  );
}

function naiveFold(objects: readonly { at: number; good: bigint; total: bigint }[]): void {
  const slices = new Map<number, { good: bigint; bad: bigint }>();
  for (const { at, good, total } of objects) {
    const minute = Math.floor(at / MINUTE_MS);
    const slice = slices.get(minute) ?? { good: 0n, bad: 0n };
    slices.set(minute, { good: slice.good + good, bad: slice.bad + total - good });
  }
}

/** What the engine did before: one object per slice, sums of big integers. */
function naiveSeconds(columns: SliceColumns): number {
  const slices: Slice[] = Array.from(columns.good, (good, i) => ({
    start: (START + i * MINUTE_MS) as Instant,
    end: (START + (i + 1) * MINUTE_MS) as Instant,
    good: BigInt(good),
    bad: BigInt(columns.bad[i] ?? 0),
    unknown: 0n,
    excluded: 0n,
  }));
  return secondsOf(() => void totalsOf(slices));
}

function* evaluateFromSlices(series: readonly SliceColumns[]): Generator<Figure> {
  const naive = naiveSeconds(defined(series[0], 'series')) * series.length;
  const rules: readonly (readonly [string, Budgeting])[] = [
    ['occurrences', OCCURRENCES],
    ['time slices', TIME_SLICES],
    ['time slices in runs of 5', RUNS],
    ['ratio time slices', { method: 'ratio_time_slices', missingData: 'bad' }],
  ];
  for (const [name, rule] of rules) {
    const seconds = secondsOf(() => series.forEach((columns) => void isMet(tallySlices(columns, rule).share)), 2);
    yield cost(
      `evaluate ${series.length} objectives x 30 days of one-minute slices, ${name}`,
      seconds,
      's',
      'sums of slice objects',
      naive,
    );
  }
}

const isMet = (share: ReturnType<typeof tallySlices>['share']): boolean =>
  share !== undefined && shareMeets(share, TARGET);

function* evaluateFromRollUps(series: readonly SliceColumns[]): Generator<Figure> {
  const objectives = 10_000;
  const rules = [OCCURRENCES, TIME_SLICES] as const;
  const rollUps = Array.from({ length: objectives }, (_, i) => {
    const columns = defined(series[i % series.length], 'series');
    return new RollUp(columns, i % 2 === 0 ? rules[0] : rules[1], HOUR_SLICES);
  });
  const seconds = secondsOf(() => rollUps.forEach((rollUp) => void isMet(rollUp.tally().share)));
  const naive = naiveSeconds(defined(series[0], 'series')) * objectives;
  yield cost(
    `evaluate ${objectives} objectives x 30 days from hour roll-ups`,
    seconds,
    's',
    'sums of slice objects',
    naive,
  );
  // Windows of other zones begin inside an hour, so their edges are read from slices.
  const uneven = secondsOf(() => rollUps.forEach((rollUp) => void isMet(rollUp.tally(90, MONTH_SLICES - 30).share)));
  yield cost(
    `evaluate ${objectives} objectives whose window begins inside an hour`,
    uneven,
    's',
    'sums of slice objects',
    naive,
  );
}

function* lateSample(): Generator<Figure> {
  const microseconds = [1, 12].map((months) => lateSampleMicroseconds(months));
  const [one = 0, twelve = 0] = microseconds;
  const columns = month(7, 12 * MONTH_SLICES);
  const again = secondsOf(() => void tallySlices(columns, TIME_SLICES)) * 1e6;
  yield cost('late sample in 1 month: fold, roll up, judge, hash', one, 'µs', 'all slices judged again', again / 12);
  yield cost('late sample in 12 months: fold, roll up, judge, hash', twelve, 'µs', 'all slices judged again', again);
  yield cost('late sample: growth from 1 month to 12', twelve / one, 'x', 'growth of the data', 12);
}

function lateSampleMicroseconds(months: number): number {
  const columns = month(7, months * MONTH_SLICES);
  const rollUp = new RollUp(columns, TIME_SLICES, HOUR_SLICES);
  const hours = columns.length / HOUR_SLICES;
  const tree = new HourTree(
    Array.from({ length: hours }, (_, hour) => defined(hourNodes(slicesOfHour(columns, hour), digest)[0], 'hour')),
    digest,
  );
  const rounds = 2_000;
  const chance = chanceOf(3);
  const seconds = secondsOf(() => {
    for (let round = 0; round < rounds; round++) {
      const slice = Math.floor(chance() * columns.length);
      addToSlice(columns, 'bad', slice, 1);
      rollUp.refresh(slice);
      isMet(rollUp.tally().share);
      const hour = Math.floor(slice / HOUR_SLICES);
      tree.replace(hour, defined(hourNodes(slicesOfHour(columns, hour), digest)[0], 'hour').hash);
    }
  });
  return (seconds / rounds) * 1e6;
}

function slicesOfHour(columns: SliceColumns, hour: number): readonly Slice[] {
  return Array.from({ length: HOUR_SLICES }, (_, k) => {
    const i = hour * HOUR_SLICES + k;
    const at = (START + i * MINUTE_MS) as Instant;
    const [good, bad] = [BigInt(columns.good[i] ?? 0), BigInt(columns.bad[i] ?? 0)];
    return { start: at, end: at, good, bad, unknown: 0n, excluded: 0n };
  });
}

/** Bytes that objects of one kind keep in memory, by the heap before and after. */
function heapBytes<T>(count: number, make: (i: number) => T): number {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const kept = Array.from({ length: count }, (_, i) => make(i));
  globalThis.gc?.();
  const bytes = (process.memoryUsage().heapUsed - before) / count;
  return kept.length === count ? bytes : 0;
}

function* memory(): Generator<Figure> {
  const columns = month(1);
  const bytes = [columns.good, columns.bad, columns.unknown, columns.excluded].reduce(
    (sum, c) => sum + c.byteLength,
    0,
  );
  const naive = heapBytes(100_000, (i) => ({
    start: START + i,
    end: START + i + 1,
    good: BigInt(i),
    bad: BigInt(i + 1),
    unknown: 0n,
    excluded: 0n,
  }));
  yield cost('one-minute slice', bytes / columns.length, 'bytes', 'an object of big integers', naive);
  yield cost('objective with 30 days of slices', bytes, 'bytes', 'objects of big integers', naive * columns.length);
  const rollUp = new RollUp(columns, TIME_SLICES, HOUR_SLICES);
  yield cost('objective with 30 days of hour roll-ups', rollUp.bytes, 'bytes', 'its slices', bytes);
}

export function* engineFigures(): Generator<Figure> {
  yield* fold();
  const series = Array.from({ length: 1_000 }, (_, i) => month(i + 1));
  yield* evaluateFromSlices(series);
  yield* evaluateFromRollUps(series);
  yield* lateSample();
  yield* memory();
}

if (import.meta.main) for (const figure of engineFigures()) console.log(JSON.stringify(figure));
