import { ALWAYS, openHours, WorkingTime, type WorkingCalendar } from '@sla/calendar';
import { HOUR_MS, MINUTE_MS, parseInstant, type Instant } from '@sla/kernel';
import type { ClockAction, ClockEvent, ClockRules, ClockTerms } from './clock.js';
import type { ClockCalendar, ClockContext } from './counting.js';

export const WEEKDAYS_9_TO_17: WorkingCalendar = {
  timeZone: 'UTC',
  weekly: [{ hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, ['09:00-17:00']])) }],
  holidays: [{ date: '2026-03-04', name: 'Founding day' }],
  closures: [{ from: '2026-03-05T12:00', to: '2026-03-05T14:00', name: 'Fire drill' }],
};
/** Split hours in Shanghai, a make-up Saturday, and a horizon. */
export const SHANGHAI: WorkingCalendar = {
  timeZone: 'Asia/Shanghai',
  weekly: [
    { hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((d) => [d, ['09:00-12:00', '13:30-18:00']])) },
  ],
  overrides: [{ date: '2026-03-07', hours: ['09:00-12:00'], name: '补班' }],
  knownUntil: '2026-04-01',
};

const compiled = (rules: WorkingCalendar): ClockCalendar => ({ time: new WorkingTime(openHours(rules)), rules });
export const CONTEXT: ClockContext = {
  calendars: new Map([
    ['always', { time: new WorkingTime(ALWAYS) }],
    ['office', compiled(WEEKDAYS_9_TO_17)],
    ['shanghai', compiled(SHANGHAI)],
  ]),
};

/** Instants of March 2026 (the 2nd is a Monday): `T('2 10:00')`. */
export function T(text: string): Instant {
  const [day = '', time = ''] = text.split(' ');
  return parseInstant(`2026-03-${day.padStart(2, '0')}T${time}Z`);
}

export const RULES: ClockRules = {
  id: 'resolution',
  carryOver: { priority: 'retroactive', agreement: 'forward', calendar: 'keep' },
  reopen: 'exclude_closed',
  thresholds: [],
};

export const terms = (targetMs: number, calendar = 'office'): ClockTerms => ({ targetMs, calendar });
export const hours = (n: number): number => n * HOUR_MS;
export const minutes = (n: number): number => n * MINUTE_MS;

/** One event whose id is made of what it says. */
export function event(
  at: Instant | string,
  actions: ClockAction | readonly ClockAction[],
  more: Partial<ClockEvent> = {},
): ClockEvent {
  const list = typeof actions === 'string' ? [actions] : actions;
  const when = typeof at === 'string' ? T(at) : at;
  return { eventId: `${when} ${list.join('+')} ${more.sequence ?? 0}`, at: when, sequence: 0, actions: list, ...more };
}

export const change = (
  at: Instant | string,
  kind: 'priority' | 'agreement' | 'calendar',
  to: ClockTerms,
  more: Partial<ClockEvent> = {},
): ClockEvent => event(at, [], { eventId: `${at} ${kind}`, change: { kind, terms: to }, ...more });
