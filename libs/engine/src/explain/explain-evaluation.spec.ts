import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { formatInstant, ratio, type Instant } from '@sla/kernel';
import { TZ_VERSION } from '@sla/calendar';
import { evaluate } from '../evaluation/evaluate.js';
import type { Evaluation } from '../evaluation/evaluation.js';
import type { Dispute, SeriesInput, State } from '../samples.js';
import { at } from '../slices/slices.fixture.js';
import { availability, termsOf } from '../terms/terms.fixture.js';
import type { Exclusion, Objective } from '../terms/terms.js';
import { EVALUATOR_VERSION } from '../version.js';
import { MAX_LISTED } from './explain-evaluation.js';
import type { Explanation } from './explanation.js';

const digest = { sha256: (data: string | Uint8Array) => createHash('sha256').update(data).digest() };
const SERIES = 'site.probe';
const MINUTES = 1_000;
const time = (minute: number): string => formatInstant(at(minute));
const states = (samples: readonly (readonly [minute: number, state: State])[]): SeriesInput => ({
  series: SERIES,
  kind: 'state',
  samples: samples.map(([minute, state]) => ({ at: at(minute), state })),
});
const counts = (samples: readonly (readonly [minute: number, good: bigint, total: bigint])[]): SeriesInput => ({
  series: SERIES,
  kind: 'count',
  samples: samples.map(([minute, good, total]) => ({ at: at(minute), good, total })),
});
/** Down in every second minute. */
const outages = (n: number): SeriesInput =>
  states(Array.from({ length: 2 * n + 1 }, (_, i) => [i, i % 2 === 0 ? 'up' : 'down'] as const));
const failures = (n: number): SeriesInput => counts(Array.from({ length: n }, (_, i) => [i, 7n, 10n] as const));
/** Up, but for the minutes 100 to 105. */
const OUTAGE = states([
  [0, 'up'],
  [100, 'down'],
  [105, 'up'],
]);

interface Given {
  readonly series?: SeriesInput;
  readonly objective?: Partial<Objective>;
  readonly exclusions?: readonly Exclusion[];
  readonly disputes?: readonly Dispute[];
}

/** A window of 1,000 minutes with a target of 99 %: ten bad minutes are allowed. */
function run({ series = OUTAGE, objective = {}, exclusions = [], disputes = [] }: Given): Evaluation {
  const named = availability({
    target: ratio(99n, 100n),
    targetPercent: '99',
    stalenessMs: 86_400_000,
    exclusions: exclusions.map(({ id }) => id),
    ...(series.kind === 'count'
      ? { indicator: { kind: 'event_ratio', series: SERIES } as const, missingData: 'ignore' }
      : {}),
    ...objective,
  });
  return evaluate({
    terms: termsOf({ objectives: [named], exclusions }),
    contentHash: 'h',
    objective: named,
    window: { start: at(0), end: at(MINUTES) },
    windowLabel: '2026-03',
    series,
    disputes,
    judgedAt: at(MINUTES),
    digest,
  });
}

type Line = readonly [key: string, params: Explanation['params']];
const linesOf = ({ explanation }: Evaluation, about = ''): readonly Line[] =>
  explanation.children.filter(({ key }) => key.startsWith(`explain.${about}`)).map(({ key, params }) => [key, params]);

const title = { en: 'x', 'zh-CN': 'x' };
const exclusion = (changes: Partial<Exclusion> = {}): Exclusion => ({
  id: 'm',
  title,
  effect: 'drop',
  intervals: [{ start: at(100), end: at(103) }],
  ...changes,
});
const dispute = (changes: Partial<Dispute> = {}): Dispute => ({
  id: 'd1',
  interval: { start: at(200), end: at(210) },
  claim: 'down',
  openedBy: 'customer',
  state: 'open',
  ...changes,
});

