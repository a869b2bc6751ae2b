import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import {
  berlin,
  HOUR,
  months,
  overlap,
  quarters,
  shanghai,
  type LabelledSpan,
  type OffsetRule,
  type Span,
} from './local-time.ts';
import { FIRST_MONTH, FIRST_YEAR, MONTHS, type Series, type World } from './world.ts';

/** What the planned world means for one objective and window, computed from the plan and never by the engine. */
export interface TruthRow {
  readonly agreement: string;
  readonly objective: string;
  readonly window: string;
  readonly good: string;
  readonly bad: string;
  readonly excluded: string;
  readonly verdict: 'MET' | 'MISSED' | 'REVIEW_REQUIRED';
  /** Integer minor units of the credit owed; absent where no clause applies or a person has to decide. */
  readonly creditMinor?: string;
}

interface Clause {
  readonly objective: string;
  readonly tiers: readonly { readonly below: string; readonly percent: string }[];
}

interface Document {
  readonly id: string;
  readonly timeZone: string;
  readonly charges?: { readonly amount: string };
  readonly objectives: readonly {
    readonly id: string;
    readonly indicator: { readonly kind: string; readonly series: string; readonly value?: string };
    readonly target: string;
    readonly window: { readonly kind: string };
    readonly exclusions?: readonly string[];
  }[];
  readonly exclusions?: readonly {
    readonly id: string;
    readonly intervals: readonly { readonly start: string; readonly end: string; readonly announcedAt?: string }[];
    readonly minimumNotice?: string;
    readonly capPerWindow?: string;
  }[];
  readonly credits?: readonly Clause[];
}

type Objective = Document['objectives'][number];

/** Reads an agreement as plain data: decimals stay the text they are written as. */
export function readDocument(file: string): Document {
  return parse(readFileSync(file, 'utf8'), { schema: 'failsafe' }) as Document;
}

/** Every closed window of every objective that a document promises, up to the end of the world. */
export function truthOf(world: World, document: Document, restated: boolean): TruthRow[] {
  return document.objectives.flatMap((objective) => {
    const series = world.sites.flatMap((site) => site.series).find((s) => s.series === objective.indicator.series);
    if (!series) throw new Error(`the sample world has no series ${objective.indicator.series}`);
    return closedWindows(objective, document).map((window) =>
      rowOf({ world, document, objective, series, window, restated }),
    );
  });
}

const OFFSETS: Readonly<Record<string, OffsetRule>> = { 'Asia/Shanghai': shanghai, 'Europe/Berlin': berlin };

function closedWindows(objective: Objective, document: Document): LabelledSpan[] {
  const offset = OFFSETS[document.timeZone];
  if (!offset) throw new Error(`the sample world has no clock for ${document.timeZone}`);
  // The last month, and the quarter that it begins, are still open when the data ends.
  if (objective.window.kind === 'quarter')
    return quarters(FIRST_YEAR, FIRST_MONTH, Math.floor((MONTHS - 1) / 3), offset);
  return months(FIRST_YEAR, FIRST_MONTH, MONTHS - 1, offset);
}

interface Case {
  readonly world: World;
  readonly document: Document;
  readonly objective: Objective;
  readonly series: Series;
  readonly window: LabelledSpan;
  readonly restated: boolean;
}

function rowOf(c: Case): TruthRow {
  const sums = c.series.kind === 'state' ? timeSums(c, c.series.outages) : eventSums(c);
  const contested = c.world.contests
    .filter((contest) => contest.agreement === c.document.id && contest.series === c.series.series)
    .reduce((sum, contest) => sum + BigInt(overlap(contest, c.window)), 0n);
  const asMeasured = meets(sums.good, sums.bad, c.objective.target);
  const asClaimed = meets(sums.good - contested, sums.bad + contested, c.objective.target);
  const verdict = asMeasured !== asClaimed ? 'REVIEW_REQUIRED' : asMeasured ? 'MET' : 'MISSED';
  const credit = verdict === 'REVIEW_REQUIRED' ? undefined : creditOf(c, sums);
  return {
    agreement: c.document.id,
    objective: c.objective.id,
    window: c.window.label,
    good: String(sums.good),
    bad: String(sums.bad),
    excluded: String(sums.excluded),
    verdict,
    ...(credit === undefined ? {} : { creditMinor: String(credit) }),
  };
}

