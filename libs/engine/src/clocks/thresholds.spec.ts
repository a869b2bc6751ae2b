import { describe, expect, it } from '@jest/globals';
import { openHours, WorkingTime } from '@sla/calendar';
import { formatInstant, parseDecimal, ratio } from '@sla/kernel';
import type { ClockEvent, ClockRules, ClockTerms, Threshold } from './clock.js';
import { change, CONTEXT, event, hours, minutes, RULES, T, terms } from './clocks.fixture.js';
import { foldClock } from './fold-clock.js';
import { countedAt, firingsOf, nextFiring } from './thresholds.js';

const half: Threshold = { id: 'x', kind: 'elapsed', share: ratio(1, 2) };
const full: Threshold = { id: 'x', kind: 'elapsed', share: ratio(1) };
const much: Threshold = { id: 'x', kind: 'elapsed', share: parseDecimal('1.5') };
const left = (ms: number): Threshold => ({ id: 'x', kind: 'remaining', ms });
const before = (ms: number, time: 'business' | 'wall'): Threshold => ({ id: 'x', kind: 'before_due', ms, time });
const after = (ms: number, time: 'business' | 'wall'): Threshold => ({ id: 'x', kind: 'after_due', ms, time });
const breach: Threshold = { id: 'x', kind: 'breach' };

function fires(
  thresholds: readonly Threshold[],
  events: readonly ClockEvent[],
  own: ClockTerms,
  rules: ClockRules = RULES,
): readonly string[] {
  const state = foldClock(rules, own, events);
  return firingsOf({ ...rules, thresholds }, state, CONTEXT).map(({ at }) =>
    formatInstant(at).slice(8, -1).replace(/:00$/, ''),
  );
}

describe('the exact instant of a threshold', () => {
  const [four, start] = [terms(hours(4)), event('2 15:00', 'start')];
  it.each<[string, Threshold, ClockTerms, string]>([
    ['half of the target, at closing time', half, four, '02T17:00'],
    ['all of it', full, four, '03T11:00'],
    ['beyond it', breach, four, '03T11:00:00.001'],
    ['150 %', much, four, '03T13:00'],
    ['what is left falls to it at closing time', left(hours(2)), four, '02T17:00'],
    ['so much before due, in working time', before(hours(2), 'business'), four, '03T09:00'],
    ['so much before due, by the wall clock', before(hours(4), 'wall'), four, '03T07:00'],
    ['so much after due, in working time', after(hours(7), 'business'), four, '05T10:00'],
    ['so much after due, by the wall clock', after(hours(24), 'wall'), four, '04T11:00'],
    ['more left than there is: at the start', left(hours(9)), four, '02T15:00'],
    ['more before due than there is: at the start', before(hours(9), 'business'), four, '02T15:00'],
    ['the same by the wall clock', before(hours(90), 'wall'), four, '02T15:00'],
    ['half of nothing: at the start', half, terms(0), '02T15:00'],
    ['all of nothing: at the start', full, terms(0), '02T15:00'],
    ['more than nothing: the first millisecond', much, terms(0), '02T15:00:00.001'],
  ])('%s', (_name, threshold, own, expected) => expect(fires([threshold], [start], own)).toEqual([expected]));

  it('never comes where the calendar never opens', () => {
    const context = {
      calendars: new Map([['office', { time: new WorkingTime(openHours({ timeZone: 'UTC', weekly: [] })) }]]),
    };
    const state = foldClock(RULES, four, [start]);
    const never = [
      half,
      full,
      much,
      breach,
      before(1, 'business'),
      before(1, 'wall'),
      after(0, 'business'),
      after(1, 'wall'),
    ];
    expect(firingsOf({ ...RULES, thresholds: never }, state, context)).toEqual([]);
  });

  it('is never early: a share of a millisecond is a millisecond', () => {
    expect([countedAt(ratio(1, 2), 3), countedAt(ratio(1), 3), countedAt(ratio(1, 3), 10)]).toEqual([2, 3, 4]);
  });
});

