import { assert, type Instant, type Interval } from '@sla/kernel';
import type { Timeline } from '@sla/calendar';
import type { Dispute, State } from '../samples.js';
import type { MissingDataRule } from '../terms/terms.js';
import { timeSlice, type Slice, type SliceClass } from './slice.js';
import { classOf, type StateSpan } from './state-spans.js';

/** Whose word counts in an open dispute: the measurement, the reading worst for the provider, or the best. */
export type Reading = 'measured' | 'low' | 'high';

export interface TimeSlicing {
  readonly spans: readonly StateSpan[];
  readonly good: readonly State[];
  readonly missingData: MissingDataRule;
  readonly dropped: Timeline;
  readonly countedGood: Timeline;
  readonly badDropped: Timeline;
  readonly disputes: readonly Dispute[];
}

/** Cuts at every change of state, exclusion and dispute, then classifies each piece. */
export function timeSlices(input: TimeSlicing, reading: Reading): readonly Slice[] {
  const cuts = cutPoints(input);
  const slices: Slice[] = [];
  let next = 0;
  for (const span of input.spans) {
    while (next < cuts.length && (cuts[next] ?? Infinity) <= span.start) next++;
    let from: number = span.start;
    for (; next < cuts.length && (cuts[next] ?? Infinity) < span.end; next++) {
      const to = cuts[next] ?? span.end;
      append(slices, piece(input, span, from, to, reading));
      from = to;
    }
    append(slices, piece(input, span, from, span.end, reading));
  }
  return slices;
}

function cutPoints({ dropped, countedGood, badDropped, disputes }: TimeSlicing): readonly number[] {
  const lists: readonly (readonly Interval[])[] = [dropped, countedGood, badDropped, disputes.map((d) => d.interval)];
  return [...new Set(lists.flatMap((list) => list.flatMap(({ start, end }) => [start, end])))].sort((a, b) => a - b);
}

function piece(input: TimeSlicing, span: StateSpan, start: number, end: number, reading: Reading): Slice {
  return timeSlice(start as Instant, end as Instant, classAt(input, span.state, start as Instant, reading));
}

function classAt(input: TimeSlicing, state: StateSpan['state'], at: Instant, reading: Reading): SliceClass {
  const inside = (timeline: readonly Interval[]): boolean => timeline.some((i) => at >= i.start && at < i.end);
  if (inside(input.dropped)) return 'excluded';
  const kind = disputedClass(input, state, at, reading);
  if (kind !== 'good' && inside(input.countedGood)) return 'good';
  if (kind === 'bad' && inside(input.badDropped)) return 'excluded';
  return kind;
}

/** From worst to best for the provider. */
const WORST_FIRST: readonly SliceClass[] = ['bad', 'unknown', 'good'];

function disputedClass(input: TimeSlicing, state: StateSpan['state'], at: Instant, reading: Reading): SliceClass {
  let kind = classOf(state, input.good, input.missingData);
  for (const dispute of input.disputes) {
    if (at < dispute.interval.start || at >= dispute.interval.end) continue;
    const claimed = classOf(dispute.claim, input.good, input.missingData);
    if (dispute.state === 'upheld') kind = claimed;
    else if (dispute.state === 'open' && reading !== 'measured') kind = choose(kind, claimed, reading);
  }
  return kind;
}

function choose(a: SliceClass, b: SliceClass, reading: 'low' | 'high'): SliceClass {
  const aIsWorse = WORST_FIRST.indexOf(a) < WORST_FIRST.indexOf(b);
  return aIsWorse === (reading === 'low') ? a : b;
}

/** Adds a slice, joined to the one before when both touch and are of one class. */
function append(slices: Slice[], slice: Slice): void {
  if (slice.start === slice.end) return;
  const last = slices.at(-1);
  if (last === undefined || last.end !== slice.start || !sameClass(last, slice)) {
    slices.push(slice);
    return;
  }
  assert(last.end <= slice.start, 'slices ascend');
  slices[slices.length - 1] = {
    start: last.start,
    end: slice.end,
    good: last.good + slice.good,
    bad: last.bad + slice.bad,
    unknown: last.unknown + slice.unknown,
    excluded: last.excluded + slice.excluded,
  };
}

const sameClass = (a: Slice, b: Slice): boolean =>
  a.good > 0n === b.good > 0n && a.bad > 0n === b.bad > 0n && a.unknown > 0n === b.unknown > 0n;
