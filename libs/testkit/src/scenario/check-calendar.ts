import { openHours, WorkingDays, WorkingTime, zone, type WorkingCalendar } from '@sla/calendar';
import { formatInstant, type Instant } from '@sla/kernel';
import { durationText, type Words } from './text.js';

/** What was expected, and what came out. */
export interface Compared {
  readonly expected: string;
  readonly got: string;
}

const QUESTIONS = ['open', 'shut', 'elapsed', 'due', 'breach', 'begin', 'next', 'day', 'provisional', 'known'] as const;

/**
 * `expect calendar NAME …`:
 * `open INSTANT`, `shut INSTANT`
 * `elapsed FROM..TO = DURATION`
 * `due START + DURATION = INSTANT|never`, `breach START + DURATION = INSTANT|never`, `begin END - DURATION = INSTANT|never`
 * `next open|close INSTANT = INSTANT|never`
 * `day N after INSTANT = INSTANT` the closing time of the n-th working day
 * `provisional INSTANT`, `known INSTANT`
 */
export function checkCalendar(calendars: ReadonlyMap<string, WorkingCalendar>, words: Words): Compared {
  const name = words.take('the name of the calendar');
  const calendar = calendars.get(name) ?? words.fail(`there is no calendar ${name}`);
  const time = new WorkingTime(openHours(calendar));
  switch (words.oneOf('a question to a calendar', QUESTIONS)) {
    case 'open':
      return { expected: 'open', got: time.isOpen(words.instant('the instant')) ? 'open' : 'shut' };
    case 'shut':
      return { expected: 'shut', got: time.isOpen(words.instant('the instant')) ? 'open' : 'shut' };
    case 'provisional':
      return { expected: 'provisional', got: knowledge(time, words) };
    case 'known':
      return { expected: 'known', got: knowledge(time, words) };
    case 'elapsed': {
      const { start, end } = words.span('FROM..TO');
      words.expect('=');
      return { expected: durationText(words.durationMs('the duration')), got: durationText(time.elapsed(start, end)) };
    }
    case 'due':
      return reached(words, '+', (start, ms) => time.due(start, ms));
    case 'breach':
      return reached(words, '+', (start, ms) => time.breachAt(start, ms));
    case 'begin':
      return reached(words, '-', (end, ms) => time.startFor(end, ms));
    case 'next': {
      const opens = words.oneOf('open or close', ['open', 'close']) === 'open';
      const at = words.instant('the instant');
      return instantExpected(words, opens ? time.nextOpen(at) : time.nextClose(at));
    }
    case 'day': {
      const n = words.whole('the number of working days');
      words.expect('after');
      const start = words.instant('the start');
      return instantExpected(words, new WorkingDays(time, zone(calendar.timeZone)).endOfNthDay(start, n));
    }
  }
}

const knowledge = (time: WorkingTime, words: Words): string =>
  time.isProvisional(words.instant('the instant')) ? 'provisional' : 'known';

function reached(words: Words, sign: string, ask: (at: Instant, ms: number) => Instant | undefined): Compared {
  const at = words.instant('the instant');
  words.expect(sign);
  const answer = ask(at, words.durationMs('the duration'));
  return instantExpected(words, answer);
}

/** `= INSTANT` or `= never`. */
export function instantExpected(words: Words, got: Instant | undefined): Compared {
  words.expect('=');
  const expected = words.skip('never') ? 'never' : formatInstant(words.instant('the expected instant'));
  return { expected, got: got === undefined ? 'never' : formatInstant(got) };
}
