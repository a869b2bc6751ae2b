import {
  compare,
  formatMoney,
  InvariantError,
  multiply,
  ratio,
  roundToInteger,
  subtract,
  ZERO,
  type Money,
  type Ratio,
} from '@sla/kernel';
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

/** Months whose charge is the basis of one window: one for windows shorter than a month. */
export const chargedMonths = ({ window }: Objective): number => MONTHS[window.kind];

/** Credits and charges of the eleven months before a window, in minor units: what a cap of twelve months has to know. */
export interface CreditHistory {
  readonly creditedMinor: bigint;
  readonly chargedMinor: bigint;
}

const NO_HISTORY: CreditHistory = { creditedMinor: 0n, chargedMinor: 0n };

/**
 * The credit of one clause for one window. Order: tier, basis, percent, caps (window, then twelve months), minimum payable,
 * rounding. Everything before the rounding is exact; money is rounded once, to whole minor units.
 * The basis is the charge of the months in the window; of the month itself for windows shorter than one.
 * A value on a threshold belongs to the better tier.
 */
export function creditFor(
  terms: AgreementTerms,
  creditId: string,
  basis: CreditBasis,
  history: CreditHistory = NO_HISTORY,
): CreditResult {
  const clause = terms.credits.find((candidate) => candidate.id === creditId);
  const objective = terms.objectives.find((candidate) => candidate.id === clause?.objective);
  const charge = terms.monthlyCharge;
  if (!clause || !objective || !charge)
    throw new InvariantError(`credit ${creditId} of ${terms.id} has no clause, objective or charge`);
  const base = { amountMinor: charge.amountMinor * BigInt(chargedMonths(objective)), currency: charge.currency };
  const at = (fraction: Ratio | undefined): Step =>
    stepsOf({ clause, window: objective.window.kind, base, history }, fraction);
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

interface Settlement {
  readonly clause: CreditClause;
  readonly window: Objective['window']['kind'];
  /** Charge of the window. */
  readonly base: Money;
  readonly history: CreditHistory;
}

function stepsOf(settlement: Settlement, fraction: Ratio | undefined): Step {
  const { clause, base, window } = settlement;
  const { currency } = base;
  const tier = fraction === undefined ? undefined : gravestTier(clause.tiers, fraction);
  if (tier === undefined) return NO_STEP(base);
  const lines = [
    explain('credit.tier', { below: tier.belowPercent, percent: tier.percentText }),
    explain('credit.basis', { amount: formatMoney(base), currency, window }),
  ];
  const capped = compare(tier.percent, clause.capPercent) > 0;
  if (capped) lines.push(explain('credit.capped', { percent: clause.capPercentText }));
  const ofWindow = multiply(ratio(base.amountMinor), capped ? clause.capPercent : tier.percent);
  const left = leftOfTwelveMonths(settlement);
  const exhausted = left !== undefined && compare(ofWindow, left) > 0;
  if (exhausted) lines.push(rollingLine(settlement, left));
  const exact = exhausted ? left : ofWindow;
  const rounded = { amountMinor: roundToInteger(exact, clause.rounding), currency };
  const percent = capped ? clause.capPercentText : tier.percentText;
  if (clause.minimum !== undefined && isTooSmall(exact, clause.minimum, clause.minimumRule)) {
    lines.push(explain(`credit.minimum_${clause.minimumRule}`, { minimum: formatMoney(clause.minimum), currency }));
    return { amount: { amountMinor: 0n, currency }, percent, lines };
  }
  lines.push(explain('credit.rounded', { amount: formatMoney(rounded), currency, rounding: clause.rounding }));
  return { amount: rounded, percent, lines };
}

/** What the cap of twelve months leaves for this window, in minor units, exact and never negative; undefined without such a cap. */
function leftOfTwelveMonths({ clause, base, history }: Settlement): Ratio | undefined {
  if (clause.rollingCapPercent === undefined) return undefined;
  const charged = ratio(history.chargedMinor + base.amountMinor);
  const left = subtract(multiply(charged, clause.rollingCapPercent), ratio(history.creditedMinor));
  return compare(left, ZERO) < 0 ? ZERO : left;
}

const rollingLine = ({ clause, base, history }: Settlement, left: Ratio): Explanation =>
  explain('credit.rolling_cap', {
    percent: clause.rollingCapPercentText ?? '',
    credited: formatMoney({ amountMinor: history.creditedMinor, currency: base.currency }),
    left: formatMoney({ amountMinor: roundToInteger(left, 'floor'), currency: base.currency }),
    currency: base.currency,
  });

function isTooSmall(exact: Ratio, minimum: Money, rule: CreditClause['minimumRule']): boolean {
  const distance = compare(exact, ratio(minimum.amountMinor));
  return rule === 'at_least' ? distance < 0 : distance <= 0;
}

/** The last tier whose threshold lies strictly above the value. */
const gravestTier = (tiers: readonly CreditTier[], fraction: Ratio): CreditTier | undefined =>
  tiers.findLast((tier) => compare(fraction, tier.below) < 0);
