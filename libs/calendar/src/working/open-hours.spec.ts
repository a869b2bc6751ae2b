import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { interval, intersect, subtract, union } from '../timeline/timeline.js';
import { momentNear, scenes, spanOf, spanTexts } from './calendars.fixture.js';
import { ALWAYS, differenceOf, intersectionOf, openHours, unionOf } from './open-hours.js';
import type { WorkingCalendar } from './rules.js';

const days = (hours: string, knownUntil?: string, timeZone = 'UTC'): WorkingCalendar => ({
  timeZone,
  weekly: [{ hours: { mon: [hours], tue: [hours] } }],
  ...(knownUntil === undefined ? {} : { knownUntil }),
});
const monday = spanOf('2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z');

describe('calendars combined', () => {
  const [a, b] = [openHours(days('09:00-17:00')), openHours(days('12:00-20:00'))];
  it.each([
    ['union', unionOf(a, b), '2026-03-02T09:00:00Z/2026-03-02T20:00:00Z'],
    ['intersection', intersectionOf(a, b), '2026-03-02T12:00:00Z/2026-03-02T17:00:00Z'],
    ['difference', differenceOf(a, b), '2026-03-02T09:00:00Z/2026-03-02T12:00:00Z'],
    ['always', ALWAYS, '2026-03-02T00:00:00Z/2026-03-03T00:00:00Z'],
    ['never: all without always', differenceOf(ALWAYS, ALWAYS), ''],
  ])('%s', (_name, hours, expected) => {
    expect(spanTexts(hours.within(monday)).join(' ')).toBe(expected);
  });

  it('always is not open in an empty span', () =>
    expect(ALWAYS.within(interval(monday.start, monday.start))).toEqual([]));

  it('two zones: where Shanghai and Berlin both work', () => {
    const both = intersectionOf(
      openHours(days('09:00-18:00', undefined, 'Asia/Shanghai')),
      openHours(days('09:00-18:00', undefined, 'Europe/Berlin')),
    );
    expect(spanTexts(both.within(monday))).toEqual(['2026-03-02T08:00:00Z/2026-03-02T10:00:00Z']);
  });

  it('is the operation on sets, for any two calendars and any cut', () => {
    const pairs = scenes.chain((scene) =>
      fc.tuple(fc.constant(scene), scenes, momentNear(scene), momentNear(scene)).map(([one, other, x, y]) => ({
        a: openHours(one.calendar),
        b: openHours({ ...other.calendar, timeZone: one.calendar.timeZone }),
        span: interval(Math.min(x, y), Math.max(x, y)),
      })),
    );
    fc.assert(
      fc.property(pairs, ({ a: one, b: two, span }) => {
        const [inOne, inTwo] = [one.within(span), two.within(span)];
        expect(unionOf(one, two).within(span)).toEqual(union(inOne, inTwo));
        expect(intersectionOf(one, two).within(span)).toEqual(intersect(inOne, inTwo));
        expect(differenceOf(one, two).within(span)).toEqual(subtract(inOne, inTwo));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the horizon', () => {
  const early = openHours(days('09:00-17:00', '2027-01-01', 'Asia/Shanghai'));
  const late = openHours(days('09:00-17:00', '2028-01-01', 'Asia/Shanghai'));
  const open = openHours(days('09:00-17:00'));

  it.each([
    ['of a calendar is its local midnight', early, '2026-12-31T16:00:00.000Z'],
    ['of two is the earlier', unionOf(late, early), '2026-12-31T16:00:00.000Z'],
    ['of two is the earlier, the other way round', unionOf(early, late), '2026-12-31T16:00:00.000Z'],
    ['of one without is that of the other', intersectionOf(open, late), '2027-12-31T16:00:00.000Z'],
    ['of the other without is that of the one', differenceOf(late, open), '2027-12-31T16:00:00.000Z'],
  ])('%s', (_name, { knownUntil }, expected) => {
    expect(new Date(knownUntil ?? 0).toISOString()).toBe(expected);
  });
  it('is absent where holidays do not matter', () => expect(unionOf(open, ALWAYS).knownUntil).toBeUndefined());
});
