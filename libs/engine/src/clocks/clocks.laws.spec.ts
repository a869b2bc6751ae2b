import { describe, expect, it } from '@jest/globals';
import { MINUTE_MS, ratio, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import type { CarryOver, ClockAction, ClockEvent, ClockRules, ClockState, ClockTerms, Threshold } from './clock.js';
import { CONTEXT, hours, minutes, RULES, T, terms } from './clocks.fixture.js';
import type { ClockExclusion } from './counting.js';
import { advanceClock, foldClock, isLater } from './fold-clock.js';
import { readClock, type CycleReading } from './read-clock.js';
import { isCounted, segmentsOf } from './segments.js';
import { firingsOf } from './thresholds.js';

const RUNS = 10_000;
const law = <T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => void): void =>
  fc.assert(fc.property(arbitrary, check), { numRuns: RUNS });

const BEGIN = T('2 08:00');
/** Events end here; clocks are judged at or after it. */
const END = T('6 18:00');
const instants = fc.integer({ min: 0, max: (END - BEGIN) / MINUTE_MS }).map((n) => (BEGIN + n * MINUTE_MS) as Instant);
const actions = fc.constantFrom<ClockAction>('start', 'pause', 'pause', 'resume', 'resume', 'stop', 'reset', 'cancel');
const anyTerms: fc.Arbitrary<ClockTerms> = fc.record({
  targetMs: fc.oneof(fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 1200, max: 9000 })).map(minutes),
  calendar: fc.constantFrom('office', 'shanghai', 'always'),
});
const bareEvents = fc.record({
  at: instants,
  sequence: fc.constantFrom(0, 0, 0, 1),
  actions: fc.array(actions, { minLength: 1, maxLength: 2 }),
  reason: fc.constantFrom('', 'asked', 'parts'),
});
const changes = fc.record({
  at: instants,
  sequence: fc.constant(0),
  actions: fc.constant<readonly ClockAction[]>([]),
  change: fc.record({
    kind: fc.constantFrom('priority' as const, 'agreement' as const, 'calendar' as const),
    terms: anyTerms,
  }),
});
const stories: fc.Arbitrary<readonly ClockEvent[]> = fc
  .tuple(
    instants,
    fc.array(fc.oneof({ weight: 3, arbitrary: bareEvents }, { weight: 1, arbitrary: changes }), { maxLength: 8 }),
  )
  .map(([at, more]) =>
    [{ at, sequence: 0, actions: ['start'] as const }, ...more].map((event, i) => ({ ...event, eventId: `e${i}` })),
  );
const policies = fc.constantFrom<CarryOver>('keep', 'forward', 'retroactive', 'reset');
const THRESHOLDS: readonly Threshold[] = [
  { id: 'half', kind: 'elapsed', share: ratio(1, 2) },
  { id: 'four-fifths', kind: 'elapsed', share: ratio(4, 5) },
  { id: 'all', kind: 'elapsed', share: ratio(1) },
  { id: 'breach', kind: 'breach' },
  { id: 'much', kind: 'elapsed', share: ratio(3, 2) },
  { id: 'left', kind: 'remaining', ms: hours(1) },
  { id: 'before', kind: 'before_due', ms: hours(1), time: 'business' },
  { id: 'before-wall', kind: 'before_due', ms: hours(3), time: 'wall' },
  { id: 'after', kind: 'after_due', ms: hours(1), time: 'business' },
  { id: 'after-wall', kind: 'after_due', ms: hours(3), time: 'wall' },
];
const someRules: fc.Arbitrary<ClockRules> = fc.record({
  id: fc.constant('resolution'),
  carryOver: fc.record({ priority: policies, agreement: policies, calendar: policies }),
  reopen: fc.constantFrom('continue' as const, 'exclude_closed' as const, 'new_cycle' as const),
  thresholds: fc.constant(THRESHOLDS),
});
const clocks = fc.record({ rules: someRules, own: anyTerms, events: stories });
/** Clocks that nobody stops and that run at the end, so that laws about running clocks need not look for them. */
const runningClocks = clocks.map(({ events, ...clock }) => {
  const lasting = events.map((event) => ({
    ...event,
    actions: event.actions.filter((a) => a !== 'stop' && a !== 'cancel'),
  }));
  return { ...clock, events: [...lasting, { eventId: 'go on', at: END, sequence: 9, actions: ['resume'] as const }] };
});

