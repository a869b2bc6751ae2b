import { assert } from '@sla/kernel';
import { BAD, EXCLUDED, GOOD, MISSING, UNKNOWN, type SliceKind } from './slice-reader.js';

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
export class RunCounter {
  readonly #counts = [0, 0, 0, 0, 0];
  #run = 0;

  constructor(private readonly minimum: number) {
    assert(Number.isSafeInteger(minimum) && minimum >= 1, `runs of ${minimum}`);
  }

  add(kind: SliceKind): void {
    if (kind === BAD) {
      this.#run++;
      return;
    }
    if (this.#run > 0) this.#settle();
    this.#counts[kind] = (this.#counts[kind] ?? 0) + 1;
  }

  #settle(): void {
    const kind = this.#run >= this.minimum ? BAD : GOOD;
    this.#counts[kind] = (this.#counts[kind] ?? 0) + this.#run;
    this.#run = 0;
  }

  /** The counts so far; a run at the end is settled as if it ended there. */
  counts(): RunCounts {
    if (this.#run > 0) this.#settle();
    const count = (kind: SliceKind): bigint => BigInt(this.#counts[kind] ?? 0);
    return {
      good: count(GOOD),
      bad: count(BAD),
      unknown: count(UNKNOWN),
      excluded: count(EXCLUDED),
      missing: count(MISSING),
    };
  }
}
