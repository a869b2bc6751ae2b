import { DomainError } from '@sla/kernel';
import { NOTHING, type Totals } from '../slices/slice.js';

/** Two of three counts, as sources publish them; `unknown` counts nobody could read. */
export type EventCounts =
  | { readonly good: bigint; readonly total: bigint }
  | { readonly bad: bigint; readonly total: bigint }
  | { readonly good: bigint; readonly bad: bigint };

/**
 * Good and bad of two counts.
 * @throws DomainError invalid_argument for a negative count and for more good or bad events than there are: two queries of different
 * moments, whose quotient above one would look like perfection.
 */
export function eventTotals(counts: EventCounts): Totals {
  const [first, second] = 'total' in counts ? [partOf(counts), counts.total] : [counts.good, counts.bad];
  if (first < 0n || second < 0n)
    throw new DomainError('invalid_argument', 'engine.negative_count', { value: String(first < 0n ? first : second) });
  if (!('total' in counts)) return { ...NOTHING, good: counts.good, bad: counts.bad };
  if (first > counts.total)
    throw new DomainError('invalid_argument', 'engine.part_above_total', {
      part: String(first),
      total: String(counts.total),
    });
  const rest = counts.total - first;
  return 'good' in counts ? { ...NOTHING, good: first, bad: rest } : { ...NOTHING, good: rest, bad: first };
}

const partOf = (counts: Extract<EventCounts, { total: bigint }>): bigint =>
  'good' in counts ? counts.good : counts.bad;
