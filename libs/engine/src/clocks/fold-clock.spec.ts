import { describe, expect, it } from '@jest/globals';
import { DomainError, MAX_INSTANT, type Instant } from '@sla/kernel';
import { checkClockRules, MAX_CLOCK_EVENTS, MAX_CLOCK_MS, MAX_THRESHOLDS } from './check-clock.js';
import {
  CLOCK_ACTIONS,
  CLOCK_PHASES,
  type ClockAction,
  type ClockEvent,
  type ClockPhase,
  type ClockRules,
  type ClockState,
  type ClockTerms,
  type Threshold,
} from './clock.js';
import { change, CONTEXT, event, hours, RULES, T, terms } from './clocks.fixture.js';
import { advanceClock, foldClock, isLater, pendingClock } from './fold-clock.js';
import { readClock } from './read-clock.js';
import { ticketVerdict } from './ticket-outcome.js';

const fold = (events: readonly ClockEvent[], rules: ClockRules = RULES): ClockState =>
  foldClock(rules, terms(hours(4)), events);
/** Phase, number of cycles, marks of the present cycle, oddities. */
const shown = ({ phase, past, cycle, findings }: ClockState): string =>
  [
    phase,
    past.length + (cycle === undefined ? 0 : 1),
    cycle?.marks.map(({ state }) => state).join(',') ?? '-',
    findings.map(({ oddity }) => oddity).join(',') || 'fine',
  ].join(' ');

const INTO: Readonly<Record<ClockPhase, readonly ClockEvent[]>> = {
  pending: [],
  running: [event('2 09:00', 'start')],
  paused: [event('2 09:00', 'start'), event('2 10:00', 'pause')],
  stopped: [event('2 09:00', 'start'), event('2 10:00', 'stop')],
  cancelled: [event('2 09:00', 'start'), event('2 10:00', 'cancel')],
};

describe('the six transitions from each phase', () => {
  const rows: readonly (readonly [ClockAction, ClockPhase, string])[] = [
    ['start', 'pending', 'running 1 running fine'],
    ['start', 'running', 'running 1 running fine'],
    ['start', 'paused', 'paused 1 running,paused fine'],
    ['start', 'stopped', 'running 1 running,closed,running fine'],
    ['start', 'cancelled', 'running 2 running fine'],
    ['pause', 'pending', 'pending 0 - pause_before_start'],
    ['pause', 'running', 'paused 1 running,paused fine'],
    ['pause', 'paused', 'paused 1 running,paused fine'],
    ['pause', 'stopped', 'stopped 1 running,stopped pause_after_end'],
    ['pause', 'cancelled', 'cancelled 1 running,cancelled pause_after_end'],
    ['resume', 'pending', 'pending 0 - resume_without_pause'],
    ['resume', 'running', 'running 1 running resume_without_pause'],
    ['resume', 'paused', 'running 1 running,paused,running fine'],
    ['resume', 'stopped', 'stopped 1 running,stopped resume_without_pause'],
    ['resume', 'cancelled', 'cancelled 1 running,cancelled resume_without_pause'],
    ['stop', 'pending', 'pending 0 - stop_before_start'],
    ['stop', 'running', 'stopped 1 running,stopped fine'],
    ['stop', 'paused', 'stopped 1 running,paused,stopped fine'],
    ['stop', 'stopped', 'stopped 1 running,stopped fine'],
    ['stop', 'cancelled', 'cancelled 1 running,cancelled stop_after_cancel'],
    ['reset', 'pending', 'running 1 running fine'],
    ['reset', 'running', 'running 2 running fine'],
    ['reset', 'paused', 'running 2 running fine'],
    ['reset', 'stopped', 'running 2 running fine'],
    ['reset', 'cancelled', 'running 2 running fine'],
    ['cancel', 'pending', 'cancelled 0 - fine'],
    ['cancel', 'running', 'cancelled 1 running,cancelled fine'],
    ['cancel', 'paused', 'cancelled 1 running,paused,cancelled fine'],
    ['cancel', 'stopped', 'stopped 1 running,stopped cancel_after_stop'],
    ['cancel', 'cancelled', 'cancelled 1 running,cancelled fine'],
  ];
  it.each(rows)('%s while %s: %s', (action, phase, expected) => {
    expect(shown(fold([...INTO[phase], event('2 11:00', action)]))).toBe(expected);
  });

  it('are all in the table above', () => {
    const all = CLOCK_ACTIONS.flatMap((action) => CLOCK_PHASES.map((phase) => `${action} ${phase}`));
    expect(rows.map(([action, phase]) => `${action} ${phase}`).sort()).toEqual(all.sort());
  });
});

