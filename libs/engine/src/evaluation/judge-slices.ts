import { contains, type Timeline } from '@sla/calendar';
import type { Instant, Interval, Ratio } from '@sla/kernel';
import { addToSlice, sliceAt, sliceColumns, startOfSlice, type SliceColumns } from '../slices/slice-columns.js';
import { BAD, EXCLUDED, GOOD, sliceReader, type Reading, type SliceKind } from '../slices/slice-reader.js';
import { timeSlice, totalsOf, type Slice, type SliceClass } from '../slices/slice.js';
import type { MissingDataRule, Objective, TimeSliceBudget } from '../terms/terms.js';
import { fractionOf } from './verdict.js';

/** What time slices are judged from. */
export interface SliceJudgement {
  readonly objective: Objective;
  readonly budgeting: TimeSliceBudget;
  readonly window: Interval;
  /** Judged up to here; a slice that has not ended is judged only when its window has. */
  readonly until: Instant;
  /** What was measured: spans of milliseconds, or events at their instants, with exclusions already applied. */
  readonly base: (reading: Reading) => readonly Slice[];
  readonly unit: 'ms' | 'events';
  readonly dropped: Timeline;
  readonly countedGood: Timeline;
  readonly badDropped: Timeline;
}

export interface JudgedSlices {
  /** Time of good, bad, unknown and excluded slices, joined where they touch. */
  readonly slices: readonly Slice[];
  readonly low: Ratio | undefined;
  readonly high: Ratio | undefined;
  /** Slices without any data. */
  readonly silent: boolean;
}

/** Calls each slice of a window good or bad by its share, and lets it weigh its length. Bounds hold over disputes and over what is unknown. */
export function judgeSlices(given: SliceJudgement): JudgedSlices {
  const bound = (reading: Reading): Ratio | undefined =>
    fractionOf(totalsOf(classified(given, columnsOf(given, reading), reading)));
  const measured = columnsOf(given, 'measured');
  return {
    slices: classified(given, measured, 'measured'),
    low: bound('low'),
    high: bound('high'),
    silent: isSilent(measured),
  };
}

function columnsOf(given: SliceJudgement, reading: Reading): SliceColumns {
  const { window, budgeting, until, unit } = given;
  const round = until >= window.end ? Math.ceil : Math.floor;
  const length = round((until - window.start) / budgeting.sliceMs);
  const columns = sliceColumns(window.start, budgeting.sliceMs, length);
  for (const slice of given.base(reading)) {
    if (unit === 'events') addEvents(columns, slice);
    else addTime(columns, slice, given.objective.missingData);
  }
  if (unit === 'events') markSilent(given, columns);
  return columns;
}

function addEvents(columns: SliceColumns, slice: Slice): void {
  const i = sliceAt(columns, slice.start);
  if (i >= columns.length) return;
  for (const name of ['good', 'bad', 'unknown', 'excluded'] as const) addToSlice(columns, name, i, Number(slice[name]));
}

/** A span of one class, cut at the slices. Silence that is to be ignored leaves no trace in them. */
function addTime(columns: SliceColumns, slice: Slice, rule: MissingDataRule): void {
  const kind = classOf(slice);
  if (kind === 'unknown' && rule === 'ignore') return;
  for (let from: number = slice.start; from < slice.end;) {
    const i = sliceAt(columns, from as Instant);
    if (i >= columns.length) return;
    const to = Math.min(slice.end, startOfSlice(columns, i + 1));
    addToSlice(columns, kind, i, to - from);
    from = to;
  }
}

const classOf = ({ good, bad, unknown }: Slice): SliceClass =>
  good > 0n ? 'good' : bad > 0n ? 'bad' : unknown > 0n ? 'unknown' : 'excluded';

/** A slice of events without any may lie inside an exclusion: then it is what the exclusion says, not what silence says. */
function markSilent({ objective, dropped, countedGood, badDropped }: SliceJudgement, columns: SliceColumns): void {
  const inside = (timeline: Timeline, i: number): boolean =>
    timeline.some((span) => contains(span, startOfSlice(columns, i)) && span.end >= startOfSlice(columns, i + 1));
  for (let i = 0; i < columns.length; i++) {
    if ([columns.good, columns.bad, columns.unknown, columns.excluded].some((column) => column[i] !== 0)) continue;
    if (inside(dropped, i)) addToSlice(columns, 'excluded', i, 1);
    else if (inside(countedGood, i)) addToSlice(columns, 'good', i, 1);
    else if (objective.missingData === 'bad' && inside(badDropped, i)) addToSlice(columns, 'excluded', i, 1);
  }
}

function classified(given: SliceJudgement, columns: SliceColumns, reading: Reading): readonly Slice[] {
  const { budgeting, objective, window, unit } = given;
  // Silence of states has been classified with the states; silence of events is a slice without any.
  const missingData = unit === 'ms' ? 'ignore' : objective.missingData;
  const read = sliceReader(columns, { ...budgeting, missingData }, reading);
  const kinds = Array.from({ length: columns.length }, (_, i) => read(i));
  const settled = settleRuns(kinds, budgeting.minimumConsecutive);
  const slices: Slice[] = [];
  settled.forEach((kind, i) => {
    const end = Math.min(startOfSlice(columns, i + 1), window.end) as Instant;
    appendTime(slices, startOfSlice(columns, i), end, nameOf(kind));
  });
  return slices;
}

/** Bad runs that are too short count as good. */
function settleRuns(kinds: readonly SliceKind[], minimum: number): readonly SliceKind[] {
  const settled = [...kinds];
  for (let from = 0; from < kinds.length; from++) {
    if (kinds[from] !== BAD) continue;
    let to = from;
    while (kinds[to] === BAD) to++;
    if (to - from < minimum) settled.fill(GOOD, from, to);
    from = to;
  }
  return settled;
}

const nameOf = (kind: SliceKind): SliceClass =>
  kind === GOOD ? 'good' : kind === BAD ? 'bad' : kind === EXCLUDED ? 'excluded' : 'unknown';

function appendTime(slices: Slice[], start: Instant, end: Instant, kind: SliceClass): void {
  const last = slices.at(-1);
  if (last === undefined || last[kind] === 0n) slices.push(timeSlice(start, end, kind));
  else slices[slices.length - 1] = timeSlice(last.start, end, kind);
}

const isSilent = ({ good, bad, unknown, excluded }: SliceColumns): boolean =>
  good.some((count, i) => count === 0 && bad[i] === 0 && unknown[i] === 0 && excluded[i] === 0);
