import type { Dispute, Phase, State, Verdict } from '@sla/engine';
import type { Instant } from '@sla/kernel';
import type { Determination, Figures } from '../../domain/determination.js';
import type { DisputeRecord, DisputeState } from '../../domain/dispute.js';

export interface DeterminationRow {
  readonly agreement_id: string;
  readonly objective_id: string;
  readonly window_start: bigint;
  readonly revision: number;
  readonly window_end: bigint;
  readonly window_label: string;
  readonly freeze_at: bigint;
  readonly version: number;
  readonly content_hash: string;
  readonly phase: Phase;
  readonly verdict: Verdict;
  readonly figures: string;
  readonly result_hash: string;
  readonly evidence_hash: string;
  readonly hour_hashes: Uint8Array;
  readonly as_of_seq: bigint;
  readonly disputes: string;
  readonly historical: boolean;
  readonly risk_announced: boolean;
  readonly breach_announced: boolean;
  readonly trace_id: string;
  readonly correlation_id: string;
  readonly restatement_reason: string;
}

const instant = (value: bigint): Instant => Number(value) as Instant;

export const toDetermination = (row: DeterminationRow): Determination => ({
  agreementId: row.agreement_id,
  objectiveId: row.objective_id,
  window: { start: instant(row.window_start), end: instant(row.window_end) },
  windowLabel: row.window_label,
  freezeAt: instant(row.freeze_at),
  revision: row.revision,
  version: row.version,
  contentHash: row.content_hash,
  phase: row.phase,
  verdict: row.verdict,
  figures: JSON.parse(row.figures) as Figures,
  resultHash: row.result_hash,
  evidenceHash: row.evidence_hash,
  hourHashes: row.hour_hashes,
  asOfSeq: BigInt(row.as_of_seq),
  disputes: JSON.parse(row.disputes) as readonly Dispute[],
  historical: row.historical,
  riskAnnounced: row.risk_announced,
  breachAnnounced: row.breach_announced,
  traceId: row.trace_id,
  correlationId: row.correlation_id,
  restatementReason: row.restatement_reason,
});

export interface DisputeRow {
  readonly id: string;
  readonly agreement_id: string;
  readonly series: string;
  readonly start_at: bigint;
  readonly end_at: bigint;
  readonly claim: State;
  readonly opened_by: string;
  readonly reason: string;
  readonly state: DisputeState;
  readonly resolution: string;
  readonly created_time: bigint;
  readonly opened_watermark: bigint;
  readonly resolved_watermark: bigint | null;
}

export const toDispute = (row: DisputeRow): DisputeRecord => ({
  id: row.id,
  agreementId: row.agreement_id,
  series: row.series,
  interval: { start: instant(row.start_at), end: instant(row.end_at) },
  claim: row.claim,
  openedBy: row.opened_by,
  reason: row.reason,
  state: row.state,
  resolution: row.resolution,
  createdAt: instant(row.created_time),
  openedWatermark: instant(row.opened_watermark),
  ...(row.resolved_watermark === null ? {} : { resolvedWatermark: instant(row.resolved_watermark) }),
});
