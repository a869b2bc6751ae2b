import type { agreementsV1 as a, Timestamp } from '@sla/contracts';
import { readTerms } from '@sla/engine';
import { InvariantError, type Caller, type Instant, type TenantId } from '@sla/kernel';
import type { IncomingEvent } from '@sla/platform';
import type { Contract } from '../../domain/contract.js';

const millis = ({ seconds, nanos }: Timestamp): Instant =>
  (Number(seconds) * 1000 + Math.floor(nanos / 1e6)) as Instant;

/** The version that an event announces. @throws InvariantError when signed terms do not read: the event becomes a dead letter. */
export function toContract(message: a.AgreementEffective, canonicalTerms: string): Contract {
  const reading = readTerms(JSON.parse(canonicalTerms));
  if (!reading.ok)
    throw new InvariantError(`terms ${message.contentHash} do not read: ${reading.violations[0]?.reason ?? ''}`);
  const { startTime: start, endTime: end } = message.effective ?? {};
  if (start === undefined)
    throw new InvariantError(`version ${message.version} of ${message.agreementId} is effective from no time`);
  const { agreementId, version, contentHash } = message;
  const force = { start: millis(start), ...(end === undefined ? {} : { end: millis(end) }) };
  return { agreementId, version, contentHash, canonicalTerms, terms: reading.terms, ...force };
}

/** @throws InvariantError when the end is missing. */
export function toEnd(time: Timestamp | undefined): Instant {
  if (time === undefined) throw new InvariantError('a version ends at no time');
  return millis(time);
}

/** An event acts for its tenant, on behalf of whoever caused it. */
export const callerOf = (event: IncomingEvent, traceparent: string): Caller => ({
  principal: { subject: 'reporting', tenant: event.tenant as TenantId, roles: ['service'], kind: 'service' },
  locale: 'en',
  correlationId: event.correlationId,
  causationId: event.id,
  traceparent,
});
