import { describe, expect, it } from '@jest/globals';
import { formatInstant, InvariantError, parseInstant, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { interval } from '../timeline/timeline.js';
import { offsetSpans } from './offset-spans.js';
import { parsePosixRule } from './posix-rule.js';
import { nextChange, offsetAt, zone, zoneNames } from './zone.js';

const at = (text: string): Instant => parseInstant(text);

describe('the next change of the clock', () => {
  it.each([
    ['Europe/Berlin', '2026-01-01T00:00:00Z', '2026-03-29T01:00:00Z'],
    ['Europe/Berlin', '2026-03-29T00:59:59.999Z', '2026-03-29T01:00:00Z'],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z'],
    ['Europe/Berlin', '2026-12-31T23:59:59Z', '2027-03-28T01:00:00Z'],
    ['Europe/Berlin', '2150-07-01T00:00:00Z', '2150-10-25T01:00:00Z'],
    ['Australia/Lord_Howe', '2026-12-31T12:00:00Z', '2027-04-03T15:00:00Z'],
    ['Asia/Shanghai', '1986-01-01T00:00:00Z', '1986-05-03T18:00:00Z'],
    ['Asia/Shanghai', '1986-05-03T18:00:00Z', '1986-09-13T17:00:00Z'],
    ['Asia/Shanghai', '2026-01-01T00:00:00Z', 'never'],
    ['UTC', '1900-01-01T00:00:00Z', 'never'],
  ])('of %s after %s', (name, text, expected) => {
    const next = nextChange(zone(name), at(text));
    expect(next === undefined ? 'never' : formatInstant(next)).toBe(expected);
  });

  it('is the first instant with another offset, or one that is told again', () => {
    const instants = fc.integer({ min: at('1900-01-01T00:00:00Z'), max: at('2299-01-01T00:00:00Z') });
    fc.assert(
      fc.property(
        fc.constantFrom(...zoneNames()),
        instants,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (name, ms, part) => {
          const where = zone(name);
          const [from, next] = [ms as Instant, nextChange(where, ms as Instant)];
          const until = next ?? at('2300-01-01T00:00:00Z');
          const between = Math.floor(from + (until - 1 - from) * part) as Instant;
          expect(until).toBeGreaterThan(from);
          expect(offsetAt(where, between)).toBe(offsetAt(where, from));
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

describe('spans of one offset', () => {
  it('of Berlin in 2026', () => {
    const year = interval(at('2026-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z'));
    expect(
      offsetSpans(zone('Europe/Berlin'), year).map(
        ({ start, offsetMs }) => `${formatInstant(start)} ${offsetMs / 3_600_000}`,
      ),
    ).toEqual(['2026-01-01T00:00:00Z 1', '2026-03-29T01:00:00Z 2', '2026-10-25T01:00:00Z 1']);
  });

  it('none in an empty span', () => expect(offsetSpans(zone('UTC'), interval(5, 5))).toEqual([]));

  it('tile any span of any zone, and each has the offset of its instants', () => {
    const instants = fc.integer({ min: at('1900-01-01T00:00:00Z'), max: at('2100-01-01T00:00:00Z') });
    fc.assert(
      fc.property(
        fc.constantFrom(...zoneNames()),
        instants,
        fc.integer({ min: 1, max: 1e11 }),
        (name, start, length) => {
          const where = zone(name);
          const spans = offsetSpans(where, interval(start, start + length));
          expect([spans[0]?.start, spans.at(-1)?.end]).toEqual([start, start + length]);
          for (const [i, span] of spans.entries()) {
            expect(span.end).toBe(spans[i + 1]?.start ?? start + length);
            const last = (span.end - 1) as Instant;
            expect([offsetAt(where, span.start), offsetAt(where, last)]).toEqual([span.offsetMs, span.offsetMs]);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('POSIX rules', () => {
  const hours = (rule: string, text: string): number => parsePosixRule(rule).offsetAt(at(text)) / 3_600_000;
  it.each([
    ['the last Sunday of a month', 'CET-1CEST,M3.5.0,M10.5.0/3', '2026-03-29T00:59:59Z', 1],
    ['the last Sunday of a month, after it', 'CET-1CEST,M3.5.0,M10.5.0/3', '2026-03-29T01:00:00Z', 2],
    ['the south: summer over New Year', 'AEST-10AEDT,M10.1.0,M4.1.0/3', '2026-01-01T00:00:00Z', 11],
    ['an offset of its own for summer', '<+1030>-10:30<+11>-11,M10.1.0,M4.1.0', '2026-01-01T00:00:00Z', 11],
    ['a change before midnight', 'A3B,M3.5.0/-2,M10.5.0/-1', '2026-03-29T00:59:59Z', -3],
    ['a change before midnight, after it', 'A3B,M3.5.0/-2,M10.5.0/-1', '2026-03-29T01:00:00Z', -2],
    ['a change beyond midnight', 'EET-2EEST,M4.5.5/0,M10.5.4/24', '2026-10-29T20:59:59Z', 3],
    ['a change beyond midnight, after it', 'EET-2EEST,M4.5.5/0,M10.5.4/24', '2026-10-29T21:00:00Z', 2],
    ['day 60 that counts no 29 February, in a leap year', 'A0B,J60/0,J300/0', '2028-02-29T23:59:59Z', 0],
    ['day 60 that counts no 29 February, after it', 'A0B,J60/0,J300/0', '2028-03-01T00:00:00Z', 1],
    ['day 60 in another year', 'A0B,J60/0,J300/0', '2027-03-01T00:00:00Z', 1],
    ['day 59 from zero is 29 February in a leap year', 'A0B,59/0,300/0', '2028-02-29T00:00:00Z', 1],
    ['day 59 from zero is 1 March in another', 'A0B,59/0,300/0', '2027-02-28T23:59:59Z', 0],
  ])('%s', (_name, rule, text, expected) => expect(hours(rule, text)).toBe(expected));

  it('that are malformed are our own bug', () => expect(() => parsePosixRule('CET')).toThrow(InvariantError));
});
