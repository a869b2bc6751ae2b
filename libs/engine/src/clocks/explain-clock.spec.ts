import { describe, expect, it } from '@jest/globals';
import { ALWAYS, openHours, WorkingTime, type WorkingCalendar } from '@sla/calendar';
import { tryRender } from '@sla/texts';
import { InvariantError, ratio } from '@sla/kernel';
import type { Explanation } from '../explain/explanation.js';
import type { ClockEvent, ClockRules, ClockTerms } from './clock.js';
import { change, CONTEXT, event, hours, RULES, T, terms } from './clocks.fixture.js';
import type { ClockContext } from './counting.js';
import { explainClock, MAX_LISTED_LINES } from './explain-clock.js';
import { foldClock } from './fold-clock.js';
import { segmentsOf } from './segments.js';

const rules: ClockRules = {
  ...RULES,
  thresholds: [
    { id: 'half', kind: 'elapsed', share: ratio(1, 2) },
    { id: 'late', kind: 'breach' },
  ],
};
const explained = (
  events: readonly ClockEvent[],
  at: string,
  own: ClockTerms = terms(hours(4)),
  context: ClockContext = CONTEXT,
): Explanation => explainClock(rules, foldClock(rules, own, events), context, T(at));
const all = (node: Explanation): readonly Explanation[] => [node, ...node.children.flatMap(all)];
const keysOf = (node: Explanation): readonly string[] => [...new Set(all(node).map(({ key }) => key))].sort();
const cyclesOf = (node: Explanation): readonly Explanation[] =>
  node.children.filter(({ key }) => key.startsWith('clock.cycle_'));

/** A story with every kind of segment but a closed one. */
const story = [
  event('3 15:00', 'start'),
  event('3 16:00', 'pause', { reason: 'asked', by: 'ann' }),
  event('3 16:30', 'resume'),
  event('5 16:00', 'pause', { by: 'bob' }),
  event('5 16:10', 'pause', { reason: 'parts' }),
  event('5 16:20', 'pause'),
  event('5 16:30', 'resume'),
];
const context: ClockContext = {
  ...CONTEXT,
  exclusions: [
    { id: 'upgrade', start: T('6 09:00'), end: T('6 10:00') },
    { id: 'again', start: T('6 09:30'), end: T('6 10:00') },
  ],
};

