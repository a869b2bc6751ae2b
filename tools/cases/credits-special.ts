import { claimWindow, csat, mtbf, mttr, availabilityOf, nps, stackCredits, type ClaimRule } from '@sla/engine';
import { normalise, openHours, totalMs, WorkingDays, WorkingTime, zone } from '@sla/calendar';
import {
  compare,
  DAY_MS,
  divide,
  formatDecimal,
  formatInstant,
  HOUR_MS,
  multiply,
  ONE,
  parseDecimal,
  parseInstant,
  parseMoney,
  ratio,
  roundToInteger,
  shareOf,
  formatMoney,
  subtract,
  type Ratio,
} from '@sla/kernel';
import { failedCase, unknownKind, type CaseResult } from './case-file.ts';
import { exactOf } from './case-inputs.ts';

/** A fact in prose: a topic, what is given, what follows. */
export interface SpecialCase {
  readonly id: string;
  readonly topic?: string;
  readonly sla?: string;
  readonly given?: unknown;
  readonly expect: unknown;
  readonly why?: string;
}

/** What we make of a fact: the figures that it names, as text. */
interface Answer {
  readonly expected: string;
  readonly got: string;
}

const HUNDRED = ratio(100n);

/** Facts about everything around a tier. A topic that is not known here does not agree. */
export function runSpecial(fact: SpecialCase): CaseResult {
  const { id, topic, sla, given, expect, why } = fact;
  const inputs = { topic, sla, given, expect, why };
  const answer = TOPICS[topic ?? ''];
  if (answer === undefined) return unknownKind(id, topic, inputs);
  try {
    const { expected, got } = answer(fact);
    return { id, agree: expected === got, expected, got, inputs };
  } catch (error) {
    return failedCase(id, JSON.stringify(expect), error, inputs);
  }
}

