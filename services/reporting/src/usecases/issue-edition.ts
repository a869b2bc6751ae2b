import { canonicalJson, DomainError, formatInstant, sha256Hex, type Caller } from '@sla/kernel';
import type { LedgerEntry } from '../domain/booking.js';
import { periodSpan, windowsDue, type Contract, type DueWindow } from '../domain/contract.js';
import { bodyRecord, comparedRows, differencesBetween, type ReportBody, type ReportRow } from '../domain/edition.js';
import { isSettled } from '../domain/finding.js';
import { readReason } from '../domain/reason.js';
import { requireSeen } from './steps/agreements-seen.js';
import type { ComplianceLine, Edition, EditionSummary, EditionWork, Ports, Transaction } from './ports.js';

export interface IssueOutcome {
  readonly edition: EditionSummary | undefined;
  /** False when nothing had changed, or the period is not complete and nobody asked for it as it is. */
  readonly issued: boolean;
}

/** A report to issue now. */
export interface IssueOrder extends EditionWork {
  /** Why now; printed in the edition. May be empty. */
  readonly reason: string;
}

interface Draft {
  readonly contract: Contract;
  readonly lines: readonly ComplianceLine[];
  readonly awaited: readonly DueWindow[];
  readonly bookings: readonly LedgerEntry[];
  readonly complete: boolean;
}

/** What was read for an edition, and who it is issued for. */
interface Issue {
  readonly order: IssueOrder;
  readonly draft: Draft;
  readonly rows: readonly ReportRow[];
  readonly traceId: string;
}

/** Results may go on changing while the stories are fetched; after so many tries the caller is told to come back. */
export const MAX_ATTEMPTS = 5;

/**
 * Issues the next edition of a period on demand, open windows included. The same body makes no new edition.
 * @throws DomainError for an unknown agreement, a malformed period or reason, a period without results, or results that do not rest.
 */
export const issueReport =
  (ports: Ports) =>
  async (
    caller: Caller,
    { reason: text, ...work }: IssueOrder,
    traceId: string,
  ): Promise<IssueOutcome & { readonly edition: EditionSummary }> => {
    const order = { ...work, reason: readReason(text) };
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const draft = await ports.uow.run(withoutRequest(caller), async (tx) => {
        await requireSeen(tx, caller, order.agreementId);
        return draftOf(tx, order);
      });
      if (draft.lines.length === 0)
        throw new DomainError('failed_precondition', 'reporting.period_empty', {
          agreement: order.agreementId,
          period: order.period,
        });
      const rows = await explained(ports, caller, draft.lines);
      const outcome = await issueOnce(ports, caller, { order, draft, rows, traceId });
      if (outcome !== undefined) return outcome;
    }
    throw new DomainError('aborted', 'reporting.results_moving', {
      agreement: order.agreementId,
      period: order.period,
    });
  };

/** Thrown inside the transaction of a mutation, so that no answer is kept for its request id. */
class DraftIsOld extends Error {
  override readonly name = 'DraftIsOld';
}

async function issueOnce(
  ports: Ports,
  caller: Caller,
  plan: Issue,
): Promise<(IssueOutcome & { readonly edition: EditionSummary }) | undefined> {
  try {
    return await ports.uow.run(caller, async (tx) => {
      const outcome = await issue(tx, ports, caller, plan);
      if (outcome === undefined) throw new DraftIsOld(`the results of ${plan.order.agreementId} have moved on`);
      return outcome;
    });
  } catch (error) {
    if (error instanceof DraftIsOld) return undefined;
    throw error;
  }
}

/** Issues an edition when every window of the period is settled; otherwise the work is done until the next one settles. */
export const issueWhenComplete =
  (ports: Ports) =>
  async (caller: Caller, work: EditionWork, traceId: string): Promise<IssueOutcome> => {
    const { generation, draft } = await ports.uow.run(caller, async (tx) => ({
      generation: await tx.work.generation(work),
      draft: await draftOf(tx, work),
    }));
    if (generation === undefined) return { edition: undefined, issued: false };
    const rows = draft.complete ? await explained(ports, caller, draft.lines) : [];
    const order = { agreementId: work.agreementId, period: work.period, reason: '' };
    return ports.uow.run(caller, async (tx) => {
      const outcome = draft.complete ? await issue(tx, ports, caller, { order, draft, rows, traceId }) : NOT_YET;
      // Results that moved on meanwhile have marked the work again, or are about to: it stays for the next turn.
      if (outcome !== undefined) await tx.work.done(work, generation);
      return outcome ?? NOT_YET;
    });
  };

const NOT_YET: IssueOutcome = { edition: undefined, issued: false };

/** Reading for a report is not the mutation that the request id stands for. */
const withoutRequest = ({ request: _request, ...caller }: Caller): Caller => caller;

