import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseDecimal, ratio, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import type { SeriesInput } from '../samples.js';
import { at } from '../slices/slices.fixture.js';
import { availability, termsOf } from '../terms/terms.fixture.js';
import type { Exclusion, Indicator, MissingDataRule, Objective, TimeSliceBudget } from '../terms/terms.js';
import { evaluate } from './evaluate.js';
import type { Evaluation } from './evaluation.js';

const digest = { sha256: (data: string | Uint8Array) => createHash('sha256').update(data).digest() };
const SERIES = 'site.probe';
const MIN = 60_000n;
const RATIO: Indicator = { kind: 'event_ratio', series: SERIES };
const minutely: TimeSliceBudget = {
  method: 'time_slices',
  sliceMs: 60_000,
  sliceTarget: ratio(95n, 100n),
  minimumVolume: 0,
  minimumConsecutive: 1,
};
type Counted = readonly [minute: number, good: number, total: number];
const counts = (samples: readonly Counted[]): SeriesInput => ({
  series: SERIES,
  kind: 'count',
  samples: samples.map(([minute, good, total]) => ({ at: at(minute), good: BigInt(good), total: BigInt(total) })),
});

interface Given {
  readonly series: SeriesInput;
  readonly objective?: Partial<Objective>;
  readonly exclusions?: readonly Exclusion[];
  readonly minutes?: number;
  readonly judged?: number;
}

function run({ series, objective = {}, exclusions = [], minutes = 100, judged = minutes }: Given): Evaluation {
  const named = availability({
    indicator: RATIO,
    target: ratio(9n, 10n),
    targetPercent: '90',
    missingData: 'ignore',
    exclusions: exclusions.map(({ id }) => id),
    ...objective,
  });
  return evaluate({
    terms: termsOf({ objectives: [named], exclusions }),
    contentHash: 'h',
    objective: named,
    window: { start: at(0), end: at(minutes) },
    windowLabel: 'w',
    series,
    disputes: [],
    judgedAt: at(judged),
    digest,
  });
}

const exclusion = (effect: Exclusion['effect'], from: number, to: number): Exclusion => ({
  id: 'm',
  title: { en: 'x', 'zh-CN': 'x' },
  effect,
  intervals: [{ start: at(from), end: at(to) }],
});
const figures = ({ unit, verdict, good, bad, unknown, excluded }: Evaluation): readonly unknown[] => [
  unit,
  verdict,
  ...[good, bad, unknown, excluded].map(Number),
];

describe('events', () => {
  it.each<[string, Given, readonly unknown[]]>([
    ['on the target is met', { series: counts([[1, 90, 100]]) }, ['events', 'met', 90, 10, 0, 0]],
    ['one below is missed', { series: counts([[1, 89, 100]]) }, ['events', 'missed', 89, 11, 0, 0]],
    [
      'outside of the window does not count',
      {
        series: counts([
          [-1, 0, 9],
          [1, 1, 1],
          [100, 0, 9],
        ]),
      },
      ['events', 'met', 1, 0, 0, 0],
    ],
    [
      'a dropped span takes all events',
      {
        series: counts([
          [1, 9, 10],
          [5, 0, 10],
        ]),
        exclusions: [exclusion('drop', 5, 6)],
      },
      ['events', 'met', 9, 1, 0, 10],
    ],
    [
      'a span that counts as good',
      {
        series: counts([
          [1, 9, 10],
          [5, 0, 10],
        ]),
        exclusions: [exclusion('count_good', 5, 6)],
      },
      ['events', 'met', 19, 1, 0, 0],
    ],
    [
      'a span without its bad',
      {
        series: counts([
          [1, 9, 10],
          [5, 1, 10],
        ]),
        exclusions: [exclusion('drop_bad', 5, 6)],
      },
      ['events', 'met', 10, 1, 0, 9],
    ],
    [
      'below the minimum volume is no evidence',
      { series: counts([[1, 9, 9]]), objective: { minimumVolume: 10n } },
      ['events', 'insufficient_evidence', 9, 0, 0, 0],
    ],
    [
      'at the minimum volume it is',
      { series: counts([[1, 10, 10]]), objective: { minimumVolume: 10n } },
      ['events', 'met', 10, 0, 0, 0],
    ],
    [
      'an open window is kept while events may come',
      { series: counts([[1, 0, 9]]), judged: 50 },
      ['events', 'met', 0, 9, 0, 0],
    ],
  ])('%s', (_name, given, expected) => expect(figures(run(given))).toEqual(expected));

  it('are broken from the event on after which the share stayed below', () => {
    const result = run({
      series: counts([
        [1, 0, 1],
        [2, 99, 99],
        [3, 0, 20],
        [4, 1, 1],
      ]),
    });
    expect([result.verdict, result.breachedAt]).toEqual(['missed', at(3)]);
  });

  it.each<['<' | '<=' | '>' | '>=', number]>([
    ['<', 1],
    ['<=', 2],
    ['>', 1],
    ['>=', 2],
  ])('values %s a threshold', (operator, good) => {
    const samples = ['1.49', '1.50', '1.51'].map((text, i) => ({
      at: at(i),
      scaled: BigInt(text.replace('.', '')),
      scale: 2,
    }));
    const indicator: Indicator = { kind: 'threshold', series: SERIES, operator, value: parseDecimal('1.5'), unit: 's' };
    expect(run({ series: { series: SERIES, kind: 'value', samples }, objective: { indicator } }).good).toBe(
      BigInt(good),
    );
  });
});

