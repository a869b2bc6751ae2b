import { describe, expect, it } from '@jest/globals';
import type { Instant, Interval } from '@sla/kernel';
import fc from 'fast-check';
import {
  clip,
  contains,
  intersect,
  interval,
  normalise,
  subtract,
  takeFirst,
  totalMs,
  union,
  type Timeline,
} from './timeline.js';

const intervals = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 })).map(([s, l]) => interval(s, s + l)),
  { maxLength: 8 },
);
const timelines = intervals.map(normalise);

/** The set as the list of its instants: slow, and obviously right. */
const points = (list: readonly Interval[]): number[] =>
  Array.from({ length: 100 }, (_, at) => at).filter((at) => list.some((i) => contains(i, at as Instant)));

const isNormal = (timeline: Timeline): boolean =>
  timeline.every((i, n) => i.start < i.end && (n === 0 || (timeline[n - 1]?.end ?? Infinity) < i.start));

describe('timelines are sets of instants', () => {
  it('normalise keeps the set and brings it into normal form', () => {
    fc.assert(
      fc.property(intervals, (list) => {
        expect(points(normalise(list))).toEqual(points(list));
        expect(isNormal(normalise(list))).toBe(true);
      }),
    );
  });

  it.each([
    ['union', union, (a: boolean, b: boolean) => a || b],
    ['intersect', intersect, (a: boolean, b: boolean) => a && b],
    ['subtract', subtract, (a: boolean, b: boolean) => a && !b],
  ] as const)('%s is what it is on sets', (_name, operation, rule) => {
    fc.assert(
      fc.property(timelines, timelines, (a, b) => {
        const [inA, inB] = [new Set(points(a)), new Set(points(b))];
        const expected = Array.from({ length: 100 }, (_, at) => at).filter((at) => rule(inA.has(at), inB.has(at)));
        expect(points(operation(a, b))).toEqual(expected);
        expect(isNormal(operation(a, b))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('lengths add up: a = (a and b) + (a without b)', () => {
    fc.assert(
      fc.property(timelines, timelines, (a, b) => {
        expect(totalMs(intersect(a, b)) + totalMs(subtract(a, b))).toBe(totalMs(a));
      }),
    );
  });

  it('takeFirst takes exactly so much, from the front', () => {
    fc.assert(
      fc.property(timelines, fc.integer({ min: 0, max: 100 }), (a, ms) => {
        const taken = takeFirst(a, ms);
        expect(totalMs(taken)).toBe(Math.min(ms, totalMs(a)));
        expect(points(taken)).toEqual(points(a).slice(0, totalMs(taken)));
      }),
    );
  });

  it('clip to nothing is nothing', () => expect(clip([interval(0, 5)], interval(3, 3))).toEqual([]));
});
