import { interval, normalise, type Timeline } from '@sla/calendar';
import { assert, defined, type Instant, type Interval, type Ratio } from '@sla/kernel';

/** Events of a span of time, spread evenly over it: `0 <= bad <= total`. For time in state, milliseconds are the events. */
export interface Load extends Interval {
  readonly bad: bigint;
  readonly total: bigint;
}

/** A fraction on its way, not in lowest terms. */
interface Level {
  readonly num: bigint;
  readonly den: bigint;
}

/**
 * The milliseconds `t` of a span at which bad/total over `(t - windowMs, t]` is above a threshold.
 * With G(t) = bad so far - threshold x total so far, that is G(t) - G(t - window) > 0; both are straight between the edges of pieces,
 * so the crossings are solved, not searched.
 */
export function exceedances(series: readonly Load[], windowMs: number, threshold: Ratio, span: Interval): Timeline {
  checkSeries(series);
  const excess = runningExcess(series, threshold);
  const differenceAt = differenceReader(excess, windowMs);
  const found: Interval[] = [];
  let from = span.start;
  let level = differenceAt(from);
  let since: number | undefined = level.num > 0n ? from : undefined;
  for (const to of edgesInside(series, windowMs, span)) {
    const next = differenceAt(to);
    const crossing = crossingOf(from, level, to, next);
    if (since === undefined && next.num > 0n) since = crossing;
    else if (since !== undefined && next.num <= 0n) {
      found.push(interval(since, crossing));
      since = undefined;
    }
    [from, level] = [to, next];
  }
  if (since !== undefined) found.push(interval(since, span.end));
  return normalise(found);
}

function checkSeries(series: readonly Load[]): void {
  series.forEach(({ start, end, bad, total }, i) => {
    assert(start < end && bad >= 0n && bad <= total, `piece ${i} has a length, and not more bad than there is`);
    assert((series[i - 1]?.end ?? start) <= start, 'pieces ascend');
  });
}

/** Edges of pieces, and the same edges leaving the window, inside the span; its end is the last. */
function edgesInside(series: readonly Load[], windowMs: number, span: Interval): readonly Instant[] {
  const edges = new Set<number>([span.end]);
  for (const { start, end } of series) {
    for (const at of [start, end, start + windowMs, end + windowMs])
      if (at > span.start && at < span.end) edges.add(at);
  }
  return [...edges].sort((a, b) => a - b) as Instant[];
}

interface Excess {
  readonly series: readonly Load[];
  /** G before each piece, and after the last; times the denominator of the threshold. */
  readonly before: readonly bigint[];
  readonly threshold: Ratio;
}

function runningExcess(series: readonly Load[], threshold: Ratio): Excess {
  const before = [0n];
  for (const piece of series) before.push(defined(before.at(-1), 'the sum so far') + excessOf(piece, threshold));
  return { series, before, threshold };
}

const excessOf = ({ bad, total }: Load, { num, den }: Ratio): bigint => bad * den - total * num;

/** Reads G(t) - G(t - window) for ascending t: two cursors, no search. */
function differenceReader(excess: Excess, windowMs: number): (at: number) => Level {
  const [head, tail] = [excessReader(excess), excessReader(excess)];
  return (at) => {
    const [now, then] = [head(at), tail(at - windowMs)];
    return { num: now.num * then.den - then.num * now.den, den: now.den * then.den };
  };
}

function excessReader({ series, before, threshold }: Excess): (at: number) => Level {
  let i = 0;
  return (at) => {
    while (i < series.length && (series[i]?.end ?? 0) <= at) i++;
    const piece = series[i];
    const sum = defined(before[i], 'the sum before');
    if (piece === undefined || at <= piece.start) return { num: sum, den: 1n };
    const length = BigInt(piece.end - piece.start);
    return { num: sum * length + excessOf(piece, threshold) * BigInt(at - piece.start), den: length };
  };
}

/** First millisecond in `(from, to]` on the other side of zero; zero belongs to the side below. Only read when the sides differ. */
function crossingOf(from: number, a: Level, to: number, b: Level): number {
  const [start, end] = [a.num * b.den, b.num * a.den];
  if (start > 0n === end > 0n) return to;
  const length = BigInt(to - from);
  // Upwards the first instant above zero, downwards the first at or below it.
  if (end > 0n) return from + Number((-start * length) / (end - start)) + 1;
  const fall = start - end;
  return from + Number((start * length + fall - 1n) / fall);
}
