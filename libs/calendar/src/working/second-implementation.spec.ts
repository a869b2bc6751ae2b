import { describe, expect, it } from '@jest/globals';
import type { Instant } from '@sla/kernel';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { instantNear, localBy, opensAt, SLOT_MS, withMoments, type Scene } from './calendars.fixture.js';
import { openHours } from './open-hours.js';
import { WorkingTime } from './working-time.js';

const RUNS = { numRuns: 10_000 };
const PATIENCE_MS = 240_000;
const timeOf = ({ calendar }: Scene): WorkingTime => new WorkingTime(openHours(calendar));

const slots = (from: Instant, to: Instant): Instant[] =>
  Array.from({ length: (to - from) / SLOT_MS }, (_, i) => (from + i * SLOT_MS) as Instant);

describe('working time, for any calendar', () => {
  it(
    'agrees with a second implementation that walks the wall clock',
    () => {
      fc.assert(
        fc.property(withMoments(2, instantNear), ({ scene, at: [from = 0 as Instant, to = 0 as Instant] }) => {
          const open = opensAt(scene.calendar, localBy(scene.calendar.timeZone));
          const time = timeOf(scene);
          const walked = slots(from, to).filter(open).length * SLOT_MS;
          expect(time.elapsed(from, to)).toBe(walked);
          expect(time.isOpen(from)).toBe(open(from));
        }),
        RUNS,
      );
    },
    PATIENCE_MS,
  );

  it(
    'agrees with that implementation on the wall clock of a Temporal polyfill',
    () => {
      fc.assert(
        fc.property(withMoments(2, instantNear), ({ scene, at: [from = 0 as Instant, to = 0 as Instant] }) => {
          const open = opensAt(scene.calendar, (at) => {
            const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(scene.calendar.timeZone);
            return { date: wall.toPlainDate().toString(), minutes: wall.hour * 60 + wall.minute };
          });
          expect(timeOf(scene).elapsed(from, to)).toBe(slots(from, to).filter(open).length * SLOT_MS);
        }),
        { numRuns: 150 },
      );
    },
    PATIENCE_MS,
  );
});
