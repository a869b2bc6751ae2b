import { creditFor, type AgreementTerms, type CreditClause, type CreditTier, type Objective } from '@sla/engine';
import {
  add,
  compare,
  divide,
  formatDecimal,
  formatMoney,
  formatRatio,
  multiply,
  ONE,
  parseMoney,
  ratio,
  subtract,
  ZERO,
  type Money,
  type Ratio,
} from '@sla/kernel';
import { failedCase, unknownKind, type CaseResult, type RunCases } from './case-file.ts';
import { CaseInputs, exactOf } from './case-inputs.ts';
import { runSpecial, type SpecialCase } from './credits-special.ts';

/** A published schedule of credits. */
export interface Schedule {
  readonly target_percent: string;
  readonly tiers: readonly { readonly below: string; readonly credit_percent: number }[];
  readonly notes?: string;
  readonly claim_window?: string;
}

interface CreditCase {
  readonly id: string;
  readonly sla: string;
  readonly kind: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, unknown>>;
}

interface CreditFile {
  readonly slas: Readonly<Record<string, Schedule>>;
  readonly cases: readonly CreditCase[];
  readonly special_cases: readonly SpecialCase[];
}

const HUNDRED = ratio(100n);
const PLACES = 9;

/** Every case of published cloud SLAs: a level, whether it is met, and what is credited. */
export const run: RunCases = function* (content) {
  const { slas, cases, special_cases: special } = content as CreditFile;
  for (const each of cases) yield compareCase(each, slas[each.sla]);
  for (const each of special) yield runSpecial(each);
};

function compareCase({ id, sla, kind, given, expect }: CreditCase, schedule: Schedule | undefined): CaseResult {
  const inputs = { sla, kind, given, expect };
  const level = LEVELS[kind];
  if (schedule === undefined) return unknownKind(id, `schedule ${sla}`, inputs);
  if (level === undefined) return unknownKind(id, kind, inputs);
  try {
    const got = answersOf(level(new CaseInputs(given)), new CaseInputs(given), schedule, kind);
    const published = Object.entries(expect);
    const differing = published.filter(([name, value]) => got[name] !== String(value));
    const reason = differing.every(([name]) => NOT_DERIVABLE.has(name)) ? 'figure-not-derivable' : undefined;
    return {
      id,
      agree: differing.length === 0,
      expected: textOf(differing.length === 0 ? published : differing),
      got: textOf(
        (differing.length === 0 ? published : differing).map(([name]) => [name, got[name] ?? 'not derivable']),
      ),
      inputs,
      ...(differing.length > 0 && reason !== undefined && { reason }),
    };
  } catch (error) {
    return failedCase(id, JSON.stringify(expect), error, inputs);
  }
}

/** Figures whose inputs the case does not give: how requests lie over the intervals is nowhere said. */
const NOT_DERIVABLE = new Set(['request_weighted_availability_percent']);

const textOf = (figures: readonly (readonly [string, unknown])[]): string =>
  figures.map(([name, value]) => `${name} ${String(value)}`).join(', ');

/** The level attained, as a share of 1. */
const LEVELS: Readonly<Record<string, (given: CaseInputs) => Ratio>> = {
  minutes: (given) => goodShare(given.exact('downtime_minutes'), given.exact('period_minutes')),
  ratio: (given) => {
    const [, name] = given.firstOf({
      total_objects: 'objects',
      total_executions: 'executions',
      total_requests: 'requests',
      total: '',
    });
    const suffix = name === '' ? '' : `_${name}`;
    return goodShare(given.exact(`bad${suffix}`), given.exact(`total${suffix}`));
  },
  interval_error_rate_average: (given) => averageLevel(given, 'interval'),
  hourly_error_rate_average: (given) => averageLevel(given, 'hour'),
  given_level_with_caps: (given) => divide(given.exact('monthly_service_level'), HUNDRED),
};

const goodShare = (bad: Ratio, total: Ratio): Ratio => subtract(ONE, divide(bad, total));

/** The mean of error rates over intervals; one without requests has none. */
function averageLevel(given: CaseInputs, unit: 'interval' | 'hour'): Ratio {
  const dead = given.exact(`${unit}s_at_100_percent_error`);
  return goodShare(add(dead, given.exact(`one_${unit}_error_rate`)), given.exact(`${unit}s`));
}

