import {
  DomainError,
  formatInstant,
  isResourceId,
  MAX_INSTANT,
  MIN_INSTANT,
  type FieldViolation,
  type Instant,
} from '@sla/kernel';
import type { NewBatch, NewColumn, NewSample } from './sample.js';

/** Most samples of one batch: it is one transaction. */
export const MAX_BATCH_SAMPLES = 10_000;
export const MAX_BATCH_KEY_LENGTH = 200;
/** Clocks of sources may be ahead of ours by this much. */
export const MAX_AHEAD_MS = 600_000;
/** Faults listed in one answer. */
const MAX_LISTED = 20;

/**
 * Checks a batch before anything is written.
 * @throws DomainError invalid_argument with every fault (the first 20), each with its place, so that nothing is half-applied.
 */
export function checkBatch(batch: NewBatch, now: Instant): void {
  const faults: FieldViolation[] = [];
  const fault = (field: string, reason: string, params: Readonly<Record<string, string | number>> = {}): void => {
    if (faults.length < MAX_LISTED) faults.push({ field, reason, params });
  };
  if (batch.batchKey === '' || batch.batchKey.length > MAX_BATCH_KEY_LENGTH)
    fault('batch.batch_key', 'measurement.batch_key_length', { max: MAX_BATCH_KEY_LENGTH });
  if (!isResourceId(batch.source))
    fault('batch.source', 'measurement.id_malformed', { value: batch.source.slice(0, 60) });
  const count = batch.columns.reduce((sum, column) => sum + column.samples.length, 0);
  if (count === 0) fault('batch.columns', 'measurement.batch_empty');
  if (count > MAX_BATCH_SAMPLES)
    fault('batch.columns', 'measurement.batch_too_large', { count, max: MAX_BATCH_SAMPLES });
  batch.columns.forEach((column, i) => checkColumn(column, `batch.columns[${i}]`, now, fault));
  if (batch.conflictRule === 'keep_worst' && batch.columns.some((column) => column.kind === 'value')) {
    fault('batch.conflict_rule', 'measurement.worst_of_values');
  }
  if (faults.length > 0)
    throw new DomainError('invalid_argument', 'measurement.batch_invalid', { count: faults.length }, faults);
}

type Fault = (field: string, reason: string, params?: Readonly<Record<string, string | number>>) => void;

function checkColumn(column: NewColumn, path: string, now: Instant, fault: Fault): void {
  if (!isResourceId(column.series))
    fault(`${path}.series`, 'measurement.id_malformed', { value: column.series.slice(0, 60) });
  column.samples.forEach((sample, i) => checkSample(sample, `${path}[${i}]`, now, fault));
}

function checkSample({ at, reading }: NewSample, path: string, now: Instant, fault: Fault): void {
  if (!Number.isSafeInteger(at) || at < MIN_INSTANT || at > MAX_INSTANT)
    return fault(`${path}.at_ms`, 'kernel.instant_out_of_range', { value: String(at) });
  if (at > now + MAX_AHEAD_MS)
    fault(`${path}.at_ms`, 'measurement.sample_from_future', { at: formatInstant(at), now: formatInstant(now) });
  if (reading.kind !== 'count') return;
  const { good, total } = reading;
  if (good < 0n || total < 0n)
    fault(`${path}.counts`, 'measurement.negative_count', { good: String(good), total: String(total) });
  else if (good > total)
    fault(`${path}.counts`, 'measurement.good_above_total', { good: String(good), total: String(total) });
}
