import { DomainError, formatInstant, type Instant } from '@sla/kernel';
import { sameReading, textOf, type ConflictRule, type NewSample, type Reading, type StoredSample } from './sample.js';

export interface MergeInput {
  readonly series: string;
  /** Kept samples of the days that the new ones fall on, ascending. */
  readonly stored: readonly StoredSample[];
  readonly incoming: readonly NewSample[];
  readonly rule: ConflictRule;
  /** Last ingest sequence of the series. */
  readonly lastSeq: bigint;
  /** Watermark of the source before the batch. */
  readonly arrival: Instant;
}

export interface Merge {
  /** All samples, ascending, each instant once. */
  readonly samples: readonly StoredSample[];
  readonly accepted: readonly StoredSample[];
  /** Instants that had no sample before. */
  readonly added: number;
  readonly duplicates: number;
  readonly conflicting: number;
  readonly lastSeq: bigint;
}

/**
 * Adds new samples to kept ones. A sample that is there already counts once; one with another value follows the rule.
 * @throws DomainError failed_precondition under the rule `refuse`, naming the sample and both values.
 */
export function mergeSamples(input: MergeInput): Merge {
  const byInstant = new Map<number, StoredSample>(input.stored.map((sample) => [sample.at, sample]));
  const accepted: StoredSample[] = [];
  let [duplicates, conflicting, added, lastSeq] = [0, 0, 0, input.lastSeq];
  for (const { at, reading } of input.incoming) {
    const before = byInstant.get(at);
    if (before !== undefined && sameReading(before.reading, reading)) {
      duplicates++;
      continue;
    }
    if (before !== undefined) {
      conflicting++;
      if (!replaces(before, reading, input)) continue;
    }
    if (before === undefined) added++;
    lastSeq++;
    const kept = { at, seq: lastSeq, arrival: input.arrival, reading };
    byInstant.set(at, kept);
    accepted.push(kept);
  }
  const samples = [...byInstant.values()].sort((a, b) => a.at - b.at);
  return { samples, accepted, added, duplicates, conflicting, lastSeq };
}

function replaces(before: StoredSample, reading: Reading, { rule, series }: MergeInput): boolean {
  if (rule === 'keep_first') return false;
  if (rule === 'keep_worst') return isWorse(reading, before.reading);
  throw new DomainError('failed_precondition', 'measurement.conflicting_sample', {
    series,
    at: formatInstant(before.at),
    stored: textOf(before.reading),
    sent: textOf(reading),
  });
}

const BEST_FIRST = ['up', 'unknown', 'degraded', 'down'];

/** Down over degraded over unknown over up; of counts, the lower share of good. */
function isWorse(a: Reading, b: Reading): boolean {
  if (a.kind === 'state' && b.kind === 'state') return BEST_FIRST.indexOf(a.state) > BEST_FIRST.indexOf(b.state);
  if (a.kind === 'count' && b.kind === 'count') return a.good * b.total < b.good * a.total;
  return false;
}