describe('the explanation of a result', () => {
  it('tells the whole story in order', () => {
    const result = run({ objective: { minimumCoverage: ratio(1n, 2n) } });
    const { key, params } = result.explanation;
    expect([key, params]).toEqual([
      'explain.verdict_met',
      { objective: 'availability', window: '2026-03', attained: '99.5000', target: '99' },
    ]);
    expect(linesOf(result)).toEqual([
      ['explain.promise', { agreement: 'site', hash: 'h', target: '99', start: time(0), end: time(MINUTES) }],
      ['explain.totals_ms', { good: '59700000', bad: '300000', unknown: '0', excluded: '0' }],
      ['explain.coverage', { percent: '100.00', minimum: '50.00' }],
      ['explain.budget_ms', { total: '600000', used: '300000', left: '300000' }],
      ['explain.outage_ms', { start: time(100), end: time(105), counted: '300000' }],
      ['explain.versions', { evaluator: EVALUATOR_VERSION, tz: TZ_VERSION, evidence: result.evidenceHash }],
    ]);
  });

  it.each<[string, Given, string, string]>([
    ['met', {}, 'met', '99.5000'],
    ['missed', { objective: { target: ratio(999n, 1_000n) } }, 'missed', '99.5000'],
    ['without data', { series: states([]) }, 'insufficient_evidence', '-'],
    ['in dispute', { disputes: [dispute()] }, 'review_required', '99.5000'],
    [
      'all excluded',
      { exclusions: [exclusion({ intervals: [{ start: at(0), end: at(MINUTES) }] })] },
      'not_applicable',
      '-',
    ],
  ])('%s', (_name, given, verdict, attained) => {
    const { key, params } = run(given).explanation;
    expect([key, params['attained']]).toEqual([`explain.verdict_${verdict}`, attained]);
  });

  it.each<[string, Given, readonly Line[]]>([
    ['a promise that is kept has no breach', {}, []],
    [
      'a promise that is broken says when: a millisecond after three minutes were used up',
      { objective: { target: ratio(997n, 1_000n) } },
      [['explain.breached_at', { at: formatInstant((at(103) + 1) as Instant) }]],
    ],
  ])('%s', (_name, given, lines) => expect(linesOf(run(given), 'breached_at')).toEqual(lines));

  it('says how slices are judged where they are', () => {
    const budgeting = {
      method: 'time_slices',
      sliceMs: 300_000,
      sliceTarget: ratio(19n, 20n),
      minimumVolume: 4,
      minimumConsecutive: 2,
    } as const;
    expect(linesOf(run({}), 'time_slices')).toEqual([]);
    expect(linesOf(run({ objective: { budgeting } }), 'time_slices')).toEqual([
      ['explain.time_slices', { length: 'PT5M', target: '95.00', volume: 4, run: 2 }],
    ]);
  });

  it('counts events as events', () =>
    expect(linesOf(run({ series: counts([[5, 9n, 10n]]), objective: { target: ratio(4n, 5n) } })).slice(1, 5)).toEqual([
      ['explain.totals_events', { good: '9', bad: '1', unknown: '0', excluded: '0' }],
      ['explain.coverage', { percent: '99.50', minimum: '0.00' }],
      ['explain.budget_events', { total: '2', used: '1', left: '1' }],
      ['explain.outage_events', expect.objectContaining({ start: time(5), counted: '1' })],
    ]));
});

describe('outages', () => {
  it.each<[string, SeriesInput, 'ms' | 'events', Line | undefined]>([
    ['as much time as is listed', outages(MAX_LISTED), 'ms', undefined],
    ['one more', outages(MAX_LISTED + 1), 'ms', ['explain.more_outages_ms', { n: 1, counted: '60000' }]],
    ['many more', outages(MAX_LISTED + 50), 'ms', ['explain.more_outages_ms', { n: 50, counted: '3000000' }]],
    ['as many events as are listed', failures(MAX_LISTED), 'events', undefined],
    [
      'two more of three bad events each',
      failures(MAX_LISTED + 2),
      'events',
      ['explain.more_outages_events', { n: 2, counted: '6' }],
    ],
  ])('%s', (_name, series, unit, more) => {
    const result = run({ series });
    expect(linesOf(result, `outage_${unit}`)).toHaveLength(MAX_LISTED);
    expect(linesOf(result, 'more_outages')).toEqual(more === undefined ? [] : [more]);
  });
});

