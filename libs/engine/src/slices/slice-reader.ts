import type { Ratio } from '@sla/kernel';
import type { MissingDataRule } from '../terms/terms.js';
import type { SliceColumns } from './slice-columns.js';
import { countAt } from './column-access.js';

/** What one slice is. `missing` is a slice without data that the rule leaves out. */
export const GOOD = 0;
export const BAD = 1;
export const UNKNOWN = 2;
export const EXCLUDED = 3;
export const MISSING = 4;
/** One of the five above: numbers, because a month of minutes is read in microseconds. */
export type SliceKind = 0 | 1 | 2 | 3 | 4;

/** What unknown counts as: itself, or the worst or the best that it may turn out to be. */
export type Reading = 'measured' | 'low' | 'high';

/** `sliceTarget` is above 0 and at most 1 (`checkBudgeting`). */
export interface SliceRule {
  readonly sliceTarget: Ratio;
  readonly minimumVolume: number;
  readonly missingData: MissingDataRule;
}

/** Targets with a denominator up to this are compared in whole numbers below 2^53: 2^33 events x 2^20. */
const MAX_PLAIN_DENOMINATOR = 1_048_576n;

/** Reads slices in ascending order. `hold` looks back, also before the first slice that is asked for. */
export function sliceReader(columns: SliceColumns, rule: SliceRule, reading: Reading): (i: number) => SliceKind {
  const { good, bad, unknown, excluded } = columns;
  const meets = comparer(rule.sliceTarget);
  const unsure: SliceKind = reading === 'measured' ? UNKNOWN : reading === 'low' ? BAD : GOOD;
  const { minimumVolume } = rule;
  const silent = silentKind(rule.missingData);
  const kindAt = (i: number): SliceKind => {
    const g = countAt(good, i);
    const b = countAt(bad, i);
    const u = countAt(unknown, i);
    // No target is above one.
    if ((b | u) === 0 && g !== 0) return GOOD;
    const volume = g + b + u;
    if (volume === 0) return countAt(excluded, i) > 0 ? EXCLUDED : silent;
    if (volume < minimumVolume || meets(g, volume)) return GOOD;
    return u === 0 || !meets(g + u, volume) ? BAD : unsure;
  };
  return rule.missingData === 'hold' ? holding(kindAt) : kindAt;
}

const silentKind = (rule: MissingDataRule): SliceKind => (rule === 'good' ? GOOD : rule === 'bad' ? BAD : MISSING);

function holding(kindAt: (i: number) => SliceKind): (i: number) => SliceKind {
  let last: SliceKind | undefined;
  let next = 0;
  return (i) => {
    if (last === undefined || i !== next) last = lastBefore(kindAt, i);
    next = i + 1;
    const kind = kindAt(i);
    if (kind === MISSING) return last;
    if (kind !== EXCLUDED) last = kind;
    return kind;
  };
}

function lastBefore(kindAt: (i: number) => SliceKind, i: number): SliceKind {
  for (let before = i - 1; before >= 0; before--) {
    const kind = kindAt(before);
    if (kind !== MISSING && kind !== EXCLUDED) return kind;
  }
  return MISSING;
}

/** good/total >= target, by whole numbers. */
function comparer(target: Ratio): (good: number, total: number) => boolean {
  if (target.den <= MAX_PLAIN_DENOMINATOR) {
    const [num, den] = [Number(target.num), Number(target.den)];
    return (good, total) => good * den >= num * total;
  }
  return (good, total) => BigInt(good) * target.den >= target.num * BigInt(total);
}
