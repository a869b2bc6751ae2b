import { describe, expect, it } from '@jest/globals';
import { compare, ONE, parseDecimal, ratio, ZERO, type Ratio } from '@sla/kernel';
import fc from 'fast-check';
import { exactly, NO_FIGURE, type Figure } from '../indicators/goal.js';
import { BAD, EXCLUDED, GOOD, MISSING, UNKNOWN, type SliceKind } from '../slices/slice-reader.js';
import { compositeOf, MAX_PARTS, type CompositeRule, type Part } from './composite.js';
import { compositeSlice, type StateRule } from './composite-slice.js';

const part = (id: string, figure: Figure | string, weight?: string): Part => ({
  id,
  figure: typeof figure === 'string' ? exactly(parseDecimal(figure)) : figure,
  ...(weight === undefined ? {} : { weight: parseDecimal(weight) }),
});
const THREE = [part('a', '0.99', '3'), part('b', '0.995', '7'), part('c', '0.9', '0')];
const text = (r: Ratio | undefined): string => (r === undefined ? '-' : `${r.num}/${r.den}`);
const shown = ({ value, low, high }: Figure): readonly string[] => [value, low, high].map(text);

const RULES: readonly CompositeRule[] = [
  { kind: 'worst_of' },
  { kind: 'product' },
  { kind: 'additive_loss' },
  { kind: 'weighted_mean' },
  { kind: 'n_of_m', needed: 2 },
];

