import { describe, expect, it } from '@jest/globals';
import { DAY_MS, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { interval, totalMs } from '../timeline/timeline.js';
import { SLOT_MS, withMoments, type Scene } from './calendars.fixture.js';
import { openHours } from './open-hours.js';
import { reasonsBetween } from './reasons.js';
import { WorkingTime } from './working-time.js';

const RUNS = { numRuns: 10_000 };
const PATIENCE_MS = 240_000;
const timeOf = ({ calendar }: Scene): WorkingTime => new WorkingTime(openHours(calendar));

const targets = fc.oneof(
  fc.integer({ min: 0, max: 3 * DAY_MS }),
  fc.integer({ min: 0, max: 100 }).map((slots) => slots * SLOT_MS),
);

describe('working time, for any calendar', () => {
  it(
    'elapsed is additive and monotone, and never more than the span',
    () => {
      fc.assert(
        fc.property(withMoments(3), ({ scene, at: [a = 0 as Instant, b = 0 as Instant, c = 0 as Instant] }) => {
          const time = timeOf(scene);
          const [ab, bc, ac] = [time.elapsed(a, b), time.elapsed(b, c), time.elapsed(a, c)];
          expect(ab + bc).toBe(ac);
          expect(ab >= 0 && ab <= b - a && bc >= 0).toBe(true);
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'due is the first and breachAt the last instant at which a target is used up',
    () => {
      fc.assert(
        fc.property(withMoments(1), targets, ({ scene, at: [start = 0 as Instant] }, target) => {
          const time = timeOf(scene);
          const [due, breachAt] = [time.due(start, target), time.breachAt(start, target)];
          if (due === undefined) return expect(breachAt).toBeUndefined();
          expect(time.elapsed(start, due)).toBe(target);
          if (target > 0) expect(time.elapsed(start, (due - 1) as Instant)).toBe(target - 1);
          else expect(due).toBe(start);
          if (breachAt === undefined) return;
          expect(breachAt).toBeGreaterThanOrEqual(due);
          expect(time.elapsed(start, breachAt)).toBe(target);
          expect(time.elapsed(start, (breachAt + 1) as Instant)).toBe(target + 1);
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'startFor is the mirror of due',
    () => {
      fc.assert(
        fc.property(withMoments(1), targets, ({ scene, at: [end = 0 as Instant] }, ms) => {
          const time = timeOf(scene);
          const start = time.startFor(end, ms);
          if (start === undefined) return;
          expect(time.elapsed(start, end)).toBe(ms);
          if (ms > 0) expect(time.elapsed((start + 1) as Instant, end)).toBe(ms - 1);
          else expect(start).toBe(end);
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'nextOpen, nextClose and lastOpenEnd are where isOpen changes',
    () => {
      fc.assert(
        fc.property(withMoments(1), ({ scene, at: [at = 0 as Instant] }) => {
          const time = timeOf(scene);
          const [opens, closes, closed] = [time.nextOpen(at), time.nextClose(at), time.lastOpenEnd(at)];
          if (opens !== undefined) {
            expect([time.isOpen(opens), time.elapsed(at, opens)]).toEqual([true, 0]);
          }
          if (closes !== undefined) {
            expect([time.isOpen(closes), time.elapsed(at, closes)]).toEqual([false, closes - at]);
          }
          if (closed !== undefined) {
            expect([time.isOpen((closed - 1) as Instant), time.elapsed(closed, at)]).toEqual([true, 0]);
          }
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'reasons tile the span and their open time is the elapsed time',
    () => {
      fc.assert(
        fc.property(withMoments(2), ({ scene, at: [from = 0 as Instant, to = 0 as Instant] }) => {
          const reasons = reasonsBetween(scene.calendar, interval(from, to));
          const edges = reasons.flatMap(({ start, end }) => [start, end]);
          expect(edges).toEqual(from === to ? [] : [from, ...edges.slice(1, -1), to]);
          expect(reasons.every(({ start, end }, i) => start < end && end === (reasons[i + 1]?.start ?? to))).toBe(true);
          const open = reasons.filter(({ reason }) => reason === 'open');
          expect(totalMs(open)).toBe(timeOf(scene).elapsed(from, to));
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'what is compiled already never changes an answer',
    () => {
      const far = fc.array(fc.integer({ min: -3_000, max: 3_000 }), { minLength: 1, maxLength: 4 });
      fc.assert(
        fc.property(withMoments(2), targets, far, ({ scene, at: [a = 0 as Instant, b = 0 as Instant] }, ms, days) => {
          const answers = (time: WorkingTime): readonly unknown[] => [
            time.elapsed(a, b),
            time.due(a, ms),
            time.breachAt(a, ms),
            time.startFor(b, ms),
            time.isOpen(a),
            time.nextOpen(b),
            time.nextClose(a),
            time.lastOpenEnd(b),
          ];
          const grown = timeOf(scene);
          for (const day of days) grown.isOpen(((scene.day + day) * DAY_MS) as Instant);
          expect(answers(grown)).toEqual(answers(timeOf(scene)));
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );
});
