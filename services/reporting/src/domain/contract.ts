import { windowAt } from '@sla/calendar';
import { windowsInForce, type AgreementTerms, type Objective } from '@sla/engine';
import { daysFromCivil, DomainError, MAX_INSTANT, type Instant, type Interval } from '@sla/kernel';
import { START_OF_DAY, toInstant, zone } from '@sla/calendar';

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

/**
 * The span of a period in the zone of the agreement: 2026-03, 2026-Q1 or 2026.
 * @throws DomainError invalid_argument for any other text.
 */
export function periodSpan(terms: AgreementTerms, period: string): Interval {
  const m = PERIOD.exec(period);
  const kind =
    m?.[2] === undefined ? (m?.[3] === undefined ? ('year' as const) : ('quarter' as const)) : ('month' as const);
  const month = Number(m?.[2] ?? (Number(m?.[3] ?? 1) - 1) * 3 + 1);
  const year = Number(m?.[1]);
  if (!m || daysFromCivil(year, month, 1) === undefined || year < 1900) {
    throw new DomainError('invalid_argument', 'reporting.period_malformed', { value: period.slice(0, 40) });
  }
  const first = toInstant(zone(terms.timeZone), { date: { year, month, day: 1 }, timeMs: 0 }, START_OF_DAY);
  return windowAt({ kind, timeZone: terms.timeZone }, first);
}

/** The period of the report schedule in which a window ends. */
export function periodOf(
  terms: AgreementTerms,
  windowEnd: Instant,
  label: (kind: 'month' | 'quarter' | 'year', span: Interval) => string,
): string {
  const kind = terms.reports.schedule;
  const span = windowAt({ kind, timeZone: terms.timeZone }, (windowEnd - 1) as Instant);
  return label(kind, span);
}

/** A window that a report of a period must hold. */
export interface DueWindow {
  readonly objective: Objective;
  readonly version: number;
  readonly windowStart: Instant;
  readonly windowLabel: string;
}

/** The windows of all versions that end inside a period. */
export function windowsDue(contracts: readonly Contract[], span: Interval): readonly DueWindow[] {
  return contracts.flatMap((contract) =>
    contract.terms.objectives.flatMap((objective) =>
      windowsInForce(contract.terms, objective, contract, Math.min(span.end, MAX_INSTANT) as Instant)
        .filter(({ effective }) => effective.end > span.start && effective.end <= span.end)
        .map(({ effective, label }) => ({
          objective,
          version: contract.version,
          windowStart: effective.start,
          windowLabel: label,
        })),
    ),
  );
}