describe('exclusions', () => {
  const span = { id: 'm', start: time(100), end: time(103) };

  it.each<[string, readonly Exclusion[], readonly Line[]]>([
    ['time that is dropped', [exclusion()], [['explain.exclusion_drop', span]]],
    ['time that counts as good', [exclusion({ effect: 'count_good' })], [['explain.exclusion_count_good', span]]],
    ['bad time that is dropped', [exclusion({ effect: 'drop_bad' })], [['explain.exclusion_drop_bad', span]]],
    [
      'two of them',
      [exclusion(), exclusion({ id: 'n', effect: 'count_good' })],
      [
        ['explain.exclusion_drop', span],
        ['explain.exclusion_count_good', { ...span, id: 'n' }],
      ],
    ],
    [
      'announced in time',
      [exclusion({ minimumNoticeMs: 60_000, intervals: [{ start: at(100), end: at(103), announcedAt: at(99) }] })],
      [['explain.exclusion_drop', span]],
    ],
    [
      'announced a minute too late',
      [exclusion({ minimumNoticeMs: 120_000, intervals: [{ start: at(100), end: at(103), announcedAt: at(99) }] })],
      [['explain.exclusion_late_notice', span]],
    ],
    ['never announced', [exclusion({ minimumNoticeMs: 1 })], [['explain.exclusion_late_notice', span]]],
    [
      'never announced, of another window',
      [exclusion({ minimumNoticeMs: 1, intervals: [{ start: at(MINUTES), end: at(MINUTES + 1) }] })],
      [],
    ],
    ['as long as the cap', [exclusion({ capPerWindowMs: 180_000 })], [['explain.exclusion_drop', span]]],
    [
      'a minute longer than the cap',
      [exclusion({ capPerWindowMs: 120_000 })],
      [
        ['explain.exclusion_drop', { ...span, end: time(102) }],
        ['explain.exclusion_capped', { id: 'm', counted: '60000' }],
      ],
    ],
    [
      'notice and cap at once: notice first',
      [
        exclusion({
          minimumNoticeMs: 60_000,
          capPerWindowMs: 60_000,
          intervals: [
            { start: at(100), end: at(103), announcedAt: at(100) },
            { start: at(104), end: at(106), announcedAt: at(1) },
          ],
        }),
      ],
      [
        ['explain.exclusion_drop', { id: 'm', start: time(104), end: time(105) }],
        ['explain.exclusion_late_notice', span],
        ['explain.exclusion_capped', { id: 'm', counted: '60000' }],
      ],
    ],
  ])('%s', (_name, exclusions, lines) => expect(linesOf(run({ exclusions }), 'exclusion')).toEqual(lines));
});

describe('disputes', () => {
  const params = { id: 'd1', party: 'customer', claim: 'down', start: time(200), end: time(210) };

  it.each<[string, Given, readonly Line[]]>([
    [
      'open: between what either side says',
      { disputes: [dispute()] },
      [['explain.dispute_open', { ...params, low: '98.50', high: '99.50' }]],
    ],
    [
      'upheld: the claim counts',
      { disputes: [dispute({ state: 'upheld' })] },
      [['explain.dispute_upheld', { ...params, low: '98.50', high: '98.50' }]],
    ],
    [
      'withdrawn: as measured',
      { disputes: [dispute({ state: 'withdrawn' })] },
      [['explain.dispute_withdrawn', { ...params, low: '99.50', high: '99.50' }]],
    ],
    [
      'where nothing counts',
      { series: states([]), disputes: [dispute({ state: 'withdrawn' })] },
      [['explain.dispute_withdrawn', { ...params, low: '-', high: '-' }]],
    ],
    [
      'before and after the window',
      {
        disputes: [
          dispute({ interval: { start: at(-10), end: at(0) } }),
          dispute({ interval: { start: at(MINUTES), end: at(MINUTES + 10) } }),
        ],
      },
      [],
    ],
    [
      'across the begin of the window',
      { disputes: [dispute({ interval: { start: at(-10), end: at(1) }, state: 'withdrawn' })] },
      [['explain.dispute_withdrawn', { ...params, start: time(-10), end: time(1), low: '99.50', high: '99.50' }]],
    ],
  ])('%s', (_name, given, lines) => expect(linesOf(run(given), 'dispute')).toEqual(lines));
});
