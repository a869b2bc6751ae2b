import { intersect, subtract as without, totalMs, type Timeline } from '@sla/calendar';
import { assert, formatDecimal, multiply, ONE, ratio, type Instant, type Interval, type Ratio } from '@sla/kernel';
import { hourNodes, merkleRoot } from '../evidence/merkle.js';
import { resultHash } from '../evidence/result-hash.js';
import { explainEvaluation } from '../explain/explain-evaluation.js';
import type { Dispute } from '../samples.js';
import { eventSlices } from '../slices/event-slices.js';
import { applyExclusions, spansWith, type AppliedExclusion } from '../slices/exclusions.js';
import { totalsOf, type Slice, type Totals } from '../slices/slice.js';
import { stateSpans, vouchedTime } from '../slices/state-spans.js';
import { timeSlices, type Reading, type TimeSlicing } from '../slices/time-slices.js';
import type { TimeSliceBudget } from '../terms/terms.js';
import { budgetOf, budgetState, eventBreach, isAtRisk, timeBreach } from './budget.js';
import type { Budget, Evaluation, EvaluationInput, Outage } from './evaluation.js';
import { judgeSlices, type SliceJudgement } from './judge-slices.js';
import { fractionOf, verdictOf } from './verdict.js';

/** What differs between time and events; everything after it is common. */
interface Measured {
  readonly unit: Evaluation['unit'];
  readonly slices: readonly Slice[];
  /** Good and bad milliseconds or events: what the minimum volume asks for. */
  readonly volume: bigint;
  readonly low: Ratio | undefined;
  readonly high: Ratio | undefined;
  readonly insufficient: boolean;
  readonly budget: Budget;
  readonly breachedAt: Instant | undefined;
}

/**
 * The result of one objective in one window: cut at every change, fold, compare exactly.
 * Equality with the target is met. Unknown time and events are neither good nor bad.
 */
export function evaluate(input: EvaluationInput): Evaluation {
  const { objective, window, judgedAt, digest } = input;
  checkSamples(input);
  const evaluatedUntil = Math.max(window.start, Math.min(judgedAt, window.end)) as Instant;
  const span = { start: window.start, end: evaluatedUntil };
  const exclusions = applyExclusions(exclusionsOf(input), window);
  const measured =
    input.series.kind === 'state' ? measureTime(input, span, exclusions) : measureEvents(input, span, exclusions);
  const totals = totalsOf(measured.slices);
  const coverage = coverageOf(input, span, spansWith(exclusions, 'drop'));
  const closed = evaluatedUntil >= window.end;
  const { low, high, insufficient, budget, volume } = measured;
  const stillOpen = !closed && (measured.unit === 'events' || measured.breachedAt === undefined);
  const verdict = verdictOf({ objective, totals, volume, low, high, coverage, insufficient, stillOpen });
  const nodes = hourNodes(measured.slices, digest);
  const evidenceHash = merkleRoot(nodes, digest);
  const breachedAt = verdict === 'missed' ? (measured.breachedAt ?? window.end) : undefined;
  const result = {
    unit: measured.unit,
    ...totals,
    fraction: fractionOf(totals),
    low,
    high,
    verdict,
    atRisk: !closed && verdict !== 'missed' && isAtRisk(budget, objective.atRiskAt),
    coverage,
    budget,
    breachedAt,
    displayValue: displayOf(fractionOf(totals)),
    evaluatedUntil,
    outages: outagesOf(measured.slices, measured.unit),
    slices: measured.slices,
    hourNodes: nodes,
    evidenceHash,
  };
  const explanation = explainEvaluation(input, result, exclusions);
  return { ...result, resultHash: resultHash(input, result), explanation };
}

function checkSamples({ series, objective }: EvaluationInput): void {
  assert(series.series === objective.indicator.series, `samples of ${series.series} for ${objective.indicator.series}`);
  assert(
    (series.kind === 'state') === (objective.indicator.kind === 'time_in_state'),
    `${series.kind} samples for ${objective.indicator.kind}`,
  );
  const samples: readonly { readonly at: Instant }[] = series.samples;
  for (let i = 1; i < samples.length; i++) {
    assert((samples[i - 1]?.at ?? 0) < (samples[i]?.at ?? 0), 'samples ascend and are distinct');
  }
}

const exclusionsOf = ({ terms, objective }: EvaluationInput): EvaluationInput['terms']['exclusions'] =>
  terms.exclusions.filter((exclusion) => objective.exclusions.includes(exclusion.id));

