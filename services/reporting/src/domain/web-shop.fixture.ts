import { creditFor, readTerms, type CreditResult, type Explanation } from '@sla/engine';
import {
  formatDecimal,
  formatInstant,
  multiply,
  parseInstant,
  parseRatio,
  ratio,
  type Instant,
  type Interval,
} from '@sla/kernel';
import type { LedgerEntry } from './booking.js';
import type { Contract } from './contract.js';
import type { Finding } from './finding.js';

/** What the tests vary in the terms. */
export interface TermsChoices {
  /** More of the clause availability-credit: a rolling cap, a family, an earn-back. */
  readonly clause?: Readonly<Record<string, unknown>>;
  /** More of the clause availability-extra. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly id?: string;
  readonly customer?: string;
  readonly schedule?: 'month' | 'quarter' | 'year';
  readonly timeZone?: string;
  readonly title?: { readonly en: string; readonly 'zh-CN': string };
  readonly objectiveTitle?: { readonly en: string; readonly 'zh-CN': string };
}

const indicators = {
  availability: { kind: 'time_in_state', series: 'shop.probe', good: ['up'] },
  orders: { kind: 'event_ratio', series: 'shop.orders' },
};

const objective = (id: 'availability' | 'orders', target: string, title: TermsChoices['objectiveTitle']) => ({
  id,
  title: title ?? { en: `The ${id}`, 'zh-CN': id === 'orders' ? '订单成功率' : '可用性' },
  service: 'checkout',
  need: { en: 'Customers can pay', 'zh-CN': '顾客能够付款' },
  owner: 'northwind',
  indicator: indicators[id],
  target,
  window: { kind: 'month' },
  partialWindow: 'clip',
  missingData: id === 'orders' ? 'ignore' : 'hold',
  staleness: 'PT6H',
  minimumCoverage: 90,
  allowedLateness: 'PT24H',
  freezeAfter: 'P3D',
  atRiskAt: 80,
  exclusions: [],
});

/** Terms with two objectives; availability has two credit clauses: one of 10 % or 50 %, and one of 5 % on top. */
export const termsText = ({
  id = 'web-shop',
  customer = 'acme',
  schedule = 'month',
  timeZone = 'Asia/Shanghai',
  title = { en: 'Web shop', 'zh-CN': '网店' },
  objectiveTitle,
  clause: more = {},
  extra = {},
}: TermsChoices = {}): string =>
  JSON.stringify({
    schema: 'sla-suite/agreement/v1',
    id,
    kind: 'SLA',
    title,
    parties: [
      { id: 'northwind', role: 'provider', name: { en: 'Northwind', 'zh-CN': '北风' } },
      { id: customer, role: 'customer', name: { en: 'Acme', 'zh-CN': '艾克米' } },
    ],
    term: { start: '2026-01-01T00:00:00+08:00', end: '2027-01-01T00:00:00+08:00' },
    timeZone,
    scope: {
      included: [{ en: 'Checkout', 'zh-CN': '结账' }],
      excluded: [{ en: 'Payment providers', 'zh-CN': '支付服务商' }],
    },
    services: [{ id: 'checkout', title: { en: 'Checkout', 'zh-CN': '结账' }, criticality: 'critical' }],
    objectives: [objective('availability', '99.9', objectiveTitle), objective('orders', '99.5', undefined)],
    exclusions: [],
    charges: { amount: '12000.00', currency: 'CNY', per: 'month' },
    credits: [
      {
        ...clause('availability-credit', 'availability', [
          { below: '99.9', percent: 10 },
          { below: 99, percent: 50 },
        ]),
        ...more,
      },
      { ...clause('availability-extra', 'availability', [{ below: '99.9', percent: 5 }], 5), ...extra },
      clause('orders-credit', 'orders', [{ below: '99.5', percent: 5 }], 5),
    ],
    reports: { schedule },
  });

const clause = (id: string, of: string, tiers: readonly unknown[], capPercent = 50) => ({
  id,
  objective: of,
  tiers,
  capPercent,
  rounding: 'half_up',
});

export interface ContractChoices extends TermsChoices {
  readonly version?: number;
  readonly start?: string;
  readonly end?: string;
}

export function contractOf({
  version = 1,
  start = '2026-01-01T00:00:00+08:00',
  end,
  ...choices
}: ContractChoices = {}): Contract {
  const canonicalTerms = termsText(choices);
  const reading = readTerms(JSON.parse(canonicalTerms));
  if (!reading.ok) throw new Error(JSON.stringify(reading.violations, null, 1));
  return {
    agreementId: choices.id ?? 'web-shop',
    version,
    contentHash: String(version).padStart(64, 'a'),
    canonicalTerms,
    terms: reading.terms,
    start: parseInstant(start),
    ...(end !== undefined && { end: parseInstant(end) }),
  };
}

export const spanOf = (start: string, end: string): Interval => ({
  start: parseInstant(start),
  end: parseInstant(end),
});

/** A month of Shanghai. */
export const monthOf = (month: number): Interval => {
  const first = (number: number): Instant =>
    parseInstant(`${number > 12 ? 2027 : 2026}-${String(number > 12 ? 1 : number).padStart(2, '0')}-01T00:00:00+08:00`);
  return { start: first(month), end: first(month + 1) };
};

/** A final determination of March: availability was met, with 43 minutes of budget. */
export const findingOf = (changes: Partial<Finding> = {}): Finding => ({
  agreementId: 'web-shop',
  version: 1,
  contentHash: 'a'.repeat(63) + '1',
  objectiveId: 'availability',
  window: monthOf(3),
  windowLabel: '2026-03',
  revision: 1,
  phase: 'final',
  verdict: 'met',
  atRisk: false,
  target: '99.9',
  attained: parseRatio('1/1'),
  attainedPercent: '100',
  low: undefined,
  high: undefined,
  good: '2678400000',
  bad: '0',
  unknown: '0',
  excluded: '0',
  coverage: parseRatio('1/1'),
  budgetTotal: '2678400',
  budgetLeft: '2678400',
  breachedAt: undefined,
  judgedAt: monthOf(3).end,
  evaluator: '2026.11.0',
  tz: '2026f',
  evidenceHash: 'e'.repeat(64),
  resultHash: 'f'.repeat(64),
  traceId: '0af7651916cd43dd8448eb211c80319c',
  restatementReason: '',
  unit: 'ms',
  ...changes,
});

/** A month that was missed by so many minutes of outage from its start; 1,340 minutes are more than 1 %. */
export function missedBy(minutes: number, changes: Partial<Finding> = {}): Finding {
  const bad = BigInt(minutes) * 60_000n;
  const good = 2_678_400_000n - bad;
  const attained = parseRatio(`${good}/2678400000`);
  return findingOf({
    verdict: bad > 2_678_400n ? 'missed' : 'met',
    attained,
    attainedPercent: formatDecimal(multiply(attained, ratio(100n)), 4, 'floor'),
    good: String(good),
    bad: String(bad),
    budgetLeft: String(2_678_400n - bad),
    resultHash: String(minutes).padStart(64, 'f'),
    ...changes,
  });
}

export const creditOf = (contract: Contract, creditId: string, finding: Finding): CreditResult =>
  creditFor(contract.terms, creditId, {
    verdict: finding.verdict,
    fraction: finding.attained,
    low: finding.low,
    high: finding.high,
  });

/** What measurement would tell of a finding: one line for the verdict and one for its outage. */
export const storyOf = ({
  objectiveId,
  windowLabel,
  verdict,
  attainedPercent,
  target,
  window,
  bad,
}: Finding): Explanation => ({
  key: `explain.verdict_${verdict}`,
  params: { objective: objectiveId, window: windowLabel, attained: attainedPercent || '-', target },
  children:
    bad === '0'
      ? []
      : [
          {
            key: 'explain.outage_ms',
            params: {
              start: formatInstant(window.start),
              end: formatInstant((window.start + Number(bad)) as Instant),
              counted: bad,
            },
            children: [],
          },
        ],
});

export const entryOf = (changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id: 'entry-1',
  agreementId: 'web-shop',
  creditId: 'availability-credit',
  objectiveId: 'availability',
  windowStart: monthOf(3).start,
  windowLabel: '2026-03',
  debitAccount: 'provider/northwind/service-credits',
  creditAccount: 'customer/acme/receivable',
  amountMinor: 120_000n,
  currency: 'CNY',
  corrects: '',
  reason: '',
  determinationRevision: 1,
  resultHash: 'f'.repeat(64),
  bookedAt: parseInstant('2026-04-04T00:00:00Z'),
  ...changes,
});
