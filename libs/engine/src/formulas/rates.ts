import { divide, multiply, ratio, subtract, ZERO, type Ratio } from '@sla/kernel';

/** part / whole; unknown when there is no whole: nothing asked, planned or delivered is neither 0 nor 100 %. */
const share = (part: number, whole: number): Ratio | undefined => (whole === 0 ? undefined : ratio(part, whole));

/**
 * Customer satisfaction: satisfied answers / answers, 0 to 1. Unknown below the minimum number of answers that was
 * agreed, and without answers. Source: the usual top-box CSAT; 45 of 50 is 90 %.
 */
export const csat = (satisfied: number, answers: number, minimumAnswers = 1): Ratio | undefined =>
  answers < minimumAnswers ? undefined : share(satisfied, answers);

/** Answers from this on are promoters, those up to the other are detractors, on the scale 0 to 10. */
export const [PROMOTER_FROM, DETRACTOR_UNTIL] = [9, 6];

/**
 * Net promoter score, −100 to 100: percent of promoters less percent of detractors among answers of 0 to 10. Unknown
 * below the minimum number of answers, and without answers. Source: F. Reichheld, "The One Number You Need to Grow",
 * Harvard Business Review, December 2003.
 */
export function nps(answers: readonly number[], minimumAnswers = 1): Ratio | undefined {
  const promoters = answers.filter((answer) => answer >= PROMOTER_FROM).length;
  const detractors = answers.filter((answer) => answer <= DETRACTOR_UNTIL).length;
  const net = answers.length < minimumAnswers ? undefined : share(promoters - detractors, answers.length);
  return net === undefined ? undefined : multiply(net, ratio(100n));
}

/**
 * Cost efficiency: actual cost / budget in the same currency; 1 or lower keeps the budget. Unknown without a budget.
 * Source: requirement R69 (CSE 1:1 or lower).
 */
export const costEfficiency = (actualMinor: bigint, budgetMinor: bigint): Ratio | undefined =>
  budgetMinor === 0n ? undefined : ratio(actualMinor, budgetMinor);

/**
 * Improvement against a baseline, as a share of it: positive is better, negative is worse. Unknown when a figure is,
 * or when the baseline is zero, against which there is no share. Source: relative change, (new − old) / |old|.
 */
export function improvementRate(
  before: Ratio | undefined,
  after: Ratio | undefined,
  better: 'higher' | 'lower',
): Ratio | undefined {
  if (before === undefined || after === undefined || before.num === ZERO.num) return undefined;
  const gained = better === 'higher' ? subtract(after, before) : subtract(before, after);
  return divide(gained, before.num < 0n ? subtract(ZERO, before) : before);
}

/** Defects / opportunities (deliveries, transactions); it may exceed 1. Unknown without opportunities. Source: requirement R225; defects per opportunity, ISO 13053-1:2011. */
export const defectRate = (defects: number, opportunities: number): Ratio | undefined => share(defects, opportunities);

/** Completed tasks / tasks that were due, 0 to 1. Unknown when none was due. Source: requirement R224. */
export const completionRate = (completed: number, due: number): Ratio | undefined => share(completed, due);
