import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson, parseInstant, parseRatio } from '@sla/kernel';
import fc from 'fast-check';
import { windowsDue } from './contract.js';
import {
  bodyRecord,
  comparedRows,
  differencesBetween,
  type Difference,
  type ReportBody,
  type ReportRow,
} from './edition.js';
import { isSettled, type Finding } from './finding.js';
import { creditState } from './booking.js';
import { contractOf, creditOf, entryOf, findingOf, missedBy, monthOf, storyOf } from './web-shop.fixture.js';

const digest = { sha256: (data: string | Uint8Array): Uint8Array => createHash('sha256').update(data).digest() };
const contract = contractOf();

const rowOf = (finding: Finding): ReportRow => {
  const result = creditOf(contract, 'availability-credit', finding);
  const credit = {
    creditId: 'availability-credit',
    state: creditState(result, isSettled(finding)),
    amountMinor: result.amount.amountMinor,
    lowMinor: result.low.amountMinor,
    highMinor: result.high.amountMinor,
    currency: 'CNY',
    percent: result.percent,
    explanation: result.explanation,
  };
  return { finding, explanation: storyOf(finding), credits: [credit] };
};

const bodyOf = (changes: Partial<ReportBody> = {}, ...findings: readonly Finding[]): ReportBody => ({
  contract,
  period: '2026-03',
  span: monthOf(3),
  complete: true,
  rows: (findings.length === 0 ? [missedBy(60)] : findings).map(rowOf),
  awaited: [],
  bookings: [],
  ...changes,
});

const textOf = (body: ReportBody): string => canonicalJson(bodyRecord(body));
const between = (before: ReportBody, after: ReportBody): readonly Difference[] =>
  differencesBetween(comparedRows(before, digest), comparedRows(after, digest));
const shown = (list: readonly Difference[]): readonly string[] =>
  list.map((d) => `${d.objectiveId} ${d.windowLabel} ${d.figure}: ${d.before} -> ${d.after}`);

describe('what differs between two editions', () => {
  it('is nothing between a body and itself', () => expect(between(bodyOf(), bodyOf())).toEqual([]));

  it('are the figures of a restatement, the credit with its state, and the reason', () => {
    const after = missedBy(1_400, { revision: 2, phase: 'restated', restatementReason: 'late outage' });
    const list = between(bodyOf(), bodyOf({}, after));
    expect(shown(list)).toEqual([
      'availability 2026-03 revision: 1 -> 2',
      'availability 2026-03 phase: final -> restated',
      'availability 2026-03 attainedPercent: 99.8655 -> 96.8637',
      'availability 2026-03 good: 2674800000 -> 2594400000',
      'availability 2026-03 bad: 3600000 -> 84000000',
      'availability 2026-03 budgetLeft: -921600 -> -81321600',
      'availability 2026-03 credit availability-credit: issued 1200.00 CNY (10 %) -> issued 6000.00 CNY (50 %)',
    ]);
    expect(new Set(list.map(({ reason }) => reason))).toEqual(new Set(['late outage']));
  });

  it.each<[string, Partial<Finding>, string]>([
    ['only the hash of the evidence', { evidenceHash: 'd'.repeat(64) }, 'evidenceHash'],
    ['only the evaluator', { evaluator: '2027.01.0' }, 'evaluator'],
    ['only the tz data', { tz: '2026g' }, 'tz'],
    ['only the bound of a dispute', { low: parseRatio('1/3') }, 'low'],
    [
      'only the end of the window',
      { window: { ...monthOf(3), end: parseInstant('2026-03-10T00:00:00Z') } },
      'windowEnd',
    ],
  ])('is told when it is %s', (_name, change, figure) => {
    const list = between(bodyOf({}, findingOf()), bodyOf({}, findingOf(change)));
    expect(list.map((difference) => difference.figure)).toEqual([figure]);
  });

  it('is told when it is only the story', () => {
    const before = bodyOf();
    const rows = before.rows.map((row) => ({ ...row, explanation: { ...row.explanation, children: [] } }));
    expect(between(before, { ...before, rows }).map(({ figure }) => figure)).toEqual(['storyHash']);
  });

  it('tells a window that came and one that went, each on its own', () => {
    const april = findingOf({ window: monthOf(4), windowLabel: '2026-04' });
    const list = between(bodyOf({}, findingOf()), bodyOf({}, april));
    const verdicts = list.filter(({ figure }) => figure === 'verdict');
    expect(shown(verdicts)).toEqual(['availability 2026-03 verdict: met -> ', 'availability 2026-04 verdict:  -> met']);
  });

  it('keeps two windows apart that share a label', () => {
    const later = { ...monthOf(3), start: parseInstant('2026-03-10T00:00:00Z') };
    const [first, second] = [findingOf(), findingOf({ version: 2, window: later })];
    const changed = { ...second, bad: '5' };
    expect(shown(between(bodyOf({}, first, second), bodyOf({}, first, changed)))).toEqual([
      'availability 2026-03 bad: 0 -> 5',
    ]);
  });

  it('names what concerns the whole report without objective', () => {
    const awaited = windowsDue([contract], monthOf(3)).slice(1);
    const before = bodyOf({ complete: false, awaited });
    const after = bodyOf({ contract: contractOf({ version: 2 }), bookings: [entryOf()] });
    expect(between(before, after).map(({ objectiveId, figure }) => [objectiveId, figure])).toEqual([
      ['', 'report agreement'],
      ['', 'report awaited'],
      ['', 'report bookings'],
      ['', 'report complete'],
    ]);
  });
});

