import { intersect, normalise, type Timeline } from '@sla/calendar';
import { assert, type Instant, type Interval } from '@sla/kernel';
import type { State, StateSample } from '../samples.js';
import type { MissingDataRule } from '../terms/terms.js';
import type { SliceClass } from './slice.js';

/** A span in which one thing is known of a series. */
export interface StateSpan extends Interval {
  /** What the samples say; `missing` when none of them vouches. */
  readonly state: State | 'missing';
}

/** The span [start, end) cut at every change of state. `samples` begin with the last one at or before the start, if there is one. */
export function stateSpans(
  samples: readonly StateSample[],
  span: Interval,
  rule: MissingDataRule,
  stalenessMs: number,
): readonly StateSpan[] {
  if (span.start >= span.end) return [];
  const spans: StateSpan[] = [];
  const push = (start: number, end: number, state: StateSpan['state']): void => {
    const from = Math.max(start, span.start);
    const to = Math.min(end, span.end);
    if (from < to) spans.push({ start: from as Instant, end: to as Instant, state });
  };
  push(span.start, samples[0]?.at ?? span.end, 'missing');
  samples.forEach((sample, i) => {
    const next = samples[i + 1]?.at ?? Math.max(span.end, sample.at);
    assert(next > sample.at || i === samples.length - 1, 'samples ascend and are distinct');
    // `hold` keeps the last state until the next sample, however long that takes.
    const vouched = rule === 'hold' ? next : Math.min(next, sample.at + stalenessMs);
    push(sample.at, vouched, sample.state);
    push(vouched, next, 'missing');
  });
  return spans;
}

/** What a span counts as, before exclusions. */
export function classOf(state: StateSpan['state'], good: readonly State[], rule: MissingDataRule): SliceClass {
  if (state === 'missing') return rule === 'good' || rule === 'bad' ? rule : 'unknown';
  if (state === 'unknown') return 'unknown';
  return good.includes(state) ? 'good' : 'bad';
}

/** Time for which a sample vouches: the measure of coverage. A sample that says `unknown` vouches for nothing. */
export function vouchedTime(
  samples: readonly { readonly at: Instant; readonly state?: State }[],
  span: Interval,
  stalenessMs: number,
): Timeline {
  const spans = samples.flatMap((sample, i) => {
    if (sample.state === 'unknown') return [];
    const next = samples[i + 1]?.at ?? Infinity;
    return [{ start: sample.at, end: Math.min(sample.at + stalenessMs, next) as Instant }];
  });
  return intersect(normalise(spans), span.start < span.end ? [span] : []);
}