const stateOf = ({
  rules,
  own,
  events,
}: {
  rules: ClockRules;
  own: ClockTerms;
  events: readonly ClockEvent[];
}): ClockState => foldClock(rules, own, events);
const cycleAt = (state: ClockState, at: Instant): CycleReading | undefined => readClock(state, CONTEXT, at).cycle;
const later = fc.integer({ min: 0, max: hours(200) }).map((ms) => (END + ms) as Instant);

const soon = fc.integer({ min: 0, max: hours(4) }).map((ms) => (END + ms) as Instant);

describe('folding', () => {
  it('does not depend on the order of arrival, nor on duplicates', () => {
    const shuffled = clocks.chain((clock) =>
      fc.record({
        clock: fc.constant(clock),
        arrived: fc
          .shuffledSubarray([...clock.events, ...clock.events], { minLength: clock.events.length })
          .map((some) => [...some, ...clock.events]),
      }),
    );
    law(shuffled, ({ clock, arrived }) => expect(stateOf({ ...clock, events: arrived })).toEqual(stateOf(clock)));
  });

  it('again equals folding on, event by event', () => {
    law(clocks, (clock) => {
      const sorted = clock.events.toSorted((a, b) => a.at - b.at || a.sequence - b.sequence);
      let state = foldClock(clock.rules, clock.own, []);
      for (const [i, event] of sorted.entries()) {
        state = isLater(state, event)
          ? advanceClock(clock.rules, state, event)
          : foldClock(clock.rules, clock.own, sorted.slice(0, i + 1));
      }
      expect(state).toEqual(stateOf(clock));
    });
  });
});

describe('reading', () => {
  const spans: fc.Arbitrary<readonly ClockExclusion[]> = fc.array(
    fc
      .tuple(instants, fc.integer({ min: 0, max: 600 }))
      .map(([start, n]) => ({ id: `x${n % 3}`, start, end: (start + n * MINUTE_MS) as Instant })),
    { maxLength: 3 },
  );

  it('segments tile the life of each cycle, and what counts is what has elapsed', () => {
    law(fc.record({ clock: clocks, at: later, exclusions: spans }), ({ clock, at, exclusions }) => {
      const [state, context] = [stateOf(clock), { ...CONTEXT, exclusions }];
      const { cycle, past } = readClock(state, context, at);
      const readings = cycle === undefined ? past : [...past, cycle];
      const cycles = state.cycle === undefined ? state.past : [...state.past, state.cycle];
      for (const [i, { startedAt, endedAt, elapsedMs }] of readings.entries()) {
        const own = cycles[i];
        if (own === undefined) throw new Error('a reading of no cycle');
        const segments = segmentsOf(own, context, at);
        const sum = (list: typeof segments): number => list.reduce((total, { start, end }) => total + (end - start), 0);
        expect(sum(segments)).toBe((endedAt ?? at) - startedAt);
        expect(sum(segments.filter(isCounted))).toBe(elapsedMs);
        expect(segments.every(({ start }, n) => start === (n === 0 ? startedAt : segments[n - 1]?.end))).toBe(true);
      }
    });
  });

  it('a projected due is reached by waiting, and not a millisecond before', () => {
    law(fc.record({ clock: runningClocks, at: soon }), ({ clock, at }) => {
      const state = stateOf(clock);
      const now = cycleAt(state, at);
      fc.pre(now?.due !== undefined && now.due > at);
      const due = now.due;
      expect(cycleAt(state, due)).toMatchObject({ elapsedMs: now.targetMs, due });
      const before = (due - 1) as Instant;
      expect(before < END ? -1 : (cycleAt(state, before)?.elapsedMs ?? 0)).toBeLessThan(now.targetMs);
    });
  });

  it('while paused, resuming now and waiting reaches the due that was shown', () => {
    law(fc.record({ clock: clocks, at: later }), ({ clock, at }) => {
      const state = stateOf(clock);
      const paused = cycleAt(state, at);
      fc.pre(paused?.phase === 'paused');
      const resumed = advanceClock(clock.rules, state, { eventId: 'r', at, sequence: 9, actions: ['resume'] });
      expect(cycleAt(resumed, at)).toMatchObject({ due: paused.due, breachAt: paused.breachAt });
    });
  });

  it('is breached exactly when breachAt has passed, and the instant stays as time goes on', () => {
    law(fc.record({ clock: clocks, at: later, more: fc.nat(hours(100)) }), ({ clock, at, more }) => {
      const state = stateOf(clock);
      const now = cycleAt(state, at);
      fc.pre(now?.phase === 'running');
      expect(now.breachedAt !== undefined).toBe(now.breachAt !== undefined && at > now.breachAt);
      const then = cycleAt(state, (at + more) as Instant);
      expect(then?.breachAt).toBe(now.breachAt);
      if (now.breachedAt !== undefined) expect(then?.breachedAt).toBe(now.breachedAt);
    });
  });
});

