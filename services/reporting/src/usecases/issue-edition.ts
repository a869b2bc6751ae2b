import { canonicalJson, DomainError, formatInstant, sha256Hex, type Caller } from '@sla/kernel';
import { periodSpan, windowsDue, type Contract } from '../domain/contract.js';
import { bodyRecord, comparedRow, differencesBetween, type ReportBody, type ReportRow } from '../domain/edition.js';
import { isSettled } from '../domain/finding.js';
import { requireSeen } from './steps/agreements-seen.js';
import type { ComplianceLine, Edition, EditionSummary, EditionWork, Ports, Transaction } from './ports.js';

export interface IssueOutcome {
  readonly edition: EditionSummary | undefined;
  /** False when nothing had changed, or the period is not complete and nobody asked for it as it is. */
  readonly issued: boolean;
}

interface Draft {
  readonly contracts: readonly Contract[];
  readonly lines: readonly ComplianceLine[];
  readonly complete: boolean;
}

/**
 * Issues the next edition of a period on demand, open windows included. The same body makes no new edition.
 * @throws DomainError for an unknown agreement, a malformed period, or a period without results.
 */
export const issueReport =
  (ports: Ports) =>
  async (
    caller: Caller,
    work: EditionWork,
    traceId: string,
  ): Promise<IssueOutcome & { readonly edition: EditionSummary }> => {
    const draft = await ports.uow.run(withoutRequest(caller), async (tx) => {
      await requireSeen(tx, caller, work.agreementId);
      return draftOf(tx, work);
    });
    if (draft.lines.length === 0)
      throw new DomainError('failed_precondition', 'reporting.period_empty', {
        agreement: work.agreementId,
        period: work.period,
      });
    const rows = await explained(ports, caller, draft.lines);
    return ports.uow.run(caller, async (tx) => issue(tx, ports, caller, work, draft, rows, traceId));
  };

/** Issues an edition when every window of the period is settled; otherwise the work is done until the next one settles. */
export const issueWhenComplete =
  (ports: Ports) =>
  async (caller: Caller, work: EditionWork, traceId: string): Promise<IssueOutcome> => {
    const start = await ports.uow.run(caller, async (tx) => ({
      generation: await tx.work.generation(work),
      draft: await draftOf(tx, work),
    }));
    const { generation, draft } = start;
    if (generation === undefined) return { edition: undefined, issued: false };
    const rows = draft.complete ? await explained(ports, caller, draft.lines) : [];
    return ports.uow.run(caller, async (tx) => {
      await tx.work.done(work, generation);
      return draft.complete
        ? issue(tx, ports, caller, work, draft, rows, traceId)
        : { edition: undefined, issued: false };
    });
  };

/** Reading for a report is not the mutation that the request id stands for. */
const withoutRequest = ({ request: _request, ...caller }: Caller): Caller => caller;

async function draftOf(tx: Transaction, work: EditionWork): Promise<Draft> {
  const contracts = await tx.contracts.ofAgreement(work.agreementId);
  const newest = contracts.at(-1);
  if (newest === undefined)
    throw new DomainError('not_found', 'reporting.agreement_not_found', { id: work.agreementId });
  const span = periodSpan(newest.terms, work.period);
  const lines = await tx.compliance.endingIn(work.agreementId, span);
  const settled = new Set(
    lines
      .filter(({ finding }) => isSettled(finding))
      .map(({ finding }) => `${finding.objectiveId}/${finding.window.start}`),
  );
  const due = windowsDue(contracts, span);
  return {
    contracts,
    lines,
    complete: due.length > 0 && due.every((window) => settled.has(`${window.objective.id}/${window.windowStart}`)),
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

async function issue(
  tx: Transaction,
  ports: Ports,
  caller: Caller,
  work: EditionWork,
  draft: Draft,
  rows: readonly ReportRow[],
  traceId: string,
): Promise<IssueOutcome & { readonly edition: EditionSummary }> {
  await tx.contracts.lock(work.agreementId);
  const contract = draft.contracts.at(-1) as Contract;
  const body: ReportBody = {
    contract,
    period: work.period,
    span: periodSpan(contract.terms, work.period),
    complete: draft.complete,
    rows,
  };
  const bodyHash = sha256Hex(ports.digest, canonicalJson(bodyRecord(body)));
  const before = await tx.editions.newest(work.agreementId, work.period);
  if (before?.bodyHash === bodyHash) return { edition: before.summary, issued: false };
  const edition = compose(ports, body, bodyHash, before, traceId);
  await tx.editions.add(edition);
  await tx.publish({ type: 'report_issued', edition: edition.summary });
  const resource = `report/${work.agreementId}/${work.period}/${edition.summary.edition}`;
  await tx.audit({
    action: 'reporting.edition.issued',
    resource,
    beforeHash: before?.summary.contentHash ?? '',
    afterHash: edition.summary.contentHash,
    reason: caller.principal.subject,
  });
  return { edition: edition.summary, issued: true };
}

function compose(
  ports: Ports,
  body: ReportBody,
  bodyHash: string,
  before: Awaited<ReturnType<Transaction['editions']['newest']>>,
  traceId: string,
): Edition {
  const { clock, digest, documents } = ports;
  const issuedAt = clock.now();
  const number = (before?.summary.edition ?? 0) + 1;
  const rows = body.rows.map(comparedRow);
  const differences = before === undefined ? [] : differencesBetween(before.rows, rows);
  const json = canonicalJson({
    ...bodyRecord(body),
    edition: number,
    issuedAt: formatInstant(issuedAt),
    previousContentHash: before?.summary.contentHash ?? '',
    differences: differences.map((difference) => ({ ...difference })),
  });
  const contentHash = sha256Hex(digest, json);
  const report = { body, edition: number, issuedAt, differences, contentHash };
  const [csv, html] = [documents.csv(report), documents.html(report)];
  const summary: EditionSummary = {
    agreementId: body.contract.agreementId,
    period: body.period,
    edition: number,
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