describe('one moment', () => {
  it.each<[string, ClockPhase, readonly ClockAction[], string]>([
    ['stop beats start, nothing begins', 'pending', ['start', 'stop'], 'pending 0 - start_beaten_by_stop'],
    ['stop beats reset', 'running', ['reset', 'stop'], 'stopped 1 running,stopped fine'],
    ['stop beats the reopening', 'stopped', ['start', 'stop'], 'stopped 1 running,stopped fine'],
    ['stop beats cancel', 'running', ['cancel', 'stop'], 'stopped 1 running,stopped fine'],
    ['stop beats pause', 'running', ['pause', 'stop'], 'stopped 1 running,stopped fine'],
    ['a stop without effect does not beat cancel', 'pending', ['cancel', 'stop'], 'cancelled 0 - stop_before_start'],
    ['reset starts by itself', 'running', ['start', 'reset'], 'running 2 running fine'],
    ['start, then pause', 'pending', ['pause', 'start'], 'paused 1 running,paused fine'],
    ['reset, then pause', 'paused', ['pause', 'reset'], 'paused 2 running,paused fine'],
    ['start, then cancel', 'pending', ['cancel', 'start'], 'cancelled 1 running,cancelled fine'],
    ['cancel beats pause and resume', 'running', ['pause', 'resume', 'cancel'], 'cancelled 1 running,cancelled fine'],
    ['pause, then resume', 'running', ['resume', 'pause'], 'running 1 running,paused,running fine'],
  ])('%s', (_name, phase, actions, expected) => {
    const apart = actions.map((action) => event('2 11:00', action));
    expect(shown(fold([...INTO[phase], event('2 11:00', actions)]))).toBe(expected);
    expect(shown(fold([...INTO[phase], ...apart]))).toBe(expected);
  });

  it('is two moments where the source states an order', () => {
    const opened = event('2 11:00', 'start', { sequence: 1 });
    expect(shown(fold([event('2 11:00', 'stop', { sequence: 2 }), opened]))).toBe('stopped 1 running,stopped fine');
    expect(shown(fold([event('2 11:00', 'stop', { sequence: 0 }), opened]))).toBe(
      'running 1 running stop_before_start',
    );
  });

  it('takes changes before actions: a ticket is judged by the priority at its close', () => {
    const state = fold([
      event('2 09:00', 'start'),
      event('2 11:00', 'stop', { change: { kind: 'priority', terms: terms(hours(1)) } }),
    ]);
    expect(readClock(state, CONTEXT, T('2 11:00')).cycle?.outcome).toBe('missed');
  });

  it('takes a priority before an agreement, whatever their ids', () => {
    const state = fold([
      event('2 09:00', 'start'),
      change('2 10:00', 'agreement', terms(hours(2)), { eventId: 'a' }),
      change('2 10:00', 'priority', terms(hours(1)), { eventId: 'b' }),
    ]);
    expect(state.cycle?.eras.map(({ terms: { targetMs } }) => targetMs / hours(1))).toEqual([4, 1, 2]);
  });
});