describe('composites', () => {
  it.each<[CompositeRule, string]>([
    [{ kind: 'worst_of' }, '9/10'],
    [{ kind: 'product' }, '177309/200000'],
    [{ kind: 'additive_loss' }, '177/200'],
    [{ kind: 'weighted_mean' }, '1987/2000'],
    [{ kind: 'n_of_m', needed: 1 }, '199/200'],
    [{ kind: 'n_of_m', needed: 2 }, '99/100'],
    [{ kind: 'n_of_m', needed: 3 }, '9/10'],
  ])('%j', (rule, value) => {
    expect(shown(compositeOf(rule, THREE).figure)).toEqual([value, value, value]);
  });

  it.each<[CompositeRule, string, string]>([
    [{ kind: 'worst_of' }, '0/1', '99/100'],
    [{ kind: 'product' }, '0/1', '99/100'],
    [{ kind: 'additive_loss' }, '0/1', '99/100'],
    [{ kind: 'weighted_mean' }, '297/1000', '997/1000'],
    [{ kind: 'n_of_m', needed: 1 }, '99/100', '1/1'],
  ])('an unknown part leaves bounds: %j', (rule, low, high) => {
    const parts = [part('a', '0.99', '3'), part('b', NO_FIGURE, '7')];
    const { figure, explanation } = compositeOf(rule, parts);
    expect(shown(figure)).toEqual(['-', low, high]);
    expect([explanation.params['value'], explanation.children[1]?.key]).toEqual([
      '-',
      rule.kind === 'weighted_mean' ? 'explain.part_weighted_unknown' : 'explain.part_unknown',
    ]);
  });

  it('losses beyond everything leave nothing', () => {
    expect(shown(compositeOf({ kind: 'additive_loss' }, [part('a', '0.4'), part('b', '0.4')]).figure)[0]).toBe('0/1');
  });

  it('says what was declared, part by part', () => {
    const { explanation } = compositeOf({ kind: 'weighted_mean' }, THREE);
    expect(explanation).toEqual({
      key: 'explain.composite_weighted_mean',
      params: { value: '99.3500', low: '99.3500', high: '99.3500', parts: 3 },
      children: [
        {
          key: 'explain.part_weighted_known',
          params: { id: 'a', value: '99.0000', low: '99.0000', high: '99.0000', weight: '30.0000' },
          children: [],
        },
        {
          key: 'explain.part_weighted_known',
          params: { id: 'b', value: '99.5000', low: '99.5000', high: '99.5000', weight: '70.0000' },
          children: [],
        },
        {
          key: 'explain.part_weighted_known',
          params: { id: 'c', value: '90.0000', low: '90.0000', high: '90.0000', weight: '0.0000' },
          children: [],
        },
      ],
    });
    expect(compositeOf({ kind: 'n_of_m', needed: 2 }, THREE).explanation.params['needed']).toBe(2);
  });

  it.each<[string, CompositeRule, readonly Part[], string | undefined]>([
    ['no parts', { kind: 'product' }, [], 'engine.composite_parts'],
    [
      'as many as there may be',
      { kind: 'worst_of' },
      Array.from({ length: MAX_PARTS }, (_, i) => part(`${i}`, '1')),
      undefined,
    ],
    [
      'one more',
      { kind: 'worst_of' },
      Array.from({ length: MAX_PARTS + 1 }, (_, i) => part(`${i}`, '1')),
      'engine.composite_parts',
    ],
    ['a share above 1', { kind: 'product' }, [part('a', '1.01')], 'engine.composite_share'],
    ['a share below 0', { kind: 'product' }, [part('a', '-0.01')], 'engine.composite_share'],
    ['a missing weight', { kind: 'weighted_mean' }, [part('a', '1')], 'engine.composite_weight'],
    ['a negative weight', { kind: 'weighted_mean' }, [part('a', '1', '-1')], 'engine.composite_weight'],
    ['no weight at all', { kind: 'weighted_mean' }, [part('a', '1', '0')], 'engine.composite_weightless'],
    ['more needed than there are', { kind: 'n_of_m', needed: 2 }, [part('a', '1')], 'engine.composite_needed'],
    ['none needed', { kind: 'n_of_m', needed: 0 }, [part('a', '1')], 'engine.composite_needed'],
    ['half needed', { kind: 'n_of_m', needed: 0.5 }, [part('a', '1')], 'engine.composite_needed'],
  ])('%s', (_name, rule, parts, reason) => {
    const make = (): unknown => compositeOf(rule, parts);
    if (reason === undefined) expect(make).not.toThrow();
    else expect(make).toThrow(expect.objectContaining({ reason }));
  });

  it('bounds contain every completion of unknown parts', () => {
    const shares = fc.integer({ min: 0, max: 20 }).map((n) => ratio(n, 20n));
    const parts = fc.array(fc.tuple(shares, fc.boolean(), fc.integer({ min: 1, max: 9 })), {
      minLength: 2,
      maxLength: 5,
    });
    fc.assert(
      fc.property(parts, fc.constantFrom(...RULES), (given, rule) => {
        const known = given.map(([share, , w], i) => ({ id: `${i}`, figure: exactly(share), weight: ratio(w) }));
        const partly = known.map((p, i) => (given[i]?.[1] === true ? { ...p, figure: NO_FIGURE } : p));
        const [truth, { value, low, high }] = [compositeOf(rule, known).figure.value, compositeOf(rule, partly).figure];
        if (truth === undefined) throw new Error('known parts make a known whole');
        expect(compare(low ?? ONE, truth) <= 0 && compare(truth, high ?? ZERO) <= 0).toBe(true);
        expect(value === undefined).toBe(given.some(([, unknown]) => unknown));
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('composites of states', () => {
  it.each<[string, StateRule, readonly SliceKind[], SliceKind]>([
    ['all good', { kind: 'worst_of' }, [GOOD, GOOD], GOOD],
    ['one bad', { kind: 'worst_of' }, [GOOD, BAD], BAD],
    ['one unknown', { kind: 'worst_of' }, [GOOD, UNKNOWN], UNKNOWN],
    ['bad beats unknown', { kind: 'worst_of' }, [BAD, MISSING], BAD],
    ['two of three are enough', { kind: 'n_of_m', needed: 2 }, [GOOD, GOOD, BAD], GOOD],
    ['one of three is not', { kind: 'n_of_m', needed: 2 }, [GOOD, BAD, BAD], BAD],
    ['the unknown one decides', { kind: 'n_of_m', needed: 2 }, [GOOD, UNKNOWN, BAD], UNKNOWN],
    ['an excluded part is not needed', { kind: 'n_of_m', needed: 2 }, [GOOD, EXCLUDED, BAD], GOOD],
    ['but one always is', { kind: 'n_of_m', needed: 1 }, [EXCLUDED, BAD], BAD],
    ['only excluded parts', { kind: 'worst_of' }, [EXCLUDED, EXCLUDED], EXCLUDED],
    ['no parts', { kind: 'worst_of' }, [], MISSING],
  ])('%s', (_name, rule, parts, whole) => expect(compositeSlice(rule, parts)).toBe(whole));
});
