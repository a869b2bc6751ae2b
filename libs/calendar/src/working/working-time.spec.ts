import { describe, expect, it } from '@jest/globals';
import { DAY_MS, formatInstant, HOUR_MS, InvariantError, MIN_INSTANT, parseInstant, type Instant } from '@sla/kernel';
import { ALWAYS, differenceOf, openHours } from './open-hours.js';
import type { WorkingCalendar } from './rules.js';
import { LAST_COMPILED, WorkingTime } from './working-time.js';

const at = (text: string): Instant => parseInstant(text);
const shown = (instant: Instant | undefined): string => (instant === undefined ? 'never' : formatInstant(instant));
const week = (hours: string, more: Partial<WorkingCalendar> = {}): WorkingTime =>
  new WorkingTime(
    openHours({
      timeZone: 'UTC',
      weekly: [{ hours: { mon: [hours], tue: [hours], wed: [hours], thu: [hours], fri: [hours] } }],
      ...more,
    }),
  );
const before = (instant: Instant): Instant => (instant - 1) as Instant;
const NEVER = new WorkingTime(differenceOf(ALWAYS, ALWAYS));

describe('half-open boundaries', () => {
  const time = week('09:00-17:00');
  it.each([
    ['a millisecond before opening', '2026-03-02T08:59:59.999Z', false],
    ['at opening', '2026-03-02T09:00:00Z', true],
    ['a millisecond before closing', '2026-03-02T16:59:59.999Z', true],
    ['at closing', '2026-03-02T17:00:00Z', false],
  ])('%s', (_name, text, open) => expect(time.isOpen(at(text))).toBe(open));

  it.each([
    ['the same instant', '2026-03-02T10:00:00Z', '2026-03-02T10:00:00Z', 0],
    ['backwards', '2026-03-03T10:00:00Z', '2026-03-02T10:00:00Z', 0],
    ['the first millisecond', '2026-03-02T09:00:00Z', '2026-03-02T09:00:00.001Z', 1],
    ['the millisecond before', '2026-03-02T08:59:59.999Z', '2026-03-02T09:00:00Z', 0],
    ['the last millisecond', '2026-03-02T16:59:59.999Z', '2026-03-02T18:00:00Z', 1],
    ['a week', '2026-03-02T00:00:00Z', '2026-03-09T00:00:00Z', 40 * HOUR_MS],
    ['four weeks from inside to inside', '2026-03-02T10:00:00Z', '2026-03-30T10:00:00Z', 160 * HOUR_MS],
  ])('elapsed of %s', (_name, from, to, ms) => expect(time.elapsed(at(from), at(to))).toBe(ms));
});

describe('due and breachAt', () => {
  const time = week('09:00-17:00');
  it.each([
    ['inside a day they are the same', '2026-03-02T10:00:00Z', 2, '2026-03-02T12:00:00Z', '2026-03-02T12:00:00Z'],
    ['used up at closing time', '2026-03-02T10:00:00Z', 7, '2026-03-02T17:00:00Z', '2026-03-03T09:00:00Z'],
    ['used up at closing time on Friday', '2026-03-06T09:00:00Z', 8, '2026-03-06T17:00:00Z', '2026-03-09T09:00:00Z'],
    ['from outside hours', '2026-03-07T12:00:00Z', 1, '2026-03-09T10:00:00Z', '2026-03-09T10:00:00Z'],
    ['zero while open', '2026-03-02T10:00:00Z', 0, '2026-03-02T10:00:00Z', '2026-03-02T10:00:00Z'],
    ['zero while closed', '2026-03-07T12:00:00Z', 0, '2026-03-07T12:00:00Z', '2026-03-09T09:00:00Z'],
    ['zero at closing time', '2026-03-02T17:00:00Z', 0, '2026-03-02T17:00:00Z', '2026-03-03T09:00:00Z'],
    ['a year of work', '2026-01-01T00:00:00Z', 2_080, '2026-12-30T17:00:00Z', '2026-12-31T09:00:00Z'],
  ])('%s', (_name, start, hours, due, breachAt) => {
    expect(shown(time.due(at(start), hours * HOUR_MS))).toBe(due);
    expect(shown(time.breachAt(at(start), hours * HOUR_MS))).toBe(breachAt);
  });

  it.each([
    ['inside a day', '2026-03-02T12:00:00Z', 2, '2026-03-02T10:00:00Z'],
    ['the whole of a day', '2026-03-02T17:00:00Z', 8, '2026-03-02T09:00:00Z'],
    ['over a week-end', '2026-03-09T10:00:00Z', 2, '2026-03-06T16:00:00Z'],
    ['nothing', '2026-03-07T12:00:00Z', 0, '2026-03-07T12:00:00Z'],
    ['eight years', '2026-03-02T12:00:00Z', 2_080 * 8, '2018-03-12T12:00:00Z'],
  ])('startFor of %s', (_name, end, hours, start) => {
    const found = time.startFor(at(end), hours * HOUR_MS);
    expect(found && time.elapsed(found, at(end))).toBe(hours * HOUR_MS);
    expect(shown(found)).toBe(start);
  });

  it('a target is a whole number of milliseconds, zero or more', () => {
    for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => time.due(at('2026-03-02T10:00:00Z'), bad)).toThrow(InvariantError);
      expect(() => time.breachAt(at('2026-03-02T10:00:00Z'), bad)).toThrow(InvariantError);
      expect(() => time.startFor(at('2026-03-02T10:00:00Z'), bad)).toThrow(InvariantError);
    }
  });
});