describe('pauses and ends', () => {
  const begun = event('2 09:00', 'start');
  const paused = [begun, event('2 11:00', 'pause')];
  const resumed = [...paused, event('2 13:00', 'resume')];
  const own = terms(hours(4));
  it.each<[string, Threshold, readonly ClockEvent[], readonly string[]]>([
    ['reached as the pause begins: waits', half, paused, []],
    ['and fires as it ends', half, resumed, ['02T13:00']],
    ['reached before the pause', left(hours(3)), paused, ['02T10:00']],
    ['not reached before it: nobody knows', full, paused, []],
    ['moved by it', full, resumed, ['02T15:00']],
    ['before due by the wall clock, moved by it', before(hours(1), 'wall'), resumed, ['02T14:00']],
    ['before due by the wall clock, true before it', before(hours(2), 'wall'), resumed, ['02T13:00']],
    ['after due by the wall clock, unknown while paused', after(hours(1), 'wall'), paused, []],
    ['reached as it stops: the stop was in time', full, [begun, event('2 13:00', 'stop')], []],
    [
      'a breach with the last millisecond is told',
      breach,
      [begun, event((T('2 13:00') + 1) as typeof begun.at, 'stop')],
      ['02T13:00:00.001'],
    ],
    ['no breach when it stops in time', breach, [begun, event('2 13:00', 'stop')], []],
    [
      'after a breach it goes on to 150 %',
      much,
      [begun, event('2 14:00', 'pause'), event('2 14:30', 'resume')],
      ['02T15:30'],
    ],
  ])('%s', (_name, threshold, events, expected) => expect(fires([threshold], events, own)).toEqual(expected));
});

describe('changes and cycles', () => {
  const thresholds: readonly Threshold[] = [
    { id: 'half', kind: 'elapsed', share: ratio(1, 2) },
    { id: 'breach', kind: 'breach' },
  ];
  const ids = (events: readonly ClockEvent[], rules: ClockRules): readonly string[] =>
    firingsOf({ ...rules, thresholds }, foldClock(rules, terms(hours(4)), events), CONTEXT).map(
      ({ id, at }) => `${id} ${formatInstant(at).slice(8, -1)}`,
    );
  const start = event('2 09:00', 'start');

  it('new terms warn anew, not before they came', () => {
    expect(ids([start, change('2 12:00', 'priority', terms(hours(5)))], RULES)).toEqual([
      'resolution/1/0/half 02T11:00:00',
      'resolution/1/1/half 02T12:00:00',
      'resolution/1/1/breach 02T14:00:00.001',
    ]);
  });

  it.each(['agreement', 'priority'] as const)('a target exceeded by a change of %s is told at the change', (kind) => {
    expect(ids([start, change('2 12:00', kind, terms(hours(1)))], RULES)).toEqual([
      'resolution/1/0/half 02T11:00:00',
      'resolution/1/1/half 02T12:00:00',
      'resolution/1/1/breach 02T12:00:00',
    ]);
  });

  it('a breach at the instant of a change belongs to the new terms', () => {
    const at = (T('2 13:00') + 1) as typeof start.at;
    expect(ids([start, change(at, 'priority', terms(hours(8)))], RULES)).toEqual([
      'resolution/1/0/half 02T11:00:00',
      'resolution/1/1/half 02T13:00:00.001',
      'resolution/1/1/breach 03T09:00:00.001',
    ]);
  });

  it('each cycle has its own, and what was done is not next', () => {
    const events = [start, event('2 12:00', 'reset')];
    expect(ids(events, RULES)).toEqual([
      'resolution/1/0/half 02T11:00:00',
      'resolution/2/0/half 02T14:00:00',
      'resolution/2/0/breach 02T16:00:00.001',
    ]);
    const firings = firingsOf({ ...RULES, thresholds }, foldClock(RULES, terms(hours(4)), events), CONTEXT);
    expect(nextFiring(firings, new Set(['resolution/1/0/half']))?.id).toBe('resolution/2/0/half');
    expect(nextFiring(firings, new Set(firings.map(({ id }) => id)))).toBeUndefined();
    expect(firingsOf(RULES, foldClock(RULES, terms(minutes(1)), []), CONTEXT)).toEqual([]);
  });
});
