import { openHours, WorkingTime, type OpenHours } from '@sla/calendar';
import { foldClock, readClock, type ClockContext, type ClockRules, type ClockState } from '@sla/engine';
import { HOUR_MS, MINUTE_MS, parseInstant, type Instant } from '@sla/kernel';
import { OFFICE } from './calendar.ts';
import { cost, keep, type Figure } from './figure.ts';

const CLOCKS = 1_000_000;
/** States kept at a time: a million of everything at once is a question of memory, measured on its own. */
const SAMPLE = 50_000;
const START = parseInstant('2026-01-05T01:30:00Z');
const AT = parseInstant('2026-09-01T04:00:00Z');
const startOf = (i: number): Instant => (START + (i % 200_000) * MINUTE_MS) as Instant;

const RULES: ClockRules = {
  id: 'resolution',
  carryOver: { priority: 'keep', agreement: 'keep', calendar: 'retroactive' },
  reopen: 'exclude_closed',
  thresholds: [],
};

/** A clock that runs, was paused over an hour, and runs again. */
function clockOf(i: number): ClockState {
  const start = startOf(i);
  const fact = (eventId: string, at: number, action: 'start' | 'pause' | 'resume') =>
    ({ eventId, at: at as Instant, sequence: 0, actions: [action] }) as const;
  return foldClock(RULES, { targetMs: (2 + (i % 60)) * HOUR_MS, calendar: 'office' }, [
    fact('1', start, 'start'),
    fact('2', start + HOUR_MS, 'pause'),
    fact('3', start + 2 * HOUR_MS, 'resume'),
  ]);
}

const contextOf = (hours: OpenHours): ClockContext => ({
  calendars: new Map([['office', { time: new WorkingTime(hours) }]]),
});

/** Milliseconds of one go over clocks: where each stands by a calendar that is new. */
function reading(states: readonly ClockState[], goes: number): number {
  const changed = contextOf(openHours({ ...OFFICE, holidays: [{ date: '2026-05-04', name: 'new holiday' }] }));
  const startedAt = performance.now();
  let sum = 0;
  for (let go = 0; go < goes; go++) for (const state of states) sum += readClock(state, changed, AT).cycle?.due ?? 0;
  keep(sum);
  return performance.now() - startedAt;
}

function heapUsed(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed;
}

export function* clockFigures(): Generator<Figure> {
  const before = heapUsed();
  const states = Array.from({ length: SAMPLE }, (_, i) => clockOf(i));
  const bytes = (heapUsed() - before) / SAMPLE;
  reading(states, 1);
  const ms = reading(states, CLOCKS / SAMPLE);
  const foldedAt = performance.now();
  for (let i = 0; i < SAMPLE; i++) keep(clockOf(i));
  const foldMs = ((performance.now() - foldedAt) * CLOCKS) / SAMPLE;
  yield cost(
    'a million open clocks after a calendar change',
    ms,
    'ms',
    'the same with their events folded again',
    ms + foldMs,
  );
  yield cost('one clock in memory', bytes, 'bytes', 'its events as JSON', JSON.stringify(states[0]).length);
}