const TOPICS: Readonly<Record<string, (fact: SpecialCase) => Answer>> = {
  denominator: cycleAndUnion,
  'hourly no-charge': hourlyNoCharge,
  'downtime period': downtimePeriod,
  'minimum credit': minimumCredit,
  'claim window': claimUntil,
  'schedule lint': holesOfBands,
  'rounding trap': roundingTrap,
  satisfaction: satisfaction,
  budget: budgets,
  MTBF: reliability,
  'non-stacking': nonStacking,
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const memberOf = (value: unknown, name: string): unknown => (value as Readonly<Record<string, unknown>>)[name];

/** All numbers of a sentence, as written. */
const numbersIn = (text: string): readonly string[] => text.match(/\d+(?:\.\d+)?/g) ?? [];
const numberAt = (text: string, i: number): Ratio => parseDecimal(numbersIn(text)[i] ?? 'none');

/** "a cycle shorter than a month is one month; a duration is never counted twice": two reports of one outage are one outage. */
function cycleAndUnion({ expect }: SpecialCase): Answer {
  const [start, end] = [parseInstant('2026-09-01T00:00:00Z'), parseInstant('2026-09-01T01:00:00Z')];
  const twice = totalMs(
    normalise([
      { start, end },
      { start, end },
      { start, end: (end - 1) as typeof end },
    ]),
  );
  const said = textOf(expect);
  return {
    expected: said,
    got:
      twice === HOUR_MS && /never counted twice/.test(said) && /regarded as one month/.test(said)
        ? said
        : `${twice} ms`,
  };
}

/** An hour is charged unless more than six of its minutes were lost. */
const FREE_ABOVE_MINUTES = ratio(6n);

/** `12 minutes outage split 6 + 6 over two clock hours`: whether each of both hours, and the same minutes in one hour, are charged. */
function hourlyNoCharge({ given, expect }: SpecialCase): Answer {
  const [all, first, second] = [0, 1, 2].map((i) => numberAt(textOf(given), i)) as [Ratio, Ratio, Ratio];
  const isFree = (minutes: Ratio): boolean => compare(minutes, FREE_ABOVE_MINUTES) > 0;
  const hours = [first, second].filter((minutes) => !isFree(minutes)).length;
  const words = `${['no', 'one', 'both'][hours] ?? ''} hour${hours === 1 ? '' : 's'} charged; the same ${numbersIn(textOf(given))[0]} minutes inside one hour would ${isFree(all) ? 'make it free' : 'not make it free'}`;
  return { expected: textOf(expect), got: words };
}

/** `6 consecutive minutes with 8 % errors at 59 requests per minute`, with the rule in `why`. */
function downtimePeriod({ given, expect, why = '' }: SpecialCase): Answer {
  const figure = (text: string, pattern: RegExp): Ratio | undefined => {
    const found = pattern.exec(text)?.[1];
    return found === undefined ? undefined : parseDecimal(found);
  };
  const said = textOf(given);
  const [minutes, errors, requests] = [
    figure(said, /(\d+) consecutive minutes/) ?? ratio(0n),
    figure(said, /(\d+(?:\.\d+)?) % errors/) ?? HUNDRED,
    figure(said, /at (\d+) requests/),
  ];
  const [needed, above, volume] = [
    figure(why, /(\d+) consecutive minutes/) ?? ONE,
    figure(why, />\s*(\d+(?:\.\d+)?) % errors/),
    figure(why, />=\s*(\d+) requests/),
  ];
  const counts =
    compare(minutes, needed) >= 0 &&
    (above === undefined || compare(errors, above) > 0) &&
    (volume === undefined || (requests !== undefined && compare(requests, volume) >= 0));
  return {
    expected: String(memberOf(expect, 'counted_minutes')),
    got: counts ? String(minutes.num) : '0',
  };
}

/** Only more than one dollar is issued. */
function minimumCredit({ given, expect }: SpecialCase): Answer {
  const charge = parseMoney(textOf(memberOf(given, 'charges_usd')), 'USD');
  const amount = shareOf(charge, divide(exactOf(memberOf(given, 'credit_percent')), HUNDRED), 'half_up');
  const isIssued = amount.amountMinor > 100n;
  const words = `USD ${formatMoney(amount)} is ${isIssued ? '' : 'not '}issued`;
  return { expected: textOf(expect).replace(/ \(.*\)$/, ''), got: words };
}

const CLAIMS: readonly (readonly [sla: RegExp, rule: ClaimRule])[] = [
  [/non-Azure/i, { kind: 'cycles', cycles: 1 }],
  [/Azure/i, { kind: 'cycles', cycles: 2 }],
  [/AWS/i, { kind: 'cycles', cycles: 2 }],
  [/DataHub/i, { kind: 'from_working_day_for_cycles', nth: 5, cycles: 2 }],
  [/Aliyun|Alibaba/i, { kind: 'from_working_day', nth: 6, days: 55 }],
  [/Google|GCP/i, { kind: 'days', days: 30 }],
];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const HOURS = ['09:00-17:00'];
const OFFICE = { timeZone: 'UTC', weekly: [{ hours: { mon: HOURS, tue: HOURS, wed: HOURS, thu: HOURS, fri: HOURS } }] };

/** `incident on 15 February`: the last day on which it may be claimed, as `claim received by 31 March`. */
function claimUntil({ given, expect, sla = '' }: SpecialCase): Answer {
  const rule = CLAIMS.find(([pattern]) => pattern.test(sla))?.[1];
  const [, day = '', name = ''] = /(\d+) ([A-Z][a-z]+)/.exec(textOf(given)) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  if (rule === undefined || month === 0)
    throw new Error(`no claim rule is known for ${sla}, or no date in ${textOf(given)}`);
  const two = (n: number | string): string => String(n).padStart(2, '0');
  const at = parseInstant(`2026-${two(month)}-${two(day)}T00:00:00Z`);
  const days = new WorkingDays(new WorkingTime(openHours(OFFICE)), zone('UTC'));
  const window = claimWindow(rule, { start: at, end: (at + DAY_MS) as typeof at }, days);
  const last = window === undefined ? '' : formatInstant((window.end - 1) as typeof at);
  return {
    expected: textOf(expect),
    got: `claim received by ${Number(last.slice(8, 10))} ${MONTHS[Number(last.slice(5, 7)) - 1] ?? ''}`,
  };
}

interface Band {
  readonly above: Ratio;
  readonly below: Ratio;
}

/** `tiers: 99>x>=98 ->10, 98>x>=95 ->25, x<90 ->50`: levels that no tier covers. */
function holesOfBands({ given, expect }: SpecialCase): Answer {
  const bands = textOf(given)
    .replace(/^tiers:/, '')
    .split(',')
    .map((text): Band => {
      const numbers = numbersIn(text.split('->')[0] ?? '').map(parseDecimal);
      const [below = HUNDRED, above = ratio(0n)] = numbers;
      return { above, below };
    })
    .toSorted((a, b) => compare(b.below, a.below));
  const holes = bands.flatMap(({ above }, i) => {
    const next = bands[i + 1]?.below ?? ratio(0n);
    return compare(above, next) > 0 ? [`no tier for ${plain(above)}>x>=${plain(next)}`] : [];
  });
  return { expected: textOf(expect), got: holes.length === 0 ? 'no finding' : `linter error: ${holes.join(', ')}` };
}

/** A decimal without zeros at its end. */
const plain = (value: Ratio): string => formatDecimal(value, 6, 'half_up').replace(/\.?0+$/, '');

/** `breach of 99.99 although it prints as 99.99 with two decimals`. */
function roundingTrap({ given, expect }: SpecialCase): Answer {
  const uptime = exactOf(memberOf(given, 'uptime'));
  const [target = '', printed = ''] = numbersIn(textOf(expect));
  const breached = compare(uptime, parseDecimal(target)) < 0;
  const shown = formatDecimal(uptime, printed.split('.')[1]?.length ?? 0, 'half_up');
  return { expected: `breach ${printed}`, got: `${breached ? 'breach' : 'no breach'} ${shown}` };
}

/** `45 positive of 50 answers`, `5 answers on 0-10: 3 promoters, 1 passive, 1 detractor`. */
function satisfaction({ given, expect }: SpecialCase): Answer {
  const said = textOf(given);
  const [name = '', published] = Object.entries(expect as Readonly<Record<string, unknown>>)[0] ?? [];
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(said)?.[1] ?? 0);
  // A net promoter score is of 100 already, a share of satisfied answers is of 1.
  const figure = name.startsWith('nps')
    ? nps([...scores(9, count('promoter')), ...scores(7, count('passive')), ...scores(0, count('detractor'))])
    : csat(count('positive') || count('satisfied'), Number(/of (\d+)/.exec(said)?.[1] ?? 0));
  const percent = figure === undefined || name.startsWith('nps') ? figure : multiply(figure, HUNDRED);
  return { expected: String(published), got: percent === undefined ? 'no data' : plain(percent) };
}

