import { describe, expect, it } from '@jest/globals';
import { ALWAYS, openHours, WorkingTime } from '@sla/calendar';
import { formatInstant, type Instant } from '@sla/kernel';
import { ticketSlices, type Assignment } from '../indicators/ticket-duration.js';
import type { CarryOver, ChangeKind, ClockEvent, ClockRules, ClockTerms, ReopenPolicy } from './clock.js';
import { change, CONTEXT, event, hours, minutes, RULES, T, terms } from './clocks.fixture.js';
import type { ClockContext, ClockExclusion } from './counting.js';
import { foldClock } from './fold-clock.js';
import { readClock, type CycleReading } from './read-clock.js';
import { clockFactsOf } from './ticket-outcome.js';

function read(
  events: readonly ClockEvent[],
  at: string,
  {
    own = terms(hours(4)),
    rules = RULES,
    context = CONTEXT,
  }: { own?: ClockTerms; rules?: ClockRules; context?: ClockContext } = {},
): CycleReading {
  const { cycle } = readClock(foldClock(rules, own, events), context, T(at));
  if (cycle === undefined) throw new Error('nothing began');
  return cycle;
}
/** `due / last instant in time / breached`, without the year. */
const shown = ({ due, breachAt, breachedAt }: CycleReading): string =>
  [due, breachAt, breachedAt].map((at) => (at === undefined ? '-' : short(at))).join(' / ');
const short = (at: Instant): string => formatInstant(at).slice(8, -1).replace(/:00$/, '');

