import { DomainError, formatInstant, type Instant } from '@sla/kernel';
import {
  inOrder,
  sameReading,
  textOf,
  type ConflictRule,
  type NewSample,
  type Reading,
  type StoredSample,
} from './sample.js';

export interface MergeInput {
  readonly series: string;
  /** Kept samples of the days that the new ones fall on, in order, replaced ones included. */
  readonly stored: readonly StoredSample[];
  /** Where sequences of the new samples stand already; empty for a series without sequences. */
  readonly places: ReadonlyMap<bigint, Instant>;
  readonly incoming: readonly NewSample[];
  readonly rule: ConflictRule;
  /** Last ingest sequence of the series. */
  readonly lastSeq: bigint;
  /** Watermark of the source before the batch. */
  readonly arrival: Instant;
}

export interface Merge {
  /** All samples in order; a replaced one stands before the one that replaced it. */
  readonly samples: readonly StoredSample[];
  readonly accepted: readonly StoredSample[];
  /** Samples that were not there before under any value. */
  readonly added: number;
  readonly duplicates: number;
  readonly conflicting: number;
  readonly lastSeq: bigint;
}

/**
 * Adds new samples to kept ones. A sample that is there already counts once; one with another value follows the rule.
 * @throws DomainError failed_precondition under the rule `refuse`, naming the sample and both values; and under any rule
 * when two samples of a numbered series claim the same instant.
 */
export function mergeSamples(input: MergeInput): Merge {
  const newest = new Map<number, StoredSample>(input.stored.map((sample) => [sample.at, sample]));
  const places = new Map(input.places);
  const accepted: StoredSample[] = [];
  let [duplicates, conflicting, added, lastSeq] = [0, 0, 0, input.lastSeq];
  for (const sample of input.incoming) {
    if (isMoved(sample, places, input)) {
      conflicting++;
      continue;
    }
    const before = sameIdentity(newest.get(sample.at), sample, input.series);
    if (before !== undefined && sameReading(before.reading, sample.reading)) {
      duplicates++;
      continue;
    }
    if (before !== undefined) conflicting++;
    else added++;
    if (before !== undefined && !replaces(before, sample.reading, input)) continue;
    lastSeq++;
    const kept = { ...sample, seq: lastSeq, arrival: input.arrival };
    newest.set(sample.at, kept);
    if (sample.sequence !== undefined) places.set(sample.sequence, sample.at);
    accepted.push(kept);
  }
  const samples = [...input.stored, ...accepted].sort(inOrder);
  return { samples, accepted, added, duplicates, conflicting, lastSeq };
}

/** True for a sequence that stands at another instant: which of the two holds is not for us to say. @throws DomainError unless the first is kept. */
function isMoved({ at, sequence }: NewSample, places: ReadonlyMap<bigint, Instant>, input: MergeInput): boolean {
  const place = sequence === undefined ? undefined : places.get(sequence);
  if (place === undefined || place === at) return false;
  if (input.rule === 'keep_first') return true;
  throw new DomainError('failed_precondition', 'measurement.sequence_moved', {
    series: input.series,
    sequence: String(sequence),
    stored: formatInstant(place),
    sent: formatInstant(at),
  });
}

/** The kept sample of the same identity. @throws DomainError when the instant belongs to another sequence: the engine tells samples apart by it. */
function sameIdentity(before: StoredSample | undefined, sample: NewSample, series: string): StoredSample | undefined {
  if (before === undefined || before.sequence === sample.sequence) return before;
  throw new DomainError('failed_precondition', 'measurement.instant_taken', { series, at: formatInstant(sample.at) });
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

/** Down over degraded over unknown over up; of counts see isWorseCount. Of two different readings exactly one is worse, so order never decides. */
function isWorse(a: Reading, b: Reading): boolean {
  if (a.kind === 'state' && b.kind === 'state') return BEST_FIRST.indexOf(a.state) > BEST_FIRST.indexOf(b.state);
  if (a.kind === 'count' && b.kind === 'count') return isWorseCount(a, b);
  return false;
}

interface Count {
  readonly good: bigint;
  readonly total: bigint;
}

/** The lower share of good is worse, then more bad, then fewer good. No events at all are a full share. */
function isWorseCount(a: Count, b: Count): boolean {
  const [left, right] = [a.good * b.total, b.good * a.total];
  const bothHappened = a.total > 0n && b.total > 0n;
  if (bothHappened && left !== right) return left < right;
  const [badA, badB] = [a.total - a.good, b.total - b.good];
  return badA !== badB ? badA > badB : a.good < b.good;
}
