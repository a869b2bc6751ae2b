import type { agreementsV1 as v1, Timestamp } from '@sla/contracts';
import { readTerms } from '@sla/engine';
import { assert, InvariantError, sha256Hex, type Caller, type Instant, type TenantId } from '@sla/kernel';
import { nodeDigest, type IncomingEvent } from '@sla/platform';
import type { Contract } from '../../domain/contract.js';

const millis = ({ seconds, nanos }: Timestamp): Instant =>
  (Number(seconds) * 1000 + Math.floor(nanos / 1e6)) as Instant;

/** The version that an event announces. @throws InvariantError when the terms are not those that were signed, or do not read: the event becomes a dead letter. */
export function toContract(message: v1.AgreementEffective, canonicalTerms: string): Contract {
  assert(
    sha256Hex(nodeDigest, canonicalTerms) === message.contentHash,
    `terms are not those of ${message.contentHash}`,
  );
  const reading = readTerms(JSON.parse(canonicalTerms));
  if (!reading.ok)
    throw new InvariantError(`terms ${message.contentHash} do not read: ${reading.violations[0]?.reason ?? ''}`);
  const start = message.effective?.startTime;
  if (start === undefined)
    throw new InvariantError(`version ${message.version} of ${message.agreementId} is effective from no time`);
  const end = message.effective?.endTime;
  return {
    agreementId: message.agreementId,
    version: message.version,
    contentHash: message.contentHash,
    canonicalTerms,
    terms: reading.terms,
    start: millis(start),
    ...(end === undefined ? {} : { end: millis(end) }),
  };
}

/** @throws InvariantError when the end is missing. */
export function toEnd(time: Timestamp | undefined): Instant {
  if (time === undefined) throw new InvariantError('a version ends at no time');
  return millis(time);
}

/** An event acts for its tenant, on behalf of whoever caused it. */
export const callerOf = (event: IncomingEvent): Caller => ({
  principal: { subject: 'measurement', tenant: event.tenant as TenantId, roles: ['service'], kind: 'service' },
  locale: 'en',
  correlationId: event.correlationId,
  causationId: event.id,
  traceparent: event.traceparent,
});