function answersOf(
  level: Ratio,
  given: CaseInputs,
  schedule: Schedule,
  kind: string,
): Readonly<Record<string, string>> {
  const percent = multiply(level, HUNDRED);
  const capped = kind === 'given_level_with_caps';
  const clause = clauseOf(schedule, capped ? given : undefined);
  const charge = parseMoney(capped ? decimalOf(given.exact('monthly_charge')) : '100.00', 'USD');
  const result = creditFor(
    termsOf(schedule, clause, charge),
    clause.id,
    basisOf(level, schedule),
    capped ? historyOf(given) : undefined,
  );
  return {
    uptime_exact: formatRatio(percent),
    uptime_percent: formatDecimal(percent, PLACES, 'half_up'),
    met: String(compare(level, targetOf(schedule)) >= 0),
    credit_percent: result.percent === '' ? '0' : result.percent,
    credit_amount: compare(ratio(result.amount.amountMinor), ZERO) === 0 ? '0' : formatMoney(result.amount),
  };
}

const targetOf = ({ target_percent: target }: Schedule): Ratio => divide(exactOf(target), HUNDRED);

const basisOf = (level: Ratio, schedule: Schedule): Parameters<typeof creditFor>[2] => ({
  verdict: compare(level, targetOf(schedule)) >= 0 ? 'met' : 'missed',
  fraction: level,
  low: level,
  high: level,
});

/** The amount with the two places of its currency. */
const decimalOf = (amount: Ratio): string => formatDecimal(amount, 2, 'half_up');
const minorOf = (amount: Ratio): bigint => parseMoney(decimalOf(amount), 'USD').amountMinor;

const historyOf = (given: CaseInputs): { readonly creditedMinor: bigint; readonly chargedMinor: bigint } => ({
  creditedMinor: minorOf(given.exact('last_11_month_credit')),
  chargedMinor: minorOf(given.exact('last_11_month_charge')),
});

/** The schedule as a clause of ours. Caps stand in its notes: `cap 10 % per month and 10 % of the rolling 12-month charge`. */
function clauseOf({ tiers, notes = '' }: Schedule, given: CaseInputs | undefined): CreditClause {
  const [, window, rolling] = /cap (\d+) % per month and (\d+) % of the rolling/.exec(notes) ?? [];
  const capPercentText = given === undefined ? '100' : (window ?? '100');
  return {
    id: 'credit',
    objective: 'level',
    tiers: tiers.map((tier, i) => tierOf(tier.below, changedPercent(given, i) ?? String(tier.credit_percent))),
    capPercent: divide(exactOf(capPercentText), HUNDRED),
    capPercentText,
    minimumRule: 'at_least',
    rounding: 'half_up',
    ...(given !== undefined &&
      rolling !== undefined && {
        rollingCapPercent: divide(exactOf(rolling), HUNDRED),
        rollingCapPercentText: rolling,
      }),
  };
}

/** A case may try another percentage of a tier: `tier2_percent`. */
function changedPercent(given: CaseInputs | undefined, i: number): string | undefined {
  const name = `tier${i + 1}_percent`;
  return given?.has(name) === true ? String(given.raw(name)) : undefined;
}

const tierOf = (belowPercent: string, percentText: string): CreditTier => ({
  below: divide(exactOf(belowPercent), HUNDRED),
  belowPercent,
  percent: divide(exactOf(percentText), HUNDRED),
  percentText,
});

const both = (text: string): { readonly en: string; readonly 'zh-CN': string } => ({ en: text, 'zh-CN': text });

/** An agreement of one level and one clause. */
function termsOf(schedule: Schedule, clause: CreditClause, monthlyCharge: Money): AgreementTerms {
  const objective: Objective = {
    id: 'level',
    title: both('Level'),
    service: 'service',
    need: both('Published'),
    owner: 'provider',
    indicator: { kind: 'event_ratio', series: 'level' },
    target: targetOf(schedule),
    targetPercent: schedule.target_percent,
    window: { kind: 'month', timeZone: 'UTC' },
    partialWindow: 'whole',
    missingData: 'ignore',
    stalenessMs: 0,
    minimumCoverage: ZERO,
    allowedLatenessMs: 0,
    freezeAfterMs: 0,
    atRiskAt: ONE,
    minimumVolume: 0n,
    exclusions: [],
  };
  return {
    id: 'published',
    kind: 'SLA',
    title: both('Published'),
    parties: [],
    term: { start: 0 as AgreementTerms['term']['start'] },
    timeZone: 'UTC',
    scope: { included: [], excluded: [] },
    services: [],
    objectives: [objective],
    exclusions: [],
    monthlyCharge,
    credits: [clause],
    reports: { schedule: 'month' },
  };
}
