import { commonV1, measurementV1 as v1, Timestamp } from '@sla/contracts';
import type { Explanation, State } from '@sla/engine';
import {
  DomainError,
  InvariantError,
  MAX_INSTANT,
  MIN_INSTANT,
  sha256Hex,
  type Digest,
  type FieldViolation,
  type Instant,
  type Interval,
} from '@sla/kernel';
import { timestampOf } from '@sla/platform';
import { tryRender, type Locale } from '@sla/texts';
import { refuseBatch } from '../../domain/check-batch.js';
import { hasNul } from '../../domain/check-text.js';
import type { DisputeRecord } from '../../domain/dispute.js';
import type { Gap } from '../../domain/describe-series.js';
import type { ConflictRule, NewBatch, NewColumn, NewSample, Reading } from '../../domain/sample.js';
import type { BatchReceipt, DeterminationName, PendingWindow } from '../../usecases/ports.js';

const invalid = (field: string, reason: string, params: Readonly<Record<string, string | number>> = {}): DomainError =>
  new DomainError('invalid_argument', reason, params, [{ field, reason, params }]);

const CONFLICT_RULES: Readonly<Partial<Record<v1.ConflictRule, ConflictRule>>> = {
  [v1.ConflictRule.UNSPECIFIED]: 'refuse',
  [v1.ConflictRule.REFUSE]: 'refuse',
  [v1.ConflictRule.KEEP_FIRST]: 'keep_first',
  [v1.ConflictRule.KEEP_WORST]: 'keep_worst',
};
const STATES: Readonly<Partial<Record<v1.State, State>>> = {
  [v1.State.UP]: 'up',
  [v1.State.DOWN]: 'down',
  [v1.State.DEGRADED]: 'degraded',
  [v1.State.UNKNOWN]: 'unknown',
};

/** Decimal places of a value. */
export const MAX_SCALE = 9;

/** @throws DomainError invalid_argument with everything that does not fit together, each with its place. */
export function toBatch(batch: v1.SampleBatch | undefined, digest: Digest): NewBatch {
  if (batch === undefined) throw invalid('batch', 'measurement.batch_missing');
  const faults: FieldViolation[] = [];
  const fault: Fault = (field, reason, params = {}) => void faults.push({ field, reason, params });
  const conflictRule = CONFLICT_RULES[batch.conflictRule] ?? 'refuse';
  if (CONFLICT_RULES[batch.conflictRule] === undefined)
    fault('batch.conflict_rule', 'measurement.enum_unknown', { value: batch.conflictRule });
  const columns = batch.columns.map((column, i) => toColumn(column, `batch.columns[${i}]`, fault));
  refuseBatch(faults);
  const payload = v1.SampleBatch.encode(batch).finish();
  const { batchKey, source, historical } = batch;
  return { batchKey, source, conflictRule, historical, columns, payload, contentHash: sha256Hex(digest, payload) };
}

type Fault = (field: string, reason: string, params?: Readonly<Record<string, string | number>>) => void;
type Values = NonNullable<v1.SeriesColumn['values']>;

/** A faulty column is never used: its faults end the call. */
function toColumn(column: v1.SeriesColumn, path: string, fault: Fault): NewColumn {
  const { atMs, sequences, values } = column;
  const series = column.series.slice(0, MAX_SHOWN);
  if (values === undefined) {
    fault(path, 'measurement.values_missing', { series });
    return { series, kind: 'state', samples: [] };
  }
  const lengthDiffers = (field: string, count: number): void =>
    fault(field, 'measurement.column_length', { series, instants: atMs.length, values: count });
  if (sequences.length > 0 && sequences.length !== atMs.length) lengthDiffers(`${path}.sequences`, sequences.length);
  const readings = readingsOf(values, path, fault);
  for (const count of readings.counts) {
    if (count !== atMs.length) lengthDiffers(`${path}.${values.$case}`, count);
  }
  const samples = readings.values.map((reading, i): NewSample => {
    const sequence = sequences[i];
    return { at: Number(atMs[i]) as Instant, reading, ...(sequence !== undefined && { sequence }) };
  });
  return { series: column.series, kind: kindOf(values), samples };
}

/** Characters of a caller's text that an error repeats. */
const MAX_SHOWN = 60;

const kindOf = (values: Values): NewColumn['kind'] =>
  (({ states: 'state', counts: 'count', decimals: 'value' }) as const)[values.$case];

interface Readings {
  readonly values: readonly Reading[];
  /** Lengths of the lists that must be as long as the instants. */
  readonly counts: readonly number[];
}

function readingsOf(values: Values, path: string, fault: Fault): Readings {
  switch (values.$case) {
    case 'states':
      return statesOf(values.value.states, path, fault);
    case 'counts': {
      const { good, total } = values.value;
      const lengths = good.length === total.length ? [good.length] : [good.length, total.length];
      return {
        values: good.map((value, i) => ({ kind: 'count', good: value, total: total[i] ?? 0n })),
        counts: lengths,
      };
    }
    case 'decimals': {
      const { scaled, scale } = values.value;
      if (scale < 0 || scale > MAX_SCALE)
        fault(`${path}.decimals.scale`, 'measurement.scale_range', { value: scale, max: MAX_SCALE });
      return { values: scaled.map((value) => ({ kind: 'value', scaled: value, scale })), counts: [scaled.length] };
    }
  }
}

function statesOf(states: readonly v1.State[], path: string, fault: Fault): Readings {
  const values = states.map((state, i): Reading => {
    const known = STATES[state];
    if (known === undefined) fault(`${path}.states[${i}]`, 'measurement.enum_unknown', { value: state });
    return { kind: 'state', state: known ?? 'unknown' };
  });
  return { values, counts: [states.length] };
}

