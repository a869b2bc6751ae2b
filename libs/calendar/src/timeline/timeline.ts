import { assert, type Instant, type Interval } from '@sla/kernel';

/** Half-open intervals, ascending, disjoint, none empty, none touching: the one normal form of a set of instants. */
export type Timeline = readonly Interval[];

export const interval = (start: number, end: number): Interval => ({ start: start as Instant, end: end as Instant });

/** The normal form of intervals in any order, overlapping or empty. O(n log n). */
export function normalise(intervals: readonly Interval[]): Timeline {
  const sorted = intervals.filter((i) => i.start < i.end).sort((a, b) => a.start - b.start);
  const merged: { start: Instant; end: Instant }[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && next.start <= last.end) last.end = next.end > last.end ? next.end : last.end;
    else merged.push({ start: next.start, end: next.end });
  }
  return merged;
}

/** Instants in one of both. */
export const union = (a: Timeline, b: Timeline): Timeline => normalise([...a, ...b]);

/** Instants in both. O(n + m). */
export function intersect(a: Timeline, b: Timeline): Timeline {
  const result: Interval[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [left, right] = [a[i], b[j]];
    assert(left !== undefined && right !== undefined, 'indexes stay inside');
    const start = left.start > right.start ? left.start : right.start;
    const end = left.end < right.end ? left.end : right.end;
    if (start < end) result.push({ start, end });
    if (left.end < right.end) i++;
    else j++;
  }
  return result;
}

/** Instants in a and not in b. O(n + m). */
export function subtract(a: Timeline, b: Timeline): Timeline {
  const result: Interval[] = [];
  let j = 0;
  for (const { start, end } of a) {
    let from = start;
    while (j < b.length && (b[j]?.end ?? 0) <= from) j++;
    for (let k = j; k < b.length; k++) {
      const hole = b[k];
      if (hole === undefined || hole.start >= end) break;
      if (hole.start > from) result.push({ start: from, end: hole.start });
      from = hole.end > from ? hole.end : from;
    }
    if (from < end) result.push({ start: from, end });
  }
  return result;
}

/** Instants inside one interval. */
export const clip = (timeline: Timeline, within: Interval): Timeline =>
  intersect(timeline, within.start < within.end ? [within] : []);

/** Total length in milliseconds. */
export const totalMs = (timeline: Timeline): number => timeline.reduce((sum, i) => sum + (i.end - i.start), 0);

export const contains = (i: Interval, at: Instant): boolean => at >= i.start && at < i.end;

/** The first `ms` milliseconds of the set, in order of time. */
export function takeFirst(timeline: Timeline, ms: number): Timeline {
  const taken: Interval[] = [];
  let left = ms;
  for (const { start, end } of timeline) {
    if (left <= 0) break;
    const stop = Math.min(end, start + left);
    taken.push(interval(start, stop));
    left -= stop - start;
  }
  return taken;
}
