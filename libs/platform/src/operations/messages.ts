import type { commonV1 as v1 } from '@sla/contracts';
import type { AuditRow } from '../audit/chain.js';
import type { DeadLetter } from '../events/dead-letters.js';
import { timestampOf } from '../grpc/timestamp.js';
import type { OutboxRow } from '../outbox/read.js';

export const deadLetterMessage = (letter: DeadLetter): v1.DeadLetter => ({
  id: letter.id,
  subject: letter.subject,
  eventId: letter.event?.id ?? '',
  aggregateId: letter.event?.aggregateId ?? '',
  aggregateSequence: letter.event?.aggregateSequence ?? 0n,
  reason: letter.reason,
  deliveries: letter.deliveries,
  failedTime: timestampOf(letter.failedAt),
  data: Buffer.from(letter.data),
});

export const eventMessage = (row: OutboxRow): v1.PublishedEvent => ({
  eventId: row.event_id,
  subject: row.subject,
  aggregateId: row.aggregate_id,
  aggregateSequence: BigInt(row.aggregate_sequence),
  eventTime: timestampOf(row.event_time),
  recordedTime: timestampOf(row.recorded_time),
  correlationId: row.correlation_id,
  causationId: row.causation_id,
  traceparent: row.traceparent,
  data: Buffer.from(row.data),
});

export const auditMessage = (row: AuditRow): v1.AuditEntry => ({
  number: BigInt(row.number),
  time: timestampOf(row.time),
  subject: row.subject,
  party: row.party,
  action: row.action,
  resource: row.resource,
  beforeHash: row.before_hash,
  afterHash: row.after_hash,
  reason: row.reason,
  entryHash: row.entry_hash,
});
