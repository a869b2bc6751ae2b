import type { TruthRow } from '../demo/truth.ts';

/** What the suite says of one objective and window, in the terms of the ground truth. */
export interface Said {
  readonly agreement: string;
  readonly objective: string;
  readonly window: string;
  readonly good: string;
  readonly bad: string;
  readonly excluded: string;
  readonly verdict: string;
  readonly creditMinor?: string;
}

/** Every figure that differs from the ground truth, as sentences; empty when the suite told the truth. */
export function differences(truth: readonly TruthRow[], said: readonly Said[]): string[] {
  const byKey = new Map(said.map((row) => [keyOf(row), row]));
  return truth.flatMap((row) => {
    const answer = byKey.get(keyOf(row));
    if (!answer) return [`${keyOf(row)}: no determination`];
    return FIGURES.filter((figure) => figure !== 'creditMinor' || row.creditMinor !== undefined)
      .filter((figure) => row[figure] !== answer[figure])
      .map(
        (figure) =>
          `${keyOf(row)}: ${figure} is ${answer[figure] ?? 'absent'}, the ground truth is ${row[figure] ?? 'absent'}`,
      );
  });
}

const FIGURES = ['verdict', 'good', 'bad', 'excluded', 'creditMinor'] as const;
const keyOf = (row: { agreement: string; objective: string; window: string }): string =>
  `${row.agreement} ${row.objective} ${row.window}`;