describe('two bodies', () => {
  const phases = fc.constantFrom('open', 'provisional', 'final', 'restated');
  const findings = fc.record({
    minutes: fc.integer({ min: 0, max: 3 }),
    month: fc.integer({ min: 3, max: 5 }),
    revision: fc.integer({ min: 1, max: 2 }),
    phase: phases,
    evaluator: fc.constantFrom('1', '2'),
    atRisk: fc.boolean(),
  });
  const bodies = fc
    .record({
      list: fc.uniqueArray(findings, { selector: ({ month }) => month, maxLength: 3, minLength: 1 }),
      complete: fc.boolean(),
      booked: fc.boolean(),
    })
    .map(({ list, complete, booked }) =>
      bodyOf(
        { complete, bookings: booked ? [entryOf()] : [] },
        ...list.map(({ minutes, month, ...rest }) =>
          missedBy(minutes, { window: monthOf(month), windowLabel: `2026-0${month}`, ...rest }),
        ),
      ),
    );

  it('differ exactly when their canonical texts do', () => {
    fc.assert(
      fc.property(bodies, bodies, (a, b) => {
        const sorted = (body: ReportBody): ReportBody => ({
          ...body,
          rows: body.rows.toSorted((x, y) => x.finding.window.start - y.finding.window.start),
        });
        expect(between(a, b).length === 0).toBe(textOf(sorted(a)) === textOf(sorted(b)));
      }),
      { numRuns: 500 },
    );
  });

  it('differ the other way round when they are exchanged', () => {
    fc.assert(
      fc.property(bodies, bodies, (a, b) => {
        const turned = between(b, a).map(
          (d) => `${d.objectiveId} ${d.windowLabel} ${d.figure}: ${d.after} -> ${d.before}`,
        );
        expect(turned).toEqual(shown(between(a, b)));
      }),
      { numRuns: 300 },
    );
  });

  it('of the same content have the same text, whatever the order in which they were made', () => {
    const body = bodyOf({ bookings: [entryOf()], awaited: windowsDue([contract], monthOf(4)) });
    const turned = Object.fromEntries(Object.entries(bodyRecord(body)).reverse());
    expect(canonicalJson(turned)).toBe(textOf(body));
    expect(JSON.parse(textOf(body))).toEqual(bodyRecord(body));
  });
});
