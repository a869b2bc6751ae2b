import type { Caller, Instant } from '@sla/kernel';
import { periodOf, type Contract } from '../domain/contract.js';
import type { Ports, Transaction } from './ports.js';

/** Takes over a version that has become effective. In the event's transaction. */
export const adoptVersion = (tx: Transaction, contract: Contract): Promise<void> => tx.contracts.add(contract);

/**
 * A version is in force up to an instant. In the event's transaction. The windows behind the end are no longer awaited,
 * which may complete the period that holds it.
 */
export const endVersion =
  ({ clock }: Pick<Ports, 'clock'>) =>
  async (tx: Transaction, caller: Caller, agreementId: string, version: number, end: Instant): Promise<void> => {
    await tx.contracts.end(agreementId, version, end);
    const contract = await tx.contracts.get(agreementId, version);
    if (contract === undefined) return;
    const cause = { correlationId: caller.correlationId, traceparent: caller.traceparent ?? '', now: clock.now() };
    await tx.work.mark({ agreementId, period: periodOf(contract.terms, end) }, cause);
  };
