import { localDateOf, zone } from '@sla/calendar';
import { compare, defined, type Instant, type Interval } from '@sla/kernel';
import { explain } from '../explain/explanation.js';
import type { AgreementTerms, CreditClause, Objective } from '../terms/terms.js';
import { chargedMonths, creditFor, type CreditBasis, type CreditHistory, type CreditResult } from './credit.js';
import { stackCredits } from './stack-credits.js';

/** The newest determination of one objective in one window, as credits see it. */
export interface JudgedWindow {
  readonly objective: string;
  readonly window: Interval;
  readonly basis: CreditBasis;
  /** Final or restated: an earn-back counts only such windows. */
  readonly settled: boolean;
}

/** What one clause gives for one window, after everything that other windows have to say about it. */
export interface WindowCredit {
  readonly clause: CreditClause;
  readonly window: Interval;
  readonly result: CreditResult;
}

const TWELVE_MONTHS = 12;

/**
 * All credits of an agreement, from all its judged windows: each clause for each window of its objective, the cap of
 * twelve months over the windows before, credits of one family for the same time set against each other, earn-backs.
 * A pure fold: the same windows in any order give the same credits, and a restated window may change those after it.
 * The cap counts credits as computed before stacking and earn-back, and one under review with its high bound: what may
 * still be owed is held back, and topped up when it turns out not to be. Answers in order of clause and window.
 */
export function creditsOf(terms: AgreementTerms, windows: readonly JudgedWindow[]): readonly WindowCredit[] {
  const credits = terms.credits.flatMap((clause) => creditsOfClause(terms, clause, windows));
  const stackings = stackCredits(
    credits.map(({ clause, window, result }) => ({
      creditId: clause.id,
      family: clause.family,
      window,
      amount: result.amount,
    })),
  );
  return credits.map((credit, i) => {
    const { explanation } = defined(stackings[i], 'the stacking of a credit');
    return explanation === undefined ? credit : { ...credit, result: withdrawn(credit.result, explanation) };
  });
}

function creditsOfClause(
  terms: AgreementTerms,
  clause: CreditClause,
  windows: readonly JudgedWindow[],
): readonly WindowCredit[] {
  const objective = defined(
    terms.objectives.find(({ id }) => id === clause.objective),
    `objective ${clause.objective}`,
  );
  const own = windows
    .filter((judged) => judged.objective === clause.objective)
    .toSorted((a, b) => a.window.start - b.window.start);
  const computed: WindowCredit[] = [];
  for (const { window, basis } of own) {
    const history = historyBefore(terms, objective, computed, window.start);
    computed.push({ clause, window, result: creditFor(terms, clause.id, basis, history) });
  }
  return computed.map((credit, i) => earnBack(credit, own.slice(i)));
}

/** Credits and charges of the months before a window that, with its own, make twelve. Charges begin with the term. */
function historyBefore(
  terms: AgreementTerms,
  objective: Objective,
  computed: readonly WindowCredit[],
  start: Instant,
): CreditHistory {
  const monthOf = (at: Instant): number => monthIndex(objective.window.timeZone, at);
  const [month, earlier] = [monthOf(start), TWELVE_MONTHS - chargedMonths(objective)];
  const before = computed.filter(({ window }) => monthOf(window.start) >= month - earlier && window.start < start);
  const charge = terms.monthlyCharge?.amountMinor ?? 0n;
  return {
    creditedMinor: before.reduce((sum, { result }) => sum + heldBack(result), 0n),
    chargedMinor: charge * BigInt(Math.min(earlier, month - monthOf(terms.term.start))),
  };
}

/** Months since the year 0 of the local date of an instant. */
function monthIndex(timeZone: string, at: Instant): number {
  const { year, month } = localDateOf(zone(timeZone), at);
  return year * 12 + month;
}

const heldBack = ({ state, amount, high }: CreditResult): bigint =>
  state === 'review' ? high.amountMinor : amount.amountMinor;

/** A credit is given back when the windows that follow exist, touch one another, are settled, and all reach the share. */
function earnBack(credit: WindowCredit, [missed, ...following]: readonly JudgedWindow[]): WindowCredit {
  const { earnBack: rule } = credit.clause;
  if (rule === undefined || missed === undefined || credit.result.state !== 'owed') return credit;
  const next = following.slice(0, rule.windows);
  const touching = next.every(({ window }, i) => window.start === (next[i - 1] ?? missed).window.end);
  const reached = next.every(
    ({ settled, basis }) => settled && basis.fraction !== undefined && compare(basis.fraction, rule.target) >= 0,
  );
  if (next.length < rule.windows || !touching || !reached) return credit;
  const why = explain('credit.earned_back', { windows: rule.windows, target: rule.targetPercent });
  return { ...credit, result: withdrawn(credit.result, why) };
}

/** The credit as computed, and why it is not paid after all. */
function withdrawn(result: CreditResult, why: CreditResult['explanation']): CreditResult {
  const nothing = { ...result.amount, amountMinor: 0n };
  const explanation = { ...result.explanation, children: [...result.explanation.children, why] };
  return { ...result, state: 'none', amount: nothing, low: nothing, high: nothing, explanation };
}
