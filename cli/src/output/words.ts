import { agreementsV1, commonV1, measurementV1 as m, reportingV1 as r } from '@sla/contracts';
import { formatDecimal, formatMoney, multiply, ratio } from '@sla/kernel';
import { formatSpan, groupDigits, isTextKey } from '@sla/texts';
import type { Session } from '../session.js';

/** Stands where there is no figure. */
export const NOTHING = '–';

/** The word of an enum value; a value that this release does not know is said to be unknown, never left out. */
function wordOf(session: Session, group: string, name: string | undefined, value: number): string {
  const key = `cli.${group}_${(name ?? '').toLowerCase()}`;
  return isTextKey(key) ? session.text(key) : session.text('cli.word_unknown', { value });
}

export const phaseWord = (session: Session, phase: m.Phase): string => wordOf(session, 'phase', m.Phase[phase], phase);

/** The verdict; while a window is open nothing is met yet, so its word is how the budget stands. */
export function verdictWord(session: Session, { phase, verdict, atRisk }: VerdictFacts): string {
  const settled = phase === m.Phase.FINAL || phase === m.Phase.RESTATED;
  if (!settled && verdict === m.Verdict.MET && atRisk) return session.text('cli.verdict_at_risk');
  if (phase === m.Phase.OPEN && verdict === m.Verdict.MET) return session.text('cli.verdict_on_course');
  return wordOf(session, 'verdict', m.Verdict[verdict], verdict);
}

type VerdictFacts = Pick<m.Determination, 'phase' | 'verdict' | 'atRisk'>;

export const versionWord = (session: Session, state: agreementsV1.VersionState): string =>
  wordOf(session, 'version', agreementsV1.VersionState[state], state);
export const disputeWord = (session: Session, state: m.DisputeState): string =>
  wordOf(session, 'dispute', m.DisputeState[state], state);
export const stateWord = (session: Session, state: m.State): string => wordOf(session, 'state', m.State[state], state);

/** A share in percent with two places, rounded down: 99.999 % never reads as 100. */
export const shareText = (share: { readonly numerator: string; readonly denominator: string } | undefined): string =>
  share === undefined || share.denominator === '0'
    ? NOTHING
    : `${formatDecimal(multiply(ratio(BigInt(share.numerator), BigInt(share.denominator)), ratio(100n)), 2, 'floor')} %`;

export const percentText = (percent: string): string => (percent === '' ? NOTHING : `${percent} %`);

/** An amount of what a determination counts: a span of time, or a number of events. */
export const amountText = (session: Session, amount: string, unit: m.Unit): string =>
  amount === ''
    ? NOTHING
    : unit === m.Unit.MILLISECONDS
      ? formatSpan(BigInt(amount), session.locale)
      : groupDigits(amount);

export const moneyText = (money: commonV1.Money | undefined): string =>
  money === undefined ? NOTHING : `${groupDigits(formatMoney(money))} ${money.currency}`;

/** What every clause of an objective owes, in order of clause. */
export const creditsText = (session: Session, credits: readonly r.Credit[]): string =>
  credits.length === 0 ? NOTHING : credits.map((credit) => creditText(session, credit)).join(' + ');

function creditText(session: Session, credit: r.Credit): string {
  if (credit.state === r.CreditState.NONE) return NOTHING;
  if (credit.state !== r.CreditState.PENDING_REVIEW) return moneyText(credit.amount);
  return session.text('cli.under_review', { low: moneyText(credit.low), high: moneyText(credit.high) });
}

/** An explanation as indented lines. */
export const storyText = (session: Session, node: commonV1.ExplanationNode, depth = 0): string =>
  [
    `${'  '.repeat(depth)}${session.pick(node.text) || node.key}`,
    ...node.children.map((child) => storyText(session, child, depth + 1)),
  ].join('\n');
