import { describe, expect, it } from '@jest/globals';
import { parseMoney, ratio } from '@sla/kernel';
import fc from 'fast-check';
import { at } from '../slices/slices.fixture.js';
import { totalsOf } from '../slices/slice.js';
import { eventTotals, type EventCounts } from './event-ratio.js';
import { exactly, judgeFigure, meetsGoal, NO_FIGURE, type Figure, type Goal } from './goal.js';
import { costFigure, countExceededAt, countFigure, satisfiedFigure, scoreFigure } from './tally.js';
import { ticketSlices, type Assignment, type ClockFact } from './ticket-duration.js';

describe('event ratios', () => {
  it.each<[string, EventCounts, readonly [bigint, bigint]]>([
    ['good and total', { good: 97n, total: 100n }, [97n, 3n]],
    ['bad and total', { bad: 3n, total: 100n }, [97n, 3n]],
    ['good and bad', { good: 97n, bad: 3n }, [97n, 3n]],
    ['all good', { good: 5n, total: 5n }, [5n, 0n]],
    ['nothing', { bad: 0n, total: 0n }, [0n, 0n]],
  ])('%s', (_name, counts, [good, bad]) => {
    expect(eventTotals(counts)).toEqual({ good, bad, unknown: 0n, excluded: 0n });
  });

  it.each<[string, EventCounts, string]>([
    ['more good than there are', { good: 6n, total: 5n }, 'engine.part_above_total'],
    ['more bad than there are', { bad: 6n, total: 5n }, 'engine.part_above_total'],
    ['a source that answers -1', { good: 15n, bad: -1n }, 'engine.negative_count'],
    ['a negative part', { good: -1n, total: 5n }, 'engine.negative_count'],
    ['a negative total', { bad: 0n, total: -5n }, 'engine.negative_count'],
  ])('refuse %s', (_name, counts, reason) => {
    expect(() => eventTotals(counts)).toThrow(expect.objectContaining({ reason }));
  });
});

describe('goals', () => {
  it.each<[Goal['comparison'], readonly [below: boolean, on: boolean, above: boolean]]>([
    ['at_most', [true, true, false]],
    ['below', [true, false, false]],
    ['at_least', [false, true, true]],
    ['above', [false, false, true]],
  ])('%s', (comparison, met) => {
    const goal = { comparison, threshold: ratio(3n, 2n) };
    expect(
      [ratio(1_499n, 1_000n), ratio(3n, 2n), ratio(1_501n, 1_000n)].map((value) => meetsGoal(value, goal)),
    ).toEqual(met);
  });

  const atLeastHalf: Goal = { comparison: 'at_least', threshold: ratio(1n, 2n) };
  it.each<[string, Figure, string]>([
    ['a value', exactly(ratio(1n, 2n)), 'met'],
    ['a low value', exactly(ratio(1n, 3n)), 'missed'],
    ['nothing', NO_FIGURE, 'insufficient_evidence'],
    ['bounds on one side', { value: undefined, low: ratio(3n, 5n), high: ratio(4n, 5n) }, 'met'],
    ['bounds on both sides', { value: ratio(3n, 5n), low: ratio(1n, 5n), high: ratio(4n, 5n) }, 'review_required'],
    ['a value without bounds', { value: ratio(1n), low: undefined, high: undefined }, 'met'],
    ['a low value without bounds', { value: ratio(0n), low: undefined, high: undefined }, 'missed'],
  ])('%s', (_name, figure, verdict) => expect(judgeFigure(figure, atLeastHalf)).toBe(verdict));
});

