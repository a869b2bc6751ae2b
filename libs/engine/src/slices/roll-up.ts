import { assert } from '@sla/kernel';
import { tallySlices, withBounds, type Budgeting } from './budgeting.js';
import type { SliceTally } from './slice-tally.js';
import { BAD, EXCLUDED, GOOD, MISSING, sliceReader, UNKNOWN, type Reading, type SliceKind } from './slice-reader.js';
import type { SliceColumns } from './slice-columns.js';
import { numberAt } from './column-access.js';

/** Numbers of one node: five counts, the slices in it, and the runs of bad slices that touch its edges. */
const FIELDS = 8;
const LENGTH = 5;
const PREFIX = 6;
const SUFFIX = 7;

/**
 * Sums of groups of slices (hours of minutes) as a balanced tree: any span of whole groups in O(log n), and a late sample costs
 * its group and the path to the root. Runs of bad slices are kept open at the edges of a node, so that they join across groups.
 */
class GroupTree {
  readonly #nodes: Float64Array;
  readonly #leaves: number;

  constructor(
    readonly groups: number,
    private readonly minimum: number,
  ) {
    this.#leaves = groups;
    this.#nodes = new Float64Array(2 * groups * FIELDS);
  }

  get bytes(): number {
    return this.#nodes.byteLength;
  }

  /** Stores a group; `renew` brings the sums above it up to date. */
  set(group: number, node: Float64Array): void {
    this.#nodes.set(node, (this.#leaves + group) * FIELDS);
  }