describe('due, last instant in time, breach', () => {
  it.each<[string, readonly ClockEvent[], string, ClockTerms, string, number]>([
    ['running', [event('2 10:00', 'start')], '2 11:00', terms(hours(4)), '02T14:00 / 02T14:00 / -', 1],
    ['used up at closing time', [event('2 13:00', 'start')], '2 20:00', terms(hours(4)), '02T17:00 / 03T09:00 / -', 4],
    [
      'the last millisecond in time',
      [event('2 13:00', 'start')],
      '3 09:00',
      terms(hours(4)),
      '02T17:00 / 03T09:00 / -',
      4,
    ],
    ['overdue', [event('2 13:00', 'start')], '3 10:00', terms(hours(4)), '02T17:00 / 03T09:00 / 03T09:00:00.001', 5],
    [
      'over a holiday and a closure',
      [event('3 16:00', 'start')],
      '5 15:00',
      terms(hours(5)),
      '05T15:00 / 05T15:00 / -',
      5,
    ],
    ['over a weekend', [event('6 16:00', 'start')], '7 12:00', terms(hours(4)), '09T12:00 / 09T12:00 / -', 1],
    ['begun at night', [event('2 03:00', 'start')], '2 04:00', terms(hours(4)), '02T13:00 / 02T13:00 / -', 0],
    ['a target of zero in hours', [event('2 10:00', 'start')], '2 10:00', terms(0), '02T10:00 / 02T10:00 / -', 0],
    ['a target of zero at night', [event('2 03:00', 'start')], '2 09:00', terms(0), '02T03:00 / 02T09:00 / -', 0],
    [
      'a target of zero, exceeded',
      [event('2 03:00', 'start')],
      '2 10:00',
      terms(0),
      '02T03:00 / 02T09:00 / 02T09:00:00.001',
      1,
    ],
    [
      'paused: as if resumed now',
      [event('2 10:00', 'start'), event('2 11:00', 'pause')],
      '2 16:00',
      terms(hours(4)),
      '03T11:00 / 03T11:00 / -',
      1,
    ],
    [
      'resumed',
      [event('2 10:00', 'start'), event('2 11:00', 'pause'), event('2 12:00', 'resume')],
      '2 12:00',
      terms(hours(4)),
      '02T15:00 / 02T15:00 / -',
      1,
    ],
    [
      'paused while overdue: the breach stays',
      [event('2 10:00', 'start'), event('2 15:00', 'pause')],
      '2 16:00',
      terms(hours(4)),
      '02T14:00 / 02T14:00 / 02T14:00:00.001',
      5,
    ],
    [
      'paused when the target is used up',
      [event('2 10:00', 'start'), event('2 14:00', 'pause')],
      '2 16:00',
      terms(hours(4)),
      '02T14:00 / 02T16:00 / -',
      4,
    ],
    [
      'by the make-up Saturday in Shanghai',
      [event('6 09:30', 'start')],
      '6 09:45',
      terms(hours(2), 'shanghai'),
      '07T02:30 / 07T02:30 / -',
      0.25,
    ],
  ])('%s', (_name, events, at, own, expected, elapsedHours) => {
    const reading = read(events, at, { own });
    expect(shown(reading)).toBe(expected);
    expect(reading.elapsedMs).toBe(elapsedHours * hours(1));
    expect(reading.remainingMs).toBe(own.targetMs - reading.elapsedMs);
  });

  it('never, where the calendar never opens long enough', () => {
    const never = new WorkingTime(openHours({ timeZone: 'UTC', weekly: [] }));
    const context = { calendars: new Map([['office', { time: never }]]) };
    expect(read([event('2 10:00', 'start')], '3 10:00', { context })).toMatchObject({
      due: undefined,
      breachAt: undefined,
      breachedAt: undefined,
    });
  });

  it.each<[string, string, number, 'met' | 'missed', string]>([
    ['on the target', '2 14:00', 0, 'met', '-'],
    ['one millisecond later', '2 14:00', 1, 'missed', '02T14:00:00.001'],
  ])('stopped %s', (_name, at, extra, outcome, breached) => {
    const stop = (T(at) + extra) as Instant;
    const { cycle } = readClock(
      foldClock(RULES, terms(hours(4)), [event('2 10:00', 'start'), event(stop, 'stop')]),
      CONTEXT,
      T('9 10:00'),
    );
    expect([cycle?.outcome, cycle?.breachedAt === undefined ? '-' : short(cycle.breachedAt)]).toEqual([
      outcome,
      breached,
    ]);
    expect(cycle?.elapsedMs).toBe(hours(4) + extra);
  });

  it('two pauses within one minute take their seconds only', () => {
    const at = (seconds: number): Instant => (T('2 10:00') + seconds * 1000) as Instant;
    const events = [
      event(at(0), 'start'),
      event(at(10), 'pause'),
      event(at(15), 'resume'),
      event(at(20), 'pause'),
      event(at(50), 'resume'),
    ];
    expect(short(read(events, '2 10:01', { own: terms(minutes(1)) }).due ?? T('1 00:00'))).toBe('02T10:01:35');
  });

  it('an event between keeps the clock from being judged before it', () => {
    const state = foldClock(RULES, terms(1), [event('2 10:00', 'start')]);
    expect(() => readClock(state, CONTEXT, T('2 09:59'))).toThrow('clock.judged_before_last_event');
  });

  it('a calendar that is not at hand is named', () => {
    expect(() => read([event('2 10:00', 'start')], '2 11:00', { own: terms(1, 'lost') })).toThrow(
      'clock.calendar_missing',
    );
  });

  it('nothing is read of a clock that did not begin', () => {
    expect(readClock(foldClock(RULES, terms(1), []), CONTEXT, T('2 10:00'))).toEqual({
      phase: 'pending',
      cycle: undefined,
      past: [],
    });
  });
});

describe('provisional', () => {
  const own = terms(hours(8), 'shanghai');
  it.each<[string, readonly ClockEvent[], string, boolean]>([
    ['due before the horizon', [event('2 01:00', 'start')], '2 02:00', false],
    ['due beyond the horizon', [event('31 05:00', 'start')], '31 06:00', true],
    ['stopped before the horizon', [event('31 05:00', 'start'), event('31 06:00', 'stop')], '31 06:00', false],
    ['breached before it, still open after it', [event('2 01:00', 'start')], '31 23:00', true],
    ['paused now, due beyond', [event('31 05:00', 'start'), event('31 06:00', 'pause')], '31 07:00', true],
  ])('%s: %s', (_name, events, at, expected) => {
    expect(read(events, at, { own }).provisional).toBe(expected);
  });
});

