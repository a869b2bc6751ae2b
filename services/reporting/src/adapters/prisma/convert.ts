import { EVENTS, measurementV1 as m, reportingV1 as v1, type EventSpec, type Timestamp } from '@sla/contracts';
import type { Verdict } from '@sla/engine';
import { InvariantError, ratio, type Instant, type Ratio } from '@sla/kernel';
import { timestampOf } from '@sla/platform';
import type { Difference } from '../../domain/edition.js';
import type { Finding, FindingPhase } from '../../domain/finding.js';
import type { LedgerEntry } from '../../domain/booking.js';
import type { EditionSummary, ReportingEvent } from '../../usecases/ports.js';

const PHASES: readonly (readonly [m.Phase, FindingPhase])[] = [
  [m.Phase.OPEN, 'open'],
  [m.Phase.PROVISIONAL, 'provisional'],
  [m.Phase.FINAL, 'final'],
  [m.Phase.RESTATED, 'restated'],
];
const VERDICTS: readonly (readonly [m.Verdict, Verdict])[] = [
  [m.Verdict.MET, 'met'],
  [m.Verdict.MISSED, 'missed'],
  [m.Verdict.INSUFFICIENT_EVIDENCE, 'insufficient_evidence'],
  [m.Verdict.REVIEW_REQUIRED, 'review_required'],
  [m.Verdict.NOT_APPLICABLE, 'not_applicable'],
];

function word<E, W>(pairs: readonly (readonly [E, W])[], value: E): W {
  const found = pairs.find(([number]) => number === value);
  if (found === undefined) throw new InvariantError(`measurement sent the unknown value ${String(value)}`);
  return found[1];
}

function number<E, W>(pairs: readonly (readonly [E, W])[], value: W): E {
  const found = pairs.find(([, text]) => text === value);
  if (found === undefined) throw new InvariantError(`no number for ${String(value)}`);
  return found[0];
}

export const millis = (time: Timestamp | undefined): Instant | undefined =>
  time === undefined ? undefined : ((Number(time.seconds) * 1000 + Math.floor(time.nanos / 1e6)) as Instant);

const fraction = (value: m.Determination['attained']): Ratio | undefined =>
  value === undefined ? undefined : ratio(BigInt(value.numerator), BigInt(value.denominator));

/** A determination as reports know it. @throws InvariantError when it has no window: the event becomes a dead letter. */
export function unpackFinding(d: m.Determination): Finding {
  const [start, end] = [millis(d.window?.startTime), millis(d.window?.endTime)];
  if (start === undefined || end === undefined)
    throw new InvariantError(`the determination of ${d.objectiveId} has no window`);
  return {
    agreementId: d.agreementId,
    version: d.agreementVersion,
    contentHash: d.agreementHash,
    objectiveId: d.objectiveId,
    window: { start, end },
    windowLabel: d.windowLabel,
    revision: d.revision,
    phase: word(PHASES, d.phase),
    verdict: word(VERDICTS, d.verdict),
    atRisk: d.atRisk,
    target: d.targetPercent,
    attained: fraction(d.attained),
    attainedPercent: d.attainedPercent,
    low: fraction(d.attainedLow),
    high: fraction(d.attainedHigh),
    good: d.good,
    bad: d.bad,
    unknown: d.unknown,
    excluded: d.excluded,
    coverage: fraction(d.coverage),
    budgetTotal: d.budgetTotal,
    budgetLeft: d.budgetLeft,
    breachedAt: millis(d.breachedTime),
    judgedAt: millis(d.judgedTime),
    evaluator: d.evaluatorVersion,
    tz: d.tzVersion,
    evidenceHash: d.evidenceHash,
    resultHash: d.resultHash,
    traceId: d.traceId,
    restatementReason: d.restatementReason,
    unit: d.unit === m.Unit.MILLISECONDS ? 'ms' : 'events',
  };
}

const fromFraction = (value: Ratio | undefined): m.Determination['attained'] =>
  value === undefined ? undefined : { numerator: String(value.num), denominator: String(value.den) };

/** The way back; correlation id and pending samples are measurement's own and are not kept here. */
export const packFinding = (f: Finding): m.Determination => ({
  agreementId: f.agreementId,
  agreementVersion: f.version,
  agreementHash: f.contentHash,
  objectiveId: f.objectiveId,
  window: { startTime: timestampOf(f.window.start), endTime: timestampOf(f.window.end) },
  windowLabel: f.windowLabel,
  revision: f.revision,
  phase: number(PHASES, f.phase),
  verdict: number(VERDICTS, f.verdict),
  atRisk: f.atRisk,
  targetPercent: f.target,
  attained: fromFraction(f.attained),
  attainedPercent: f.attainedPercent,
  attainedLow: fromFraction(f.low),
  attainedHigh: fromFraction(f.high),
  good: f.good,
  bad: f.bad,
  unknown: f.unknown,
  excluded: f.excluded,
  coverage: fromFraction(f.coverage),
  budgetTotal: f.budgetTotal,
  budgetLeft: f.budgetLeft,
  breachedTime: f.breachedAt === undefined ? undefined : timestampOf(f.breachedAt),
  judgedTime: f.judgedAt === undefined ? undefined : timestampOf(f.judgedAt),
  evaluatorVersion: f.evaluator,
  tzVersion: f.tz,
  evidenceHash: f.evidenceHash,
  resultHash: f.resultHash,
  traceId: f.traceId,
  correlationId: '',
  restatementReason: f.restatementReason,
  pendingRestatement: 0n,
  unit: f.unit === 'ms' ? m.Unit.MILLISECONDS : m.Unit.EVENTS,
});

export const fromDifference = (d: Difference): v1.ReportDifference => ({ ...d });

export const fromEdition = (e: EditionSummary): v1.ReportEdition => ({
  agreementId: e.agreementId,
  period: e.period,
  edition: e.edition,
  issueTime: timestampOf(e.issuedAt),
  contentHash: e.contentHash,
  csvHash: e.csvHash,
  htmlHash: e.htmlHash,
  differences: e.differences.map(fromDifference),
  traceId: e.traceId,
  complete: e.complete,
});

export const fromEntry = (entry: LedgerEntry): v1.LedgerEntry => ({
  id: entry.id,
  agreementId: entry.agreementId,
  creditId: entry.creditId,
  objectiveId: entry.objectiveId,
  windowLabel: entry.windowLabel,
  debitAccount: entry.debitAccount,
  creditAccount: entry.creditAccount,
  amount: { amountMinor: entry.amountMinor, currency: entry.currency },
  determinationRevision: entry.determinationRevision,
  resultHash: entry.resultHash,
  corrects: entry.corrects,
  reason: entry.reason,
  time: timestampOf(entry.bookedAt),
});

/** Hands an event to `send` as its contract writes it. */
export function announce<Sent>(event: ReportingEvent, send: <M>(spec: EventSpec<M>, message: M) => Sent): Sent {
  if (event.type === 'report_issued') return send(EVENTS.reportIssued, { edition: fromEdition(event.edition) });
  return send(EVENTS.creditBooked, { entry: fromEntry(event.entry) });
}
