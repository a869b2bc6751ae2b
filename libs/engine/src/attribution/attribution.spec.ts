import { describe, expect, it } from '@jest/globals';
import { interval, normalise, totalMs } from '@sla/calendar';
import fc from 'fast-check';
import {
  attribute,
  badTimeOf,
  badWithin,
  msByParty,
  RESPONSIBLE,
  type AttributedPart,
  type AttributionStatement,
} from './attribute.js';
import { handDown, MAX_CHAIN_DEPTH, type ChainLink, type ChainPart } from './chain.js';

const RUNS = 10_000;
const says = (
  id: string,
  from: number,
  to: number,
  party: AttributionStatement['party'],
  { cause = 'fault', precedence = 1, revision = 1 } = {},
): AttributionStatement => ({ id, revision, span: interval(from, to), party, cause, precedence });
const shown = ({ start, end, party, cause, contested }: AttributedPart): string =>
  `${start}-${end} ${party}${cause === '' ? '' : ` ${cause}`}${contested ? ' contested' : ''}`;

describe('attribution', () => {
  it.each<[string, readonly AttributionStatement[], readonly string[]]>([
    ['nobody spoke', [], ['10-20 unattributed', '30-40 unattributed']],
    ['one covers all', [says('a', 0, 99, 'supplier')], ['10-20 supplier fault', '30-40 supplier fault']],
    [
      'one covers a part',
      [says('a', 15, 35, 'customer')],
      ['10-15 unattributed', '15-20 customer fault', '30-35 customer fault', '35-40 unattributed'],
    ],
    [
      'a decision beats a claim',
      [says('claim', 10, 40, 'customer', { precedence: 2 }), says('decision', 12, 14, 'force_majeure')],
      ['10-12 customer fault', '12-14 force_majeure fault', '14-20 customer fault', '30-40 customer fault'],
    ],
    [
      'equals that agree',
      [says('a', 10, 16, 'provider'), says('b', 10, 16, 'provider')],
      ['10-16 provider fault', '16-20 unattributed', '30-40 unattributed'],
    ],
    [
      'equals that disagree on the party',
      [says('a', 10, 16, 'provider'), says('b', 14, 20, 'customer')],
      ['10-14 provider fault', '14-16 unattributed contested', '16-20 customer fault', '30-40 unattributed'],
    ],
    [
      'equals that disagree on the cause',
      [says('a', 10, 20, 'provider'), says('b', 10, 20, 'provider', { cause: 'power' })],
      ['10-20 unattributed contested', '30-40 unattributed'],
    ],
    [
      'a disagreement is settled from above',
      [
        says('a', 10, 20, 'provider'),
        says('b', 10, 20, 'customer'),
        says('c', 10, 20, 'third_party', { precedence: 0 }),
      ],
      ['10-20 third_party fault', '30-40 unattributed'],
    ],
    [
      'a revision replaces the whole statement',
      [says('a', 10, 40, 'provider'), says('a', 30, 40, 'customer', { revision: 2 })],
      ['10-20 unattributed', '30-40 customer fault'],
    ],
    ['an empty span says nothing', [says('a', 15, 15, 'provider')], ['10-20 unattributed', '30-40 unattributed']],
  ])('%s', (_name, statements, expected) => {
    const bad = [interval(30, 40), interval(10, 15), interval(12, 20)];
    expect(attribute(bad, statements).map(shown)).toEqual(expected);
    expect(attribute(bad, statements.toReversed()).map(shown)).toEqual(expected);
  });

  it('sums by party, every party named', () => {
    const parts = attribute([interval(0, 100)], [says('a', 0, 30, 'supplier'), says('b', 50, 60, 'customer')]);
    expect(msByParty(parts)).toEqual({
      provider: 0,
      customer: 10,
      supplier: 30,
      third_party: 0,
      force_majeure: 0,
      unattributed: 60,
    });
    expect(badTimeOf(parts, ['supplier', 'customer'])).toEqual([interval(0, 30), interval(50, 60)]);
    expect(badWithin([interval(0, 30), interval(20, 60)], interval(10, 40))).toEqual([interval(10, 40)]);
  });

  const spans = fc.tuple(fc.nat(60), fc.nat(20)).map(([start, length]) => interval(start, start + length));
  const statements = fc.array(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      revision: fc.integer({ min: 1, max: 2 }),
      span: spans,
      party: fc.constantFrom('provider' as const, 'customer' as const, 'supplier' as const),
      cause: fc.constantFrom('fault', 'power'),
      precedence: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 6 },
  );

  it('tiles the bad time exactly, in any order of statements, and agrees with asking each millisecond', () => {
    fc.assert(
      fc.property(fc.array(spans, { maxLength: 5 }), statements, fc.nat(80), (bad, said, at) => {
        const parts = attribute(bad, said);
        expect(normalise(parts)).toEqual(normalise(bad));
        expect(parts.reduce((sum, { start, end }) => sum + (end - start), 0)).toBe(totalMs(normalise(bad)));
        expect(Object.values(msByParty(parts)).reduce((a, b) => a + b, 0)).toBe(totalMs(normalise(bad)));
        expect(parts.every(({ start }, i) => i === 0 || start >= (parts[i - 1]?.end ?? 0))).toBe(true);
        expect(attribute(bad, said.toReversed())).toEqual(parts);
        expect(parts.find(({ start, end }) => start <= at && at < end)?.party).toEqual(partyAt(bad, said, at));
      }),
      { numRuns: RUNS },
    );
  });

  /** The same question for one millisecond, answered by looking at every statement. */
  function partyAt(
    bad: readonly { start: number; end: number }[],
    said: readonly AttributionStatement[],
    at: number,
  ): string | undefined {
    const covers = ({ start, end }: { start: number; end: number }): boolean => start <= at && at < end;
    if (!bad.some(covers)) return undefined;
    const content = (s: AttributionStatement): string =>
      JSON.stringify([s.span.start, s.span.end, s.party, s.cause, s.precedence]);
    const replaced = (s: AttributionStatement): boolean =>
      said.some(
        (o) => o.id === s.id && (o.revision > s.revision || (o.revision === s.revision && content(o) < content(s))),
      );
    const valid = said.filter((s) => !replaced(s) && covers(s.span));
    const first = valid.filter((s) => valid.every((o) => o.precedence >= s.precedence));
    const answers = new Set(first.map(({ party, cause }) => `${party} ${cause}`));
    return answers.size === 1 ? first[0]?.party : 'unattributed';
  }

  it('names six parties', () => expect(new Set(RESPONSIBLE).size).toBe(6));
});