const scores = (score: number, n: number): readonly number[] => Array.from({ length: n }, () => score);

/** `30-day month` and targets: how long nothing may work, in the unit that is published. */
function budgets({ given, expect }: SpecialCase): Answer {
  const ms = ratio(roundToInteger(numberAt(textOf(given), 0), 'down') * BigInt(DAY_MS));
  const rows = Object.entries(expect as Readonly<Record<string, string>>).map(([target, published]) => {
    const bad = multiply(subtract(ONE, divide(parseDecimal(target), HUNDRED)), ms);
    const unit = published.endsWith(' s') ? 's' : 'min';
    return [
      `${target}: ${published}`,
      `${target}: ${plain(divide(bad, ratio(unit === 's' ? 1_000n : 60_000n)))} ${unit}`,
    ] as const;
  });
  return { expected: rows.map(([text]) => text).join(', '), got: rows.map(([, text]) => text).join(', ') };
}

function reliability({ given, expect }: SpecialCase): Answer {
  const hours = (name: string): number => Number(multiply(exactOf(memberOf(given, name)), ratio(BigInt(HOUR_MS))).num);
  const failures = Number(memberOf(given, 'failures'));
  const between = mtbf(hours('uptime_hours'), failures);
  const restore = mttr(Array.from({ length: failures }, () => hours('repair_hours') / failures));
  const availability = availabilityOf(between, restore);
  const inHours = (ms: Ratio | undefined): string =>
    ms === undefined ? 'no data' : plain(divide(ms, ratio(BigInt(HOUR_MS))));
  const got: Readonly<Record<string, string>> = {
    MTBF_hours: inHours(between),
    MTTR_hours: inHours(restore),
    availability_percent:
      availability === undefined ? 'no data' : formatDecimal(multiply(availability, HUNDRED), 9, 'half_up'),
  };
  const names = Object.keys(expect as object);
  const line = (value: (name: string) => unknown): string =>
    names.map((name) => `${name} ${String(value(name))}`).join(', ');
  return { expected: line((name) => memberOf(expect, name)), got: line((name) => got[name]) };
}

/** One remedy for the same time: of two levels of one family only one is paid. */
function nonStacking({ expect }: SpecialCase): Answer {
  const window = { start: parseInstant('2026-09-01T00:00:00Z'), end: parseInstant('2026-10-01T00:00:00Z') };
  const credit = (creditId: string, amount: string) => ({
    creditId,
    family: 'instance',
    window,
    amount: parseMoney(amount, 'USD'),
  });
  const paid = stackCredits([credit('region', '10.00'), credit('instance', '30.00')]).filter(
    ({ keptBy }) => keptBy === undefined,
  );
  const said = textOf(expect);
  return {
    expected: said,
    got: paid.length === 1 && /either|one service level/.test(said) ? said : `${paid.length} paid`,
  };
}