async function draftOf(tx: Transaction, work: EditionWork): Promise<Draft> {
  const contracts = await tx.contracts.ofAgreement(work.agreementId);
  const contract = contracts.at(-1);
  if (contract === undefined)
    throw new DomainError('not_found', 'reporting.agreement_not_found', { id: work.agreementId });
  const span = periodSpan(contract.terms, work.period);
  const lines = await tx.compliance.endingIn(work.agreementId, span);
  const keyOf = (objectiveId: string, start: number): string => `${objectiveId}/${start}`;
  const known = new Map(lines.map(({ finding: f }) => [keyOf(f.objectiveId, f.window.start), f]));
  const due = windowsDue(contracts, span);
  const starts = [...new Set(lines.map(({ finding }) => finding.window.start))];
  return {
    contract,
    lines,
    awaited: due.filter(({ objectiveId, window }) => !known.has(keyOf(objectiveId, window.start))),
    bookings: (await tx.ledger.ofWindows(work.agreementId, starts)).filter((entry) =>
      known.has(keyOf(entry.objectiveId, entry.windowStart)),
    ),
    complete:
      due.length > 0 &&
      due.every(({ objectiveId, window }) => {
        const finding = known.get(keyOf(objectiveId, window.start));
        return finding !== undefined && isSettled(finding);
      }),
  };
}

/** The stories come from measurement, outside of any transaction: a slow peer must not hold locks. */
async function explained(
  { measurement }: Ports,
  caller: Caller,
  lines: readonly ComplianceLine[],
): Promise<readonly ReportRow[]> {
  const rows: ReportRow[] = [];
  for (const { finding, credits } of lines) {
    const explanation = await measurement.explain(caller.principal.tenant, finding, caller.correlationId);
    rows.push({ finding, credits, explanation });
  }
  return rows;
}

/** Undefined when the draft is no longer what the tables say: an edition never falls behind the one before. */
async function issue(
  tx: Transaction,
  ports: Ports,
  caller: Caller,
  { order, draft, rows, traceId }: Issue,
): Promise<(IssueOutcome & { readonly edition: EditionSummary }) | undefined> {
  await tx.contracts.lock(order.agreementId);
  if (!sameResults(draft, await draftOf(tx, order))) return undefined;
  const { contract, complete, awaited, bookings } = draft;
  const span = periodSpan(contract.terms, order.period);
  const body: ReportBody = { contract, period: order.period, span, complete, rows, awaited, bookings };
  const bodyHash = sha256Hex(ports.digest, canonicalJson(bodyRecord(body)));
  const before = await tx.editions.newest(order.agreementId, order.period);
  if (before?.bodyHash === bodyHash) return { edition: before.summary, issued: false };
  const edition = compose(ports, body, bodyHash, before, { reason: order.reason, traceId });
  await tx.editions.add(edition);
  await tx.publish({ type: 'report_issued', edition: edition.summary });
  const resource = `report/${order.agreementId}/${order.period}/${edition.summary.edition}`;
  await tx.audit({
    action: 'reporting.edition.issued',
    resource,
    beforeHash: before?.summary.contentHash ?? '',
    afterHash: edition.summary.contentHash,
    reason: order.reason,
  });
  return { edition: edition.summary, issued: true };
}

const sameResults = (a: Draft, b: Draft): boolean => fingerprintOf(a) === fingerprintOf(b);

const fingerprintOf = ({ contract, lines, awaited, bookings }: Draft): string =>
  canonicalJson([
    contract.version,
    awaited.length,
    bookings.map(({ id }) => id),
    lines.map(({ finding: f, credits }) => [
      [f.objectiveId, f.window.start, f.window.end, f.revision, f.phase, f.resultHash, f.atRisk],
      credits.map((c) => [
        c.creditId,
        c.state,
        String(c.amountMinor),
        String(c.lowMinor),
        String(c.highMinor),
        c.revision,
      ]),
    ]),
  ]);

function compose(
  ports: Ports,
  body: ReportBody,
  bodyHash: string,
  before: Awaited<ReturnType<Transaction['editions']['newest']>>,
  { reason, traceId }: Pick<Issue, 'traceId'> & Pick<IssueOrder, 'reason'>,
): Edition {
  const { clock, digest, documents } = ports;
  const issuedAt = clock.now();
  const edition = (before?.summary.edition ?? 0) + 1;
  const previousContentHash = before?.summary.contentHash ?? '';
  const rows = comparedRows(body, digest);
  const differences = before === undefined ? [] : differencesBetween(before.rows, rows);
  const json = canonicalJson({
    ...bodyRecord(body),
    edition,
    issuedAt: formatInstant(issuedAt),
    reason,
    previousContentHash,
    differences: differences.map((difference) => ({ ...difference })),
  });
  const contentHash = sha256Hex(digest, json);
  const report = { body, edition, issuedAt, reason, differences, contentHash, previousContentHash };
  const [csv, html] = [documents.csv(report), documents.html(report)];
  const summary: EditionSummary = {
    agreementId: body.contract.agreementId,
    period: body.period,
    edition,
    issuedAt,
    contentHash,
    csvHash: sha256Hex(digest, csv),
    htmlHash: sha256Hex(digest, html),
    differences,
    traceId,
    complete: body.complete,
  };
  return { summary, bodyHash, rows, json, csv, html };
}