  renew(group: number): void {
    for (let at = (this.#leaves + group) >> 1; at >= 1; at >>= 1) this.#join(at);
  }

  renewAll(): void {
    for (let at = this.#leaves - 1; at >= 1; at--) this.#join(at);
  }

  #join(at: number): void {
    const left = 2 * at * FIELDS;
    joinNodes(this.#nodes, left, this.#nodes, left + FIELDS, this.#nodes, at * FIELDS, this.minimum);
  }

  /** The node of the groups `[from, to)`. */
  between(from: number, to: number): Float64Array {
    let left = new Float64Array(FIELDS);
    let right = new Float64Array(FIELDS);
    for (let [low, high] = [from + this.#leaves, to + this.#leaves]; low < high; low >>= 1, high >>= 1) {
      if (low % 2 === 1) left = joined(left, this.#at(low++), this.minimum);
      if (high % 2 === 1) right = joined(this.#at(--high), right, this.minimum);
    }
    return joined(left, right, this.minimum);
  }

  #at(node: number): Float64Array {
    return this.#nodes.subarray(node * FIELDS, (node + 1) * FIELDS);
  }
}

function joined(a: Float64Array, b: Float64Array, minimum: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(FIELDS);
  joinNodes(a, 0, b, 0, out, 0, minimum);
  return out;
}

/** Joins neighbours `a` and `b` into `out`. Associative; a node of length 0 changes nothing. */
function joinNodes(
  a: Float64Array,
  ao: number,
  b: Float64Array,
  bo: number,
  out: Float64Array,
  oo: number,
  minimum: number,
): void {
  const at = (nodes: Float64Array, offset: number, field: number): number => numberAt(nodes, offset + field);
  for (let field = 0; field <= LENGTH; field++) out[oo + field] = at(a, ao, field) + at(b, bo, field);
  const [aLength, aPrefix, aSuffix] = [at(a, ao, LENGTH), at(a, ao, PREFIX), at(a, ao, SUFFIX)];
  const [bLength, bPrefix, bSuffix] = [at(b, bo, LENGTH), at(b, bo, PREFIX), at(b, bo, SUFFIX)];
  const [aWhole, bWhole] = [aPrefix === aLength, bPrefix === bLength];
  out[oo + PREFIX] = aWhole ? aLength + bPrefix : aPrefix;
  out[oo + SUFFIX] = bWhole ? aSuffix + bLength : bSuffix;
  if (aWhole || bWhole) return;
  // Both sides have something else than bad, so the run between them is complete.
  const run = aSuffix + bPrefix;
  const field = run >= minimum ? BAD : GOOD;
  out[oo + field] = numberAt(out, oo + field) + run;
}

/** The counts of a node when nothing follows and nothing went before: runs at its edges end there. */
function settled(node: Float64Array, minimum: number): SliceTally {
  const count = (field: number): number => numberAt(node, field);
  const runs = count(PREFIX) === count(LENGTH) ? [count(LENGTH)] : [count(PREFIX), count(SUFFIX)];
  let [good, bad] = [count(GOOD), count(BAD)];
  assert([good, bad, count(UNKNOWN), count(EXCLUDED)].every(Number.isSafeInteger), 'sums of slices stay exact');
  for (const run of runs) {
    if (run >= minimum) bad += run;
    else good += run;
  }
  return withBounds({
    good: BigInt(good),
    bad: BigInt(bad),
    unknown: BigInt(count(UNKNOWN)),
    excluded: BigInt(count(EXCLUDED)),
    missing: BigInt(count(MISSING)),
  });
}

type RolledUp = Exclude<Budgeting, { method: 'ratio_time_slices' }>;

/**
 * Roll-ups of slices for one rule: the same figures as `tallySlices`, in O(log n) and the slices of two groups at most.
 * Shares of `ratio_time_slices` have no common denominator, so that rule has no roll-up: it is read from its slices.
 */
export class RollUp {
  readonly #trees: ReadonlyMap<Reading, GroupTree>;
  readonly #groups: number;
  readonly #minimum: number;

  constructor(
    private readonly columns: SliceColumns,
    private readonly rule: RolledUp,
    private readonly groupSlices: number,
  ) {
    assert(Number.isSafeInteger(groupSlices) && groupSlices >= 1, `groups of ${groupSlices} slices`);
    this.#groups = Math.ceil(columns.length / groupSlices);
    this.#minimum = rule.method === 'time_slices' ? rule.minimumConsecutive : 1;
    // Only runs need the bounds apart: otherwise they follow from the counts.
    const readings: readonly Reading[] = this.#minimum > 1 ? ['measured', 'low', 'high'] : ['measured'];
    this.#trees = new Map(readings.map((reading) => [reading, this.#treeOf(reading)]));
  }

  #treeOf(reading: Reading): GroupTree {
    const tree = new GroupTree(this.#groups, this.#minimum);
    for (let group = 0; group < this.#groups; group++) tree.set(group, this.#groupNode(group, reading));
    tree.renewAll();
    return tree;
  }

  /** Memory of the roll-ups, without the slices. */
  get bytes(): number {
    return [...this.#trees.values()].reduce((sum, tree) => sum + tree.bytes, 0);
  }

  /**
   * Takes in that a slice has changed: its group and the path above it. Under `hold` also the silent groups that follow,
   * because the slice may have been the last that was known to them.
   */
  refresh(slice: number): void {
    assert(slice >= 0 && slice < this.columns.length, `slice ${slice}`);
    const group = Math.floor(slice / this.groupSlices);
    const holds = this.rule.method === 'time_slices' && this.rule.missingData === 'hold';
    for (const [reading, tree] of this.#trees) {
      for (let at = group; at < this.#groups; at++) {
        tree.set(at, this.#groupNode(at, reading));
        tree.renew(at);
        if (!holds || (at > group && this.#hasData(at))) break;
      }
    }
  }

  #hasData(group: number): boolean {
    const { good, bad, unknown } = this.columns;
    const from = group * this.groupSlices;
    return [good, bad, unknown].some((column) => column.subarray(from, from + this.groupSlices).some((n) => n > 0));
  }

  /** The figure of the slices `[from, to)`. */
  tally(from = 0, to = this.columns.length): SliceTally {
    assert(from >= 0 && from <= to && to <= this.columns.length, `slices ${from} to ${to}`);
    const [measured, low, high] = [...this.#trees].map(([reading, tree]) =>
      settled(this.#between(tree, reading, from, to), this.#minimum),
    );
    assert(measured !== undefined, 'there is a tree of what was measured');
    return low && high ? { ...measured, low: low.share, high: high.share } : measured;
  }

  /** Whole groups come from the tree, the parts of groups at both ends from their slices. */
  #between(tree: GroupTree, reading: Reading, from: number, to: number): Float64Array {
    const first = Math.ceil(from / this.groupSlices);
    const last = to === this.columns.length ? this.#groups : Math.floor(to / this.groupSlices);
    if (first >= last) return this.#node(from, to, reading);
    const left = this.#node(from, Math.min(first * this.groupSlices, to), reading);
    const right = this.#node(Math.min(last * this.groupSlices, to), to, reading);
    return joined(joined(left, tree.between(first, last), this.#minimum), right, this.#minimum);
  }

  #groupNode(group: number, reading: Reading): Float64Array {
    const from = group * this.groupSlices;
    return this.#node(from, Math.min(from + this.groupSlices, this.columns.length), reading);
  }

  #node(from: number, to: number, reading: Reading): Float64Array {
    if (this.rule.method === 'occurrences') return eventNode(tallySlices(this.columns, this.rule, from, to), to - from);
    return runNode(sliceReader(this.columns, this.rule, reading), from, to, this.#minimum);
  }
}

function eventNode(tally: SliceTally, slices: number): Float64Array {
  const { good, bad, unknown, excluded, missing } = tally;
  return Float64Array.of(Number(good), Number(bad), Number(unknown), Number(excluded), Number(missing), slices, 0, 0);
}

/** Runs at both edges stay open, because they may go on in the neighbours. */
function runNode(read: (i: number) => SliceKind, from: number, to: number, minimum: number): Float64Array {
  const node = new Float64Array(FIELDS);
  const count = (field: number, more: number): void => {
    node[field] = numberAt(node, field) + more;
  };
  let run = 0;
  for (let i = from; i < to; i++) {
    const kind = read(i);
    if (kind === BAD) {
      run++;
      continue;
    }
    if (run === i - from) node[PREFIX] = run;
    else if (run > 0) count(run >= minimum ? BAD : GOOD, run);
    run = 0;
    count(kind, 1);
  }
  node[LENGTH] = to - from;
  node[SUFFIX] = run;
  if (run === to - from) node[PREFIX] = run;
  return node;
}