describe('carry-over', () => {
  const atOnce = fc.record({ own: anyTerms, to: anyTerms, events: stories, at: instants });
  const changed = (
    policy: CarryOver,
    { own, to, events, at }: { own: ClockTerms; to: ClockTerms; events: readonly ClockEvent[]; at: Instant },
  ): ClockState => {
    const rules: ClockRules = { ...RULES, carryOver: { priority: policy, agreement: 'keep', calendar: 'keep' } };
    const plain = events.map(({ change: _change, ...event }) => event);
    return foldClock(rules, own, [
      ...plain,
      { eventId: 'c', at, sequence: 0, actions: [], change: { kind: 'priority', terms: to } },
    ]);
  };
  const without = (own: ClockTerms, events: readonly ClockEvent[]): ClockState =>
    foldClock(
      RULES,
      own,
      events.map(({ change: _change, ...event }) => event),
    );
  const figures = (reading: CycleReading | undefined): Partial<CycleReading> => {
    const { elapsedMs, due, breachAt, breachedAt, outcome, targetMs } = reading ?? {};
    return { elapsedMs, due, breachAt, breachedAt, outcome, targetMs } as Partial<CycleReading>;
  };
  const begunBy = (state: ClockState, at: Instant): boolean => (state.cycle?.marks[0]?.at ?? Infinity) < at;
  const hasEnded = (state: ClockState): boolean => state.phase === 'stopped' || state.phase === 'cancelled';

  it('keep changes nothing of a clock that began before', () => {
    law(atOnce, (given) => {
      const plain = without(given.own, given.events);
      fc.pre(begunBy(plain, given.at));
      expect(figures(cycleAt(changed('keep', given), END))).toEqual(figures(cycleAt(plain, END)));
    });
  });

  it('retroactive is as if the new terms had been there from the beginning', () => {
    law(atOnce, (given) => {
      const state = changed('retroactive', given);
      fc.pre(!hasEnded(state) || (state.cycle?.marks.at(-1)?.at ?? 0) > given.at);
      expect(figures(cycleAt(state, END))).toEqual(figures(cycleAt(without(given.to, given.events), END)));
    });
  });

  it('forward keeps what was counted before, and brings no breach before the change', () => {
    law(atOnce, (given) => {
      const [state, plain] = [changed('forward', given), without(given.own, given.events)];
      fc.pre(begunBy(plain, given.at) && state.cycle?.eras.length === 2);
      const upTo = (own: readonly ClockEvent[]): ClockState =>
        foldClock(
          RULES,
          given.own,
          own.filter(({ at }) => at < given.at).map(({ change: _change, ...event }) => event),
        );
      const before = cycleAt(upTo(given.events), given.at);
      const after = cycleAt(state, END);
      fc.pre(before?.number === after?.number);
      if (before?.breachedAt !== undefined && before.breachedAt < given.at)
        expect(after?.breachedAt).toBe(before.breachedAt);
      else expect(after?.breachedAt ?? Infinity).toBeGreaterThanOrEqual(given.at);
      if (after !== undefined && before !== undefined) expect(after.elapsedMs).toBeGreaterThanOrEqual(before.elapsedMs);
    });
  });

  it('reset is as if the clock had begun at the change', () => {
    law(fc.record({ own: anyTerms, to: anyTerms, at: instants, start: instants }), ({ own, to, at, start }) => {
      fc.pre(start < at);
      const event = (when: Instant): ClockEvent => ({ eventId: `s${when}`, at: when, sequence: 0, actions: ['start'] });
      const state = changed('reset', { own, to, events: [event(start)], at });
      expect(figures(cycleAt(state, END))).toEqual(figures(cycleAt(foldClock(RULES, to, [event(at)]), END)));
    });
  });
});

