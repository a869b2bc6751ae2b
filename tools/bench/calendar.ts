// Working time: rates against walking days with luxon and with native arithmetic, and what a calendar costs.
import { DAY_MS, defined, HOUR_MS, parseInstant, type Instant } from '@sla/kernel';
import { chinaHolidays, openHours, WorkingTime, type WorkingCalendar } from '@sla/calendar';
import { DateTime } from 'luxon';
import { cost, medianMs, perSecond, rate, type Figure } from './figure.ts';

const NINE = ['09:00-17:00'];
export const OFFICE: WorkingCalendar = {
  timeZone: 'Asia/Shanghai',
  weekly: [{ hours: { mon: NINE, tue: NINE, wed: NINE, thu: NINE, fri: NINE } }],
};
const STATUTORY: WorkingCalendar = { ...OFFICE, ...chinaHolidays(NINE) };
const START = parseInstant('2026-01-05T01:00:00Z');
/** One year of working time: 52 weeks of 40 hours. */
const YEAR_TARGET_MS = 52 * 40 * HOUR_MS;
const OPEN_MS = 8 * HOUR_MS;
const CLOCKS = 1_000_000;
const MANY_PER_SECOND = 4_000_000;
/** Calls of one round; walking a year with luxon takes some milliseconds. */
const [MANY, SOME, FEW] = [400_000, 2_000, 20];

export function* calendarFigures(): Iterable<Figure> {
  yield* rates();
  yield* costOfCalendar();
  yield* reevaluate();
}

/** The same numbers in every run (Lehmer), in [0, below). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Due by walking days with luxon, as code without a compiled calendar does it. */
function luxonDue(start: number, targetMs: number): number {
  let day = DateTime.fromMillis(start, { zone: 'Asia/Shanghai' });
  let left = targetMs;
  for (;;) {
    const opens = Math.max(start, day.set({ hour: 9, minute: 0, second: 0, millisecond: 0 }).toMillis());
    const closes = day.set({ hour: 17, minute: 0, second: 0, millisecond: 0 }).toMillis();
    if (day.weekday <= 5 && closes > opens) {
      if (left <= closes - opens) return opens + left;
      left -= closes - opens;
    }
    day = day.plus({ days: 1 }).startOf('day');
  }
}

function luxonElapsed(start: number, end: number): number {
  let sum = 0;
  let day = DateTime.fromMillis(start, { zone: 'Asia/Shanghai' });
  while (day.toMillis() < end) {
    const opens = Math.max(start, day.set({ hour: 9, minute: 0, second: 0, millisecond: 0 }).toMillis());
    const closes = Math.min(end, day.set({ hour: 17, minute: 0, second: 0, millisecond: 0 }).toMillis());
    if (day.weekday <= 5 && closes > opens) sum += closes - opens;
    day = day.plus({ days: 1 }).startOf('day');
  }
  return sum;
}

/** The same walk over numbers, for a zone whose clock never changes: the least that walking can cost. */
const OFFSET_MS = 8 * HOUR_MS;
function nativeDue(start: number, targetMs: number): number {
  let left = targetMs;
  for (let day = Math.floor((start + OFFSET_MS) / DAY_MS); ; day++) {
    const opens = Math.max(start, day * DAY_MS + 9 * HOUR_MS - OFFSET_MS);
    const closes = day * DAY_MS + 17 * HOUR_MS - OFFSET_MS;
    if ((day + 3) % 7 >= 5 || closes <= opens) continue;
    if (left <= closes - opens) return opens + left;
    left -= closes - opens;
  }
}

function nativeElapsed(start: number, end: number): number {
  let sum = 0;
  for (let day = Math.floor((start + OFFSET_MS) / DAY_MS); day * DAY_MS - OFFSET_MS < end; day++) {
    const opens = Math.max(start, day * DAY_MS + 9 * HOUR_MS - OFFSET_MS);
    const closes = Math.min(end, day * DAY_MS + 17 * HOUR_MS - OFFSET_MS);
    if ((day + 3) % 7 < 5 && closes > opens) sum += closes - opens;
  }
  return sum;
}

const due = (time: WorkingTime, start: number, targetMs: number): number =>
  defined(time.due(start as Instant, targetMs), 'a deadline');

function* rates(): Iterable<Figure> {
  const time = new WorkingTime(openHours(OFFICE));
  const starts = startsIn(4_096, 300);
  const at = (i: number): number => starts[i & 4_095] ?? 0;
  for (const [name, targetMs] of [
    ['8 h', OPEN_MS],
    ['1 year', YEAR_TARGET_MS],
  ] as const) {
    sameAnswers(time, starts, targetMs);
    const ends = starts.map((start) => due(time, start, targetMs));
    const end = (i: number): number => ends[i & 4_095] ?? 0;
    const dueRate = perSecond(MANY, (i) => due(time, at(i), targetMs));
    const elapsedRate = perSecond(MANY, (i) => time.elapsed(at(i) as Instant, end(i) as Instant));
    const few = targetMs === OPEN_MS ? SOME : FEW;
    yield* compare(`due, ${name}`, dueRate, {
      'luxon day-walk': perSecond(few, (i) => luxonDue(at(i), targetMs)),
      'native day-walk': perSecond(few * 100, (i) => nativeDue(at(i), targetMs)),
    });
    yield* compare(`elapsed, ${name}`, elapsedRate, {
      'luxon day-walk': perSecond(few, (i) => luxonElapsed(at(i), end(i))),
      'native day-walk': perSecond(few * 100, (i) => nativeElapsed(at(i), end(i))),
    });
  }
}

