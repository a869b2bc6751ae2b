import {
  CHANGE_KINDS,
  CLOCK_ACTIONS,
  type CarryOver,
  type ChangeKind,
  type ClockEvent,
  type ClockRules,
  type ClockTerms,
  type ReopenPolicy,
} from '@sla/engine';
import type { ScenarioClock, ScenarioTicket } from '../scenario.js';
import type { Block, Words } from '../text.js';

const CARRY_OVERS: readonly CarryOver[] = ['keep', 'forward', 'retroactive', 'reset'];
const REOPENS: readonly ReopenPolicy[] = ['continue', 'exclude_closed', 'new_cycle'];

/** `clock NAME`, with lines `target 8h on CALENDAR`, `carry priority retroactive`, `reopen new_cycle`. */
export function readClockBlock({ head, body }: Block): readonly [name: string, clock: ScenarioClock] {
  const name = head.take('the name of the clock');
  head.end();
  const carryOver: Record<ChangeKind, CarryOver> = { priority: 'keep', agreement: 'keep', calendar: 'keep' };
  let terms: ClockTerms | undefined;
  let reopen: ReopenPolicy = 'continue';
  for (const words of body) {
    switch (words.oneOf('a line of a clock', ['target', 'carry', 'reopen'])) {
      case 'target':
        terms = readTerms(words);
        break;
      case 'carry':
        carryOver[words.oneOf('what changes', CHANGE_KINDS)] = words.oneOf('a carry-over', CARRY_OVERS);
        break;
      case 'reopen':
        reopen = words.oneOf('how it reopens', REOPENS);
    }
    words.end();
  }
  const rules: ClockRules = { id: name, carryOver, reopen, thresholds: [] };
  return [name, { rules, terms: terms ?? head.fail('the clock has no target') }];
}

function readTerms(words: Words): ClockTerms {
  const targetMs = words.durationMs('the target');
  words.expect('on');
  return { targetMs, calendar: words.take('the calendar') };
}

/** `ticket NAME CLOCK`, with lines `INSTANT ACTION`, `INSTANT pause REASON`, `INSTANT priority 4h on CALENDAR`. */
export function readTicketBlock({ head, body }: Block): readonly [name: string, ticket: ScenarioTicket] {
  const name = head.take('the name of the ticket');
  const clock = head.take('the clock');
  head.end();
  const events = body.map((words, i): ClockEvent => {
    const at = words.instant('the instant');
    const common = { eventId: `${name}-${i}`, at, sequence: i };
    const kind = CHANGE_KINDS.find((known) => words.skip(known));
    if (kind !== undefined) {
      const change = { kind, terms: readTerms(words) };
      words.end();
      return { ...common, actions: [], change };
    }
    const action = words.oneOf('what happens', CLOCK_ACTIONS);
    return { ...common, actions: [action], reason: words.all().join(' ') };
  });
  return [name, { clock, events }];
}
