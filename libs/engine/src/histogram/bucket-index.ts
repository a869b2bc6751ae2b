import { assert, defined, type Ratio } from '@sla/kernel';

/** Finest scale that this release computes indexes of; finer histograms of others are read and made coarser. 2^8 buckets per power of two. */
export const MAX_SCALE = 8;
export const MIN_SCALE = -10;

/** Bits of the fixed-point mantissa, as in a double. */
const MANTISSA_BITS = 52n;

/**
 * Number of the bucket `(base^i, base^(i+1)]` of a positive value, with base = 2^(2^-scale).
 * Exact: whole numbers only. Source: OpenTelemetry metrics data model, "Exponential Scale"; upper bounds are inclusive.
 */
export function bucketIndex(value: Ratio, scale: number): number {
  assert(value.num > 0n, 'only positive values have a bucket');
  assert(Number.isInteger(scale) && scale >= MIN_SCALE && scale <= MAX_SCALE, `scale ${scale}`);
  const exponent = exponentOf(value);
  const isPower = isPowerOfTwo(value, exponent);
  // The last bucket below a power of two holds the power itself.
  if (scale <= 0) return (isPower ? exponent - 1 : exponent) >> -scale;
  const first = exponent * 2 ** scale;
  return isPower ? first - 1 : first + partOf(value, exponent, scale);
}

/** floor(log2(value)). */
function exponentOf({ num, den }: Ratio): number {
  const guess = bitLength(num) - bitLength(den);
  // 2^(guess-1) < value < 2^(guess+1), so one comparison settles it.
  return atLeastPower({ num, den }, guess) ? guess : guess - 1;
}

/** Digits of a positive number in base two, by way of base sixteen, which is quicker to write. */
function bitLength(n: bigint): number {
  const hex = n.toString(16);
  return 4 * hex.length + 28 - Math.clz32(Number.parseInt(hex.slice(0, 1), 16));
}

const atLeastPower = ({ num, den }: Ratio, exponent: number): boolean =>
  exponent >= 0 ? num >= den << BigInt(exponent) : num << BigInt(-exponent) >= den;

const isPowerOfTwo = ({ num, den }: Ratio, exponent: number): boolean =>
  exponent >= 0 ? num === den << BigInt(exponent) : num << BigInt(-exponent) === den;

/** The part of its power of two in which a value lies: the largest j with 2^(j / 2^scale) below value / 2^exponent. */
function partOf(value: Ratio, exponent: number, scale: number): number {
  const edges = edgesOf(scale);
  const shift = MANTISSA_BITS - BigInt(exponent);
  const [num, den] = shift >= 0n ? [value.num << shift, value.den] : [value.num, value.den << -shift];
  const mantissa = num / den;
  let [low, high] = [0, edges.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (defined(edges[middle], 'edge') < mantissa) low = middle;
    else high = middle;
  }
  // An edge inside a power of two is irrational: only where both have the same 52 bits does the rest of the digits decide.
  const tied = high < edges.length && edges[high] === mantissa && isAboveEdge({ num, den }, high, scale);
  return tied ? high : low;
}

const tables = new Map<number, readonly bigint[]>();

/** floor(2^52 x 2^(j / 2^scale)) for every j: nested integer roots, exact because floors of roots nest. */
function edgesOf(scale: number): readonly bigint[] {
  const known = tables.get(scale);
  if (known !== undefined) return known;
  const parts = 2 ** scale;
  const edges = Array.from({ length: parts }, (_, j) => {
    let power = 1n << (MANTISSA_BITS * BigInt(parts) + BigInt(j));
    for (let i = 0; i < scale; i++) power = squareRoot(power);
    return power;
  });
  tables.set(scale, edges);
  return edges;
}

/** floor(sqrt(n)) by Newton's method. */
function squareRoot(n: bigint): bigint {
  let root = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** value^(2^scale) > 2^(j + 52 x 2^scale), for a value already moved by 52 bits. */
function isAboveEdge({ num, den }: Ratio, j: number, scale: number): boolean {
  const parts = 2n ** BigInt(scale);
  return num ** parts > (1n << (BigInt(j) + MANTISSA_BITS * parts)) * den ** parts;
}

/** base^index where it is a rational number: the exponent is whole. */
export function rationalEdge(index: number, scale: number): Ratio | undefined {
  const parts = scale > 0 ? 2 ** scale : 1;
  if (index % parts !== 0) return undefined;
  const exponent = scale > 0 ? index / parts : index * 2 ** -scale;
  return exponent >= 0 ? { num: 1n << BigInt(exponent), den: 1n } : { num: 1n, den: 1n << BigInt(-exponent) };
}

/** A rational number at most base^index (`floor`) or at least it (`ceiling`), to 52 bits. */
export function edgeBound(index: number, scale: number, rounding: 'floor' | 'ceiling'): Ratio {
  const exact = rationalEdge(index, scale);
  if (exact !== undefined) return exact;
  const parts = 2 ** scale;
  const exponent = Math.floor(index / parts);
  const edge = defined(edgesOf(scale)[index - exponent * parts], 'edge') + (rounding === 'ceiling' ? 1n : 0n);
  const shift = BigInt(exponent) - MANTISSA_BITS;
  return shift >= 0n ? { num: edge << shift, den: 1n } : lowest(edge, -shift);
}

function lowest(num: bigint, bits: bigint): Ratio {
  let [n, b] = [num, bits];
  while (b > 0n && n % 2n === 0n) [n, b] = [n / 2n, b - 1n];
  return { num: n, den: 1n << b };
}