describe('carry-over at a change', () => {
  const rulesWith = (carryOver: CarryOver): ClockRules => ({
    ...RULES,
    carryOver: { priority: carryOver, agreement: carryOver, calendar: carryOver },
  });
  const start = event('2 09:00', 'start');

  it.each<[CarryOver, string, ChangeKind, ClockTerms, string, number]>([
    ['keep', 'shorter target', 'priority', terms(hours(1)), '02T13:00 / 02T13:00 / -', 3],
    [
      'forward',
      'shorter target, used up already',
      'priority',
      terms(hours(1)),
      '02T11:00 / 02T10:59:59.999 / 02T11:00',
      3,
    ],
    [
      'retroactive',
      'shorter target, used up already',
      'priority',
      terms(hours(1)),
      '02T10:00 / 02T10:00 / 02T10:00:00.001',
      3,
    ],
    ['reset', 'shorter target', 'priority', terms(hours(2)), '02T13:00 / 02T13:00 / -', 1],
    ['forward', 'longer target', 'agreement', terms(hours(6)), '02T15:00 / 02T15:00 / -', 3],
    ['retroactive', 'longer target', 'agreement', terms(hours(6)), '02T15:00 / 02T15:00 / -', 3],
    ['forward', 'to round the clock', 'calendar', terms(hours(12), 'always'), '02T21:00 / 02T21:00 / -', 3],
    ['retroactive', 'to round the clock', 'calendar', terms(hours(12), 'always'), '02T21:00 / 02T21:00 / -', 3],
  ])('%s: %s', (carryOver, _name, kind, to, expected, elapsedHours) => {
    const reading = read([start, change('2 11:00', kind, to)], '2 12:00', { rules: rulesWith(carryOver) });
    expect(shown(reading)).toBe(expected);
    expect(reading.elapsedMs).toBe(hours(elapsedHours));
  });

  it.each<[CarryOver, number]>([
    ['forward', 2 + 8],
    ['retroactive', 24],
  ])('%s counts the night before by the old or the new calendar: %i h', (carryOver, expected) => {
    const events = [event('2 15:00', 'start'), change('3 07:00', 'calendar', terms(hours(40), 'always'))];
    expect(read(events, '3 15:00', { rules: rulesWith(carryOver) }).elapsedMs).toBe(hours(expected));
  });

  it.each<[CarryOver, 'met' | 'missed']>([
    ['forward', 'missed'],
    ['retroactive', 'met'],
  ])('%s after a breach: %s', (carryOver, outcome) => {
    const events = [start, change('2 14:00', 'priority', terms(hours(8))), event('2 15:00', 'stop')];
    expect(read(events, '2 15:00', { rules: rulesWith(carryOver) }).outcome).toBe(outcome);
  });

  it('a change at the instant at which the old target would be exceeded speaks by the new one', () => {
    const at = (T('2 13:00') + 1) as Instant;
    const events = [start, change(at, 'priority', terms(hours(8)))];
    expect(read(events, '2 14:00', { rules: rulesWith('forward') }).breachedAt).toBeUndefined();
  });

  it('retroactive after forward rewrites all, forward after retroactive goes on', () => {
    const changes = [
      change('2 10:00', 'agreement', terms(hours(5), 'always')),
      change('2 11:00', 'priority', terms(hours(3))),
    ];
    expect(read([start, ...changes], '2 11:00').due).toBe(T('2 12:00'));
    const other = [
      change('2 10:00', 'priority', terms(hours(3))),
      change('2 11:00', 'agreement', terms(hours(12), 'always')),
    ];
    expect(read([start, ...other], '2 11:00').due).toBe(T('2 21:00'));
  });
});