interface Sums {
  readonly good: bigint;
  readonly bad: bigint;
  readonly excluded: bigint;
}

function timeSums(c: Case, outages: readonly (Span & { reportedAfterFreeze: boolean })[]): Sums {
  const excluded = excludedSpans(c);
  const excludedMs = excluded.reduce((sum, span) => sum + overlap(span, c.window), 0);
  const known = outages.filter((outage) => c.restated || !outage.reportedAfterFreeze);
  const bad = known.reduce(
    (sum, outage) => sum + overlap(outage, c.window) - overlapWithin(outage, excluded, c.window),
    0,
  );
  return {
    good: BigInt(c.window.end - c.window.start - excludedMs - bad),
    bad: BigInt(bad),
    excluded: BigInt(excludedMs),
  };
}

function overlapWithin(outage: Span, excluded: readonly Span[], window: Span): number {
  const inside = { start: Math.max(outage.start, window.start), end: Math.min(outage.end, window.end) };
  return excluded.reduce((sum, span) => sum + overlap(inside, span), 0);
}

/** Agreed exclusions of the window: announced early enough, and in order of time until the cap is used up. */
function excludedSpans(c: Case): Span[] {
  const named = (c.document.exclusions ?? []).filter((e) => c.objective.exclusions?.includes(e.id));
  return named.flatMap((exclusion) => {
    const noticeMs = hoursOf(exclusion.minimumNotice ?? 'PT0H') * HOUR;
    let left = exclusion.capPerWindow === undefined ? Infinity : hoursOf(exclusion.capPerWindow) * HOUR;
    const spans: Span[] = [];
    for (const interval of exclusion.intervals) {
      const announced = interval.announcedAt === undefined ? -Infinity : Date.parse(interval.announcedAt);
      const start = Math.max(Date.parse(interval.start), c.window.start);
      const end = Math.min(Date.parse(interval.end), c.window.end, start + left);
      if (announced + noticeMs > Date.parse(interval.start) || end <= start) continue;
      left -= end - start;
      spans.push({ start, end });
    }
    return spans;
  });
}

/** Whole hours of `PT48H` or `P5D`, the only forms that the sample agreements use for notice and caps. */
function hoursOf(duration: string): number {
  const m = /^P(?:(\d+)D|T(\d+)H)$/.exec(duration);
  if (!m) throw new Error(`the sample world does not read the duration ${duration}`);
  return Number(m[1] ?? 0) * 24 + Number(m[2] ?? 0);
}

function eventSums(c: Case): Sums {
  const limit = Number(c.objective.indicator.value ?? NaN);
  const excluded = excludedSpans(c);
  let good = 0;
  let total = 0;
  let dropped = 0;
  if (c.series.kind === 'state') throw new Error('a state series has no events');
  for (const point of c.series.points) {
    if (point.at < c.window.start || point.at >= c.window.end) continue;
    const events = 'total' in point ? point.total : 1;
    if (excluded.some((span) => point.at >= span.start && point.at < span.end)) {
      dropped += events;
      continue;
    }
    total += events;
    good += 'good' in point ? point.good : point.value <= limit ? 1 : 0;
  }
  return { good: BigInt(good), bad: BigInt(total - good), excluded: BigInt(dropped) };
}

/** good/(good+bad) >= percent, in whole numbers. */
function meets(good: bigint, bad: bigint, percent: string): boolean {
  const [whole = '', fraction = ''] = percent.split('.');
  return good * 100n * 10n ** BigInt(fraction.length) >= BigInt(whole + fraction) * (good + bad);
}

function creditOf(c: Case, sums: Sums): bigint | undefined {
  const clause = c.document.credits?.find((credit) => credit.objective === c.objective.id);
  const amount = c.document.charges?.amount;
  if (!clause || amount === undefined) return undefined;
  const worst = clause.tiers.filter((tier) => !meets(sums.good, sums.bad, tier.below)).at(-1);
  if (!worst) return 0n;
  // Amount with two places times a whole percentage is a whole number of hundredths of a minor unit; half up.
  return (BigInt(amount.replace('.', '')) * BigInt(worst.percent) + 50n) / 100n;
}
