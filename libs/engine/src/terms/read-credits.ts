import { compare, DomainError, parseMoney, ZERO, type Money, type Rounding } from '@sla/kernel';
import type { ObjectReader } from './document-reader.js';
import { percent } from './read-objective.js';
import type { CreditClause, CreditTier, Objective } from './terms.js';

const ROUNDINGS: readonly Rounding[] = ['half_up', 'half_even', 'down', 'up', 'floor', 'ceiling'];

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

/** Reads a credit clause and checks its tiers against the objective that it pays for. */
export function readCredit(
  r: ObjectReader,
  objectives: readonly Objective[],
  charge: Money | undefined,
): CreditClause | undefined {
  const id = r.id('id');
  const objectiveId = r.id('objective');
  const tiers = r.objects('tiers', 'required').flatMap((tier) => readTier(tier) ?? []);
  const cap = r.has('capPercent') ? percent(r, 'capPercent') : { share: undefined, text: '100' };
  const minimum = r.has('minimum') ? readMinimum(r, charge) : undefined;
  const rounding = r.oneOf('rounding', ROUNDINGS);
  r.end();
  if (charge === undefined) r.fault('', 'terms.credit_without_charge');
  const objective = objectives.find((candidate) => candidate.id === objectiveId);
  if (objective) checkTiers(r, tiers, objective, cap?.share);
  if (!id || !objectiveId || !cap || !rounding) return undefined;
  return {
    id,
    objective: objectiveId,
    tiers,
    capPercent: cap.share ?? { num: 1n, den: 1n },
    capPercentText: cap.text,
    rounding,
    ...(minimum === undefined ? {} : { minimum }),
  };
}

function readMinimum(r: ObjectReader, charge: Money | undefined): Money | undefined {
  const amount = r.text('minimum');
  return amount === undefined || charge === undefined ? undefined : money(r, 'minimum', amount, charge.currency);
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
