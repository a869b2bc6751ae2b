import { canonicalJson, InvariantError, MAX_INSTANT, MIN_INSTANT, type Caller } from '@sla/kernel';
import { bookingFor, creditState } from '../domain/booking.js';
import { periodOf, type Contract } from '../domain/contract.js';
import { creditsFor, reachesAcrossWindows, type OwedCredit } from '../domain/credits.js';
import { isSettled, replaces, type Finding } from '../domain/finding.js';
import type { Ports, StoredCredit, Transaction } from './ports.js';

type Means = Pick<Ports, 'clock' | 'ids'>;

/**
 * Takes a determination into the read model, works out its credits and books what is due, all in the event's transaction.
 * Credits of other windows follow where a clause reaches across windows. An older revision or phase than the one that is
 * there changes nothing.
 * @throws InvariantError when the agreement is not known yet: the event is tried again until it is.
 */
export const recordFinding =
  (means: Means) =>
  async (tx: Transaction, caller: Caller, finding: Finding): Promise<void> => {
    const { agreementId, objectiveId, version, window } = finding;
    const contracts = await tx.contracts.ofAgreement(agreementId);
    const contract = contracts.find((candidate) => candidate.version === version);
    if (contract === undefined) throw new InvariantError(`version ${version} of ${agreementId} is not known yet`);
    const across = contracts.some(({ terms }) => reachesAcrossWindows(terms));
    // Windows that look at each other are settled one after the other.
    if (across) await tx.contracts.lock(agreementId);
    if (!replaces(finding, await tx.compliance.get(agreementId, objectiveId, window.start))) return;
    await tx.compliance.save(finding);
    const owed = across ? await changedCredits(tx, contracts, finding) : creditsFor([contract], [finding]);
    for (const credit of owed) await settleCredit(tx, contracts, credit, finding, means);
    const settled = [finding, ...owed.map((credit) => credit.finding)].filter(isSettled);
    const periods = new Set(settled.map(({ window: its }) => periodOf(contract.terms, its.end)));
    const cause = {
      correlationId: caller.correlationId,
      traceparent: caller.traceparent ?? '',
      now: means.clock.now(),
    };
    for (const period of periods) await tx.work.mark({ agreementId, period }, cause);
  };

/** The credits of the finding itself, and those of other windows that are no longer what is stored. */
async function changedCredits(
  tx: Transaction,
  contracts: readonly Contract[],
  cause: Finding,
): Promise<readonly OwedCredit[]> {
  const lines = await tx.compliance.endingIn(cause.agreementId, { start: MIN_INSTANT, end: MAX_INSTANT });
  const stored = new Map(
    lines.flatMap(({ credits }) => credits).map((credit) => [nameOf(credit), fingerprintOf(credit)]),
  );
  const owed = creditsFor(
    contracts,
    lines.map(({ finding }) => finding),
  );
  return owed.filter((credit) => {
    const next = storedCredit(credit);
    return isSameWindow(credit.finding, cause) || stored.get(nameOf(next)) !== fingerprintOf(next);
  });
}

const isSameWindow = (a: Finding, b: Finding): boolean =>
  a.objectiveId === b.objectiveId && a.window.start === b.window.start;

const nameOf = ({ creditId, windowStart }: StoredCredit): string => `${creditId}/${windowStart}`;

const fingerprintOf = ({ state, amountMinor, lowMinor, highMinor, percent, explanation }: StoredCredit): string =>
  canonicalJson([
    state,
    ...[amountMinor, lowMinor, highMinor].map(String),
    percent,
    explanation.children.map(({ key, params }) => [key, { ...params }]),
  ]);

const storedCredit = ({ finding: f, result }: OwedCredit): StoredCredit => ({
  agreementId: f.agreementId,
  creditId: result.clause.id,
  objectiveId: f.objectiveId,
  windowStart: f.window.start,
  windowLabel: f.windowLabel,
  state: creditState(result, isSettled(f)),
  amountMinor: result.amount.amountMinor,
  lowMinor: result.low.amountMinor,
  highMinor: result.high.amountMinor,
  currency: result.amount.currency,
  percent: result.percent,
  revision: f.revision,
  explanation: result.explanation,
});

async function settleCredit(
  tx: Transaction,
  contracts: readonly Contract[],
  owed: OwedCredit,
  cause: Finding,
  { clock, ids }: Means,
): Promise<void> {
  const { finding, result } = owed;
  const { agreementId, creditId, objectiveId, windowStart, windowLabel, ...credit } = storedCredit(owed);
  await tx.compliance.saveCredit({ agreementId, creditId, objectiveId, windowStart, windowLabel, ...credit });
  const contract = contracts.find(({ version }) => version === finding.version);
  if (!isSettled(finding) || contract === undefined) return;
  const booked = await tx.ledger.booked(agreementId, creditId, windowStart);
  const booking = bookingFor(contract, result, booked, reasonOf(finding, cause));
  if (booking === undefined) return;
  const entry = {
    ...booking,
    id: ids.next(),
    agreementId,
    creditId,
    objectiveId,
    windowStart,
    windowLabel,
    determinationRevision: finding.revision,
    resultHash: finding.resultHash,
    bookedAt: clock.now(),
  };
  await tx.ledger.append(entry);
  await tx.publish({ type: 'credit_booked', entry });
}

/** Why a booking is corrected: the reason of the restatement, or the result of another window from which it follows. */
function reasonOf(finding: Finding, cause: Finding): string {
  if (cause.restatementReason !== '' || isSameWindow(finding, cause)) return cause.restatementReason;
  return `${cause.objectiveId} ${cause.windowLabel} #${cause.revision}`;
}
