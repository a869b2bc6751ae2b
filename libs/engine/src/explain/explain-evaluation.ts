import { formatDecimal, formatDuration, formatInstant, multiply, ratio, type Interval, type Ratio } from '@sla/kernel';
import { TZ_VERSION } from '@sla/calendar';
import type { Evaluation, EvaluationInput } from '../evaluation/evaluation.js';
import type { AppliedExclusion } from '../slices/exclusions.js';
import type { Objective } from '../terms/terms.js';
import { EVALUATOR_VERSION } from '../version.js';
import { explain, type Explanation } from './explanation.js';

type Result = Omit<Evaluation, 'resultHash' | 'explanation'>;

/** Most outages and exclusions that are listed one by one; the rest is summed up in one line. */
export const MAX_LISTED = 200;

/** The story of a result: verdict, figures, budget, outages, exclusions, disputes, versions. */
export function explainEvaluation(
  input: EvaluationInput,
  result: Result,
  exclusions: readonly AppliedExclusion[],
): Explanation {
  const { objective, windowLabel } = input;
  const params = {
    objective: objective.id,
    window: windowLabel,
    attained: result.displayValue || '-',
    target: objective.targetPercent,
  };
  return explain(`explain.verdict_${result.verdict}`, params, [
    explain('explain.promise', {
      agreement: input.terms.id,
      hash: input.contentHash,
      target: objective.targetPercent,
      start: formatInstant(input.window.start),
      end: formatInstant(input.window.end),
    }),
    ...sliceLines(objective),
    explain(`explain.totals_${result.unit}`, {
      good: String(result.good),
      bad: String(result.bad),
      unknown: String(result.unknown),
      excluded: String(result.excluded),
    }),
    explain('explain.coverage', { percent: percentOf(result.coverage), minimum: percentOf(objective.minimumCoverage) }),
    explain(`explain.budget_${result.unit}`, {
      total: String(result.budget.total),
      used: String(result.budget.used),
      left: String(result.budget.left),
    }),
    ...(result.breachedAt === undefined
      ? []
      : [explain('explain.breached_at', { at: formatInstant(result.breachedAt) })]),
    ...outageLines(result),
    ...exclusions.flatMap(exclusionLines),
    ...disputeLines(input, result),
    explain('explain.versions', { evaluator: EVALUATOR_VERSION, tz: TZ_VERSION, evidence: result.evidenceHash }),
  ]);
}

/** How slices are judged, where the parties agreed on slices. */
const sliceLines = ({ budgeting }: Objective): readonly Explanation[] =>
  budgeting === undefined
    ? []
    : [
        explain('explain.time_slices', {
          length: formatDuration(budgeting.sliceMs),
          target: percentOf(budgeting.sliceTarget),
          volume: budgeting.minimumVolume,
          run: budgeting.minimumConsecutive,
        }),
      ];

const percentOf = (share: Ratio): string => formatDecimal(multiply(share, ratio(100n)), 2, 'floor');

function outageLines({ outages, unit }: Result): readonly Explanation[] {
  const lines = outages.slice(0, MAX_LISTED).map(({ start, end, counted }) =>
    explain(`explain.outage_${unit}`, {
      start: formatInstant(start),
      end: formatInstant(end),
      counted: String(counted),
    }),
  );
  const rest = outages.slice(MAX_LISTED);
  if (rest.length === 0) return lines;
  const counted = rest.reduce((sum, outage) => sum + outage.counted, 0n);
  return [...lines, explain(`explain.more_outages_${unit}`, { n: rest.length, counted: String(counted) })];
}

function exclusionLines(exclusion: AppliedExclusion): readonly Explanation[] {
  const { id, effect } = exclusion;
  const span = ({ start, end }: Interval): Record<string, string> => ({
    start: formatInstant(start),
    end: formatInstant(end),
  });
  return [
    ...exclusion.spans.slice(0, MAX_LISTED).map((s) => explain(`explain.exclusion_${effect}`, { id, ...span(s) })),
    ...exclusion.lateNotice
      .slice(0, MAX_LISTED)
      .map((s) => explain('explain.exclusion_late_notice', { id, ...span(s) })),
    ...(exclusion.cappedMs > 0
      ? [explain('explain.exclusion_capped', { id, counted: String(exclusion.cappedMs) })]
      : []),
  ];
}

function disputeLines({ disputes, window }: EvaluationInput, { low, high }: Result): readonly Explanation[] {
  const inside = disputes.filter((d) => d.interval.start < window.end && d.interval.end > window.start);
  return inside.map((dispute) =>
    explain(`explain.dispute_${dispute.state}`, {
      id: dispute.id,
      party: dispute.openedBy,
      claim: dispute.claim,
      start: formatInstant(dispute.interval.start),
      end: formatInstant(dispute.interval.end),
      low: low === undefined ? '-' : percentOf(low),
      high: high === undefined ? '-' : percentOf(high),
    }),
  );
}
