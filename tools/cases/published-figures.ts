import { compare, formatDecimal, multiply, ratio, subtract, ZERO, type Ratio } from '@sla/kernel';
import type { CaseResult } from './case-file.ts';
import { exactOf } from './case-inputs.ts';

/** Figures of data folders are rounded to so many places by those who published them. */
const within = (places: number): Ratio => ratio(1n, 2n * 10n ** BigInt(places));

const distance = (a: Ratio, b: Ratio): Ratio => {
  const d = subtract(a, b);
  return compare(d, ZERO) < 0 ? multiply(d, ratio(-1n)) : d;
};

/** Sums of doubles are off by some units of their last digits; those have 53 bits. */
const NOISE_BITS = 48n;
const isNoise = (exact: Ratio, published: Ratio): boolean =>
  compare(multiply(distance(exact, published), ratio(1n << NOISE_BITS)), distance(exact, ZERO)) <= 0;

/** A published number against the exact figures that it may be; the first is ours. */
export function compareFigure(
  id: string,
  published: unknown,
  figures: readonly (Ratio | undefined)[],
  places: number,
): CaseResult {
  const expected = JSON.stringify(published);
  const agree =
    typeof published === 'number' &&
    figures.some(
      (figure) => figure !== undefined && compare(distance(figure, exactOf(published)), within(places)) <= 0,
    );
  const noise =
    !agree &&
    typeof published === 'number' &&
    figures.some((figure) => figure !== undefined && isNoise(figure, exactOf(published)));
  const got = figures.map((figure) => (figure === undefined ? 'no data' : formatDecimal(figure, places, 'half_even')));
  return {
    id,
    agree,
    expected,
    got: got.join(' or '),
    inputs: { figure: id, published },
    ...(noise ? { reason: 'float-noise' } : {}),
  };
}

/** Text, lists of text and whole numbers are the same or they are not. */
export function compareWhole(id: string, published: unknown, ours: unknown): CaseResult {
  const [expected, got] = [JSON.stringify(published), JSON.stringify(ours)];
  return { id, agree: expected === got, expected, got, inputs: { figure: id, published } };
}
