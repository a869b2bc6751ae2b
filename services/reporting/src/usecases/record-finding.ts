import { creditFor } from '@sla/engine';
import { windowLabel } from '@sla/calendar';
import { InvariantError, type Caller, type Instant } from '@sla/kernel';
import { bookingFor, creditState } from '../domain/booking.js';
import { periodOf, type Contract } from '../domain/contract.js';
import { isSettled, replaces, type Finding } from '../domain/finding.js';
import type { Ports, Transaction } from './ports.js';

/**
 * Takes a determination into the read model, works out its credits and books what is due, all in the event's transaction.
 * An older revision or phase than the one that is there changes nothing.
 * @throws InvariantError when the agreement is not known yet: the event is tried again until it is.
 */
export const recordFinding =
  ({ clock, ids }: Pick<Ports, 'clock' | 'ids'>) =>
  async (tx: Transaction, caller: Caller, finding: Finding): Promise<void> => {
    const contract = await tx.contracts.get(finding.agreementId, finding.version);
    if (contract === undefined)
      throw new InvariantError(`version ${finding.version} of ${finding.agreementId} is not known yet`);
    const current = await tx.compliance.get(finding.agreementId, finding.objectiveId, finding.window.start);
    if (!replaces(finding, current)) return;
    await tx.compliance.save(finding);
    for (const clause of contract.terms.credits.filter((credit) => credit.objective === finding.objectiveId)) {
      await settleCredit(tx, contract, finding, clause.id, { now: clock.now(), id: ids.next() });
    }
    if (!isSettled(finding)) return;
    const period = periodOf(contract.terms, finding.window.end, (kind, span) =>
      windowLabel({ kind, timeZone: contract.terms.timeZone }, span),
    );
    const cause = { correlationId: caller.correlationId, traceparent: caller.traceparent ?? '', now: clock.now() };
    await tx.work.mark({ agreementId: finding.agreementId, period }, cause);
  };

async function settleCredit(
  tx: Transaction,

  contract: Contract,
  finding: Finding,
  creditId: string,
  { now, id }: { readonly now: Instant; readonly id: string },
): Promise<void> {
  const { agreementId, objectiveId, windowLabel: label, revision, attained, low, high, verdict } = finding;
  const windowStart = finding.window.start;
  const result = creditFor(contract.terms, creditId, { verdict, fraction: attained, low, high });
  await tx.compliance.saveCredit({
    agreementId,
    creditId,
    objectiveId,
    windowStart,
    windowLabel: label,
    state: creditState(result, isSettled(finding)),
    amountMinor: result.amount.amountMinor,
    lowMinor: result.low.amountMinor,
    highMinor: result.high.amountMinor,
    currency: result.amount.currency,
    percent: result.percent,
    revision,
    explanation: result.explanation,
  });
  if (!isSettled(finding)) return;
  const booking = bookingFor(contract, result, await tx.ledger.booked(agreementId, creditId, windowStart), finding);
  if (booking === undefined) return;
  const entry = {
    ...booking,
    id,
    agreementId,
    creditId,
    objectiveId,
    windowStart,
    windowLabel: label,
    determinationRevision: revision,
    resultHash: finding.resultHash,
    bookedAt: now,
  };
  await tx.ledger.append(entry);
  await tx.publish({ type: 'credit_booked', entry });
}
