import type { Instant, Interval } from '@sla/kernel';
import { nextChange, offsetAt, type Zone } from './zone.js';

/** A stretch of time in which the wall clock runs evenly. */
export interface OffsetSpan extends Interval {
  /** Local time minus UTC in milliseconds. */
  readonly offsetMs: number;
}

/** The stretches of constant offset inside a span, in order, without gap or overlap. */
export function offsetSpans(zone: Zone, span: Interval): readonly OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  for (let start = span.start; start < span.end;) {
    const change = nextChange(zone, start);
    const end = change === undefined || change > span.end ? span.end : change;
    spans.push({ start, end: end as Instant, offsetMs: offsetAt(zone, start) });
    start = end as Instant;
  }
  return spans;
}
