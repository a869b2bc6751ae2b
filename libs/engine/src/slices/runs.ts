import { assert } from '@sla/kernel';
import { BAD, EXCLUDED, GOOD, MISSING, UNKNOWN, type SliceKind } from './slice-reader.js';
import type { SliceColumns } from './slice-columns.js';
import { countAt, numberAt } from './column-access.js';

export interface RunCounts {
  readonly good: bigint;
  readonly bad: bigint;
  readonly unknown: bigint;
  readonly excluded: bigint;
  readonly missing: bigint;
}

/**
 * Counts slices in order; bad ones count as bad only in runs of at least `minimum` without a break, else as good.
 * Anything that is not bad breaks a run. A run at an edge of the window is as long as its part inside.
 */
export function countRuns(
  { good: goods, bad: bads, unknown: unknowns }: SliceColumns,
  read: (i: number) => SliceKind,
  [from, to]: readonly [number, number],
  minimum: number,
): RunCounts {
  assert(Number.isSafeInteger(minimum) && minimum >= 1, `runs of ${minimum}`);
  const counts = new Float64Array(MISSING + 1);
  let good = 0;
  let run = 0;
  const settle = (): void => {
    const kind = run >= minimum ? BAD : GOOD;
    counts[kind] = numberAt(counts, kind) + run;
    run = 0;
  };
  for (let i = from; i < to; i++) {
    // Slices without a fault are by far the most, so they are told apart without a call.
    const faultless = (countAt(bads, i) | countAt(unknowns, i)) === 0 && goods[i] !== 0;
    const kind = faultless ? GOOD : read(i);
    if (kind === BAD) {
      run++;
      continue;
    }
    if (run !== 0) settle();
    if (kind === GOOD) good++;
    else counts[kind] = numberAt(counts, kind) + 1;
  }
  settle();
  const count = (kind: SliceKind): bigint => BigInt(numberAt(counts, kind));
  return {
    good: count(GOOD) + BigInt(good),
    bad: count(BAD),
    unknown: count(UNKNOWN),
    excluded: count(EXCLUDED),
    missing: count(MISSING),
  };
}
