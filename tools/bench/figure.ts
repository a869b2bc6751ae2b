/** One measured figure. `ratio` says how many times better the value is than the baseline; machines are noisy, ratios less. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the value is held against, in the same unit and the same run. */
  readonly baseline: number;
  readonly baselineName: string;
  readonly ratio: number;
}

const three = (value: number): number => Number(value.toPrecision(4));

/** A rate: more is better. */
export const rate = (name: string, value: number, unit: string, baselineName: string, baseline: number): Figure => ({
  name,
  value: three(value),
  unit,
  baseline: three(baseline),
  baselineName,
  ratio: three(value / baseline),
});

/** A cost: less is better. */
export const cost = (name: string, value: number, unit: string, baselineName: string, baseline: number): Figure => ({
  ...rate(name, value, unit, baselineName, baseline),
  ratio: three(baseline / value),
});

const ROUNDS = 5;

/** Median milliseconds of a call, after one call to warm up. */
export function medianMs(work: () => unknown): number {
  keep(work());
  const times = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    keep(work());
    return performance.now() - startedAt;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

/** Calls per second of `once(i)`, median of some rounds of `n` calls. */
export function perSecond(n: number, once: (i: number) => number): number {
  const ms = medianMs(() => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += once(i);
    return sum;
  });
  return (n / ms) * 1_000;
}

let kept: unknown;
/** Keeps a result alive, so that the work that made it cannot be left out. */
export function keep(result: unknown): void {
  kept = result;
}
export const lastKept = (): unknown => kept;
