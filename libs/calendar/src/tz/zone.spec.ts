import { describe, expect, it } from '@jest/globals';
import { parseInstant, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { isZoneName, localTimeOf, offsetAt, toInstant, TZ_VERSION, zone, zoneNames } from '../index.js';

const at = (text: string): Instant => parseInstant(text);

/** Offset that the tz data inside Node.js gives, in milliseconds. */
function hostOffset(name: string, instant: Instant): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((p) => p.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(instant / 1000) * 1000;
}

/** Where the release inside Node.js 24.21 is older than ours, from when on; the suite follows its own. Tehran 1979 was corrected by a day. */
const HOST_DIFFERS: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'America/Havana': ['2026-10-01', '2038-01-01'],
  'America/Inuvik': ['2026-10-01', '2038-01-01'],
  'America/Winnipeg': ['2026-10-01', '2038-01-01'],
  'Asia/Tehran': ['1979-05-20', '1979-06-01'],
};

function hostDiffers(name: string, instant: Instant): boolean {
  const span = HOST_DIFFERS[name];
  return span !== undefined && instant >= Date.parse(span[0]) && instant < Date.parse(span[1]);
}

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

  it('agree with the host from 1970 to 2037, except where the releases differ', () => {
    const names = zoneNames().filter((name) => Intl.supportedValuesOf('timeZone').includes(name));
    const instants = fc.integer({ min: 0, max: Date.UTC(2037, 0, 1) / 1000 }).map((s) => (s * 1000) as Instant);
    fc.assert(
      fc.property(fc.constantFrom(...names), instants, (name, instant) => {
        fc.pre(!hostDiffers(name, instant));
        expect([name, offsetAt(zone(name), instant)]).toEqual([name, hostOffset(name, instant)]);
      }),
      { numRuns: 2_000 },
    );
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