describe('events', () => {
  const story = [event('2 09:00', 'start'), event('2 10:00', 'pause', { reason: 'asked', by: 'ann' })];

  it('count once by id', () => expect(fold([...story, ...story])).toEqual(fold(story)));

  it('with one id and two contents are told, and the earlier holds', () => {
    const twice = [event('2 12:00', 'stop', { eventId: 'x' }), event('2 11:00', 'stop', { eventId: 'x' })];
    const state = fold([...story, ...twice, event('2 13:00', 'stop', { eventId: 'x' })]);
    expect(state.findings).toEqual([{ oddity: 'conflicting_event', at: T('2 12:00'), eventId: 'x' }]);
    expect(state.cycle?.marks.at(-1)?.at).toBe(T('2 11:00'));
  });

  it('with one id, one instant and two contents have one order, however they arrive', () => {
    const twice = [event('2 11:00', 'stop', { eventId: 'x' }), event('2 11:00', 'pause', { eventId: 'x' })];
    const state = fold([...story, ...twice]);
    expect(fold([...story, ...twice.toReversed()])).toEqual(state);
    expect(state.findings.map(({ oddity }) => oddity)).toEqual(['conflicting_event']);
  });

  it('that come late are folded again, and refused by advance', () => {
    const state = fold(story);
    const late = event('2 09:30', 'pause');
    expect(isLater(state, late)).toBe(false);
    expect(() => advanceClock(RULES, state, late)).toThrow('clock.event_out_of_order');
    expect(() => advanceClock(RULES, state, event('2 10:00', 'stop'))).toThrow('clock.event_out_of_order');
    expect(advanceClock(RULES, state, event('2 10:00', 'stop', { sequence: 1 })).phase).toBe('stopped');
  });

  it('after `until` are left out', () => {
    const all = [...story, event('2 11:00', 'stop')];
    expect(foldClock(RULES, terms(hours(4)), all, T('2 10:59'))).toEqual(fold(story));
    expect(foldClock(RULES, terms(hours(4)), all, T('2 11:00'))).toEqual(fold(all));
  });

  it('that close a ticket before it opens leave it to a person until it closes again', () => {
    const early = fold([event('2 08:00', 'stop'), event('2 09:00', 'start')]);
    const verdictAt = (state: ClockState): string =>
      ticketVerdict(readClock(state, CONTEXT, T('6 09:00')), state.findings);
    expect(verdictAt(early)).toBe('review_required');
    expect(verdictAt(advanceClock(RULES, early, event('2 10:00', 'stop')))).toBe('met');
    expect(verdictAt(fold([event('2 09:00', 'start')]))).toBe('missed');
    expect(verdictAt(fold([event('2 09:00', 'start'), event('2 10:00', 'pause')]))).toBe('open');
    expect(verdictAt(fold(INTO.cancelled))).toBe('not_applicable');
    expect(verdictAt(fold([]))).toBe('not_applicable');
  });

  it('pause for another reason without a gap', () => {
    const state = fold([...story, event('2 11:00', 'pause', { reason: 'asked', by: 'bob' })]);
    expect(state.cycle?.marks.map(({ by }) => by)).toEqual(['', 'ann', 'bob']);
  });
});

describe('changes of terms', () => {
  it('before the start only replace them', () => {
    const state = fold([change('2 08:00', 'priority', terms(hours(1))), event('2 09:00', 'start')]);
    expect(state.cycle?.eras).toEqual([{ from: T('2 09:00'), terms: terms(hours(1)), how: 'retroactive' }]);
  });

  it('that say the same are none', () => {
    expect(fold([...INTO.running, change('2 10:00', 'priority', terms(hours(4)))]).cycle?.eras).toHaveLength(1);
  });

  it('while cancelled hold for the next start', () => {
    const state = fold([...INTO.cancelled, change('2 11:00', 'priority', terms(hours(1))), event('2 12:00', 'start')]);
    expect(state.cycle?.eras[0]?.terms.targetMs).toBe(hours(1));
  });

  it.each<[ClockRules['reopen'], readonly string[]]>([
    ['exclude_closed', ['4 retroactive', '1 forward']],
    ['continue', ['4 retroactive', '1 forward']],
    ['new_cycle', ['1 retroactive']],
  ])('while stopped meet their carry-over when the ticket reopens: %s', (reopen, expected) => {
    const events = [...INTO.stopped, change('2 11:00', 'agreement', terms(hours(1))), event('2 12:00', 'start')];
    const { cycle, waiting } = fold(events, { ...RULES, reopen });
    expect(cycle?.eras.map(({ terms: t, how }) => `${t.targetMs / hours(1)} ${how}`)).toEqual(expected);
    expect(waiting).toBeUndefined();
  });

  it('that reset a paused clock leave it paused, for the same reason', () => {
    const rules: ClockRules = { ...RULES, carryOver: { ...RULES.carryOver, priority: 'reset' } };
    const events = [event('2 09:00', 'start'), event('2 10:00', 'pause', { reason: 'asked' })];
    const state = fold([...events, change('2 11:00', 'priority', terms(hours(1)))], rules);
    expect(state.phase).toBe('paused');
    expect(state.cycle?.marks).toEqual([{ at: T('2 11:00'), state: 'paused', reason: 'asked', by: '' }]);
    expect(state.past[0]?.marks.at(-1)).toMatchObject({ at: T('2 11:00'), state: 'cancelled' });
  });
});

