import { burnRateOf, eventTotals, fractionOf, greatestBurn } from '@sla/engine';
import {
  compare,
  divide,
  formatDecimal,
  multiply,
  ONE,
  parseDecimal,
  ratio,
  subtract,
  ZERO,
  type Ratio,
} from '@sla/kernel';
import type { CaseInputs } from './case-inputs.ts';
import type { Answer } from './case-answer.ts';

/** A rule of a publisher that is wrong by its own words; docs/known-disagreements.md says why under the same reason. */
export interface WrongRule {
  readonly reason: string;
  readonly topic: string;
  /** What the publisher computes; undefined where its rule says nothing about the case. */
  readonly compute: (c: CaseInputs) => Answer;
}

const rounded = (value: Ratio): Ratio => parseDecimal(formatDecimal(value, 1, 'half_even'));

/** Good and bad with more good than there are cut to all good. */
function cappedShare(c: CaseInputs): Ratio | undefined {
  if (!c.has('good', 'total') || c.whole('good') <= c.whole('total')) return undefined;
  return ONE;
}

function burnOf(c: CaseInputs): Ratio | undefined {
  if (c.has('burnRateExact')) return c.exact('burnRateExact');
  if (!c.has('good', 'bad', 'goal')) return undefined;
  const sli = fractionOf(eventTotals({ good: c.whole('good'), bad: c.whole('bad') }));
  return sli && burnRateOf(subtract(ONE, sli), c.exact('goal'));
}

export const WRONG_RULES: readonly WrongRule[] = [
  {
    reason: 'rounded-before-compared',
    topic: 'burnrate.value',
    compute: (c) => {
      const burn = burnOf(c);
      if (burn === undefined) return undefined;
      return c.has('burnRateExact') ? compare(rounded(burn), c.exact('threshold')) > 0 : rounded(burn);
    },
  },
  {
    reason: 'total-outage-for-one-request',
    topic: 'burnrate.low-traffic',
    compute: (c) => (c.has('target') ? greatestBurn(c.exact('target')) : undefined),
  },
  {
    reason: 'no-data-as-zero',
    topic: 'missing-data.ratio',
    compute: (c) => {
      const [good, bad] = [c.whole('good'), c.whole('bad')].map((n) => (n < 0n ? 0n : n));
      return good === undefined || bad === undefined || good + bad === 0n ? undefined : ratio(good, good + bad);
    },
  },
  {
    reason: 'no-data-as-zero',
    topic: 'sli.uptime',
    compute: (c) => (c.has('beats') && !c.list('beats').some((beat) => beat === 'UP') ? ZERO : undefined),
  },
  { reason: 'more-good-than-total', topic: 'sli.ratio', compute: cappedShare },
  {
    reason: 'more-good-than-total',
    topic: 'burnrate.value',
    compute: (c) => {
      const share = cappedShare(c);
      return share && burnRateOf(subtract(ONE, share), c.exact('target'));
    },
  },
  {
    reason: 'inverted-ratio',
    topic: 'errorbudget.report',
    compute: (c) => {
      const sli = fractionOf(eventTotals({ good: c.whole('good'), bad: c.whole('bad') }));
      if (sli === undefined || compare(sli, ONE) === 0) return undefined;
      return multiply(divide(subtract(ONE, c.exact('goal')), subtract(ONE, sli)), ratio(100n));
    },
  },
];
