import { describe, expect, it } from '@jest/globals';
import { zone } from '@sla/calendar';
import { DomainError, formatInstant } from '@sla/kernel';
import { readTime, type WallClock } from './read-time.js';

const place = { file: 'f.csv', line: 7 };
const clock = (name: string, overlap: WallClock['overlap'] = 'refuse'): WallClock => ({ zone: zone(name), overlap });
const read = (text: string, wall?: WallClock): string => formatInstant(readTime(place, 'timestamp', text, wall));
const reason = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error.reason;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('stamps without an offset', () => {
  it.each([
    ['UTC', '2014-03-09 02:30:00', '2014-03-09T02:30:00Z'],
    ['Asia/Shanghai', '2026-03-01 08:00:00', '2026-03-01T00:00:00Z'],
    ['Europe/Berlin', '2026-07-01T12:00', '2026-07-01T10:00:00Z'],
    ['Europe/Berlin', '2026-01-01T12:00:00.250', '2026-01-01T11:00:00.250Z'],
  ])('are read by the clock of %s: %s', (name, text, expected) => expect(read(text, clock(name))).toBe(expected));

  it('keep their own offset where they have one, whatever the clock', () =>
    expect(read('2026-03-01T08:00:00+08:00', clock('Europe/Berlin'))).toBe('2026-03-01T00:00:00Z'));

  it.each([
    ['earlier', '2014-11-02T05:30:00Z'],
    ['later', '2014-11-02T06:30:00Z'],
  ] as const)('that come twice are the %s one when that is said', (overlap, expected) =>
    expect(read('2014-11-02 01:30:00', clock('America/New_York', overlap))).toBe(expected),
  );

  it.each([
    ['without a clock', () => read('2014-03-09 02:30:00'), 'cli.time_without_offset'],
    ['that come twice', () => read('2014-11-02 01:30:00', clock('America/New_York')), 'cli.time_twice'],
    ['that the clock skips', () => read('2014-03-09 02:30:00', clock('America/New_York', 'later')), 'cli.time_skipped'],
    ['of hour 24', () => read('2014-03-09 24:00:00', clock('UTC')), 'cli.time_malformed'],
    ['that are words', () => read('yesterday', clock('UTC')), 'cli.time_malformed'],
  ])('%s are refused', (_name, work, expected) => expect(reason(work)).toBe(expected));
});