describe('thresholds', () => {
  it('fire once each and in order', () => {
    law(clocks, (clock) => {
      const state = stateOf(clock);
      const firings = firingsOf(clock.rules, state, CONTEXT);
      expect(new Set(firings.map(({ id }) => id)).size).toBe(firings.length);
      expect(firings.every(({ at }, i) => i === 0 || at >= (firings[i - 1]?.at ?? 0))).toBe(true);
      const outOfOrder: string[] = [];
      // A breach is told at its own instant, running or not; so it has its place before what comes later only.
      for (const line of [
        ['half', 'four-fifths', 'all', 'much'],
        ['breach', 'much'],
      ]) {
        const reached = new Map<string, number>();
        for (const { cycle, generation, threshold, at } of firings) {
          const [place, key] = [line.indexOf(threshold), `${cycle}/${generation}`];
          if (place < 0) continue;
          // What fires at one instant has no order of its own.
          if (place < (reached.get(key) ?? 0)) outOfOrder.push(`${key} ${threshold} ${at}`);
          reached.set(key, place);
        }
      }
      expect(outOfOrder).toEqual([]);
    });
  });

  it('do not fire while a clock is paused or after it ended, but for the breach', () => {
    law(clocks, (clock) => {
      const state = stateOf(clock);
      const cycles = state.cycle === undefined ? state.past : [...state.past, state.cycle];
      for (const { kind, cycle, at } of firingsOf(clock.rules, state, CONTEXT)) {
        const mark = cycles[cycle - 1]?.marks.findLast((one) => one.at <= at)?.state;
        if (kind !== 'breach') expect(['running', 'closed_counted']).toContain(mark);
      }
    });
  });

  it('that have fired stay as they are, whatever happens later, unless a reopening makes closed time count', () => {
    law(fc.record({ clock: clocks, until: instants }), ({ clock: { rules, own, events }, until }) => {
      const kept: ClockRules = { ...rules, reopen: rules.reopen === 'continue' ? 'exclude_closed' : rules.reopen };
      const fired = (known: readonly ClockEvent[]): readonly string[] =>
        firingsOf(kept, foldClock(kept, own, known), CONTEXT)
          .filter(({ at }) => at < until)
          .map(({ id, at }) => `${id} ${at}`);
      expect(fired(events)).toEqual(fired(events.filter(({ at }) => at < until)));
    });
  });

  it('have fired by an instant exactly when what they say is true of a clock that only runs', () => {
    law(fc.record({ own: anyTerms, start: instants, at: later }), ({ own, start, at }) => {
      const state = foldClock({ ...RULES, thresholds: THRESHOLDS }, own, [
        { eventId: 's', at: start, sequence: 0, actions: ['start'] },
      ]);
      const now = cycleAt(state, at);
      if (now?.due === undefined || now.targetMs === 0) return;
      const truth: Readonly<Record<string, boolean>> = {
        half: now.elapsedMs * 2 >= now.targetMs,
        'four-fifths': now.elapsedMs * 5 >= now.targetMs * 4,
        all: now.elapsedMs >= now.targetMs,
        breach: now.breachedAt !== undefined,
        much: now.elapsedMs * 2 >= now.targetMs * 3,
        left: now.remainingMs <= hours(1),
        'before-wall': at >= now.due - hours(3),
        after: now.elapsedMs >= now.targetMs + hours(1),
        'after-wall': at >= now.due + hours(3),
      };
      const fired = firingsOf({ ...RULES, thresholds: THRESHOLDS }, state, CONTEXT).filter((f) => f.at <= at);
      for (const [id, isTrue] of Object.entries(truth)) {
        expect([id, fired.some(({ threshold }) => threshold === id)]).toEqual([id, isTrue]);
      }
    });
  });
});

