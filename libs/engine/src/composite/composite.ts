import {
  add,
  assert,
  compare,
  divide,
  DomainError,
  formatDecimal,
  multiply,
  ONE,
  ratio,
  subtract,
  ZERO,
  type Ratio,
} from '@sla/kernel';
import { explain, type Explanation } from '../explain/explanation.js';
import type { Figure } from '../indicators/goal.js';

/** Most parts of a composite. */
export const MAX_PARTS = 100;

/** How the shares of parts (0 to 1) make the share of the whole. Declared in the agreement and printed with every result. */
export type CompositeRule =
  /** The lowest part. */
  | { readonly kind: 'worst_of' }
  /** All parts are needed and fail independently: the product (serial composition). */
  | { readonly kind: 'product' }
  /** All parts are needed and never fail together: 1 - sum of losses, not below 0. */
  | { readonly kind: 'additive_loss' }
  /** Sum of weight x part / sum of weights. */
  | { readonly kind: 'weighted_mean' }
  /** At least `needed` of the parts reach it: the needed-th best part. */
  | { readonly kind: 'n_of_m'; readonly needed: number };

export interface Part {
  readonly id: string;
  /** Share of good with its bounds. An unknown part lies between 0 and 1. */
  readonly figure: Figure;
  /** Only for `weighted_mean`. */
  readonly weight?: Ratio;
}

export interface Composite {
  readonly figure: Figure;
  readonly explanation: Explanation;
}

/**
 * The figure of a whole from its parts. Every rule is monotone in every part, so the bounds of the parts give those of the whole;
 * its value is undefined as soon as one part is unknown.
 * @throws DomainError invalid_argument for no parts, too many, a share outside 0 to 1, a missing or negative weight, or `needed` out of range.
 */
export function compositeOf(rule: CompositeRule, parts: readonly Part[]): Composite {
  checkParts(rule, parts);
  const combine = combiner(rule, parts);
  const values = parts.flatMap(({ figure }) => figure.value ?? []);
  const figure: Figure = {
    value: values.length === parts.length ? combine(values) : undefined,
    low: combine(parts.map(({ figure: { low } }) => low ?? ZERO)),
    high: combine(parts.map(({ figure: { high } }) => high ?? ONE)),
  };
  return { figure, explanation: explainComposite(rule, parts, figure) };
}

function checkParts(rule: CompositeRule, parts: readonly Part[]): void {
  if (parts.length === 0 || parts.length > MAX_PARTS)
    throw new DomainError('invalid_argument', 'engine.composite_parts', { count: parts.length, max: MAX_PARTS });
  for (const { id, figure, weight } of parts) {
    const shares = [figure.value, figure.low, figure.high].flatMap((share) => share ?? []);
    if (shares.some((share) => compare(share, ZERO) < 0 || compare(share, ONE) > 0))
      throw new DomainError('invalid_argument', 'engine.composite_share', { id });
    if (rule.kind === 'weighted_mean' && (weight === undefined || compare(weight, ZERO) < 0))
      throw new DomainError('invalid_argument', 'engine.composite_weight', { id });
  }
  if (rule.kind === 'weighted_mean' && compare(weightsOf(parts).reduce(add), ZERO) === 0)
    throw new DomainError('invalid_argument', 'engine.composite_weightless');
  if (rule.kind === 'n_of_m' && !(Number.isInteger(rule.needed) && rule.needed >= 1 && rule.needed <= parts.length))
    throw new DomainError('invalid_argument', 'engine.composite_needed', {
      needed: String(rule.needed),
      count: parts.length,
    });
}

const weightsOf = (parts: readonly Part[]): readonly Ratio[] => parts.map(({ weight }) => weight ?? ZERO);

/** Weights that sum to one. */
export function normalisedWeights(parts: readonly Part[]): readonly Ratio[] {
  const sum = weightsOf(parts).reduce(add);
  return weightsOf(parts).map((weight) => divide(weight, sum));
}

function combiner(rule: CompositeRule, parts: readonly Part[]): (shares: readonly Ratio[]) => Ratio {
  switch (rule.kind) {
    case 'worst_of':
      return (shares) => shares.reduce((worst, share) => (compare(share, worst) < 0 ? share : worst));
    case 'product':
      return (shares) => shares.reduce(multiply);
    case 'additive_loss':
      return additive;
    case 'weighted_mean': {
      const weights = normalisedWeights(parts);
      return (shares) => shares.map((share, i) => multiply(share, weights[i] ?? ZERO)).reduce(add);
    }
    case 'n_of_m':
      return (shares) => nthBest(shares, rule.needed);
  }
}

function additive(shares: readonly Ratio[]): Ratio {
  const loss = shares.map((share) => subtract(ONE, share)).reduce(add);
  return compare(loss, ONE) > 0 ? ZERO : subtract(ONE, loss);
}

function nthBest(shares: readonly Ratio[], n: number): Ratio {
  const found = [...shares].sort((a, b) => compare(b, a))[n - 1];
  assert(found !== undefined, 'needed is within the parts');
  return found;
}

const percentOf = (share: Ratio | undefined): string =>
  share === undefined ? '-' : formatDecimal(multiply(share, ratio(100n)), 4, 'floor');

function explainComposite(rule: CompositeRule, parts: readonly Part[], whole: Figure): Explanation {
  const bounds = ({ value, low, high }: Figure): Record<string, string> => ({
    value: percentOf(value),
    low: percentOf(low ?? ZERO),
    high: percentOf(high ?? ONE),
  });
  const weights = rule.kind === 'weighted_mean' ? normalisedWeights(parts) : [];
  const params = {
    ...bounds(whole),
    parts: parts.length,
    ...(rule.kind === 'n_of_m' ? { needed: rule.needed } : {}),
  };
  return explain(
    `explain.composite_${rule.kind}`,
    params,
    parts.map(({ id, figure }, i) => {
      const known = figure.value === undefined ? 'unknown' : 'known';
      const weight = weights[i];
      return weight === undefined
        ? explain(`explain.part_${known}`, { id, ...bounds(figure) })
        : explain(`explain.part_weighted_${known}`, { id, ...bounds(figure), weight: percentOf(weight) });
    }),
  );
}