describe('opening and closing', () => {
  const time = week('09:00-17:00');
  it.each([
    ['while open', '2026-03-02T10:00:00Z', '2026-03-02T10:00:00Z', '2026-03-02T17:00:00Z', '2026-03-02T10:00:00Z'],
    ['at opening', '2026-03-02T09:00:00Z', '2026-03-02T09:00:00Z', '2026-03-02T17:00:00Z', '2026-02-27T17:00:00Z'],
    ['at closing', '2026-03-02T17:00:00Z', '2026-03-03T09:00:00Z', '2026-03-02T17:00:00Z', '2026-03-02T17:00:00Z'],
    ['on Sunday', '2026-03-08T12:00:00Z', '2026-03-09T09:00:00Z', '2026-03-08T12:00:00Z', '2026-03-06T17:00:00Z'],
  ])('%s', (_name, text, opens, closes, lastEnd) => {
    expect(shown(time.nextOpen(at(text)))).toBe(opens);
    expect(shown(time.nextClose(at(text)))).toBe(closes);
    expect(shown(time.lastOpenEnd(at(text)))).toBe(lastEnd);
  });

  it('a closing far ahead is found, and no edge of what is compiled is taken for one', () => {
    const always = openHours({
      timeZone: 'UTC',
      weekly: [
        {
          hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((d) => [d, ['00:00-24:00']])),
        },
      ],
      closures: [{ from: '2031-05-06T07:08', to: '2031-05-06T07:09' }],
    });
    const time247 = new WorkingTime(always);
    expect(shown(time247.nextClose(at('2026-01-01T00:00:00Z')))).toBe('2031-05-06T07:08:00Z');
    expect(shown(time247.breachAt(at('2031-05-06T07:07:00Z'), 60_000))).toBe('2031-05-06T07:09:00Z');
  });

  it('an opening far ahead or far back is found', () => {
    const once = new WorkingTime(
      openHours({ timeZone: 'UTC', weekly: [], overrides: [{ date: '2150-06-01', hours: ['12:00-13:00'] }] }),
    );
    expect(shown(once.nextOpen(at('2026-01-01T00:00:00Z')))).toBe('2150-06-01T12:00:00Z');
    expect(shown(once.lastOpenEnd(at('2290-01-01T00:00:00Z')))).toBe('2150-06-01T13:00:00Z');
    expect(shown(once.startFor(at('2290-01-01T00:00:00Z'), HOUR_MS))).toBe('2150-06-01T12:00:00Z');
    expect(shown(once.due(at('2026-01-01T00:00:00Z'), HOUR_MS))).toBe('2150-06-01T13:00:00Z');
    expect(shown(once.breachAt(at('2026-01-01T00:00:00Z'), HOUR_MS))).toBe('never');
    expect(shown(once.startFor(at('2290-01-01T00:00:00Z'), HOUR_MS + 1))).toBe('never');
  });
});

