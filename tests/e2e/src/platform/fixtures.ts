import { EVENTS } from '@sla/contracts';
import type { Caller, Instant, Role, TenantId } from '@sla/kernel';
import type { IncomingEvent, Logger, NewEvent } from '@sla/platform';

export const NOW = 1_790_000_000_000 as Instant;

export const callerOf = (
  tenant: string,
  request?: Caller['request'],
  roles: readonly Role[] = ['operator'],
): Caller => ({
  principal: { subject: 'someone', tenant: tenant as TenantId, roles, kind: 'person' },
  locale: 'en',
  correlationId: 'correlation-1',
  ...(request && { request }),
});

/** Something that can be published, told apart by its version. */
export const versionFrozen = (agreementId: string, version: number): NewEvent<never> =>
  ({
    spec: EVENTS.versionFrozen,
    message: { agreementId, version, contentHash: 'f'.repeat(64) },
    aggregateId: `agreement/${agreementId}`,
    at: NOW,
  }) as unknown as NewEvent<never>;

export const arrived = (tenant: string, aggregateId: string, sequence: number): IncomingEvent => ({
  id: `${aggregateId}/${sequence}`,
  subject: EVENTS.versionFrozen.subject,
  tenant,
  aggregateId,
  aggregateSequence: BigInt(sequence),
  correlationId: 'correlation-1',
  causationId: '',
  traceparent: '',
  data: new Uint8Array(),
});

/** Resolves when a condition holds. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, limitMs = 20_000): Promise<void> {
  const giveUpAt = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error(`it never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const nothing = (): void => undefined;
/** A log that nobody reads. */
export const silent = { info: nothing, warn: nothing, error: nothing, debug: nothing } as unknown as Logger;