/** A second implementation that knows neither intervals nor prefix sums: it lives through the minutes one by one. */
describe('walking the minutes', () => {
  const OPEN: Readonly<Record<string, (minute: number) => boolean>> = {
    always: () => true,
    office: (minute) => {
      const [day, time] = [Math.floor(minute / 1440), minute % 1440];
      // 1 March 2026 was a Sunday; the 4th is a holiday, and on the 5th a fire drill from 12 to 14.
      const weekday = day % 7;
      if (weekday === 0 || weekday === 6 || day === 3) return false;
      if (day === 4 && time >= 720 && time < 840) return false;
      return time >= 540 && time < 1020;
    },
  };
  const FIRST = T('1 00:00');
  const minuteOf = (at: Instant): number => (at - FIRST) / MINUTE_MS;
  const LAST = minuteOf(T('12 00:00'));

  interface Walked {
    readonly elapsed: number;
    readonly due: number | undefined;
    readonly lateFrom: number | undefined;
    readonly phase: string;
  }

  function walk(own: ClockTerms, events: readonly ClockEvent[], until: number): Walked {
    let [phase, elapsed] = ['pending', 0];
    let [due, lateFrom]: [number | undefined, number | undefined] = [undefined, undefined];
    const target = own.targetMs / MINUTE_MS;
    const said = new Map<number, ClockAction[]>();
    for (const { at, actions: list } of events) said.set(minuteOf(at), [...(said.get(minuteOf(at)) ?? []), ...list]);
    for (let minute = 0; minute <= until; minute++) {
      const here = said.get(minute) ?? [];
      if (here.includes('stop')) phase = phase === 'pending' ? phase : 'stopped';
      else {
        if (here.includes('start') && (phase === 'pending' || phase === 'stopped')) phase = 'running';
        if (here.includes('pause') && phase === 'running') phase = 'paused';
        if (here.includes('resume') && phase === 'paused') phase = 'running';
      }
      if (phase !== 'pending' && due === undefined && elapsed >= target) due = minute;
      if (minute === until || phase !== 'running' || OPEN[own.calendar]?.(minute) !== true) continue;
      elapsed += 1;
      if (elapsed > target) lateFrom ??= minute;
    }
    return { elapsed, due, lateFrom, phase };
  }

  it('agrees on phase, elapsed, due and breach', () => {
    const given = fc.record({
      own: fc.record({
        targetMs: fc.integer({ min: 0, max: 900 }).map(minutes),
        calendar: fc.constantFrom('office', 'always'),
      }),
      events: fc.array(
        fc.record({
          at: instants,
          actions: fc.constantFrom<readonly ClockAction[]>(
            ['start'],
            ['pause'],
            ['resume'],
            ['stop'],
            ['pause', 'resume'],
          ),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      until: fc.integer({ min: minuteOf(END), max: LAST }),
    });
    fc.assert(
      fc.property(given, ({ own, events: bare, until }) => {
        const begin: ClockEvent = { eventId: 'b', at: T('2 10:00'), sequence: 0, actions: ['start'] };
        const events = [begin, ...bare.map((event, i) => ({ ...event, eventId: `e${i}`, sequence: 0 }))];
        const at = (FIRST + until * MINUTE_MS) as Instant;
        const reading = readClock(foldClock(RULES, own, events), CONTEXT, at);
        const walked = walk(own, events, until);
        expect(reading.phase).toBe(walked.phase);
        expect(reading.cycle?.elapsedMs ?? 0).toBe(walked.elapsed * MINUTE_MS);
        const { due, breachedAt } = reading.cycle ?? {};
        if (walked.due !== undefined) expect(due === undefined ? -1 : minuteOf(due)).toBe(walked.due);
        else expect(due ?? Infinity).toBeGreaterThanOrEqual(reading.phase === 'stopped' ? 0 : at);
        expect(breachedAt).toBe(walked.lateFrom === undefined ? undefined : FIRST + walked.lateFrom * MINUTE_MS + 1);
      }),
      { numRuns: RUNS },
    );
  });

  it('is no echo: the numbers of a day that people can check', () => {
    const start: ClockEvent = { eventId: 's', at: T('5 11:00'), sequence: 0, actions: ['start'] };
    expect(walk(terms(hours(2)), [start], minuteOf(T('5 16:00')))).toEqual({
      elapsed: 180,
      due: minuteOf(T('5 15:00')),
      lateFrom: minuteOf(T('5 15:00')),
      phase: 'running',
    });
  });
});