describe('calendars without an end of waiting', () => {
  const start = at('2026-01-01T00:00:00Z');

  it('one that never opens answers so', () => {
    expect([NEVER.due(start, 1), NEVER.breachAt(start, 0), NEVER.nextOpen(start), NEVER.lastOpenEnd(start)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(NEVER.startFor(start, 1)).toBeUndefined();
    expect([NEVER.due(start, 0), NEVER.startFor(start, 0), NEVER.nextClose(start)]).toEqual([start, start, start]);
    expect(NEVER.elapsed(start, at('2200-01-01T00:00:00Z'))).toBe(0);
  });

  it('one without any hours answers fast: a calendar is compiled a few times, not day by day', () => {
    const began = performance.now();
    const empty = new WorkingTime(openHours({ timeZone: 'Europe/Berlin', weekly: [] }));
    expect(empty.due(start, 1)).toBeUndefined();
    const compiled = performance.now() - began;
    for (let i = 0; i < 1_000; i++) expect(empty.due((start + i) as Instant, 1)).toBeUndefined();
    expect(compiled).toBeLessThan(5_000);
    expect(performance.now() - began - compiled).toBeLessThan(1_000);
  });

  it('one that never closes has no closing time and nothing late at the end of time', () => {
    const always = new WorkingTime(ALWAYS);
    expect(always.nextClose(start)).toBeUndefined();
    expect(always.due(start, 5 * DAY_MS)).toBe(start + 5 * DAY_MS);
    expect(always.breachAt(start, LAST_COMPILED - start - 1)).toBe(LAST_COMPILED - 1);
    expect(always.breachAt(start, LAST_COMPILED - start)).toBeUndefined();
  });
});

describe('limits', () => {
  const time = week('09:00-17:00');
  it.each([
    ['the first instant', MIN_INSTANT],
    ['the last instant', before(LAST_COMPILED)],
  ])('%s can be asked', (_name, instant) => {
    expect(time.isOpen(instant)).toBe(false);
    expect(time.elapsed(instant, instant)).toBe(0);
  });
  it.each([
    ['before the first', before(MIN_INSTANT)],
    ['after the last', LAST_COMPILED],
  ])('one %s is refused', (_name, instant) => {
    const refusal = expect.objectContaining({ kind: 'out_of_range', reason: 'calendar.beyond_limit' });
    expect(() => time.isOpen(instant)).toThrow(refusal);
    expect(() => time.due(instant, 1)).toThrow(refusal);
  });
  it('spans from end to end are answered', () => {
    const weeks = (LAST_COMPILED - MIN_INSTANT) / (7 * DAY_MS) - 1;
    expect(time.elapsed(MIN_INSTANT, (MIN_INSTANT + weeks * 7 * DAY_MS) as Instant)).toBe(weeks * 40 * HOUR_MS);
  });
  it('a deadline beyond the last is never reached', () => {
    expect(time.due(at('2299-12-30T00:00:00Z'), 100 * HOUR_MS)).toBeUndefined();
  });
});

describe('what is compiled', () => {
  it('takes no memory before the first question, and 24 bytes an interval after it', () => {
    const time = week('09:00-17:00');
    expect(time.compiledBytes).toBe(0);
    time.isOpen(at('2026-03-02T10:00:00Z'));
    const first = time.compiledBytes;
    expect(first % 24).toBe(8);
    time.isOpen(at('2036-03-02T10:00:00Z'));
    expect(time.compiledBytes).toBeGreaterThan(10 * 260 * 24);
    expect(first).toBeLessThan(24 * 260);
  });
});

describe('the horizon', () => {
  const time = week('09:00-17:00', { knownUntil: '2027-01-01' });
  it.each([
    ['a millisecond before it is known', '2026-12-31T23:59:59.999Z', false],
    ['at it is provisional', '2027-01-01T00:00:00Z', true],
  ])('%s', (_name, text, provisional) => expect(time.isProvisional(at(text))).toBe(provisional));
  it('is that of its hours', () => expect(shown(time.knownUntil)).toBe('2027-01-01T00:00:00Z'));
  it('without one nothing is provisional', () => {
    expect(week('09:00-17:00').isProvisional(at('2299-01-01T00:00:00Z'))).toBe(false);
    expect(week('09:00-17:00').knownUntil).toBeUndefined();
  });
});
