import {
  DomainError,
  formatInstant,
  isResourceId,
  MAX_INSTANT,
  MIN_INSTANT,
  type FieldViolation,
  type Instant,
} from '@sla/kernel';
import { hasNul } from './check-text.js';
import type { NewBatch, NewColumn, NewSample } from './sample.js';

/** Most samples of one batch: it is one transaction. */
export const MAX_BATCH_SAMPLES = 10_000;
/** Most bytes of one batch as it travels and rests. */
export const MAX_BATCH_BYTES = 2 * 1024 * 1024;
export const MAX_BATCH_KEY_LENGTH = 200;
/** Clocks of sources may be ahead of ours by this much. */
export const MAX_AHEAD_MS = 600_000;
/** Faults listed in one answer. */
export const MAX_LISTED = 20;

/** Refuses a batch with its faults (the first 20). @throws DomainError invalid_argument when there are any. */
export function refuseBatch(faults: readonly FieldViolation[]): void {
  if (faults.length === 0) return;
  const params = { count: faults.length };
  throw new DomainError('invalid_argument', 'measurement.batch_invalid', params, faults.slice(0, MAX_LISTED));
}

/**
 * Checks a batch before anything is written.
 * @throws DomainError invalid_argument with every fault, each with its place, so that nothing is half-applied.
 */
export function checkBatch(batch: NewBatch, now: Instant): void {
  const faults: FieldViolation[] = [];
  const fault: Fault = (field, reason, params = {}) => void faults.push({ field, reason, params });
  checkKey(batch.batchKey, fault);
  if (!isResourceId(batch.source))
    fault('batch.source', 'measurement.id_malformed', { value: batch.source.slice(0, 60) });
  checkSize(batch, fault);
  batch.columns.forEach((column, i) => checkColumn(column, `batch.columns[${i}]`, now, fault));
  if (batch.conflictRule === 'keep_worst' && batch.columns.some((column) => column.kind === 'value')) {
    fault('batch.conflict_rule', 'measurement.worst_of_values');
  }
  refuseBatch(faults);
}

type Fault = (field: string, reason: string, params?: Readonly<Record<string, string | number>>) => void;

function checkKey(key: string, fault: Fault): void {
  if (key === '' || key.length > MAX_BATCH_KEY_LENGTH)
    fault('batch.batch_key', 'measurement.batch_key_length', { max: MAX_BATCH_KEY_LENGTH });
  if (hasNul(key)) fault('batch.batch_key', 'measurement.text_with_nul');
}

function checkSize({ columns, payload }: NewBatch, fault: Fault): void {
  const count = columns.reduce((sum, column) => sum + column.samples.length, 0);
  if (count === 0) fault('batch.columns', 'measurement.batch_empty');
  if (count > MAX_BATCH_SAMPLES)
    fault('batch.columns', 'measurement.batch_too_large', { count, max: MAX_BATCH_SAMPLES });
  const bytes = payload.length;
  if (bytes > MAX_BATCH_BYTES) fault('batch', 'measurement.batch_too_many_bytes', { bytes, max: MAX_BATCH_BYTES });
}

function checkColumn(column: NewColumn, path: string, now: Instant, fault: Fault): void {
  if (!isResourceId(column.series))
    fault(`${path}.series`, 'measurement.id_malformed', { value: column.series.slice(0, 60) });
  column.samples.forEach((sample, i) => checkSample(sample, { path, index: i }, now, fault));
}

/** Places are named as the contract names them: the list of the column, and the position in it. */
function checkSample(
  { at, reading }: NewSample,
  { path, index }: { readonly path: string; readonly index: number },
  now: Instant,
  fault: Fault,
): void {
  const instant = `${path}.at_ms[${index}]`;
  if (!Number.isSafeInteger(at) || at < MIN_INSTANT || at > MAX_INSTANT)
    return fault(instant, 'kernel.instant_out_of_range', { value: String(at) });
  if (at > now + MAX_AHEAD_MS)
    fault(instant, 'measurement.sample_from_future', { at: formatInstant(at), now: formatInstant(now) });
  if (reading.kind !== 'count') return;
  const { good, total } = reading;
  if (good < 0n || total < 0n)
    fault(`${path}.counts[${index}]`, 'measurement.negative_count', { good: String(good), total: String(total) });
  else if (good > total)
    fault(`${path}.counts[${index}]`, 'measurement.good_above_total', { good: String(good), total: String(total) });
}
