import type { Instant } from '@sla/kernel';

/** What a file says in its own order, before anything is merged. */
export interface FileFacts {
  readonly rows: number;
  readonly first?: Instant;
  readonly last?: Instant;
  readonly modalStepMs: number;
  /** Steps other than the most frequent one. */
  readonly irregularSteps: number;
  /** Steps of zero or backwards: instants that came before. */
  readonly backwardSteps: number;
  readonly rounded: number;
}

/** Counts rows and steps as they pass. */
export class FileFactsCount {
  readonly #steps = new Map<number, number>();
  #rows = 0;
  #rounded = 0;
  #first: Instant | undefined;
  #last: Instant | undefined;

  add(at: Instant, rounded: boolean): void {
    const before = this.#last;
    if (before !== undefined) this.#steps.set(at - before, (this.#steps.get(at - before) ?? 0) + 1);
    this.#first ??= at;
    this.#last = at;
    this.#rows++;
    if (rounded) this.#rounded++;
  }

  facts(): FileFacts {
    // The shorter of two steps that are equally frequent, as the service has it.
    const [modal = [0, 0]] = [...this.#steps].sort(([a, m], [b, n]) => n - m || a - b);
    const backwards = [...this.#steps].filter(([step]) => step <= 0).reduce((sum, [, count]) => sum + count, 0);
    return {
      rows: this.#rows,
      modalStepMs: modal[0],
      irregularSteps: Math.max(0, this.#rows - 1) - modal[1],
      backwardSteps: backwards,
      rounded: this.#rounded,
      ...(this.#first !== undefined && { first: this.#first }),
      ...(this.#last !== undefined && { last: this.#last }),
    };
  }
}