function measureTime(input: EvaluationInput, span: Interval, exclusions: readonly AppliedExclusion[]): Measured {
  const { objective, series, window } = input;
  assert(series.kind === 'state' && objective.indicator.kind === 'time_in_state', 'time is measured by states');
  const spans = stateSpans(series.samples, span, objective.missingData, objective.stalenessMs);
  const dropped = spansWith(exclusions, 'drop');
  const slicing: TimeSlicing = {
    spans,
    good: objective.indicator.good,
    missingData: objective.missingData,
    dropped,
    countedGood: spansWith(exclusions, 'count_good'),
    badDropped: spansWith(exclusions, 'drop_bad'),
    disputes: input.disputes.filter((dispute) => isInside(dispute, window)),
  };
  const total = timeBudget(input, dropped);
  const insufficient = objective.missingData === 'insufficient' && spans.some((piece) => piece.state === 'missing');
  if (objective.budgeting !== undefined) {
    const base = (reading: Reading): readonly Slice[] => timeSlices(slicing, reading);
    const { slices, low, high } = judgeSlices({
      ...slicing,
      ...judgement(input, objective.budgeting, span),
      base,
      unit: 'ms',
    });
    return { ...inTime(slices, total), volume: volumeOf(base('measured')), low, high, insufficient };
  }
  const slices = timeSlices(slicing, 'measured');
  const disputed = slicing.disputes.some((dispute) => dispute.state === 'open');
  const bound = (reading: 'low' | 'high'): Ratio | undefined =>
    fractionOf(totalsOf(disputed ? timeSlices(slicing, reading) : slices));
  return {
    ...inTime(slices, total),
    volume: volumeOf(slices),
    low: bound('low'),
    high: bound('high'),
    insufficient,
  };
}

/** Time that the whole window bears. */
const timeBudget = ({ objective, window }: EvaluationInput, dropped: Timeline): bigint =>
  budgetOf(objective.target, BigInt(window.end - window.start - totalMs(intersect(dropped, [window]))));

const inTime = (
  slices: readonly Slice[],
  total: bigint,
): Pick<Measured, 'unit' | 'slices' | 'budget' | 'breachedAt'> => ({
  unit: 'ms',
  slices,
  budget: budgetState(total, totalsOf(slices).bad),
  breachedAt: timeBreach(slices, total),
});

const volumeOf = (slices: readonly Slice[]): bigint => {
  const { good, bad } = totalsOf(slices);
  return good + bad;
};

const judgement = (
  { objective, window }: EvaluationInput,
  budgeting: TimeSliceBudget,
  span: Interval,
): Pick<SliceJudgement, 'objective' | 'budgeting' | 'window' | 'until'> => ({
  objective,
  budgeting,
  window,
  until: span.end,
});

const isInside = ({ interval }: Dispute, window: Interval): boolean =>
  interval.start < window.end && interval.end > window.start;

/** Of events nobody knows how many will come: the budget is that of the events so far. */
function measureEvents(input: EvaluationInput, span: Interval, exclusions: readonly AppliedExclusion[]): Measured {
  const { objective, series } = input;
  assert(series.kind !== 'state' && objective.indicator.kind !== 'time_in_state', 'events are counted');
  const slicing = {
    span,
    dropped: spansWith(exclusions, 'drop'),
    countedGood: spansWith(exclusions, 'count_good'),
    badDropped: spansWith(exclusions, 'drop_bad'),
  };
  const slices = eventSlices(series, objective.indicator, slicing);
  if (objective.budgeting !== undefined) {
    const given = {
      ...slicing,
      ...judgement(input, objective.budgeting, span),
      base: () => slices,
      unit: 'events',
    } as const;
    const { slices: judged, low, high, silent } = judgeSlices(given);
    const insufficient = objective.missingData === 'insufficient' && silent;
    return { ...inTime(judged, timeBudget(input, slicing.dropped)), volume: volumeOf(slices), low, high, insufficient };
  }
  const totals: Totals = totalsOf(slices);
  const fraction = fractionOf(totals);
  return {
    unit: 'events',
    slices,
    volume: totals.good + totals.bad,
    low: fraction,
    high: fraction,
    insufficient: false,
    budget: budgetState(budgetOf(objective.target, totals.good + totals.bad), totals.bad),
    breachedAt: eventBreach(slices, objective.target),
  };
}

/** Share of the judged time for which samples vouch, without time that is dropped; 1 when no time is judged. */
function coverageOf({ series, objective }: EvaluationInput, span: Interval, dropped: Timeline): Ratio {
  const judged = without(span.start < span.end ? [span] : [], dropped);
  const judgedMs = totalMs(judged);
  if (judgedMs === 0) return ONE;
  const vouched = intersect(vouchedTime(series.samples, span, objective.stalenessMs), judged);
  return ratio(totalMs(vouched), judgedMs);
}

const displayOf = (fraction: Ratio | undefined): string =>
  fraction === undefined ? '' : formatDecimal(multiply(fraction, ratio(100n)), 4, 'floor');

/** Bad slices, joined where they touch; events of the same outage stand apart, so only time is joined. */
function outagesOf(slices: readonly Slice[], unit: Evaluation['unit']): readonly Outage[] {
  const outages: Outage[] = [];
  for (const { start, end, bad } of slices) {
    if (bad === 0n) continue;
    const last = outages.at(-1);
    if (unit === 'ms' && last?.end === start)
      outages[outages.length - 1] = { start: last.start, end, counted: last.counted + bad };
    else outages.push({ start, end, counted: bad });
  }
  return outages;
}
