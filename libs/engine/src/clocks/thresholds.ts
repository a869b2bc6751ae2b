import { compare, multiply, ONE, ratio, roundToInteger, type Instant, type Ratio } from '@sla/kernel';
import type { ClockRules, ClockState, Cycle, Threshold } from './clock.js';
import {
  counts,
  firstBeyond,
  firstReach,
  piecesOf,
  spansOf,
  stretchesOf,
  type ClockContext,
  type Piece,
  type Stretch,
  type TermsSpan,
} from './counting.js';
import { breachOf, dueOf, endsOf } from './read-clock.js';

/** A threshold that fires, at the exact instant. */
export interface Firing {
  /** `clock/cycle/generation/threshold`: whoever has acted on this id never acts again. */
  readonly id: string;
  readonly threshold: string;
  readonly kind: Threshold['kind'];
  readonly cycle: number;
  /** How often the terms of the cycle had changed: new terms warn anew. */
  readonly generation: number;
  readonly at: Instant;
}

/** The life of one generation of terms: from its beginning to the next one. */
interface Life {
  readonly from: number;
  readonly to: number;
  readonly stretches: readonly Stretch[];
  readonly spans: readonly TermsSpan[];
  readonly pieces: readonly Piece[];
  readonly targetMs: number;
  readonly context: ClockContext;
}

/**
 * All firings of a clock in order of time, those ahead of a running one included: what lies ahead holds as long as
 * nothing happens. A threshold fires while its clock runs, never while it is paused or after it ended: what became true
 * at the end of a stretch waits for the next one. Only `breach` fires at the very instant at which a clock is paused or
 * stopped, because the verdict has to know it. Nothing fires before its terms came, whatever they say about earlier time. Where the
 * reopen policy `continue` makes closed time count, firings appear in the past: they are due at once.
 */
export function firingsOf(rules: ClockRules, state: ClockState, context: ClockContext): readonly Firing[] {
  const cycles = state.cycle === undefined ? state.past : [...state.past, state.cycle];
  return cycles.flatMap((cycle, i) => firingsOfCycle(rules, cycle, i + 1, context)).toSorted((a, b) => a.at - b.at);
}

/** The first firing that nobody has acted on: what a deadline table keeps for a clock. Undefined when nothing is ahead as things stand. */
export const nextFiring = (firings: readonly Firing[], done: ReadonlySet<string>): Firing | undefined =>
  firings.find(({ id }) => !done.has(id));

function firingsOfCycle(rules: ClockRules, cycle: Cycle, number: number, context: ClockContext): readonly Firing[] {
  const stretches = stretchesOf(cycle);
  const { first } = endsOf(cycle);
  return cycle.eras.flatMap(({ from, terms }, generation) => {
    const spans = spansOf(cycle.eras.slice(0, generation + 1));
    const life: Life = {
      from: Math.max(from, first.at),
      to: cycle.eras[generation + 1]?.from ?? Infinity,
      stretches,
      spans,
      pieces: piecesOf(stretches, spans, context),
      targetMs: terms.targetMs,
      context,
    };
    return rules.thresholds.flatMap((threshold): readonly Firing[] => {
      const at = instantOf(threshold, life);
      if (at === undefined) return [];
      const id = `${rules.id}/${number}/${generation}/${threshold.id}`;
      return [{ id, threshold: threshold.id, kind: threshold.kind, cycle: number, generation, at }];
    });
  });
}

function instantOf(threshold: Threshold, life: Life): Instant | undefined {
  switch (threshold.kind) {
    case 'elapsed':
      return whileRunning(life, elapsedReaches(life, countedAt(threshold.share, life.targetMs)));
    case 'remaining':
      return whileRunning(life, elapsedReaches(life, Math.max(0, life.targetMs - threshold.ms)));
    case 'before_due':
      return threshold.time === 'wall' ? beforeDueByWall(threshold.ms, life) : lastWithLeft(threshold.ms, life);
    case 'after_due':
      return threshold.time === 'wall'
        ? whileRunning(life, plus(dueOf(life.pieces, life.targetMs, life.from), threshold.ms))
        : whileRunning(life, elapsedReaches(life, life.targetMs + threshold.ms));
    case 'breach':
      return breachIn(life);
  }
}

/**
 * Counted time at which a share of the target has passed, rounded up: never too early. A target of zero has no shares:
 * all up to 100 % have passed at the beginning, any beyond when the first millisecond counts.
 */
export function countedAt(share: Ratio, targetMs: number): number {
  if (targetMs === 0) return compare(share, ONE) <= 0 ? 0 : 1;
  return Number(roundToInteger(multiply(share, ratio(targetMs)), 'ceiling'));
}

const plus = (at: Instant | undefined, ms: number): Instant | undefined =>
  at === undefined ? undefined : ((at + ms) as Instant);

/** Nothing at all has passed at the beginning, though the calendar may be closed then. */
const elapsedReaches = (life: Life, ms: number): Instant | undefined =>
  ms === 0 ? (life.from as Instant) : firstReach(life.pieces, ms);

/** The first instant from `at` on at which the clock runs under these terms. */
function whileRunning(life: Life, at: Instant | undefined): Instant | undefined {
  if (at === undefined) return undefined;
  for (const stretch of life.stretches) {
    const found = inStretch(life, stretch, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inStretch(life: Life, { from, to, mark }: Stretch, at: number): Instant | undefined {
  const found = Math.max(from, at, life.from);
  return counts(mark) && found < Math.min(to, life.to) ? (found as Instant) : undefined;
}

/** The last instant at which so much is left; the beginning, where the target is shorter. */
function lastWithLeft(ms: number, life: Life): Instant | undefined {
  const used = life.targetMs - ms;
  if (used < 0) return whileRunning(life, life.from as Instant);
  return whileRunning(life, plus(firstBeyond(life.pieces, used), -1));
}

/** A pause moves the due instant, so each stretch has its own. */
function beforeDueByWall(ms: number, life: Life): Instant | undefined {
  for (const [i, stretch] of life.stretches.entries()) {
    if (!counts(stretch.mark)) continue;
    const soFar = [...life.stretches.slice(0, i), { ...stretch, to: Infinity }];
    const due = dueOf(piecesOf(soFar, life.spans, life.context), life.targetMs, life.from);
    const found = due === undefined ? undefined : inStretch(life, stretch, due - ms);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The breach of these terms; at the instant of a change the new terms speak already. */
function breachIn(life: Life): Instant | undefined {
  const beyond = breachOf(life.pieces, life.spans.slice(-1));
  const at = beyond === undefined ? Infinity : Math.max(beyond, life.from);
  return at < life.to ? (at as Instant) : undefined;
}
