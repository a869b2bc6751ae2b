import type { Dispute, Evaluation, Phase, Verdict } from '@sla/engine';
import { assert, formatRatio, type Instant, type Interval, type Ratio } from '@sla/kernel';

/** The figures of a result in the form in which they are stored and sent: fractions as `num/den`, counts as decimal text. */
export interface Figures {
  readonly unit: 'ms' | 'events';
  readonly target: string;
  readonly attained: string;
  readonly attainedPercent: string;
  readonly low: string;
  readonly high: string;
  readonly good: string;
  readonly bad: string;
  readonly unknown: string;
  readonly excluded: string;
  readonly coverage: string;
  readonly budgetTotal: string;
  readonly budgetLeft: string;
  readonly breachedAt: number | null;
  readonly judgedAt: number;
  readonly atRisk: boolean;
  readonly evaluator: string;
  readonly tz: string;
}

/** One revision of the result of one objective in one window. */
export interface Determination {
  readonly agreementId: string;
  readonly objectiveId: string;
  readonly window: Interval;
  readonly windowLabel: string;
  readonly freezeAt: Instant;
  readonly revision: number;
  readonly version: number;
  readonly contentHash: string;
  readonly phase: Phase;
  readonly verdict: Verdict;
  readonly figures: Figures;
  readonly resultHash: string;
  readonly evidenceHash: string;
  readonly hourHashes: Uint8Array;
  /** Samples are part of this revision up to this ingest sequence of the series. */
  readonly asOfSeq: bigint;
  readonly disputes: readonly Dispute[];
  readonly historical: boolean;
  readonly riskAnnounced: boolean;
  readonly breachAnnounced: boolean;
  readonly traceId: string;
  readonly correlationId: string;
  readonly restatementReason: string;
}

export const isSettled = (determination: Determination): boolean =>
  determination.phase === 'final' || determination.phase === 'restated';

/** What others are told of a change of a determination. */
export type DeterminationEvent =
  | { readonly type: 'slo_at_risk'; readonly determination: Determination }
  | { readonly type: 'slo_breached'; readonly determination: Determination; readonly at: Instant }
  | { readonly type: 'slo_breach_withdrawn'; readonly determination: Determination }
  | { readonly type: 'window_closed'; readonly determination: Determination }
  | { readonly type: 'determination_finalised'; readonly determination: Determination }
  | {
      readonly type: 'determination_restated';
      readonly determination: Determination;
      readonly previous: Determination;
    };

export interface Settlement {
  readonly determination: Determination;
  readonly events: readonly DeterminationEvent[];
  /** False when nothing that is stored or told has changed. */
  readonly changed: boolean;
}

/** Where a first revision may go from a phase. A settled one goes nowhere: restating makes another revision. */
export const LATER_PHASES: Readonly<Record<Phase, readonly Phase[]>> = {
  open: ['open', 'provisional', 'final'],
  provisional: ['provisional', 'final'],
  final: [],
  restated: [],
};

/** The revision before, as far as it is one of the same window: when a version ends, another window may begin where one began. */
const sameWindow = (
  previous: Determination | undefined,
  { window, version }: Determination,
): Determination | undefined =>
  previous?.window.end === window.end && previous.version === version ? previous : undefined;

/**
 * Takes a newly computed revision in place of the one before; says once what has happened on the way. One that is behind,
 * computed by a replica whose clock is, changes nothing.
 */
export function settle(before: Determination | undefined, computed: Determination): Settlement {
  assert(before === undefined || !isSettled(before), 'a settled determination is never computed again');
  const previous = sameWindow(before, computed);
  if (previous !== undefined && !LATER_PHASES[previous.phase].includes(computed.phase))
    return { determination: previous, events: [], changed: false };
  return take(before, previous, computed);
}

/** `before` has told what it has told, whatever its window; `previous` is where the same window stood. */
function take(
  before: Determination | undefined,
  previous: Determination | undefined,
  computed: Determination,
): Settlement {
  const missed = computed.verdict === 'missed';
  const determination: Determination = {
    ...computed,
    riskAnnounced: (before?.riskAnnounced ?? false) || computed.figures.atRisk || missed,
    breachAnnounced: missed,
  };
  const events = [...warnings(before, determination), ...progress(previous, determination)];
  const same =
    previous !== undefined && previous.resultHash === computed.resultHash && previous.phase === computed.phase;
  return { determination, events, changed: !same || events.length > 0 };
}

function warnings(previous: Determination | undefined, determination: Determination): readonly DeterminationEvent[] {
  const { figures, verdict } = determination;
  const events: DeterminationEvent[] = [];
  if (figures.atRisk && previous?.riskAnnounced !== true) events.push({ type: 'slo_at_risk', determination });
  if (verdict === 'missed' && previous?.breachAnnounced !== true && figures.breachedAt !== null) {
    events.push({ type: 'slo_breached', determination, at: figures.breachedAt as Instant });
  }
  if (verdict !== 'missed' && previous?.breachAnnounced === true)
    events.push({ type: 'slo_breach_withdrawn', determination });
  return events;
}

/** A window that closes and freezes between two looks passes through both. */
function progress(previous: Determination | undefined, determination: Determination): readonly DeterminationEvent[] {
  const before = previous?.phase ?? 'open';
  const events: DeterminationEvent[] = [];
  if (before === 'open' && determination.phase !== 'open') events.push({ type: 'window_closed', determination });
  if (before !== 'final' && determination.phase === 'final')
    events.push({ type: 'determination_finalised', determination });
  return events;
}

/** The figures of an evaluation. */
export function figuresOf(
  evaluation: Evaluation,
  target: string,
  versions: { readonly evaluator: string; readonly tz: string },
): Figures {
  const fraction = (value: Ratio | undefined): string => (value === undefined ? '' : formatRatio(value));
  return {
    unit: evaluation.unit,
    target,
    attained: fraction(evaluation.fraction),
    attainedPercent: evaluation.displayValue,
    low: fraction(evaluation.low),
    high: fraction(evaluation.high),
    good: String(evaluation.good),
    bad: String(evaluation.bad),
    unknown: String(evaluation.unknown),
    excluded: String(evaluation.excluded),
    coverage: fraction(evaluation.coverage),
    budgetTotal: String(evaluation.budget.total),
    budgetLeft: String(evaluation.budget.left),
    breachedAt: evaluation.breachedAt ?? null,
    judgedAt: evaluation.evaluatedUntil,
    atRisk: evaluation.atRisk,
    ...versions,
  };
}
