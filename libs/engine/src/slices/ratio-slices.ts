import type { MissingDataRule } from '../terms/terms.js';
import type { SliceTally } from './slice-tally.js';
import { meanOfShares, type ShareSum } from './mean-of-shares.js';
import type { SliceColumns } from './slice-columns.js';
import { countAt } from './column-access.js';

/** Shares of slices, added up by their totals. */
class ShareSums {
  readonly #sums = new Map<number, ShareSum>();

  add(good: number, total: number): void {
    const sum = this.#sums.get(total);
    if (sum === undefined) this.#sums.set(total, { good, slices: 1 });
    else {
      sum.good += good;
      sum.slices++;
    }
  }

  /** Slices without a fault: whatever their total, their share is one. */
  addWhole(slices: number): void {
    if (slices === 0) return;
    const sum = this.#sums.get(1) ?? { good: 0, slices: 0 };
    this.#sums.set(1, { good: sum.good + slices, slices: sum.slices + slices });
  }

  get sums(): ReadonlyMap<number, ShareSum> {
    return this.#sums;
  }
}

/** Every slice weighs the same and counts by its share of good events. */
export function tallyRatios(columns: SliceColumns, rule: MissingDataRule, from: number, to: number): SliceTally {
  const { good, bad, unknown, excluded } = columns;
  const sums = new RatioSums();
  let last = rule === 'hold' ? lastWithData(columns, from) : -1;
  for (let i = from; i < to; i++) {
    const g = countAt(good, i);
    const b = countAt(bad, i);
    const u = countAt(unknown, i);
    if ((g | b | u) !== 0) {
      sums.add(g, b, u);
      last = i;
    } else if (countAt(excluded, i) !== 0) sums.excluded++;
    else if (rule === 'good') sums.add(1, 0, 0);
    else if (rule === 'bad') sums.add(0, 1, 0);
    else if (rule === 'hold' && last >= 0) sums.add(countAt(good, last), countAt(bad, last), countAt(unknown, last));
    else sums.missing++;
  }
  return sums.tally();
}

function lastWithData({ good, bad, unknown }: SliceColumns, from: number): number {
  let i = from - 1;
  while (i >= 0 && (countAt(good, i) | countAt(bad, i) | countAt(unknown, i)) === 0) i--;
  return i;
}

class RatioSums {
  /** Slices of which all is known belong to the figure and to both bounds. */
  readonly #certain = new ShareSums();
  readonly #measured = new ShareSums();
  readonly #low = new ShareSums();
  readonly #high = new ShareSums();
  #good = 0;
  #bad = 0;
  #unknown = 0;
  excluded = 0;
  missing = 0;

  add(good: number, bad: number, unknown: number): void {
    if (unknown === 0 && bad === 0) this.#good++;
    else if (unknown === 0) {
      this.#bad++;
      this.#certain.add(good, good + bad);
    } else this.#addUnsure(good, good + bad, unknown);
  }

  #addUnsure(good: number, total: number, unknown: number): void {
    this.#unknown++;
    if (total > 0) this.#measured.add(good, total);
    this.#low.add(good, total + unknown);
    this.#high.add(good + unknown, total + unknown);
  }

  tally(): SliceTally {
    this.#certain.addWhole(this.#good);
    const meanWith = (unsure: ShareSums): SliceTally['share'] => meanOfShares([this.#certain.sums, unsure.sums]);
    return {
      good: BigInt(this.#good),
      bad: BigInt(this.#bad),
      unknown: BigInt(this.#unknown),
      excluded: BigInt(this.excluded),
      missing: BigInt(this.missing),
      share: meanWith(this.#measured),
      low: meanWith(this.#low),
      high: meanWith(this.#high),
    };
  }
}