describe('limits', () => {
  const many = (n: number): readonly ClockEvent[] => Array.from({ length: n }, () => event('2 09:00', 'start'));
  const asThreshold = (ms: number, id = 'x'): Threshold => ({ id, kind: 'remaining', ms });
  const rulesWith = (thresholds: readonly Threshold[]): ClockRules => ({ ...RULES, thresholds });

  it.each<[string, () => unknown]>([
    ['events at the limit', () => fold(many(MAX_CLOCK_EVENTS))],
    ['the largest target', () => pendingOf(terms(MAX_CLOCK_MS))],
    ['a target of zero', () => pendingOf(terms(0))],
    ['the last instant', () => fold([event(MAX_INSTANT, 'start')])],
    [
      'thresholds at the limit',
      () => checkClockRules(rulesWith(Array.from({ length: MAX_THRESHOLDS }, (_, i) => asThreshold(0, `${i}`)))),
    ],
    ['the largest offset', () => checkClockRules(rulesWith([asThreshold(MAX_CLOCK_MS)]))],
  ])('%s is taken', (_name, run) => expect(run).not.toThrow());

  it.each<[string, () => unknown, string]>([
    ['one event more', () => fold(many(MAX_CLOCK_EVENTS + 1)), 'clock.too_many_events'],
    ['one millisecond more of a target', () => pendingOf(terms(MAX_CLOCK_MS + 1)), 'clock.amount_invalid'],
    ['a negative target', () => pendingOf(terms(-1)), 'clock.amount_invalid'],
    ['half a millisecond', () => pendingOf(terms(0.5)), 'clock.amount_invalid'],
    ['a target of a change', () => fold([change('2 10:00', 'priority', terms(-1))]), 'clock.amount_invalid'],
    ['an instant too late', () => fold([event((MAX_INSTANT + 1) as Instant, 'start')]), 'clock.event_time_invalid'],
    ['no instant', () => fold([event(Number.NaN as Instant, 'start')]), 'clock.event_time_invalid'],
    [
      'no instant, advancing',
      () => advanceClock(RULES, pendingClock(terms(1)), event(Number.NaN as Instant, 'start')),
      'clock.event_time_invalid',
    ],
    ['a negative sequence', () => fold([event('2 10:00', 'start', { sequence: -1 })]), 'clock.sequence_invalid'],
    [
      'one threshold more',
      () => checkClockRules(rulesWith(Array.from({ length: MAX_THRESHOLDS + 1 }, (_, i) => asThreshold(0, `${i}`)))),
      'clock.too_many_thresholds',
    ],
    [
      'one millisecond more of an offset',
      () => checkClockRules(rulesWith([asThreshold(MAX_CLOCK_MS + 1)])),
      'clock.amount_invalid',
    ],
    ['an id twice', () => checkClockRules(rulesWith([asThreshold(1), asThreshold(2)])), 'clock.threshold_twice'],
    [
      'a negative share',
      () => checkClockRules(rulesWith([{ id: 'x', kind: 'elapsed', share: { num: -1n, den: 2n } }])),
      'clock.share_negative',
    ],
  ])('%s is refused', (_name, run, reason) => {
    expect(run).toThrow(reason);
    expect(run).toThrow(DomainError);
  });

  it('faults of rules are told together', () => {
    const faults = rulesWith([asThreshold(-1), asThreshold(1), { id: 'breach', kind: 'breach' }]);
    let violations: readonly string[] = [];
    try {
      checkClockRules(faults);
    } catch (error) {
      if (error instanceof DomainError) violations = error.violations.map(({ field }) => field);
    }
    expect(violations).toEqual(['thresholds[0].ms', 'thresholds[1].id']);
  });

  const pendingOf = (own: ClockTerms): ClockState => foldClock(RULES, own, []);
});
