import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSettled, replaces, type Finding, type FindingPhase } from './finding.js';

const PHASES = ['open', 'provisional', 'final', 'restated'] as const;
type Mark = Pick<Finding, 'revision' | 'phase'>;
const mark = (text: string): Mark => {
  const [revision, phase] = text.split(' ');
  return { revision: Number(revision), phase: phase as FindingPhase };
};

describe('which finding the table keeps', () => {
  it.each([
    ['the first of a window', undefined, '1 open', true],
    ['the same again', '1 open', '1 open', true],
    ['the same further on', '1 open', '1 provisional', true],
    ['the end of the same', '1 provisional', '1 final', true],
    ['an older state of the same', '1 final', '1 open', false],
    ['one that was overtaken while it travelled', '1 provisional', '1 open', false],
    ['a newer revision in an earlier phase', '1 final', '2 open', true],
    ['a restatement', '1 final', '2 restated', true],
    ['an older revision in a later phase', '2 restated', '1 final', false],
    ['two revisions on', '1 final', '3 restated', true],
  ] as const)('%s', (_name, current, next, expected) => {
    expect(replaces(mark(next), current === undefined ? undefined : mark(current))).toBe(expected);
  });

  it('is the same whatever the order of arrival, as long as every state is told apart', () => {
    const marks = fc.uniqueArray(
      fc.record({ revision: fc.integer({ min: 1, max: 4 }), phase: fc.constantFrom(...PHASES) }),
      { selector: ({ revision, phase }) => `${revision} ${phase}`, minLength: 1, maxLength: 12 },
    );
    const kept = (arrivals: readonly Mark[]): Mark | undefined =>
      arrivals.reduce<Mark | undefined>((current, next) => (replaces(next, current) ? next : current), undefined);
    const shuffled = marks.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(fc.property(shuffled, ([all, other]) => expect(kept(other)).toEqual(kept(all))));
  });

  it.each([
    ['open', false],
    ['provisional', false],
    ['final', true],
    ['restated', true],
  ] as const)('%s is settled: %s', (phase, settled) => expect(isSettled({ phase })).toBe(settled));
});
