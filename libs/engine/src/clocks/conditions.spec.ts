import { describe, expect, it } from '@jest/globals';
import {
  actionsOf,
  conditionHolds,
  MAX_CONDITION_DEPTH,
  type ClockConditions,
  type Condition,
  type TicketFields,
} from './conditions.js';

describe('conditions', () => {
  const [before, after]: [TicketFields, TicketFields] = [
    { state: 'new', priority: 3 },
    { state: 'active', priority: 3, vip: true },
  ];
  it.each<[string, Condition, boolean]>([
    ['equals', { field: 'state', equals: 'active' }, true],
    ['equals another', { field: 'state', equals: 'new' }, false],
    ['numbers are no texts', { field: 'priority', equals: '3' }, false],
    ['a field that is absent equals nothing', { field: 'group', equals: '' }, false],
    ['one of', { field: 'state', in: ['active', 'awaiting'] }, true],
    ['none of', { field: 'state', in: [] }, false],
    ['an absent field is one of nothing', { field: 'group', in: ['a'] }, false],
    ['changed', { field: 'state', changed: true }, true],
    ['not changed', { field: 'priority', changed: true }, false],
    ['came', { field: 'vip', changed: true }, true],
    ['never there', { field: 'group', changed: true }, false],
    [
      'all',
      {
        all: [
          { field: 'vip', equals: true },
          { field: 'state', changed: true },
        ],
      },
      true,
    ],
    [
      'not all',
      {
        all: [
          { field: 'vip', equals: true },
          { field: 'priority', changed: true },
        ],
      },
      false,
    ],
    ['all of nothing', { all: [] }, true],
    [
      'any',
      {
        any: [
          { field: 'vip', equals: false },
          { field: 'priority', equals: 3 },
        ],
      },
      true,
    ],
    ['any of nothing', { any: [] }, false],
    ['not', { not: { field: 'state', equals: 'new' } }, true],
    ['what objects inherit is no field', { field: 'constructor', changed: true }, false],
  ])('%s', (_name, condition, expected) => expect(conditionHolds(condition, before, after)).toBe(expected));

  it('went away is changed, and so is a first value', () => {
    expect(conditionHolds({ field: 'vip', changed: true }, after, before)).toBe(true);
    expect(conditionHolds({ field: 'state', changed: true }, undefined, before)).toBe(true);
  });

  it('are nested up to the limit', () => {
    const nested = (depth: number): Condition =>
      Array.from({ length: depth - 1 }).reduce<Condition>((not) => ({ not }), { field: 'state', equals: 'x' });
    expect(() => conditionHolds(nested(MAX_CONDITION_DEPTH), before, after)).not.toThrow();
    expect(() => conditionHolds(nested(MAX_CONDITION_DEPTH + 1), before, after)).toThrow('clock.condition_too_deep');
  });
});

describe('actions of an event', () => {
  const waiting: Condition = { field: 'state', in: ['awaiting'] };
  const conditions: ClockConditions = {
    start: { field: 'state', in: ['new', 'active'] },
    pause: waiting,
    resume: { not: waiting },
    stop: { field: 'state', equals: 'closed' },
    reset: { all: [{ field: 'service', changed: true }, { not: { field: 'state', equals: 'closed' } }] },
  };
  it.each<[string, TicketFields | undefined, TicketFields, readonly string[]]>([
    ['a first event', undefined, { state: 'new' }, ['start', 'resume']],
    ['a first event that waits', undefined, { state: 'awaiting' }, ['pause']],
    ['an update that changes nothing of it', { state: 'awaiting' }, { state: 'awaiting', group: 'b' }, []],
    ['from waiting to work', { state: 'awaiting' }, { state: 'active' }, ['start', 'resume']],
    ['from work to the end', { state: 'active' }, { state: 'closed' }, ['stop']],
    ['another service each time', { state: 'new', service: 'a' }, { state: 'new', service: 'b' }, ['reset']],
  ])('%s', (_name, before, after, expected) => expect(actionsOf(conditions, before, after)).toEqual(expected));
});
