import { intersect, interval, normalise, type Timeline } from '@sla/calendar';
import type { Instant, Interval } from '@sla/kernel';

/** Whom bad time may belong to. */
export const RESPONSIBLE = [
  'provider',
  'customer',
  'supplier',
  'third_party',
  'force_majeure',
  'unattributed',
] as const;
export type Responsible = (typeof RESPONSIBLE)[number];

/** Somebody's word on whose a span was. The same id with a higher revision replaces what it said before. */
export interface AttributionStatement {
  readonly id: string;
  /** From 1. */
  readonly revision: number;
  readonly span: Interval;
  readonly party: Exclude<Responsible, 'unattributed'>;
  /** Key of the cause, for example `power` or `change-1234`. */
  readonly cause: string;
  /** 1 speaks before 2: a decision before a claim, a claim before a rule. */
  readonly precedence: number;
}

/** A stretch of bad time with its one party and cause. */
export interface AttributedPart extends Interval {
  readonly party: Responsible;
  /** Empty where nobody said one. */
  readonly cause: string;
  /** Ids of the statements that decided it, or that contradict each other; ascending. */
  readonly statements: readonly string[];
  /** True when statements of equal precedence disagree: nobody is charged by chance, a person has to decide. */
  readonly contested: boolean;
}

/**
 * Gives every bad millisecond to exactly one party and cause: to the statement of the highest precedence that covers it.
 * Where those of the highest precedence disagree, and where nobody spoke, it is unattributed. The parts tile the bad
 * time in order, cut only where something changes; the order of the statements does not matter.
 */
export function attribute(
  bad: readonly Interval[],
  statements: readonly AttributionStatement[],
): readonly AttributedPart[] {
  const valid = newest(statements).filter(({ span }) => span.start < span.end);
  const cuts = [...new Set(valid.flatMap(({ span }) => [span.start, span.end]))].sort((a, b) => a - b);
  const parts: AttributedPart[] = [];
  for (const piece of normalise(bad).flatMap((whole) => cutAt(whole, cuts))) {
    add(parts, decide(piece, valid));
  }
  return parts;
}

/** The highest revision of each statement; of equal revisions the one whose content sorts first, in every process. */
function newest(statements: readonly AttributionStatement[]): readonly AttributionStatement[] {
  const byId = new Map<string, AttributionStatement>();
  for (const statement of statements) {
    const before = byId.get(statement.id);
    if (before === undefined || replaces(statement, before)) byId.set(statement.id, statement);
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

const replaces = (a: AttributionStatement, b: AttributionStatement): boolean =>
  a.revision > b.revision || (a.revision === b.revision && contentOf(a) < contentOf(b));
const contentOf = ({ span, party, cause, precedence }: AttributionStatement): string =>
  JSON.stringify([span.start, span.end, party, cause, precedence]);

function cutAt({ start, end }: Interval, cuts: readonly Instant[]): Timeline {
  const inside = [start, ...cuts.filter((cut) => cut > start && cut < end), end];
  return inside.slice(1).map((to, i) => interval(inside[i] ?? start, to));
}

function decide(piece: Interval, statements: readonly AttributionStatement[]): AttributedPart {
  const covering = statements.filter(({ span }) => span.start <= piece.start && span.end >= piece.end);
  const highest = Math.min(...covering.map(({ precedence }) => precedence));
  const speaking = covering.filter(({ precedence }) => precedence === highest);
  const [first] = speaking;
  const ids = speaking.map(({ id }) => id);
  if (first === undefined) return { ...piece, party: 'unattributed', cause: '', statements: ids, contested: false };
  const agree = speaking.every(({ party, cause }) => party === first.party && cause === first.cause);
  return agree
    ? { ...piece, party: first.party, cause: first.cause, statements: ids, contested: false }
    : { ...piece, party: 'unattributed', cause: '', statements: ids, contested: true };
}

/** The same statements decide the same way, so neighbours that they decide are one part. */
function add(parts: AttributedPart[], next: AttributedPart): void {
  const last = parts.at(-1);
  if (last !== undefined && last.end === next.start && sameIds(last.statements, next.statements)) {
    parts[parts.length - 1] = { ...last, end: next.end };
  } else parts.push(next);
}

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);

/** Milliseconds per party; every party is there, and the sums add up to the bad time. */
export function msByParty(parts: readonly AttributedPart[]): Readonly<Record<Responsible, number>> {
  const sums = Object.fromEntries(RESPONSIBLE.map((party) => [party, 0])) as Record<Responsible, number>;
  for (const { start, end, party } of parts) sums[party] += end - start;
  return sums;
}

/** The bad time of some parties, for example what an agreement holds against its provider. */
export const badTimeOf = (parts: readonly AttributedPart[], parties: readonly Responsible[]): Timeline =>
  normalise(parts.filter(({ party }) => parties.includes(party)));

/** Bad time inside a window, for windows that cut an interruption. */
export const badWithin = (bad: readonly Interval[], window: Interval): Timeline => intersect(normalise(bad), [window]);
