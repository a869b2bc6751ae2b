import { EVENTS, measurementV1 as v1, type EventSpec } from '@sla/contracts';
import { parseRatio } from '@sla/kernel';
import { timestampOf } from '@sla/platform';
import type { Determination, DeterminationEvent } from '../../domain/determination.js';

const PHASES: Readonly<Record<Determination['phase'], v1.Phase>> = {
  open: v1.Phase.OPEN,
  provisional: v1.Phase.PROVISIONAL,
  final: v1.Phase.FINAL,
  restated: v1.Phase.RESTATED,
};
const VERDICTS: Readonly<Record<Determination['verdict'], v1.Verdict>> = {
  met: v1.Verdict.MET,
  missed: v1.Verdict.MISSED,
  insufficient_evidence: v1.Verdict.INSUFFICIENT_EVIDENCE,
  review_required: v1.Verdict.REVIEW_REQUIRED,
  not_applicable: v1.Verdict.NOT_APPLICABLE,
};

function fraction(text: string): v1.Determination['attained'] {
  if (text === '') return undefined;
  const { num, den } = parseRatio(text);
  return { numerator: String(num), denominator: String(den) };
}

/** A determination as the contract writes it. */
export function fromDetermination(d: Determination, pending: number): v1.Determination {
  const { figures } = d;
  return {
    agreementId: d.agreementId,
    agreementVersion: d.version,
    agreementHash: d.contentHash,
    objectiveId: d.objectiveId,
    window: { startTime: timestampOf(d.window.start), endTime: timestampOf(d.window.end) },
    windowLabel: d.windowLabel,
    revision: d.revision,
    phase: PHASES[d.phase],
    verdict: VERDICTS[d.verdict],
    atRisk: figures.atRisk,
    targetPercent: figures.target,
    attained: fraction(figures.attained),
    attainedPercent: figures.attainedPercent,
    attainedLow: fraction(figures.low),
    attainedHigh: fraction(figures.high),
    good: figures.good,
    bad: figures.bad,
    unknown: figures.unknown,
    excluded: figures.excluded,
    coverage: fraction(figures.coverage),
    budgetTotal: figures.budgetTotal,
    budgetLeft: figures.budgetLeft,
    breachedTime: figures.breachedAt === null ? undefined : timestampOf(figures.breachedAt),
    judgedTime: timestampOf(figures.judgedAt),
    evaluatorVersion: figures.evaluator,
    tzVersion: figures.tz,
    evidenceHash: d.evidenceHash,
    resultHash: d.resultHash,
    traceId: d.traceId,
    correlationId: d.correlationId,
    restatementReason: d.restatementReason,
    pendingRestatement: BigInt(pending),
    unit: figures.unit === 'ms' ? v1.Unit.MILLISECONDS : v1.Unit.EVENTS,
  };
}

/** Hands an event to `send` as its contract writes it. */
export function announce<Sent>(event: DeterminationEvent, send: <M>(spec: EventSpec<M>, message: M) => Sent): Sent {
  const { historical } = event.determination;
  const determination = fromDetermination(event.determination, 0);
  switch (event.type) {
    case 'slo_at_risk':
      return send(EVENTS.sloAtRisk, { determination, historical });
    case 'slo_breached':
      return send(EVENTS.sloBreached, { determination, breachedTime: timestampOf(event.at), historical });
    case 'slo_breach_withdrawn':
      return send(EVENTS.sloBreachWithdrawn, { determination });
    case 'window_closed':
      return send(EVENTS.windowClosed, { determination, historical });
    case 'determination_finalised':
      return send(EVENTS.determinationFinalised, { determination, historical });
    case 'determination_restated':
      return send(EVENTS.determinationRestated, { determination, previous: fromDetermination(event.previous, 0) });
  }
}
