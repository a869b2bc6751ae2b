import { commonV1, measurementV1 as v1, Timestamp } from '@sla/contracts';
import type { Explanation, State } from '@sla/engine';
import {
  DomainError,
  InvariantError,
  MAX_INSTANT,
  MIN_INSTANT,
  sha256Hex,
  type Digest,
  type Instant,
  type Interval,
} from '@sla/kernel';
import { timestampOf } from '@sla/platform';
import { tryRender, type Locale } from '@sla/texts';
import type { DisputeRecord } from '../../domain/dispute.js';
import type { Gap } from '../../domain/describe-series.js';
import type { ConflictRule, NewBatch, NewColumn, NewSample, Reading } from '../../domain/sample.js';
import type { BatchReceipt, PendingSamples } from '../../usecases/ports.js';
import type { DeterminationName } from '../../usecases/read-determinations.js';

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

/** @throws DomainError naming the column whose values do not fit its instants. */
export function toBatch(batch: v1.SampleBatch | undefined, digest: Digest): NewBatch {
  if (batch === undefined) throw invalid('batch', 'measurement.batch_missing');
  const conflictRule = CONFLICT_RULES[batch.conflictRule];
  if (conflictRule === undefined)
    throw invalid('batch.conflict_rule', 'measurement.enum_unknown', { value: batch.conflictRule });
  const payload = v1.SampleBatch.encode(batch).finish();
  const { batchKey, source, historical } = batch;
  const columns = batch.columns.map((column, i) => toColumn(column, `batch.columns[${i}]`));
  return { batchKey, source, conflictRule, historical, columns, payload, contentHash: sha256Hex(digest, payload) };
}

function toColumn(column: v1.SeriesColumn, path: string): NewColumn {
  const { series, atMs, sequences, values } = column;
  if (values === undefined) throw invalid(path, 'measurement.values_missing', { series });
  if (sequences.length > 0 && sequences.length !== atMs.length)
    throw invalid(`${path}.sequences`, 'measurement.column_length', {
      series,
      instants: atMs.length,
      values: sequences.length,
    });
  const readings = readingsOf(values, path);
  if (readings.length !== atMs.length)
    throw invalid(path, 'measurement.column_length', { series, instants: atMs.length, values: readings.length });
  const samples = atMs.map((at, i): NewSample => ({ at: Number(at) as Instant, reading: readings[i] as Reading }));
  return {
    series,
    kind: kindOf(values),
    samples:
      sequences.length === 0 ? samples : samples.map((sample, i) => ({ ...sample, sequence: sequences[i] ?? 0n })),
  };
}

type Values = NonNullable<v1.SeriesColumn['values']>;

const kindOf = (values: Values): NewColumn['kind'] =>
  (({ states: 'state', counts: 'count', decimals: 'value' }) as const)[values.$case];

function readingsOf(values: Values, path: string): readonly Reading[] {
  switch (values.$case) {
    case 'states':
      return values.value.states.map((state, i) => {
        const known = STATES[state];
        if (known === undefined) throw invalid(`${path}.states[${i}]`, 'measurement.enum_unknown', { value: state });
        return { kind: 'state', state: known };
      });
    case 'counts': {
      const { good, total } = values.value;
      if (good.length !== total.length)
        throw invalid(`${path}.counts`, 'measurement.column_length', {
          series: path,
          instants: total.length,
          values: good.length,
        });
      return good.map((value, i) => ({ kind: 'count', good: value, total: total[i] ?? 0n }));
    }
    case 'decimals': {
      const { scaled, scale } = values.value;
      if (scale < 0 || scale > 9) throw invalid(`${path}.decimals.scale`, 'measurement.scale_range', { value: scale });
      return scaled.map((value) => ({ kind: 'value', scaled: value, scale }));
    }
  }
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
  const ms = Number(time.seconds) * 1000 + time.nanos / 1_000_000;
  if (!Number.isSafeInteger(ms) || ms < MIN_INSTANT || ms > MAX_INSTANT)
    throw invalid(field, 'kernel.instant_out_of_range', { value: String(ms) });
  return ms as Instant;
}

export const toInterval = (range: commonV1.TimeRange | undefined, field: string): Interval => ({
  start: toInstant(range?.startTime, `${field}.start_time`),
  end: toInstant(range?.endTime, `${field}.end_time`),
});

/** The whole of time when no span is named. */
export const toSpan = (range: commonV1.TimeRange | undefined, field: string): Interval =>
  range === undefined ? { start: MIN_INSTANT, end: MAX_INSTANT } : toInterval(range, field);

/** @throws DomainError naming what is missing. */
export function toName(key: v1.DeterminationKey | undefined): DeterminationName {
  if (key === undefined) throw invalid('key', 'measurement.key_missing');
  if (key.revision < 0) throw invalid('key.revision', 'measurement.key_missing');
  const { agreementId, objectiveId, windowLabel, revision } = key;
  return { agreementId, objectiveId, windowLabel, revision };
}

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

export const fromPending = (pending: PendingSamples & { readonly revision: number }): v1.PendingRestatement => ({
  key: {
    agreementId: pending.agreementId,
    objectiveId: pending.objectiveId,
    windowLabel: pending.windowLabel,
    revision: pending.revision,
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
  if (fromPageToken(text) !== token) throw invalid('page_token', 'platform.page_token_malformed');
  return text;
}
