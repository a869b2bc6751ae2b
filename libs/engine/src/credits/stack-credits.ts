import type { Interval, Money } from '@sla/kernel';
import { explain, type Explanation } from '../explain/explanation.js';

/** A credit that is ready to be paid, for the time that it makes good. */
export interface StackedCredit {
  readonly creditId: string;
  readonly family: string | undefined;
  readonly window: Interval;
  readonly amount: Money;
}

/** `keptBy` names the credit that makes good the same time; absent when this one is paid. */
export interface Stacking {
  readonly credit: StackedCredit;
  readonly keptBy: string | undefined;
  readonly explanation: Explanation | undefined;
}

/**
 * A bad interval is used once per family of remedies: of the credits of one family for overlapping time only the largest
 * is paid. The largest comes first, of equal ones the one whose window begins first, then the one of the lower id; a
 * credit is set aside when it overlaps one that is paid. Credits without a family stand for themselves.
 * All amounts of a family are of one currency: they come from one agreement. Answers in the order of the input.
 */
export function stackCredits(credits: readonly StackedCredit[]): readonly Stacking[] {
  const paid: StackedCredit[] = [];
  const stackings = new Map<StackedCredit, Stacking>();
  for (const credit of credits.toSorted(largestFirst)) {
    const kept = paid.find((other) => isSameHarm(other, credit));
    if (kept === undefined) paid.push(credit);
    stackings.set(credit, stackingOf(credit, kept));
  }
  return credits.flatMap((credit) => stackings.get(credit) ?? []);
}

function largestFirst(a: StackedCredit, b: StackedCredit): number {
  if (a.amount.amountMinor !== b.amount.amountMinor) return a.amount.amountMinor > b.amount.amountMinor ? -1 : 1;
  if (a.window.start !== b.window.start) return a.window.start - b.window.start;
  return a.creditId < b.creditId ? -1 : 1;
}

const isSameHarm = (a: StackedCredit, b: StackedCredit): boolean =>
  a.family !== undefined && a.family === b.family && a.window.start < b.window.end && b.window.start < a.window.end;

function stackingOf(credit: StackedCredit, kept: StackedCredit | undefined): Stacking {
  if (kept === undefined || credit.family === undefined) return { credit, keptBy: undefined, explanation: undefined };
  const params = { id: credit.creditId, kept: kept.creditId, family: credit.family };
  return { credit, keptBy: kept.creditId, explanation: explain('credit.set_aside', params) };
}
