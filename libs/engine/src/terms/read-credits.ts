import { compare, DomainError, parseMoney, ZERO, type Money, type Rounding } from '@sla/kernel';
import type { ObjectReader } from './document-reader.js';
import { percent } from './read-objective.js';
import type { CreditClause, CreditTier, EarnBack, Objective } from './terms.js';

const ROUNDINGS: readonly Rounding[] = ['half_up', 'half_even', 'down', 'up', 'floor', 'ceiling'];

/** Longest wait for an earn-back, in windows. */
export const MAX_EARN_BACK_WINDOWS = 24n;

/** Reads the charge of a month. */
export function readCharge(r: ObjectReader | undefined): Money | undefined {
  if (r === undefined) return undefined;
  const amount = r.text('amount');
  const currency = r.text('currency');
  r.oneOf('per', ['month']);
  r.end();
  return amount === undefined || currency === undefined ? undefined : money(r, 'amount', amount, currency);
}

function money(r: ObjectReader, member: string, amount: string, currency: string): Money | undefined {
  try {
    const read = parseMoney(amount, currency);
    return read.amountMinor < 0n ? r.fault(member, 'terms.negative_amount') : read;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return r.fault(member, error.reason, error.params);
  }
}

/** The charge that credits are a share of; a document may have one with a fault, which is not to have none. */
export interface DocumentCharge {
  readonly isStated: boolean;
  readonly money: Money | undefined;
}

/** Reads a credit clause and checks its tiers against the objective that it pays for. */
export function readCredit(
  r: ObjectReader,
  objectives: readonly Objective[],
  charge: DocumentCharge,
): CreditClause | undefined {
  const id = r.id('id');
  const objectiveId = r.id('objective');
  const tierReaders = r.objects('tiers', 'required');
  const tiers = tierReaders.flatMap((tier) => readTier(tier) ?? []);
  const cap = r.has('capPercent') ? percent(r, 'capPercent') : { share: undefined, text: '100' };
  const rolling = r.has('rollingCapPercent') ? percent(r, 'rollingCapPercent') : undefined;
  const minimum = r.has('minimum') ? readMinimum(r, charge.money) : undefined;
  const minimumRule = r.has('minimumRule') ? r.oneOf('minimumRule', ['at_least', 'above'] as const) : 'at_least';
  const family = r.has('family') ? r.id('family') : undefined;
  const earnBack = r.has('earnBack') ? readEarnBack(r) : undefined;
  const rounding = r.oneOf('rounding', ROUNDINGS);
  r.end();
  if (!charge.isStated) r.fault('', 'terms.credit_without_charge');
  const objective = objectives.find((candidate) => candidate.id === objectiveId);
  // Tiers are compared with their neighbours: where one cannot be read, nothing can be said of the others.
  if (objective && tiers.length === tierReaders.length) checkTiers(r, tiers, objective, cap?.share);
  if (objective && earnBack && compare(earnBack.target, objective.target) < 0) {
    const params = { target: earnBack.targetPercent, promised: objective.targetPercent };
    r.fault('earnBack.target', 'terms.earn_back_below_target', params);
  }
  if (!id || !objectiveId || !cap || !rounding || !minimumRule) return undefined;
  return {
    id,
    objective: objectiveId,
    tiers,
    capPercent: cap.share ?? { num: 1n, den: 1n },
    capPercentText: cap.text,
    minimumRule,
    rounding,
    ...(rolling === undefined ? {} : { rollingCapPercent: rolling.share, rollingCapPercentText: rolling.text }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(family === undefined ? {} : { family }),
    ...(earnBack === undefined ? {} : { earnBack }),
  };
}

function readMinimum(r: ObjectReader, charge: Money | undefined): Money | undefined {
  const amount = r.text('minimum');
  return amount === undefined || charge === undefined ? undefined : money(r, 'minimum', amount, charge.currency);
}

/** The credit is given back when the promise is exceeded for some windows in a row. */
function readEarnBack(r: ObjectReader): EarnBack | undefined {
  const reader = r.object('earnBack');
  if (reader === undefined) return undefined;
  const windows = reader.decimal('windows');
  const target = percent(reader, 'target');
  reader.end();
  if (windows === undefined || target === undefined) return undefined;
  if (windows.den !== 1n || windows.num < 1n || windows.num > MAX_EARN_BACK_WINDOWS) {
    return reader.fault('windows', 'terms.earn_back_windows', { max: String(MAX_EARN_BACK_WINDOWS) });
  }
  return { windows: Number(windows.num), target: target.share, targetPercent: target.text };
}

function readTier(r: ObjectReader): CreditTier | undefined {
  const below = percent(r, 'below');
  const share = percent(r, 'percent');
  r.end();
  if (!below || !share) return undefined;
  return { below: below.share, belowPercent: below.text, percent: share.share, percentText: share.text };
}

/** The first tier begins at the target; every next one lies lower and pays more; the cap can be reached. */
function checkTiers(
  r: ObjectReader,
  tiers: readonly CreditTier[],
  objective: Objective,
  cap: CreditTier['percent'] | undefined,
): void {
  const [first] = tiers;
  if (first === undefined) return r.fault('tiers', 'terms.tiers_empty');
  const distance = compare(first.below, objective.target);
  if (distance < 0)
    r.fault('tiers[0].below', 'terms.tier_hole', { below: first.belowPercent, target: objective.targetPercent });
  if (distance > 0)
    r.fault('tiers[0].below', 'terms.tier_above_target', {
      below: first.belowPercent,
      target: objective.targetPercent,
    });
  tiers.forEach((tier, i) => {
    const before = tiers[i - 1];
    if (compare(tier.percent, ZERO) === 0) r.fault(`tiers[${i}].percent`, 'terms.tier_pays_nothing');
    if (before === undefined) return;
    if (compare(tier.below, before.below) >= 0)
      r.fault(`tiers[${i}].below`, 'terms.tiers_overlap', { below: tier.belowPercent, before: before.belowPercent });
    if (compare(tier.percent, before.percent) <= 0)
      r.fault(`tiers[${i}].percent`, 'terms.tier_pays_less', { percent: tier.percentText, before: before.percentText });
  });
  const gravest = tiers.at(-1);
  if (gravest && cap && compare(cap, gravest.percent) > 0)
    r.fault('capPercent', 'terms.cap_unreachable', { percent: gravest.percentText });
}
