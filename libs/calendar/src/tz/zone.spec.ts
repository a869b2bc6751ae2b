import { describe, expect, it } from '@jest/globals';
import { parseInstant, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { isZoneName, localTimeOf, offsetAt, toInstant, TZ_VERSION, zone, zoneNames } from '../index.js';

const at = (text: string): Instant => parseInstant(text);

describe('zones of our own tz data', () => {
  it('name their release', () => expect(TZ_VERSION).toMatch(/^\d{4}[a-z]$/));

  it.each([
    ['Asia/Shanghai', '2026-07-01T00:00:00Z', 8],
    ['Asia/Shanghai', '1988-07-01T00:00:00Z', 9],
    ['Europe/Berlin', '2026-01-01T00:00:00Z', 1],
    ['Europe/Berlin', '2026-07-01T00:00:00Z', 2],
    ['Europe/Berlin', '2095-07-01T00:00:00Z', 2],
    ['Australia/Lord_Howe', '2026-01-01T00:00:00Z', 11],
    ['Australia/Lord_Howe', '2026-07-01T00:00:00Z', 10.5],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', -10],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', 14],
    ['Asia/Kathmandu', '2026-07-01T00:00:00Z', 5.75],
    ['UTC', '2026-07-01T00:00:00Z', 0],
  ])('%s at %s is %d hours ahead', (name, text, hours) => {
    expect(offsetAt(zone(name), at(text))).toBe(hours * 3_600_000);
  });

  it('refuses an unknown zone and names some that look alike', () => {
    expect(() => zone('Asia/Shanghia')).toThrow(
      expect.objectContaining({
        reason: 'calendar.unknown_zone',
        params: expect.objectContaining({ near: expect.stringContaining('Asia/Shanghai') }),
      }),
    );
    expect(isZoneName('constructor')).toBe(false);
    expect(() => zone('constructor')).toThrow('calendar.unknown_zone');
  });
});

describe('wall-clock times', () => {
  const berlin = zone('Europe/Berlin');
  const gap = { date: { year: 2026, month: 3, day: 29 }, timeMs: 2.5 * 3_600_000 };
  const overlap = { date: { year: 2026, month: 10, day: 25 }, timeMs: 2.5 * 3_600_000 };

  it.each([
    ['forward', '2026-03-29T01:00:00Z'],
    ['backward', '2026-03-29T00:59:59.999Z'],
    ['shift', '2026-03-29T01:30:00Z'],
  ] as const)('go %s over a gap', (policy, expected) => {
    expect(toInstant(berlin, gap, { gap: policy, overlap: 'refuse' })).toBe(at(expected));
  });

  it.each([
    ['earlier', '2026-10-25T00:30:00Z'],
    ['later', '2026-10-25T01:30:00Z'],
  ] as const)('take the %s instant of an overlap', (policy, expected) => {
    expect(toInstant(berlin, overlap, { gap: 'refuse', overlap: policy })).toBe(at(expected));
  });

  it('are refused when the policy says so', () => {
    const refuse = { gap: 'refuse', overlap: 'refuse' } as const;
    expect(() => toInstant(berlin, gap, refuse)).toThrow('calendar.skipped_time');
    expect(() => toInstant(berlin, overlap, refuse)).toThrow('calendar.ambiguous_time');
    expect(() => toInstant(berlin, { date: { year: 2026, month: 2, day: 29 }, timeMs: 0 }, refuse)).toThrow(
      'calendar.no_such_date',
    );
  });

  it('skip the whole of 30 December 2011 in Apia', () => {
    const skipped = { date: { year: 2011, month: 12, day: 30 }, timeMs: 0 };
    expect(toInstant(zone('Pacific/Apia'), skipped, { gap: 'forward', overlap: 'earlier' })).toBe(
      at('2011-12-30T10:00:00Z'),
    );
  });

  it('round-trip outside of gaps', () => {
    const instants = fc.integer({ min: -2e12, max: 4e12 }).map((ms) => ms as Instant);
    fc.assert(
      fc.property(fc.constantFrom(...zoneNames()), instants, (name, instant) => {
        const where = zone(name);
        const local = localTimeOf(where, instant);
        const both = (['earlier', 'later'] as const).map((o) => toInstant(where, local, { gap: 'refuse', overlap: o }));
        expect(both).toContain(instant);
      }),
      { numRuns: 3_000 },
    );
  });
});