describe('the chain SLA, OLA, underpinning contract', () => {
  const link = (
    agreement: string,
    kind: ChainLink['kind'],
    bad: readonly (readonly [number, number])[],
    under: readonly ChainLink[] = [],
    precedence = 1,
  ): ChainLink => ({
    agreement,
    kind,
    party: `p-${agreement}`,
    bad: bad.map(([a, b]) => interval(a, b)),
    precedence,
    under,
  });
  const show = ({ start, end, agreement, contestedBy }: ChainPart): string =>
    `${start}-${end} ${agreement}${contestedBy.length === 0 ? '' : ` (${contestedBy.join()})`}`;

  it.each<[string, ChainLink, readonly string[]]>([
    ['nothing below', link('sla', 'SLA', [[0, 100]]), ['0-100 sla']],
    [
      'an OLA was bad for a part',
      link('sla', 'SLA', [[0, 100]], [link('ola', 'OLA', [[20, 60]])]),
      ['0-20 sla', '20-60 ola', '60-100 sla'],
    ],
    [
      'the contract explains the OLA, and only the OLA',
      link('sla', 'SLA', [[0, 100]], [link('ola', 'OLA', [[20, 60]], [link('uc', 'UC', [[50, 90]])])]),
      ['0-20 sla', '20-50 ola', '50-60 uc', '60-100 sla'],
    ],
    [
      'a link that was bad while the SLA was kept takes nothing',
      link('sla', 'SLA', [[0, 10]], [link('ola', 'OLA', [[20, 60]])]),
      ['0-10 sla'],
    ],
    [
      'side by side, by precedence',
      link('sla', 'SLA', [[0, 100]], [link('b', 'OLA', [[10, 50]], [], 2), link('a', 'OLA', [[30, 70]])]),
      ['0-10 sla', '10-30 b', '30-70 a', '70-100 sla'],
    ],
    [
      'side by side as equals: it stays above, contested',
      link('sla', 'SLA', [[0, 100]], [link('b', 'OLA', [[10, 50]]), link('a', 'OLA', [[30, 70]])]),
      ['0-10 sla', '10-30 b', '30-50 sla (a,b)', '50-70 a', '70-100 sla'],
    ],
  ])('%s', (_name, top, expected) => expect(handDown(top).map(show)).toEqual(expected));

  it('ends at the limit', () => {
    const deep = (n: number): ChainLink => link(`l${n}`, 'UC', [[0, 10]], n === 1 ? [] : [deep(n - 1)]);
    expect(handDown(deep(MAX_CHAIN_DEPTH)).map(show)).toEqual(['0-10 l1']);
    expect(() => handDown(deep(MAX_CHAIN_DEPTH + 1))).toThrow('clock.chain_too_deep');
  });

  it('tiles the bad time of the top without gap or overlap', () => {
    const times = fc.array(
      fc.tuple(fc.nat(60), fc.nat(20)).map(([a, n]) => interval(a, a + n)),
      { maxLength: 3 },
    );
    const { node } = fc.letrec<{ node: ChainLink }>((tie) => ({
      node: fc.record({
        agreement: fc.constantFrom('a', 'b', 'c', 'd'),
        kind: fc.constantFrom('OLA' as const, 'UC' as const),
        party: fc.constant('p'),
        bad: times,
        precedence: fc.integer({ min: 1, max: 2 }),
        under: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('node'), { maxLength: 3 })),
      }),
    }));
    const shallow = (one: ChainLink, depth: number): ChainLink => ({
      ...one,
      under: depth === 1 ? [] : one.under.map((below) => shallow(below, depth - 1)),
    });
    fc.assert(
      fc.property(node, (chain) => {
        const top = shallow(chain, MAX_CHAIN_DEPTH);
        const parts = handDown(top);
        expect(normalise(parts)).toEqual(normalise(top.bad));
        expect(parts.reduce((sum, { start, end }) => sum + (end - start), 0)).toBe(totalMs(normalise(top.bad)));
      }),
      { numRuns: RUNS },
    );
  });
});
