import { START_OF_DAY, toInstant, windowAt, windowLabel, zone } from '@sla/calendar';
import { windowsInForce, type AgreementTerms } from '@sla/engine';
import { DomainError, type Instant, type Interval } from '@sla/kernel';

/** A version of an agreement as reports need it. */
export interface Contract {
  readonly agreementId: string;
  readonly version: number;
  readonly contentHash: string;
  readonly canonicalTerms: string;
  readonly terms: AgreementTerms;
  readonly start: Instant;
  readonly end?: Instant;
}

const PERIOD = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?$/;
/** Years that a report may be about: the calendar of the suite, less what a zone may push over its edges. */
export const [FIRST_YEAR, LAST_YEAR] = [1901, 9998];

/**
 * The span of a period in the zone of the agreement: 2026-03, 2026-Q1 or 2026.
 * @throws DomainError invalid_argument for any other text.
 */
export function periodSpan(terms: AgreementTerms, period: string): Interval {
  const [, yearText, monthText, quarterText] = PERIOD.exec(period) ?? [];
  const year = Number(yearText);
  if (yearText === undefined || year < FIRST_YEAR || year > LAST_YEAR) throw malformed(period);
  const month = Number(monthText ?? (Number(quarterText ?? 1) - 1) * 3 + 1);
  const unit = quarterText === undefined ? ('year' as const) : ('quarter' as const);
  const first = toInstant(zone(terms.timeZone), { date: { year, month, day: 1 }, timeMs: 0 }, START_OF_DAY);
  return windowAt({ kind: monthText === undefined ? unit : 'month', timeZone: terms.timeZone }, first);
}

function malformed(period: string): DomainError {
  const params = { value: period.slice(0, 40), first: FIRST_YEAR, last: LAST_YEAR };
  return new DomainError('invalid_argument', 'reporting.period_malformed', params, [
    { field: 'period', reason: 'reporting.period_malformed', params },
  ]);
}

/** The period of the report schedule in which a window ends. */
export function periodOf(terms: AgreementTerms, windowEnd: Instant): string {
  const schedule = { kind: terms.reports.schedule, timeZone: terms.timeZone };
  return windowLabel(schedule, windowAt(schedule, (windowEnd - 1) as Instant));
}

/** A window that a report of a period must hold. */
export interface DueWindow {
  readonly objectiveId: string;
  readonly version: number;
  readonly window: Interval;
  readonly windowLabel: string;
}

/** The windows of all versions that end inside a period, in order of objective and start. */
export function windowsDue(contracts: readonly Contract[], span: Interval): readonly DueWindow[] {
  const due = contracts.flatMap((contract) =>
    contract.terms.objectives.flatMap((objective) =>
      windowsInForce(contract.terms, objective, contract, span.end)
        .filter(({ effective }) => effective.end > span.start && effective.end <= span.end)
        .map(({ effective, label }) => ({
          objectiveId: objective.id,
          version: contract.version,
          window: effective,
          windowLabel: label,
        })),
    ),
  );
  return due.sort((a, b) => compareText(a.objectiveId, b.objectiveId) || a.window.start - b.window.start);
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