/** Minutes 0 to 9: each either 100 of 100 or, where named, half of them. */
const minutesWith = (bad: readonly number[], silent: readonly number[] = []): SeriesInput =>
  counts(
    Array.from({ length: 10 }, (_, i): Counted => [i, bad.includes(i) ? 50 : 100, 100]).filter(
      ([i]) => !silent.includes(i),
    ),
  );
const slices = (series: SeriesInput, changes: Partial<TimeSliceBudget> = {}, more: Partial<Given> = {}): Given => ({
  series,
  minutes: 10,
  ...more,
  objective: { budgeting: { ...minutely, ...changes }, ...more.objective },
});
const inMinutes = (result: Evaluation): readonly unknown[] => {
  const [unit, verdict, ...rest] = figures(result);
  return [unit, verdict, ...rest.map((ms) => Number(ms) / 60_000)];
};

describe('events in time slices', () => {
  const missing = (missingData: MissingDataRule): Partial<Given> => ({
    objective: { missingData, budgeting: minutely },
  });
  it.each<[string, Given, readonly unknown[]]>([
    ['a bad minute weighs a minute', slices(minutesWith([3])), ['ms', 'met', 9, 1, 0, 0]],
    ['two are too many', slices(minutesWith([3, 4])), ['ms', 'missed', 8, 2, 0, 0]],
    [
      'not in runs that are too short',
      slices(minutesWith([3, 5, 6, 8]), { minimumConsecutive: 3 }),
      ['ms', 'met', 10, 0, 0, 0],
    ],
    [
      'a run that is long enough counts whole',
      slices(minutesWith([3, 4, 5, 8]), { minimumConsecutive: 3 }),
      ['ms', 'missed', 7, 3, 0, 0],
    ],
    ['few events make no bad slice', slices(minutesWith([3, 4]), { minimumVolume: 101 }), ['ms', 'met', 10, 0, 0, 0]],
    ['silence left out', slices(minutesWith([], [3, 4])), ['ms', 'met', 8, 0, 2, 0]],
    ['silence is bad', slices(minutesWith([], [3, 4]), {}, missing('bad')), ['ms', 'missed', 8, 2, 0, 0]],
    ['silence is good', slices(minutesWith([], [3, 4]), {}, missing('good')), ['ms', 'met', 10, 0, 0, 0]],
    ['silence goes on as before', slices(minutesWith([2], [3, 4]), {}, missing('hold')), ['ms', 'missed', 7, 3, 0, 0]],
    [
      'silence is no evidence',
      slices(minutesWith([], [3]), {}, missing('insufficient')),
      ['ms', 'insufficient_evidence', 9, 0, 1, 0],
    ],
    [
      'silence in maintenance is not bad',
      slices(minutesWith([], [3, 4]), {}, { ...missing('bad'), exclusions: [exclusion('drop', 3, 5)] }),
      ['ms', 'met', 8, 0, 0, 2],
    ],
    [
      'but beside it it is',
      slices(minutesWith([], [3, 4, 5]), {}, { ...missing('bad'), exclusions: [exclusion('drop', 3, 5)] }),
      ['ms', 'missed', 7, 1, 0, 2],
    ],
    [
      'silence in a span that counts as good',
      slices(minutesWith([], [3, 4]), {}, { ...missing('bad'), exclusions: [exclusion('count_good', 3, 5)] }),
      ['ms', 'met', 10, 0, 0, 0],
    ],
    [
      'silence in a span without its bad',
      slices(minutesWith([], [3, 4]), {}, { ...missing('bad'), exclusions: [exclusion('drop_bad', 3, 5)] }),
      ['ms', 'met', 8, 0, 0, 2],
    ],
    ['a minute that has not ended waits', slices(minutesWith([3]), {}, { judged: 4 }), ['ms', 'met', 3, 1, 0, 0]],
    [
      'the minimum volume asks for events',
      slices(minutesWith([]), {}, { objective: { minimumVolume: 1_001n, budgeting: minutely } }),
      ['ms', 'insufficient_evidence', 10, 0, 0, 0],
    ],
  ])('%s', (_name, given, expected) => expect(inMinutes(run(given))).toEqual(expected));

  it('the last slice of a window is as long as what is left of it', () => {
    const result = run(slices(minutesWith([9]), { sliceMs: 240_000, sliceTarget: ratio(1n) }));
    expect([result.bad, result.slices.at(-1)?.start, result.budget.total]).toEqual([2n * MIN, at(8), MIN]);
  });

  it('say when the budget was used up', () => {
    const result = run(slices(minutesWith([3, 7, 8])));
    expect([result.breachedAt, result.outages.length]).toEqual([at(7) + 1, 2]);
  });
});