describe('explaining a clock', () => {
  it('lists every segment, and the milliseconds add up', () => {
    const [cycle] = cyclesOf(explained(story, '6 11:00', terms(hours(4)), context));
    const sums = cycle?.children.filter(({ key }) => key.startsWith('clock.sum_')) ?? [];
    expect(Object.fromEntries(sums.map(({ key, params }) => [key, Number(params['ms']) / hours(1)]))).toEqual({
      'clock.sum_counted': 8,
      'clock.sum_paused': 1,
      'clock.sum_outside_hours': 48,
      'clock.sum_holiday': 8,
      'clock.sum_closure': 2,
      'clock.sum_excluded': 1,
    });
    const total = (name: string, nodes: readonly Explanation[]): number =>
      nodes.reduce((sum, { params }) => sum + Number(params[name]), 0);
    expect(total('ms', sums)).toBe(Number(cycle?.params['wall']));
    expect(total('counted', sums)).toBe(Number(cycle?.params['elapsed']));
    for (const { params, children } of sums) expect(total('ms', children)).toBe(Number(params['ms']));
  });

  it('names holidays, closures, exclusions, and who paused and why', () => {
    const node = explained(story, '6 11:00', terms(hours(4)), context);
    const reasons = all(node).flatMap(({ params }) => [params['reason'] ?? [], params['by'] ?? []].flat());
    expect([...new Set(reasons)].map(String).sort()).toEqual([
      'Fire drill',
      'Founding day',
      'ann',
      'asked',
      'bob',
      'parts',
      'upgrade',
    ]);
  });

  it.each<[string, Explanation, string]>([
    ['pending', explained([event('2 08:00', 'stop')], '2 09:00'), 'clock.is_pending clock.odd_stop_before_start'],
    [
      'met',
      explained([event('2 09:00', 'start'), event('2 10:00', 'stop')], '2 11:00'),
      'clock.cycle_met clock.due clock.is_stopped clock.segment clock.sum_counted clock.terms_first',
    ],
    [
      'missed',
      explained([event('2 09:00', 'start'), event('2 14:00', 'stop')], '2 15:00'),
      'clock.breached clock.cycle_missed clock.due clock.fired clock.is_stopped clock.segment clock.sum_counted clock.terms_first',
    ],
    [
      'overdue and paused',
      explained([event('2 09:00', 'start'), event('2 14:00', 'pause')], '2 15:00'),
      'clock.breached clock.cycle_overdue clock.due_if_resumed clock.fired clock.is_paused clock.segment clock.sum_counted clock.sum_paused clock.terms_first',
    ],
    [
      'reopened',
      explained([event('2 09:00', 'start'), event('2 10:00', 'stop'), event('2 11:00', 'start')], '2 11:00'),
      'clock.cycle_undecided clock.due clock.is_running clock.segment clock.sum_closed clock.sum_counted clock.terms_first',
    ],
    [
      'changed twice',
      explained(
        [
          event('2 09:00', 'start'),
          change('2 09:30', 'priority', terms(hours(9))),
          change('2 09:40', 'agreement', terms(hours(8))),
        ],
        '2 10:00',
      ),
      'clock.cycle_undecided clock.due clock.is_running clock.segment clock.sum_counted clock.terms_first clock.terms_forward clock.terms_retroactive',
    ],
    [
      'provisional',
      explained([event('31 05:30', 'start')], '31 06:00', terms(hours(9), 'shanghai')),
      'clock.cycle_undecided clock.due clock.is_running clock.provisional clock.segment clock.sum_counted clock.terms_first',
    ],
    [
      'reset',
      explained([event('2 09:00', 'start'), event('2 10:00', 'reset'), event('2 11:00', 'cancel')], '2 11:00'),
      'clock.cycle_undecided clock.due clock.is_cancelled clock.segment clock.sum_counted clock.terms_first',
    ],
  ])('%s', (_name, node, keys) => expect(keysOf(node).join(' ')).toBe(keys));

  it('says everything in both languages', () => {
    const nodes = [
      explained(story, '6 11:00', terms(hours(4)), context),
      explained([event('6 00:00', 'start')], '7 04:00', terms(hours(9), 'shanghai')),
      explained([event('2 09:00', 'start'), event('2 09:00', 'stop')], '2 09:00'),
    ];
    for (const { key, params } of nodes.flatMap(all)) {
      const [en, zh] = [tryRender(key, params, 'en'), tryRender(key, params, 'zh-CN')];
      expect([key, en === undefined, zh === undefined, en === zh]).toEqual([key, false, false, false]);
    }
  });

  it('never due, where the calendar never opens', () => {
    const never: WorkingCalendar = { timeZone: 'UTC', weekly: [] };
    const calendars = new Map([['office', { rules: never, time: new WorkingTime(openHours(never)) }]]);
    const node = explained([event('2 09:00', 'start')], '2 10:00', terms(1), { calendars });
    expect(keysOf(node).join(' ')).toBe(
      'clock.cycle_undecided clock.due_never clock.is_running clock.segment clock.sum_outside_hours clock.terms_first',
    );
  });

  it('refuses to explain by rules that a calendar was not compiled from', () => {
    const closed: WorkingCalendar = { timeZone: 'UTC', weekly: [] };
    const time = new WorkingTime(ALWAYS);
    const calendars = new Map([['office', { rules: closed, time }]]);
    expect(() => explained([event('2 09:00', 'start')], '2 10:00', terms(1), { calendars })).toThrow(InvariantError);
  });

  it.each<[number, number, string]>([
    [MAX_LISTED_LINES, MAX_LISTED_LINES, 'clock.segment'],
    [MAX_LISTED_LINES + 1, MAX_LISTED_LINES + 1, 'clock.more_segments'],
  ])('%i counted segments make %i lines, the last a %s', (segments, lines, last) => {
    const at = (n: number) => (T('2 09:00') + n * 1000) as ReturnType<typeof T>;
    const pauses = Array.from({ length: segments - 1 }, (_, i) => [
      event(at(2 * i + 1), 'pause'),
      event(at(2 * i + 2), 'resume'),
    ]).flat();
    const [cycle] = cyclesOf(explained([event(at(0), 'start'), ...pauses], '2 10:00'));
    const counted = cycle?.children.find(({ key }) => key === 'clock.sum_counted');
    expect([counted?.children.length, counted?.children.at(-1)?.key]).toEqual([lines, last]);
    expect(counted?.children.reduce((sum, { params }) => sum + Number(params['ms']), 0)).toBe(
      Number(counted?.params['ms']),
    );
  });

  it('findings beyond the limit are counted', () => {
    const odd = Array.from({ length: MAX_LISTED_LINES + 2 }, (_, i) =>
      event((T('2 09:00') + i) as ReturnType<typeof T>, 'pause'),
    );
    const node = explained(odd, '2 10:00');
    expect(node.children.at(-1)).toMatchObject({ key: 'clock.more_findings', params: { n: 2 } });
    expect(node.children).toHaveLength(MAX_LISTED_LINES + 1);
  });
});

describe('segments', () => {
  it('of a calendar without rules have no names, and tile all the same', () => {
    const office = CONTEXT.calendars.get('office');
    if (office === undefined) throw new Error('the fixture has an office');
    const { cycle } = foldClock(RULES, terms(hours(4)), [event('2 16:00', 'start')]);
    if (cycle === undefined) throw new Error('nothing began');
    const bare: ClockContext = { calendars: new Map([['office', { time: office.time }]]) };
    expect(segmentsOf(cycle, bare, T('3 10:00')).map(({ kind }) => kind)).toEqual([
      'counted',
      'outside_hours',
      'counted',
    ]);
  });

  it('count closed time that a reopening continues', () => {
    const events = [event('2 09:00', 'start'), event('2 10:00', 'stop'), event('2 11:00', 'start')];
    const node = explainClock(
      { ...rules, reopen: 'continue' },
      foldClock({ ...rules, reopen: 'continue' }, terms(hours(4)), events),
      CONTEXT,
      T('2 12:00'),
    );
    expect(cyclesOf(node)[0]?.params).toMatchObject({ elapsed: String(hours(3)), wall: String(hours(3)) });
    expect(keysOf(node)).toContain('clock.sum_counted_closed');
  });
});