describe('reopening', () => {
  const events = [event('2 10:00', 'start'), event('2 11:00', 'stop'), event('2 13:00', 'start')];
  it.each<[ReopenPolicy, string, number, number]>([
    ['continue', '02T14:00 / 02T14:00 / -', 4, 0],
    ['exclude_closed', '02T16:00 / 02T16:00 / -', 2, 0],
    ['new_cycle', '02T17:00 / 03T09:00 / -', 1, 1],
  ])('%s', (reopen, expected, elapsedHours, pastCycles) => {
    const { cycle, past } = readClock(foldClock({ ...RULES, reopen }, terms(hours(4)), events), CONTEXT, T('2 14:00'));
    expect(cycle === undefined ? '' : shown(cycle)).toBe(expected);
    expect(cycle?.elapsedMs).toBe(hours(elapsedHours));
    expect(past.map(({ outcome, number }) => [outcome, number])).toEqual(Array(pastCycles).fill(['met', 1]));
  });

  it('continue finds the breach in the closed time', () => {
    const late = [event('2 10:00', 'start'), event('2 11:00', 'stop'), event('3 11:00', 'start')];
    expect(shown(read(late, '3 11:00', { rules: { ...RULES, reopen: 'continue' } }))).toBe(
      '02T14:00 / 02T14:00 / 02T14:00:00.001',
    );
  });
});

describe('exclusions', () => {
  const exclude = (id: string, from: string, to: string): ClockExclusion => ({ id, start: T(from), end: T(to) });
  const withExclusions = (...exclusions: readonly ClockExclusion[]): ClockContext => ({ ...CONTEXT, exclusions });

  it.each<[string, ClockContext, string]>([
    [
      'behind and ahead',
      withExclusions(exclude('a', '2 10:00', '2 11:00'), exclude('b', '2 13:00', '2 14:00')),
      '02T15:00 / 02T15:00 / -',
    ],
    [
      'overlapping and twice',
      withExclusions(exclude('a', '2 10:00', '2 11:00'), exclude('b', '2 10:30', '2 11:00')),
      '02T14:00 / 02T14:00 / -',
    ],
    ['at night, which takes nothing', withExclusions(exclude('a', '2 20:00', '2 23:00')), '02T13:00 / 02T13:00 / -'],
  ])('%s', (_name, context, expected) => {
    expect(shown(read([event('2 09:00', 'start')], '2 12:00', { context }))).toBe(expected);
  });
});

describe('tickets in windows', () => {
  const window = { start: T('2 00:00'), end: T('3 00:00') };
  const cases: readonly [string, readonly ClockEvent[], Assignment, string][] = [
    ['opened in it', [event('2 13:00', 'start'), event('3 15:00', 'stop')], 'opened', 'bad'],
    ['due in it', [event('2 13:00', 'start'), event('3 09:00', 'stop')], 'due', 'good'],
    ['stopped after it', [event('2 13:00', 'start'), event('3 09:00', 'stop')], 'stopped', '-'],
    ['open and overdue', [event('2 09:00', 'start')], 'stopped', 'bad'],
    ['paused for good', [event('2 09:00', 'start'), event('2 10:00', 'pause')], 'opened', 'unknown'],
    ['cancelled', [event('2 09:00', 'start'), event('2 10:00', 'cancel')], 'opened', 'excluded'],
  ];
  it.each(cases)('%s', (_name, events, assignment, expected) => {
    const at = T('6 09:00');
    const reading = readClock(foldClock(RULES, terms(hours(4)), events), CONTEXT, at);
    const slices = ticketSlices(clockFactsOf('t', reading), assignment, window, at);
    const kinds = ['good', 'bad', 'unknown', 'excluded'] as const;
    expect(slices.flatMap((slice) => kinds.filter((kind) => slice[kind] === 1n)).join() || '-').toBe(expected);
  });

  it('a new cycle is a promise of its own', () => {
    const events = [event('2 09:00', 'start'), event('2 10:00', 'stop'), event('2 11:00', 'start')];
    const rules: ClockRules = { ...RULES, reopen: 'new_cycle' };
    const facts = clockFactsOf('t', readClock(foldClock(rules, terms(hours(4)), events), CONTEXT, T('2 12:00')));
    expect(facts.map(({ ticket, stopped }) => [ticket, stopped?.outcome])).toEqual([
      ['t', 'met'],
      ['t#2', undefined],
    ]);
  });
});

it('round the clock needs no calendar of hours', () => {
  const context = { calendars: new Map([['always', { time: new WorkingTime(ALWAYS) }]]) };
  expect(read([event('7 23:00', 'start')], '8 01:00', { own: terms(hours(4), 'always'), context }).due).toBe(
    T('8 03:00'),
  );
});
