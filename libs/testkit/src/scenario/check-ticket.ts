import { openHours, WorkingTime, type WorkingCalendar } from '@sla/calendar';
import { foldClock, readClock, type ClockReading } from '@sla/engine';
import { formatInstant, type Instant } from '@sla/kernel';
import type { Compared } from './check-calendar.js';
import type { Scenario } from './scenario.js';
import { durationText, type Words } from './text.js';

const QUESTIONS = ['phase', 'elapsed', 'remaining', 'due', 'breached', 'outcome', 'cycle'] as const;

/** `expect ticket NAME at INSTANT WORD VALUE`, for example `expect ticket T1 at 2026-01-05T12:00Z elapsed 3h`. */
export function checkTicket(scenario: Scenario, words: Words): Compared {
  const name = words.take('the ticket');
  words.expect('at');
  const at = words.instant('the instant');
  const { cycle, phase } = readingOf(scenario, name, at, words);
  switch (words.oneOf('what is expected', QUESTIONS)) {
    case 'phase':
      return { expected: words.take('the phase'), got: phase };
    case 'elapsed':
      return { expected: durationText(words.durationMs('the duration')), got: durationText(cycle?.elapsedMs ?? 0) };
    case 'remaining':
      return { expected: durationOf(words), got: durationText(cycle?.remainingMs ?? 0) };
    case 'due':
      return { expected: instantOf(words), got: textOf(cycle?.due) };
    case 'breached':
      return { expected: instantOf(words), got: textOf(cycle?.breachedAt) };
    case 'outcome':
      return { expected: words.take('the outcome'), got: cycle?.outcome ?? 'none' };
    case 'cycle':
      return { expected: words.take('the number'), got: String(cycle?.number ?? 0) };
  }
}

/** Where the ticket's clock stands by what had happened until then. */
function readingOf({ clocks, tickets, calendars }: Scenario, name: string, at: Instant, words: Words): ClockReading {
  const ticket = tickets.get(name) ?? words.fail(`there is no ticket ${name}`);
  const clock = clocks.get(ticket.clock) ?? words.fail(`there is no clock ${ticket.clock}`);
  const compiled = [...calendars].map(([key, rules]) => [key, compile(rules)] as const);
  return readClock(foldClock(clock.rules, clock.terms, ticket.events, at), { calendars: new Map(compiled) }, at);
}

const compile = (rules: WorkingCalendar): { readonly time: WorkingTime; readonly rules: WorkingCalendar } => ({
  time: new WorkingTime(openHours(rules)),
  rules,
});

const textOf = (at: Instant | undefined): string => (at === undefined ? 'never' : formatInstant(at));
const instantOf = (words: Words): string =>
  words.skip('never') ? 'never' : formatInstant(words.instant('the expected instant'));

function durationOf(words: Words): string {
  const isNegative = words.skip('-');
  const ms = words.durationMs('the duration');
  return durationText(isNegative ? -ms : ms);
}
