import { measurementV1 } from '@sla/contracts';
import type { Explanation } from '@sla/engine';
import { unpackFinding } from '../prisma/convert.js';
import type { Instant } from '@sla/kernel';
import type { CreditState } from '../../domain/booking.js';
import type { Finding } from '../../domain/finding.js';
import type { LedgerEntry } from '../../domain/booking.js';
import type { StoredCredit } from '../../usecases/ports.js';

export interface CreditRow {
  readonly agreement_id: string;
  readonly credit_id: string;
  readonly window_start: bigint;
  readonly objective_id: string;
  readonly window_label: string;
  readonly state: CreditState;
  readonly amount_minor: bigint;
  readonly low_minor: bigint;
  readonly high_minor: bigint;
  readonly currency: string;
  readonly percent: string;
  readonly revision: number;
  readonly explanation: string;
}

export const toCredit = (row: CreditRow): StoredCredit => ({
  agreementId: row.agreement_id,
  creditId: row.credit_id,
  objectiveId: row.objective_id,
  windowStart: Number(row.window_start) as Instant,
  windowLabel: row.window_label,
  state: row.state,
  amountMinor: BigInt(row.amount_minor),
  lowMinor: BigInt(row.low_minor),
  highMinor: BigInt(row.high_minor),
  currency: row.currency,
  percent: row.percent,
  revision: row.revision,
  explanation: JSON.parse(row.explanation) as Explanation,
});

export interface LedgerRow {
  readonly id: string;
  readonly number: bigint;
  readonly agreement_id: string;
  readonly credit_id: string;
  readonly objective_id: string;
  readonly window_start: bigint;
  readonly window_label: string;
  readonly debit_account: string;
  readonly credit_account: string;
  readonly amount_minor: bigint;
  readonly currency: string;
  readonly determination_revision: number;
  readonly result_hash: string;
  readonly corrects: string;
  readonly reason: string;
  readonly booked_time: bigint;
}

export const toEntry = (row: LedgerRow): LedgerEntry => ({
  id: row.id,
  agreementId: row.agreement_id,
  creditId: row.credit_id,
  objectiveId: row.objective_id,
  windowStart: Number(row.window_start) as Instant,
  windowLabel: row.window_label,
  debitAccount: row.debit_account,
  creditAccount: row.credit_account,
  amountMinor: BigInt(row.amount_minor),
  currency: row.currency,
  determinationRevision: row.determination_revision,
  resultHash: row.result_hash,
  corrects: row.corrects,
  reason: row.reason,
  bookedAt: Number(row.booked_time) as Instant,
});

export const toFinding = (message: Uint8Array): Finding => unpackFinding(measurementV1.Determination.decode(message));
