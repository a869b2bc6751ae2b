import { canonicalJson, parseInstant, sha256Hex } from '@sla/kernel';
import { creditState } from '../src/domain/booking.js';
import { bodyRecord, type ReportBody, type ReportRow } from '../src/domain/edition.js';
import { isSettled, type Finding } from '../src/domain/finding.js';
import { contractOf, creditOf, monthOf, storyOf, type ContractChoices } from '../src/domain/web-shop.fixture.js';
import type { IssuedReport } from '../src/usecases/ports.js';
import { digest } from './fake-ports.js';

/** A report of findings as the use case would compose it. */
export function reportOf(
  findings: readonly Finding[],
  choices: ContractChoices = {},
  changes: Partial<IssuedReport> & { readonly body?: never; readonly more?: Partial<ReportBody> } = {},
): IssuedReport {
  const contract = contractOf(choices);
  const rowOf = (finding: Finding): ReportRow => ({
    finding,
    explanation: storyOf(finding),
    credits: contract.terms.credits
      .filter(({ objective }) => objective === finding.objectiveId)
      .map(({ id }) => {
        const result = creditOf(contract, id, finding);
        return {
          creditId: id,
          state: creditState(result, isSettled(finding)),
          amountMinor: result.amount.amountMinor,
          lowMinor: result.low.amountMinor,
          highMinor: result.high.amountMinor,
          currency: 'CNY',
          percent: result.percent,
          explanation: result.explanation,
        };
      }),
  });
  const { more, ...own } = changes;
  const body: ReportBody = {
    contract,
    period: '2026-03',
    span: monthOf(3),
    complete: true,
    rows: findings.map(rowOf),
    awaited: [],
    bookings: [],
    ...more,
  };
  return {
    edition: 1,
    issuedAt: parseInstant('2026-04-05T01:02:03Z'),
    reason: '',
    differences: [],
    contentHash: sha256Hex(digest, canonicalJson(bodyRecord(body))),
    previousContentHash: '',
    ...own,
    body,
  };
}
