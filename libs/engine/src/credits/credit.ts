import { compare, formatMoney, InvariantError, ratio, shareOf, type Money, type Ratio } from '@sla/kernel';
import type { Verdict } from '../evaluation/evaluation.js';
import { explain, type Explanation } from '../explain/explanation.js';
import type { AgreementTerms, CreditClause, CreditTier, Objective } from '../terms/terms.js';

/** What credits need of a determination. */
export interface CreditBasis {
  readonly verdict: Verdict;
  readonly fraction: Ratio | undefined;
  readonly low: Ratio | undefined;
  readonly high: Ratio | undefined;
}

/** `owed`: the amount is due. `review`: a person decides first, between low and high. `none`: nothing is due. */
export interface CreditResult {
  readonly clause: CreditClause;
  readonly state: 'owed' | 'review' | 'none';
  readonly amount: Money;
  readonly low: Money;
  readonly high: Money;
  /** Percent of the basis; empty when no tier applies. */
  readonly percent: string;
  readonly explanation: Explanation;
}

const MONTHS: Readonly<Record<Objective['window']['kind'], number>> = {
  day: 1,
  week: 1,
  month: 1,
  quarter: 3,
  half_year: 6,
  year: 12,
};

/**
 * The credit of one clause for one window. Order: tier, basis, percent, cap, rounding, minimum payable.
 * The basis is the charge of the months in the window; of the month itself for windows shorter than one.
 * A value on a threshold belongs to the better tier.
 */
export function creditFor(terms: AgreementTerms, creditId: string, basis: CreditBasis): CreditResult {
  const clause = terms.credits.find((candidate) => candidate.id === creditId);
  const objective = terms.objectives.find((candidate) => candidate.id === clause?.objective);
  const charge = terms.monthlyCharge;
  if (!clause || !objective || !charge)
    throw new InvariantError(`credit ${creditId} of ${terms.id} has no clause, objective or charge`);
  const base = { amountMinor: charge.amountMinor * BigInt(MONTHS[objective.window.kind]), currency: charge.currency };
  const at = (fraction: Ratio | undefined): Step => stepsOf(clause, objective, base, fraction);
  if (basis.verdict === 'review_required' || basis.verdict === 'insufficient_evidence')
    return underReview(clause, basis, base, at);
  const step = basis.verdict === 'missed' ? at(basis.fraction) : NO_STEP(base);
  return {
    clause,
    state: step.amount.amountMinor > 0n ? 'owed' : 'none',
    amount: step.amount,
    low: step.amount,
    high: step.amount,
    percent: step.percent,
    explanation: explain(
      'credit.computed',
      { id: clause.id, amount: formatMoney(step.amount), currency: base.currency },
      step.lines,
    ),
  };
}

interface Step {
  readonly amount: Money;
  readonly percent: string;
  readonly lines: readonly Explanation[];
}

const NO_STEP = (base: Money): Step => ({
  amount: { ...base, amountMinor: 0n },
  percent: '',
  lines: [explain('credit.promise_kept', {})],
});

function underReview(
  clause: CreditClause,
  basis: CreditBasis,
  base: Money,
  at: (fraction: Ratio | undefined) => Step,
): CreditResult {
  // Without enough evidence anything may have happened: from nothing to the gravest tier.
  const known = basis.verdict === 'review_required';
  const [least, most] = known ? [at(basis.high), at(basis.low)] : [NO_STEP(base), at(ratio(0n))];
  return {
    clause,
    state: 'review',
    amount: { ...base, amountMinor: 0n },
    low: least.amount,
    high: most.amount,
    percent: '',
    explanation: explain(`credit.${basis.verdict}`, {
      id: clause.id,
      low: formatMoney(least.amount),
      high: formatMoney(most.amount),
      currency: base.currency,
    }),
  };
}

function stepsOf(clause: CreditClause, objective: Objective, base: Money, fraction: Ratio | undefined): Step {
  const tier = fraction === undefined ? undefined : gravestTier(clause.tiers, fraction);
  if (tier === undefined) return NO_STEP(base);
  const capped = compare(tier.percent, clause.capPercent) > 0;
  const share = capped ? clause.capPercent : tier.percent;
  const rounded = shareOf(base, share, clause.rounding);
  const tooSmall = clause.minimum !== undefined && rounded.amountMinor < clause.minimum.amountMinor;
  const amount = tooSmall ? { ...rounded, amountMinor: 0n } : rounded;
  const percent = capped ? clause.capPercentText : tier.percentText;
  return {
    amount,
    percent,
    lines: [
      explain('credit.tier', { below: tier.belowPercent, percent: tier.percentText }),
      explain('credit.basis', { amount: formatMoney(base), currency: base.currency, window: objective.window.kind }),
      ...(capped ? [explain('credit.capped', { percent: clause.capPercentText })] : []),
      explain('credit.rounded', { amount: formatMoney(rounded), currency: base.currency, rounding: clause.rounding }),
      ...(tooSmall && clause.minimum
        ? [explain('credit.below_minimum', { minimum: formatMoney(clause.minimum), currency: base.currency })]
        : []),
    ],
  };
}

/** The last tier whose threshold lies strictly above the value. */
const gravestTier = (tiers: readonly CreditTier[], fraction: Ratio): CreditTier | undefined =>
  tiers.findLast((tier) => compare(fraction, tier.below) < 0);