describe('states in time slices', () => {
  const states = (list: readonly (readonly [number, 'up' | 'down' | 'unknown'])[]): SeriesInput => ({
    series: SERIES,
    kind: 'state',
    samples: list.map(([second, state]) => ({ at: (at(0) + second * 1_000) as Instant, state })),
  });
  const timed = (changes: Partial<TimeSliceBudget>, more: Partial<Objective> = {}): Partial<Objective> => ({
    indicator: { kind: 'time_in_state', series: SERIES, good: ['up'] },
    missingData: 'hold',
    budgeting: { ...minutely, ...changes },
    ...more,
  });
  it.each<[string, SeriesInput, Partial<Objective>, readonly unknown[]]>([
    [
      'three bad seconds are a twentieth of a minute',
      states([
        [0, 'up'],
        [60, 'down'],
        [63, 'up'],
      ]),
      timed({}),
      ['ms', 'met', 10, 0, 0, 0],
    ],
    [
      'four are more',
      states([
        [0, 'up'],
        [60, 'down'],
        [64, 'up'],
      ]),
      timed({}),
      ['ms', 'met', 9, 1, 0, 0],
    ],
    [
      'an outage of less than the least counts as nothing',
      states([
        [0, 'up'],
        [60, 'down'],
        [359, 'up'],
      ]),
      timed({ minimumConsecutive: 6 }),
      ['ms', 'met', 10, 0, 0, 0],
    ],
    [
      'unknown that may decide asks for a person',
      states([
        [0, 'up'],
        [60, 'unknown'],
        [180, 'up'],
      ]),
      timed({}),
      ['ms', 'review_required', 8, 0, 2, 0],
    ],
    [
      'silence that is ignored leaves no trace',
      states([
        [0, 'up'],
        [599, 'up'],
      ]),
      timed({}, { missingData: 'ignore', stalenessMs: 60_000 }),
      ['ms', 'met', 2, 0, 8, 0],
    ],
    [
      'silence that must not be',
      states([
        [0, 'up'],
        [599, 'up'],
      ]),
      timed({}, { missingData: 'insufficient', stalenessMs: 60_000 }),
      ['ms', 'insufficient_evidence', 1, 0, 9, 0],
    ],
  ])('%s', (_name, series, objective, expected) => {
    expect(inMinutes(run({ series, objective, minutes: 10 }))).toEqual(expected);
  });
});

describe('laws', () => {
  const samples = fc
    .uniqueArray(fc.tuple(fc.nat(29), fc.nat(5), fc.nat(5)), { selector: ([minute]) => minute, maxLength: 12 })
    .map((list) => list.sort(([a], [b]) => a - b).map(([minute, good, bad]): Counted => [minute, good, good + bad]));
  const budgets = fc.option(
    fc.record({ minimumConsecutive: fc.integer({ min: 1, max: 3 }), sliceMs: fc.constantFrom(60_000, 420_000) }),
    { nil: undefined },
  );
  const given = (
    list: readonly Counted[],
    changes: Partial<TimeSliceBudget> | undefined,
    more: Partial<Given> = {},
  ): Given => ({
    series: counts(list),
    minutes: 30,
    objective: { missingData: 'bad', ...(changes === undefined ? {} : { budgeting: { ...minutely, ...changes } }) },
    ...more,
  });

  it('restating with nothing changed changes no hash, and a changed event changes it', () => {
    fc.assert(
      fc.property(samples, budgets, (list, changes) => {
        const [one, again] = [run(given(list, changes)), run(given(structuredClone(list), changes))];
        expect([again.resultHash, again.evidenceHash]).toEqual([one.resultHash, one.evidenceHash]);
        if (list.length === 0 || changes !== undefined) return;
        const other = run(
          given(
            list.map(([m, g, t], i): Counted => (i === 0 ? [m, g, t + 1] : [m, g, t])),
            changes,
          ),
        );
        expect(other.resultHash).not.toBe(one.resultHash);
      }),
      { numRuns: 10_000 },
    );
  });

  it('dropping time creates no good time, and every millisecond of slices is counted once', () => {
    fc.assert(
      fc.property(samples, fc.nat(29), fc.integer({ min: 1, max: 30 }), (list, from, length) => {
        const exclusions = [exclusion('drop', from, Math.min(30, from + length))];
        const [plain, less] = [run(given(list, {})), run(given(list, {}, { exclusions }))];
        expect(less.good <= plain.good && less.bad <= plain.bad).toBe(true);
        expect(less.good + less.bad + less.unknown + less.excluded).toBe(30n * MIN);
      }),
      { numRuns: 10_000 },
    );
  });
});
