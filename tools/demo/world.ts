import { berlin, DAY, HOUR, MINUTE, monthStart, shanghai, type OffsetRule, type Span } from './local-time.ts';
import { Random } from './random.ts';

/** First month of the sample world: October 2025. */
export const FIRST_YEAR = 2025;
export const FIRST_MONTH = 9;
export const MONTHS = 13;
export const DEFAULT_SEED = 20251001;

/** An outage as planned; the probes see it from its first to its last second. */
export interface Outage extends Span {
  /** The provider learned of it only long after the month was final. */
  readonly reportedAfterFreeze: boolean;
}

export interface StateSeries {
  readonly kind: 'state';
  readonly series: string;
  readonly stepMs: number;
  readonly outages: readonly Outage[];
}

export interface CountSeries {
  readonly kind: 'count';
  readonly series: string;
  readonly stepMs: number;
  readonly points: readonly { readonly at: number; readonly good: number; readonly total: number }[];
}

export interface ValueSeries {
  readonly kind: 'value';
  readonly series: string;
  readonly stepMs: number;
  /** Whole milliseconds of latency. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

export type Series = StateSeries | CountSeries | ValueSeries;

export interface Site {
  readonly source: string;
  readonly offset: OffsetRule;
  readonly start: number;
  readonly end: number;
  readonly series: readonly Series[];
}

/** A contested span: the customer says `down` where the probes say `up`. */
export interface Contest extends Span {
  readonly agreement: string;
  readonly series: string;
}

export interface World {
  readonly seed: number;
  readonly sites: readonly Site[];
  readonly contests: readonly Contest[];
}

/** Plans thirteen months of one provider and two customers. Nothing here knows how a verdict is computed. */
export function planWorld(seed: number): World {
  const random = new Random(seed);
  const shop = planShop(random);
  return { seed, sites: [shop, planDataPlatform(random)], contests: [contestOf(shop)] };
}

function planShop(random: Random): Site {
  const start = monthStart(FIRST_YEAR, FIRST_MONTH, shanghai);
  const end = monthStart(FIRST_YEAR, FIRST_MONTH + MONTHS, shanghai);
  const outages = planOutages(random, { start, end }, shanghai, SHOP_INCIDENTS);
  return {
    source: 'northwind-probes',
    offset: shanghai,
    start,
    end,
    series: [
      { kind: 'state', series: 'shop.checkout.probe', stepMs: 5 * MINUTE, outages },
      latencies(random, 'shop.api.latency', { start, end }, 15 * MINUTE, outages),
      orders(random, 'shop.checkout.orders', { start, end }, 30 * MINUTE, outages, 400),
    ],
  };
}

function planDataPlatform(random: Random): Site {
  const start = monthStart(FIRST_YEAR, FIRST_MONTH, berlin);
  const end = monthStart(FIRST_YEAR, FIRST_MONTH + MONTHS, berlin);
  const planned = planOutages(random, { start, end }, berlin, DATA_INCIDENTS);
  const outages = [...planned, ...DATA_DST_OUTAGES].sort((a, b) => a.start - b.start);
  return {
    source: 'globex-agent',
    offset: berlin,
    start,
    end,
    series: [
      { kind: 'state', series: 'data.warehouse.probe', stepMs: 10 * MINUTE, outages },
      orders(random, 'data.jobs.runs', { start, end }, 60 * MINUTE, outages, 60),
    ],
  };
}

/** Outages of a month: [month index, day, hour, length in seconds, reported after the freeze]. Chosen so that every verdict and credit tier occurs. */
type Incident = readonly [month: number, day: number, hour: number, seconds: number, late?: true];
const SHOP_INCIDENTS: readonly Incident[] = [
  [0, 9, 3, 840],
  [0, 21, 14, 1_205],
  [1, 11, 0, 2_400],
  [1, 11, 21, 1_187],
  [2, 18, 10, 611],
  [3, 5, 2, 9_303],
  [4, 17, 9, 29_640],
  [5, 3, 16, 1_021],
  [6, 14, 23, 2_100],
  [7, 8, 11, 95],
  [8, 18, 20, 2_592],
  [9, 2, 6, 1_500],
  [9, 27, 15, 1_380, true],
  [10, 13, 4, 700],
  [11, 11, 22, 3_599],
  [12, 6, 13, 4_212],
];
const DATA_INCIDENTS: readonly Incident[] = [
  [0, 14, 1, 5_400],
  [1, 7, 22, 14_400],
  [2, 24, 18, 3_723],
  [3, 12, 5, 1_800],
  [4, 9, 3, 11_111],
  [6, 20, 12, 7_200],
  [7, 16, 8, 900],
  [8, 28, 17, 21_600],
  [9, 19, 2, 2_222],
  [11, 5, 10, 13_000],
  [12, 3, 9, 600],
];
/** Through the clock changes of 2025-10-26 and 2026-03-29, 01:00 UTC, in the middle of the outage. */
const DATA_DST_OUTAGES: readonly Outage[] = [
  { start: Date.UTC(2025, 9, 26, 0, 30), end: Date.UTC(2025, 9, 26, 1, 45), reportedAfterFreeze: false },
  { start: Date.UTC(2026, 2, 29, 0, 10), end: Date.UTC(2026, 2, 29, 4, 0, 7), reportedAfterFreeze: false },
];

function planOutages(random: Random, span: Span, offset: OffsetRule, incidents: readonly Incident[]): Outage[] {
  return incidents
    .map(([month, day, hour, seconds, late]) => {
      const midnight = monthStart(FIRST_YEAR, FIRST_MONTH + month, offset) + (day - 1) * DAY;
      const start = midnight + hour * HOUR + random.between(0, 59) * MINUTE + random.between(0, 59) * 1_000;
      return { start, end: start + seconds * 1_000, reportedAfterFreeze: late === true };
    })
    .filter((outage) => outage.start >= span.start && outage.end <= span.end);
}

function latencies(
  random: Random,
  series: string,
  span: Span,
  stepMs: number,
  outages: readonly Outage[],
): ValueSeries {
  const points = [];
  for (let at = span.start; at < span.end; at += stepMs) {
    const stressed = outages.some((o) => at >= o.start - HOUR && at < o.end);
    points.push({ at, value: stressed || random.onceIn(150) ? random.between(500, 2_400) : random.between(40, 480) });
  }
  return { kind: 'value', series, stepMs, points };
}

function orders(
  random: Random,
  series: string,
  span: Span,
  stepMs: number,
  outages: readonly Outage[],
  most: number,
): CountSeries {
  const points = [];
  for (let at = span.start; at < span.end; at += stepMs) {
    const total = random.between(0, most);
    const failing = outages.some((o) => at + stepMs > o.start && at < o.end);
    const bad = failing ? random.between(0, total) : random.onceIn(8) ? Math.min(total, random.between(0, 3)) : 0;
    points.push({ at, good: total - bad, total });
  }
  return { kind: 'count', series, stepMs, points };
}

/** Twenty minutes of May 2026 in which the probes saw nothing and the customer could not order. */
function contestOf(shop: Site): Contest {
  const start = monthStart(FIRST_YEAR, FIRST_MONTH + 7, shop.offset) + 19 * DAY + 10 * HOUR + 5 * MINUTE;
  return { agreement: 'web-shop', series: 'shop.checkout.probe', start, end: start + 50 * MINUTE };
}
