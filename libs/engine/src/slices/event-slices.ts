import type { Timeline } from '@sla/calendar';
import { compare, ratio, type Instant, type Interval } from '@sla/kernel';
import type { SeriesInput, ValueSample } from '../samples.js';
import type { Indicator } from '../terms/terms.js';
import { NOTHING, type Slice } from './slice.js';

export interface EventSlicing {
  readonly span: Interval;
  readonly dropped: Timeline;
  readonly countedGood: Timeline;
  readonly badDropped: Timeline;
}

type EventIndicator = Exclude<Indicator, { kind: 'time_in_state' }>;

/** One slice per sample inside the span. */
export function eventSlices(
  series: Exclude<SeriesInput, { kind: 'state' }>,
  indicator: EventIndicator,
  slicing: EventSlicing,
): readonly Slice[] {
  const { start, end } = slicing.span;
  const slices: Slice[] = [];
  for (const sample of series.samples) {
    if (sample.at < start || sample.at >= end) continue;
    const [good, total] = 'total' in sample ? [sample.good, sample.total] : judge(sample, indicator);
    slices.push(excluded(sample.at, good, total - good, slicing));
  }
  return slices;
}

function judge(sample: ValueSample, indicator: EventIndicator): readonly [bigint, bigint] {
  return [indicator.kind === 'threshold' && holds(sample, indicator) ? 1n : 0n, 1n];
}

/** Exact: the value and the threshold are compared as fractions. */
function holds(sample: ValueSample, { operator, value }: Extract<Indicator, { kind: 'threshold' }>): boolean {
  const order = compare(ratio(sample.scaled, 10n ** BigInt(sample.scale)), value);
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function excluded(at: Instant, good: bigint, bad: bigint, slicing: EventSlicing): Slice {
  const inside = (timeline: readonly Interval[]): boolean => timeline.some((i) => at >= i.start && at < i.end);
  const slice = { start: at, end: at, ...NOTHING };
  if (inside(slicing.dropped)) return { ...slice, excluded: good + bad };
  if (inside(slicing.countedGood)) return { ...slice, good: good + bad };
  if (inside(slicing.badDropped)) return { ...slice, good, excluded: bad };
  return { ...slice, good, bad };
}