describe('counts, scores and costs', () => {
  it('a count that cannot be read makes a bound', () => {
    expect(countFigure(3n, 2n)).toEqual({ value: ratio(3n), low: ratio(3n), high: ratio(5n) });
  });

  it.each<[string, readonly number[], number, readonly (string | undefined)[]]>([
    ['answers', [5, 4, 3], 0, ['4/1', '4/1', '4/1']],
    ['an unreadable answer is anything on the scale', [5, 4], 1, ['9/2', '10/3', '14/3']],
    ['only unreadable answers', [], 2, [undefined, '1/1', '5/1']],
    ['no answers', [], 0, [undefined, undefined, undefined]],
  ])('%s', (_name, scores, unreadable, figures) => {
    const { value, low, high } = scoreFigure(
      scores.map((n) => ratio(n)),
      unreadable,
      { least: ratio(1n), most: ratio(5n) },
    );
    expect([value, low, high].map((r) => r && `${r.num}/${r.den}`)).toEqual(figures);
  });

  it('satisfied is a share of answers, and nothing without them', () => {
    const goal: Goal = { comparison: 'at_least', threshold: ratio(4n) };
    expect(satisfiedFigure([ratio(5n), ratio(4n), ratio(3n)], goal).value).toEqual(ratio(2n, 3n));
    expect(satisfiedFigure([], goal)).toEqual(NO_FIGURE);
  });

  it('costs add in minor units of one currency', () => {
    expect(costFigure([parseMoney('10.01', 'EUR'), parseMoney('0.02', 'EUR')]).value).toEqual(ratio(1_003n));
    expect(costFigure([])).toEqual(NO_FIGURE);
    expect(() => costFigure([parseMoney('1', 'EUR'), parseMoney('1', 'USD')])).toThrow('do not add');
  });

  it('says when a count was exceeded', () => {
    const instants = [at(1), at(2), at(3)];
    expect([0n, 2n, 3n].map((limit) => countExceededAt(instants, limit))).toEqual([at(1), at(3), undefined]);
  });
});

const clock = (changes: Partial<ClockFact> = {}): ClockFact => ({
  ticket: 'T1',
  openedAt: at(0),
  dueAt: at(60),
  breachAt: at(60),
  stopped: undefined,
  cancelled: false,
  ...changes,
});
const stopped = (minute: number, outcome: 'met' | 'missed'): Partial<ClockFact> => ({
  stopped: { at: at(minute), outcome },
});

describe('tickets', () => {
  it.each<[string, Partial<ClockFact>, Assignment, number, readonly number[] | 'elsewhere']>([
    ['met', stopped(30, 'met'), 'opened', 100, [1, 0, 0, 0]],
    ['missed', stopped(90, 'missed'), 'opened', 100, [0, 1, 0, 0]],
    ['open and in time', {}, 'opened', 30, [0, 0, 1, 0]],
    ['open at the last moment', {}, 'opened', 60, [0, 0, 1, 0]],
    ['open and overdue', {}, 'opened', 61, [0, 1, 0, 0]],
    ['open without a known due instant', { dueAt: undefined, breachAt: undefined }, 'opened', 90, [0, 0, 1, 0]],
    ['cancelled', { cancelled: true }, 'opened', 90, [0, 0, 0, 1]],
    ['stopped later than judged', stopped(90, 'missed'), 'opened', 50, [0, 0, 1, 0]],
    ['by its due instant', stopped(30, 'met'), 'due', 100, [1, 0, 0, 0]],
    ['not due yet', stopped(30, 'met'), 'due', 59, 'elsewhere'],
    ['by its stop', stopped(30, 'met'), 'stopped', 100, [1, 0, 0, 0]],
    ['open, not overdue, by its stop', {}, 'stopped', 50, 'elsewhere'],
    ['open and overdue, by its stop', {}, 'stopped', 61, [0, 1, 0, 0]],
    ['stopped in the next window', stopped(200, 'missed'), 'stopped', 300, 'elsewhere'],
    ['opened before the window', { openedAt: at(-1) }, 'opened', 61, 'elsewhere'],
  ])('%s', (_name, changes, assignment, judged, counts) => {
    const slices = ticketSlices([clock(changes)], assignment, { start: at(0), end: at(150) }, at(judged));
    const { good, bad, unknown, excluded } = totalsOf(slices);
    expect(slices.length === 0 ? 'elsewhere' : [good, bad, unknown, excluded].map(Number)).toEqual(counts);
  });

  it('stand in order of their instants, then of their names, in whatever order they came', () => {
    const facts = fc.uniqueArray(
      fc.record({ ticket: fc.string({ maxLength: 2 }), minute: fc.nat(5), missed: fc.boolean() }),
      { selector: ({ ticket }) => ticket, maxLength: 8 },
    );
    fc.assert(
      fc.property(facts, (given) => {
        const all = given.map(({ ticket, minute, missed }) =>
          clock({ ticket, openedAt: at(minute), ...stopped(9, missed ? 'missed' : 'met') }),
        );
        const window = { start: at(0), end: at(100) };
        expect(ticketSlices([...all].reverse(), 'opened', window, at(100))).toEqual(
          ticketSlices(all, 'opened', window, at(100)),
        );
      }),
      { numRuns: 10_000 },
    );
  });
});