export const fromReceipt = (receipt: BatchReceipt): v1.BatchReceipt => ({
  batchKey: receipt.batchKey,
  contentHash: receipt.contentHash,
  accepted: BigInt(receipt.accepted),
  duplicates: BigInt(receipt.duplicates),
  conflicting: BigInt(receipt.conflicting),
  pendingRestatement: BigInt(receipt.pendingRestatement),
  replayed: receipt.replayed,
  watermark: timestampOf(receipt.watermark),
});

/** @throws DomainError when the instant is missing or finer than milliseconds. */
export function toInstant(time: Timestamp | undefined, field: string): Instant {
  if (time === undefined) throw invalid(field, 'measurement.time_missing');
  if (time.nanos % 1_000_000 !== 0) throw invalid(field, 'measurement.time_too_fine');
  const wellFormed = time.nanos >= 0 && time.nanos < 1_000_000_000;
  const ms = Number(time.seconds) * 1000 + time.nanos / 1_000_000;
  if (!wellFormed || !Number.isSafeInteger(ms) || ms < MIN_INSTANT || ms > MAX_INSTANT)
    throw invalid(field, 'kernel.instant_out_of_range', { value: String(ms) });
  return ms as Instant;
}

/** @throws DomainError when an end is missing, or the end is not after the start. */
export function toInterval(range: commonV1.TimeRange | undefined, field: string): Interval {
  const start = toInstant(range?.startTime, `${field}.start_time`);
  const end = toInstant(range?.endTime, `${field}.end_time`);
  if (end <= start) throw invalid(field, 'terms.interval_ends_before_start');
  return { start, end };
}

/** The whole of time when no span is named. */
export const toSpan = (range: commonV1.TimeRange | undefined, field: string): Interval =>
  range === undefined ? { start: MIN_INSTANT, end: MAX_INSTANT } : toInterval(range, field);

/** @throws DomainError naming what is missing. */
export function toName(key: v1.DeterminationKey | undefined): DeterminationName {
  if (key === undefined) throw invalid('key', 'measurement.key_missing');
  if (key.revision < 0) throw invalid('key.revision', 'measurement.key_missing');
  const { agreementId, objectiveId, windowLabel, revision } = key;
  return { agreementId, objectiveId, windowLabel, revision, ...versionOf(key.agreementVersion) };
}

/** No version and version 0 mean the same: the later part of the window. */
export const versionOf = (version: number | undefined): { readonly version?: number } =>
  version === undefined || version === 0 ? {} : { version };

export function toState(state: v1.State): State {
  const known = STATES[state];
  if (known === undefined) throw invalid('claim', 'measurement.enum_unknown', { value: state });
  return known;
}

export function toResolution(state: v1.DisputeState): 'upheld' | 'withdrawn' {
  if (state === v1.DisputeState.UPHELD) return 'upheld';
  if (state === v1.DisputeState.WITHDRAWN) return 'withdrawn';
  throw invalid('resolution', 'measurement.resolution_expected', { value: state });
}

const DISPUTE_STATES: Readonly<Record<DisputeRecord['state'], v1.DisputeState>> = {
  open: v1.DisputeState.OPEN,
  upheld: v1.DisputeState.UPHELD,
  withdrawn: v1.DisputeState.WITHDRAWN,
};
const CLAIMS: Readonly<Record<State, v1.State>> = {
  up: v1.State.UP,
  down: v1.State.DOWN,
  degraded: v1.State.DEGRADED,
  unknown: v1.State.UNKNOWN,
};

export const fromDispute = (dispute: DisputeRecord): v1.Dispute => ({
  id: dispute.id,
  agreementId: dispute.agreementId,
  series: dispute.series,
  interval: { startTime: timestampOf(dispute.interval.start), endTime: timestampOf(dispute.interval.end) },
  claim: CLAIMS[dispute.claim],
  openedBy: dispute.openedBy,
  reason: dispute.reason,
  state: DISPUTE_STATES[dispute.state],
  resolution: dispute.resolution,
  createTime: timestampOf(dispute.createdAt),
});

/** An explanation with its texts in both languages. */
export function fromExplanation({ key, params, children }: Explanation): commonV1.ExplanationNode {
  const text = (locale: Locale): string => {
    const rendered = tryRender(key, params, locale);
    if (rendered === undefined) throw new InvariantError(`there is no text ${key}`);
    return rendered;
  };
  return {
    key,
    text: { en: text('en'), zhCn: text('zh-CN') },
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
    children: children.map(fromExplanation),
  };
}

export const fromPending = (pending: PendingWindow): v1.PendingRestatement => ({
  key: {
    agreementId: pending.agreementId,
    objectiveId: pending.objectiveId,
    windowLabel: pending.windowLabel,
    revision: pending.revision,
    ...(pending.version > 0 && { agreementVersion: pending.version }),
  },
  samples: BigInt(pending.samples),
  firstTime: timestampOf(pending.first),
  lastTime: timestampOf(pending.last),
});

export const fromGap = (gap: Gap): v1.Gap => ({
  afterTime: timestampOf(gap.after),
  beforeTime: timestampOf(gap.before),
  missingSamples: BigInt(gap.missing),
});

/** Page tokens are opaque: base64url of where the page before ended. */
export const fromPageToken = (next: string): string => Buffer.from(next).toString('base64url');

export function toPageToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (fromPageToken(text) !== token || hasNul(text)) throw invalid('page_token', 'platform.page_token_malformed');
  return text;
}