function* compare(name: string, value: number, others: Readonly<Record<string, number>>): Iterable<Figure> {
  for (const [against, baseline] of Object.entries({ ...others, 'target: 4 million/s': MANY_PER_SECOND })) {
    yield rate(`calendar ${name}`, value, '/s', against, baseline);
  }
}

const startsIn = (count: number, days: number): readonly number[] => {
  const next = numbers(7);
  return Array.from({ length: count }, () => START + next(days) * DAY_MS + next(DAY_MS));
};

/** A rate of wrong answers is no figure. */
function sameAnswers(time: WorkingTime, starts: readonly number[], targetMs: number): void {
  for (const start of starts.slice(0, 50)) {
    const ours = due(time, start, targetMs);
    const walked = [luxonDue(start, targetMs), nativeDue(start, targetMs)];
    if (walked.some((other) => other !== ours))
      throw new Error(`due of ${start}: ${ours}, walked ${walked.join(', ')}`);
  }
}

function* costOfCalendar(): Iterable<Figure> {
  const end = (START + 3_652 * DAY_MS) as Instant;
  const compile = (): WorkingTime => {
    const time = new WorkingTime(openHours(STATUTORY));
    time.elapsed(START, end);
    return time;
  };
  const ms = medianMs(compile);
  yield cost('calendar compile, 10 years', ms, 'ms', 'target: 50 ms', 50);
  yield cost(
    'calendar compile, 10 years',
    ms,
    'ms',
    'one luxon day-walk',
    medianMs(() => luxonElapsed(START, end)),
  );
  const bytes = compile().compiledBytes;
  yield cost('calendar memory, 10 years', bytes, 'bytes', '24 bytes a day', 3_652 * 24);
}

/** Open clocks as columns: start, target, and up to two pauses. */
interface Clocks {
  readonly starts: Float64Array;
  readonly targets: Float64Array;
  /** Begin and end of both pauses; a pause that is not there is empty and lies at the start. */
  readonly pauses: Float64Array;
}

function clocks(): Clocks {
  const next = numbers(11);
  const made = {
    starts: new Float64Array(CLOCKS),
    targets: new Float64Array(CLOCKS),
    pauses: new Float64Array(4 * CLOCKS),
  };
  for (let i = 0; i < CLOCKS; i++) {
    let at = START + next(365) * DAY_MS + next(DAY_MS);
    made.starts[i] = at;
    made.targets[i] = (1 + next(80)) * HOUR_MS;
    for (let k = 0; k < 4; k++) made.pauses[4 * i + k] = at += next(3) === 0 ? next(DAY_MS) : 0;
  }
  return made;
}

/** Due of a clock: what is left of its target after the time that counted before each pause. */
function dueWithPauses(time: WorkingTime, { starts, targets, pauses }: Clocks, i: number): number {
  let from = (starts[i] ?? 0) as Instant;
  let left = targets[i] ?? 0;
  for (let k = 0; k < 4; k += 2) {
    const [begin, end] = [(pauses[4 * i + k] ?? 0) as Instant, (pauses[4 * i + k + 1] ?? 0) as Instant];
    if (begin === end) continue;
    const used = time.elapsed(from, begin);
    if (used >= left) break;
    left -= used;
    from = end;
  }
  return due(time, from, left);
}

function* reevaluate(): Iterable<Figure> {
  const open = clocks();
  const changed = { ...STATUTORY, closures: [{ from: '2026-06-03T12:00', to: '2026-06-04T12:00' }] };
  const [before, after] = [new Float64Array(CLOCKS), new Float64Array(CLOCKS)];
  const all = (calendar: WorkingCalendar, results: Float64Array): number => {
    const began = performance.now();
    const time = new WorkingTime(openHours(calendar));
    for (let i = 0; i < CLOCKS; i++) results[i] = dueWithPauses(time, open, i);
    return (performance.now() - began) / 1_000;
  };
  all(STATUTORY, before);
  const seconds = all(changed, after);
  const moved = after.filter((value, i) => value !== before[i]).length;
  if (moved === 0 || moved === CLOCKS) throw new Error(`${moved} deadlines moved`);
  yield cost('calendar changed: due of 1,000,000 open clocks', seconds, 's', 'target: 5 s', 5);
  yield cost('calendar changed: deadlines that moved', moved, 'clocks', 'all clocks', CLOCKS);
  const bytes = (open.starts.byteLength + open.targets.byteLength + open.pauses.byteLength) / CLOCKS;
  yield cost('calendar memory of a clock with two pauses', bytes, 'bytes', 'an object', bytesOfObjects(open));
}

/** Heap bytes of one clock as an object. */
function bytesOfObjects({ starts, targets, pauses }: Clocks): number {
  const count = 100_000;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const objects = Array.from({ length: count }, (_, i) => ({
    start: starts[i],
    target: targets[i],
    pauses: [
      { from: pauses[4 * i], to: pauses[4 * i + 1] },
      { from: pauses[4 * i + 2], to: pauses[4 * i + 3] },
    ],
  }));
  globalThis.gc?.();
  return (process.memoryUsage().heapUsed - before) / objects.length;
}
