import { assert, roundToInteger, type Ratio } from '@sla/kernel';
import { MAX_IN_SLICE, sliceOverflow, type SliceColumns } from './slice-columns.js';
import type { StateSpan } from './state-spans.js';
import { classOf } from './state-spans.js';
import type { State } from '../samples.js';
import type { MissingDataRule } from '../terms/terms.js';
import { countAt, numberAt } from './column-access.js';

/** What a batch did. Nothing is lost in silence: samples outside of the slices are counted. */
export interface Folded {
  readonly folded: number;
  readonly outside: number;
}

/** Counted events as columns: `0 <= good <= total`, whole numbers below 2^53. */
export interface CountColumns {
  readonly at: Float64Array;
  readonly good: Uint32Array | Float64Array;
  readonly total: Uint32Array | Float64Array;
}

/**
 * Adds counted events to their slices by event time. Order does not matter.
 * @throws DomainError out_of_range when a slice is full; then the batch is partly folded, and the columns are to be thrown away.
 */
export function foldCounts(into: SliceColumns, batch: CountColumns): Folded {
  const { at, good, total } = batch;
  assert(good.length === at.length && total.length === at.length, 'columns of one length');
  const { start, sliceMs, length, good: goodOf, bad: badOf } = into;
  let outside = 0;
  for (let i = 0; i < at.length; i++) {
    const slice = Math.floor((numberAt(at, i) - start) / sliceMs);
    if (!(slice >= 0 && slice < length)) {
      outside++;
      continue;
    }
    const up = numberAt(good, i);
    const down = numberAt(total, i) - up;
    assert(up >= 0 && down >= 0, 'between none and all events are good');
    const goods = countAt(goodOf, slice) + up;
    const bads = countAt(badOf, slice) + down;
    if (goods > MAX_IN_SLICE || bads > MAX_IN_SLICE) throw sliceOverflow(into, slice);
    goodOf[slice] = goods;
    badOf[slice] = bads;
  }
  return { folded: at.length - outside, outside };
}

/** Values as columns: `scaled / 10^scale`, whole numbers below 2^53. */
export interface ValueColumns {
  readonly at: Float64Array;
  readonly scaled: Float64Array | Int32Array;
  readonly scale: number;
}

/** `at_most` and `at_least` hold at the threshold itself, `below` and `above` do not. */
export type Comparison = 'at_most' | 'below' | 'at_least' | 'above';

/**
 * The whole number at which `scaled / 10^scale` begins to be above: comparing against it is exact, whatever digits the threshold has.
 * `scaled < limit` means below or at the threshold for `at_most` and `above`, below it for `below` and `at_least`.
 */
export function scaledLimit(threshold: Ratio, scale: number, comparison: Comparison): number {
  const moved = { num: threshold.num * 10n ** BigInt(scale), den: threshold.den };
  const edgeIsBelow = comparison === 'at_most' || comparison === 'above';
  const limit = edgeIsBelow ? roundToInteger(moved, 'floor') + 1n : roundToInteger(moved, 'ceiling');
  // Values are safe integers, so a limit beyond them says the same as the nearest that is one.
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(limit > most ? most : limit < -most ? -most : limit);
}

/** Counts each value as one good or bad event of its slice. */
export function foldValues(into: SliceColumns, batch: ValueColumns, threshold: Ratio, comparison: Comparison): Folded {
  const { at, scaled } = batch;
  assert(scaled.length === at.length, 'columns of one length');
  const limit = scaledLimit(threshold, batch.scale, comparison);
  const goodIsBelow = comparison === 'at_most' || comparison === 'below';
  const { start, sliceMs, length } = into;
  const [below, above] = goodIsBelow ? [into.good, into.bad] : [into.bad, into.good];
  let outside = 0;
  for (let i = 0; i < at.length; i++) {
    const slice = Math.floor((numberAt(at, i) - start) / sliceMs);
    if (!(slice >= 0 && slice < length)) {
      outside++;
      continue;
    }
    const column = numberAt(scaled, i) < limit ? below : above;
    const sum = countAt(column, slice) + 1;
    if (sum > MAX_IN_SLICE) throw sliceOverflow(into, slice);
    column[slice] = sum;
  }
  return { folded: at.length - outside, outside };
}

/** Adds the milliseconds of state spans to the slices that they touch. Silence counts by the rule, as in `evaluate`. */
export function foldStates(
  into: SliceColumns,
  spans: readonly StateSpan[],
  good: readonly State[],
  rule: MissingDataRule,
): void {
  const end = into.start + into.length * into.sliceMs;
  for (const span of spans) {
    const column = into[classOf(span.state, good, rule)];
    const to = Math.min(span.end, end);
    for (let from = Math.max(span.start, into.start); from < to;) {
      const slice = Math.floor((from - into.start) / into.sliceMs);
      const stop = Math.min(to, into.start + (slice + 1) * into.sliceMs);
      column[slice] = countAt(column, slice) + (stop - from);
      from = stop;
    }
  }
}
