import type { agreementsV1 as a, Timestamp } from '@sla/contracts';
import { readTerms } from '@sla/engine';
import type { Caller, Instant, TenantId } from '@sla/kernel';
import { UnusableEvent, type IncomingEvent } from '@sla/platform';
import type { Contract } from '../../domain/contract.js';

const millis = ({ seconds, nanos }: Timestamp): Instant =>
  (Number(seconds) * 1000 + Math.floor(nanos / 1e6)) as Instant;

/** The version that an event announces. @throws UnusableEvent when signed terms do not read, or no time is named. */
export function toContract(message: a.AgreementEffective, canonicalTerms: string): Contract {
  const reading = readTerms(parsed(canonicalTerms));
  if (!reading.ok)
    throw new UnusableEvent(`terms ${message.contentHash} do not read: ${reading.violations[0]?.reason ?? ''}`);
  const { startTime: start, endTime: end } = message.effective ?? {};
  if (start === undefined)
    throw new UnusableEvent(`version ${message.version} of ${message.agreementId} is effective from no time`);
  const { agreementId, version, contentHash } = message;
  const force = { start: millis(start), ...(end === undefined ? {} : { end: millis(end) }) };
  return { agreementId, version, contentHash, canonicalTerms, terms: reading.terms, ...force };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnusableEvent('the terms are not JSON', { cause: error });
  }
}

/** @throws UnusableEvent when the end is missing. */
export function toEnd(time: Timestamp | undefined): Instant {
  if (time === undefined) throw new UnusableEvent('a version ends at no time');
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
