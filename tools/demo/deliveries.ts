import { DAY, HOUR } from './local-time.ts';
import { Random } from './random.ts';
import type { Outage, Series, Site, World } from './world.ts';

export type Observation =
  | { readonly kind: 'state'; readonly series: string; readonly at: number; readonly state: 'up' | 'down' }
  | {
      readonly kind: 'count';
      readonly series: string;
      readonly at: number;
      readonly good: number;
      readonly total: number;
    }
  | { readonly kind: 'value'; readonly series: string; readonly at: number; readonly value: number };

/** One day of observations of one source, in the order in which they arrive. */
export interface Delivery {
  readonly source: string;
  readonly key: string;
  readonly arrivedAt: number;
  readonly observations: readonly Observation[];
}

/** What the generator itself did to the stream of observations. */
export interface Mischief {
  duplicates: number;
  late: number;
  afterFreeze: number;
}

interface Arrival {
  readonly arrivesAt: number;
  readonly observation: Observation;
}

/** A fraction of what is observed arrives twice, some of it a day and a half late, and one outage weeks after its month was final. */
export function deliveriesOf(world: World): { deliveries: Delivery[]; mischief: Mischief } {
  const random = new Random(world.seed ^ 0x5eed);
  const mischief: Mischief = { duplicates: 0, late: 0, afterFreeze: 0 };
  const deliveries = world.sites.flatMap((site) => {
    const arrivals = site.series.flatMap((series) => arrivalsOf(series, site, random, mischief));
    return inDays(site, arrivals);
  });
  return { deliveries: deliveries.sort((a, b) => a.arrivedAt - b.arrivedAt), mischief };
}

function arrivalsOf(series: Series, site: Site, random: Random, mischief: Mischief): Arrival[] {
  const observations =
    series.kind === 'state'
      ? probes(series, site)
      : series.points.map((p) => ({ ...p, kind: series.kind, series: series.series }) as Observation);
  const arrivals: Arrival[] = [];
  for (const observation of observations) {
    const arrivesAt = arrivalOf(observation, series, site, random, mischief);
    arrivals.push({ arrivesAt, observation });
    if (random.onceIn(97) && arrivesAt + 2 * HOUR < site.end) {
      mischief.duplicates++;
      arrivals.push({ arrivesAt: arrivesAt + 2 * HOUR, observation });
    }
  }
  return arrivals;
}

function arrivalOf(o: Observation, series: Series, site: Site, random: Random, mischief: Mischief): number {
  if (series.kind === 'state' && o.kind === 'state' && o.state === 'down' && hidden(series.outages, o.at)) {
    mischief.afterFreeze++;
    return o.at + 30 * DAY;
  }
  // The observation that ends a month must not be held back beyond the data: the last day of the world arrives on time.
  if (o.at % (13 * DAY) < 2 * HOUR && o.at + 36 * HOUR < site.end) {
    mischief.late++;
    return o.at + 36 * HOUR + random.between(0, 59) * 1_000;
  }
  return o.at;
}

const hidden = (outages: readonly Outage[], at: number): boolean =>
  outages.some((outage) => outage.reportedAfterFreeze && at >= outage.start && at < outage.end);

/** A probe at every step, and one at the very second at which an outage begins and ends. */
function probes(series: Extract<Series, { kind: 'state' }>, site: Site): Observation[] {
  const times = new Set<number>();
  for (let at = site.start; at < site.end; at += series.stepMs) times.add(at);
  for (const outage of series.outages) times.add(outage.start).add(outage.end);
  return [...times]
    .sort((a, b) => a - b)
    .map((at) => ({
      kind: 'state' as const,
      series: series.series,
      at,
      state: series.outages.some((outage) => at >= outage.start && at < outage.end)
        ? ('down' as const)
        : ('up' as const),
    }));
}

function inDays(site: Site, arrivals: readonly Arrival[]): Delivery[] {
  const days = new Map<number, Observation[]>();
  for (const { arrivesAt, observation } of [...arrivals].sort((a, b) => a.arrivesAt - b.arrivesAt)) {
    const day = Math.floor((arrivesAt - site.start) / DAY);
    const list = days.get(day) ?? [];
    list.push(observation);
    days.set(day, list);
  }
  return [...days].map(([day, observations]) => ({
    source: site.source,
    key: `${site.source}/day-${String(day).padStart(4, '0')}`,
    arrivedAt: site.start + (day + 1) * DAY,
    observations,
  }));
}
