import { creditsOf, type AgreementTerms, type CreditResult } from '@sla/engine';
import type { Contract } from './contract.js';
import { isSettled, type Finding } from './finding.js';

/** What one clause gives for the window of one finding. */
export interface OwedCredit {
  readonly finding: Finding;
  readonly result: CreditResult;
}

/** True when a clause looks beyond its own window: a cap of twelve months, a family of remedies, an earn-back. */
export const reachesAcrossWindows = ({ credits }: AgreementTerms): boolean =>
  credits.some(
    ({ rollingCapPercent, family, earnBack }) =>
      rollingCapPercent !== undefined || family !== undefined || earnBack !== undefined,
  );

/**
 * The credits of all findings. Each finding is settled by the clauses of the version that it was judged by; where a clause
 * looks at other windows, those of other versions count as well, as that clause would have it.
 */
export const creditsFor = (contracts: readonly Contract[], findings: readonly Finding[]): readonly OwedCredit[] =>
  contracts.flatMap(({ terms, version }) => {
    const own = new Map(
      findings
        .filter((finding) => finding.version === version)
        .map((finding) => [`${finding.objectiveId}/${finding.window.start}`, finding]),
    );
    const known = new Set(terms.objectives.map(({ id }) => id));
    const windows = findings
      .filter(({ objectiveId }) => known.has(objectiveId))
      .map((finding) => ({
        objective: finding.objectiveId,
        window: finding.window,
        basis: { verdict: finding.verdict, fraction: finding.attained, low: finding.low, high: finding.high },
        settled: isSettled(finding),
      }));
    return creditsOf(terms, windows).flatMap(({ clause, window, result }) => {
      const finding = own.get(`${clause.objective}/${window.start}`);
      return finding === undefined ? [] : [{ finding, result }];
    });
  });
