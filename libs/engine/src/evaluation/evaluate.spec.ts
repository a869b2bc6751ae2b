import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { formatRatio, parseInstant, ratio, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import type { Dispute, State, StateSample } from '../samples.js';
import { availability, termsOf } from '../terms/terms.fixture.js';
import type { Exclusion, MissingDataRule, Objective } from '../terms/terms.js';
import { evaluate } from './evaluate.js';
import type { Evaluation } from './evaluation.js';

const digest = { sha256: (data: string | Uint8Array) => createHash('sha256').update(data).digest() };
const at = (minute: number): Instant => (parseInstant('2026-03-01T00:00:00Z') + minute * 60_000) as Instant;
const MIN = 60_000n;

interface Given {
  readonly samples: readonly (readonly [minute: number, state: State])[];
  readonly objective?: Partial<Objective>;
  readonly exclusions?: readonly Exclusion[];
  readonly disputes?: readonly Dispute[];
  readonly minutes?: number;
  readonly judged?: number;
}

/** A window of 1,000 minutes with a target of 99 %: ten bad minutes are allowed. */
function run({
  samples,
  objective = {},
  exclusions = [],
  disputes = [],
  minutes = 1_000,
  judged = minutes,
}: Given): Evaluation {
  const named = availability({
    target: ratio(99n, 100n),
    targetPercent: '99',
    exclusions: exclusions.map(({ id }) => id),
    ...objective,
  });
  const terms = termsOf({ objectives: [named], exclusions });
  const list: StateSample[] = samples.map(([minute, state]) => ({ at: at(minute), state }));
  const series = { series: 'site.probe', kind: 'state' as const, samples: list };
  return evaluate({
    terms,
    contentHash: 'h',
    objective: named,
    window: { start: at(0), end: at(minutes) },
    windowLabel: 'w',
    series,
    disputes,
    judgedAt: at(judged),
    digest,
  });
}

const outage = (from: number, to: number): Given['samples'] => [
  [0, 'up'],
  [from, 'down'],
  [to, 'up'],
];
const title = { en: 'x', 'zh-CN': 'x' };
const exclusion = (
  effect: Exclusion['effect'],
  from: number,
  to: number,
  more: Partial<Exclusion> = {},
): Exclusion => ({ id: 'm', title, effect, intervals: [{ start: at(from), end: at(to) }], ...more });

describe('verdicts of time in state', () => {
  it.each<[string, Given, string, bigint, bigint]>([
    ['an outage within the budget is met', { samples: outage(100, 105) }, 'met', 995n, 5n],
    ['the budget used up exactly is met', { samples: outage(100, 110) }, 'met', 990n, 10n],
    ['one more minute is missed', { samples: outage(100, 111) }, 'missed', 989n, 11n],
    [
      'a state holds from before the window',
      {
        samples: [
          [-50, 'down'],
          [5, 'up'],
        ],
      },
      'met',
      995n,
      5n,
    ],
    [
      'degraded is bad unless it is called good',
      {
        samples: [
          [0, 'degraded'],
          [20, 'up'],
        ],
      },
      'missed',
      980n,
      20n,
    ],
    ['nothing but unknown is no evidence', { samples: [[0, 'unknown']] }, 'insufficient_evidence', 0n, 0n],
    ['no samples are no evidence', { samples: [] }, 'insufficient_evidence', 0n, 0n],
    [
      'everything excluded is not applicable',
      { samples: outage(5, 6), exclusions: [exclusion('drop', 0, 1_000)] },
      'not_applicable',
      0n,
      0n,
    ],
    [
      'excluded time counts for nobody',
      { samples: outage(100, 200), exclusions: [exclusion('drop', 100, 200)] },
      'met',
      900n,
      0n,
    ],
    [
      'excluded time may count as good',
      { samples: outage(100, 200), exclusions: [exclusion('count_good', 100, 200)] },
      'met',
      1_000n,
      0n,
    ],
    [
      'excluded bad time leaves good time alone',
      { samples: outage(100, 150), exclusions: [exclusion('drop_bad', 90, 200)] },
      'met',
      950n,
      0n,
    ],
    [
      'an exclusion ends at its cap',
      { samples: outage(100, 200), exclusions: [exclusion('drop', 100, 200, { capPerWindowMs: 60 * 60_000 })] },
      'missed',
      900n,
      40n,
    ],
    [
      'an exclusion without notice does not count',
      { samples: outage(100, 200), exclusions: [exclusion('drop', 100, 200, { minimumNoticeMs: 1 })] },
      'missed',
      900n,
      100n,
    ],
    ['an open window is kept while it can be kept', { samples: outage(1, 10), judged: 20 }, 'met', 11n, 9n],
    ['an open window is missed when its budget is gone', { samples: outage(1, 16), judged: 20 }, 'missed', 5n, 15n],
  ])('%s', (_name, given, verdict, good, bad) => {
    const result = run(given);
    expect([result.verdict, result.good, result.bad]).toEqual([verdict, good * MIN, bad * MIN]);
  });

  it.each<[MissingDataRule, string, bigint, bigint, bigint]>([
    ['hold', 'met', 1_000n, 0n, 0n],
    ['good', 'met', 1_000n, 0n, 0n],
    ['bad', 'missed', 60n, 940n, 0n],
    ['ignore', 'met', 60n, 0n, 940n],
    ['insufficient', 'insufficient_evidence', 60n, 0n, 940n],
  ])('silence under the rule %s', (missingData, verdict, good, bad, unknown) => {
    const result = run({ samples: [[0, 'up']], objective: { missingData } });
    expect([result.verdict, result.good, result.bad, result.unknown]).toEqual([
      verdict,
      good * MIN,
      bad * MIN,
      unknown * MIN,
    ]);
    expect(formatRatio(result.coverage)).toBe('3/50');
  });

  it('needs its coverage, whatever the figures say', () => {
    expect(run({ samples: [[0, 'up']], objective: { minimumCoverage: ratio(1n, 2n) } }).verdict).toBe(
      'insufficient_evidence',
    );
  });

  it('breaches at the first millisecond beyond the budget', () => {
    const result = run({ samples: outage(100, 200) });
    expect(result.breachedAt).toBe(at(110) + 1);
    expect(result.budget).toEqual({ total: 10n * MIN, used: 100n * MIN, left: -90n * MIN });
  });

  it.each<[Dispute['state'], string, string, string]>([
    ['open', 'review_required', '197/200', '1/1'],
    ['upheld', 'missed', '197/200', '197/200'],
    ['withdrawn', 'met', '1/1', '1/1'],
  ])('an %s dispute', (state, verdict, low, high) => {
    const dispute = {
      id: 'd',
      interval: { start: at(10), end: at(25) },
      claim: 'down' as const,
      openedBy: 'customer',
      state,
    };
    const result = run({ samples: [[0, 'up']], disputes: [dispute] });
    expect([result.verdict, formatRatio(result.low ?? ratio(0n)), formatRatio(result.high ?? ratio(0n))]).toEqual([
      verdict,
      low,
      high,
    ]);
  });
});

const histories = fc
  .uniqueArray(
    fc.tuple(fc.integer({ min: -50, max: 290 }), fc.constantFrom<State>('up', 'down', 'degraded', 'unknown')),
    { selector: ([minute]) => minute, maxLength: 25 },
  )
  .map((list) => list.sort(([a], [b]) => a - b));
const rules = fc.constantFrom<MissingDataRule>('good', 'bad', 'ignore', 'hold', 'insufficient');

describe('laws', () => {
  it('agrees with a second implementation that walks every minute', () => {
    fc.assert(
      fc.property(histories, rules, fc.integer({ min: 0, max: 300 }), (samples, missingData, staleMinutes) => {
        const result = run({ samples, objective: { missingData, stalenessMs: staleMinutes * 60_000 }, minutes: 300 });
        const sums = { good: 0n, bad: 0n, unknown: 0n };
        for (let minute = 0; minute < 300; minute++) {
          const last = samples.findLast(([m]) => m <= minute);
          const vouched = last !== undefined && (missingData === 'hold' || minute < last[0] + staleMinutes);
          const missing = missingData === 'good' || missingData === 'bad' ? missingData : 'unknown';
          const kind = !vouched ? missing : last[1] === 'up' ? 'good' : last[1] === 'unknown' ? 'unknown' : 'bad';
          sums[kind] += MIN;
        }
        expect({ good: result.good, bad: result.bad, unknown: result.unknown }).toEqual(sums);
      }),
      { numRuns: 500 },
    );
  });

  it('a split window adds up', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 299 }), (samples, cut) => {
        const whole = run({ samples, minutes: 300 });
        const left = run({ samples, minutes: 300, judged: cut });
        expect(left.bad <= whole.bad && left.good <= whole.good).toBe(true);
        expect(whole.good + whole.bad + whole.unknown).toBe(300n * MIN);
      }),
      { numRuns: 300 },
    );
  });

  it('equal inputs have equal hashes, and a changed state another evidence hash', () => {
    const [one, again, other] = [
      run({ samples: outage(10, 20) }),
      run({ samples: outage(10, 20) }),
      run({ samples: outage(10, 21) }),
    ];
    expect(again.resultHash).toBe(one.resultHash);
    expect(other.evidenceHash).not.toBe(one.evidenceHash);
    expect(other.hourNodes.filter((node, i) => node.hash !== one.hourNodes[i]?.hash)).toHaveLength(1);
  });
});
