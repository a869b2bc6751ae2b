import { assert, formatInstant, type Instant } from '@sla/kernel';
import { explain, type Explanation } from '../explain/explanation.js';
import type { ClockFinding, ClockRules, ClockState, Cycle } from './clock.js';
import type { ClockContext } from './counting.js';
import { checkJudgedAt, readCycle, type CycleReading } from './read-clock.js';
import { isCounted, segmentsOf, type ClockSegment, type SegmentKind } from './segments.js';
import { firingsOf, type Firing } from './thresholds.js';

/** Most segments, of one kind, and most firings and findings that an explanation lists one by one; sums cover all of them. */
export const MAX_LISTED_LINES = 200;

/**
 * Why a clock says what it says at an instant: a tree per cycle, in which the lengths of the segments add up to the wall
 * time, and those that count to the elapsed time, to the millisecond.
 * @throws DomainError as readClock.
 */
export function explainClock(rules: ClockRules, state: ClockState, context: ClockContext, at: Instant): Explanation {
  checkJudgedAt(state, at);
  const cycles = state.cycle === undefined ? state.past : [...state.past, state.cycle];
  const firings = firingsOf(rules, state, context);
  return explain(`clock.is_${state.phase}`, { clock: rules.id, at: formatInstant(at) }, [
    ...cycles.map((cycle, i) => explainCycle(cycle, i + 1, firings, context, at)),
    ...listed(state.findings, findingLine, 'clock.more_findings'),
  ]);
}

function explainCycle(
  cycle: Cycle,
  number: number,
  firings: readonly Firing[],
  context: ClockContext,
  at: Instant,
): Explanation {
  const reading = readCycle(cycle, number, context, at);
  const segments = segmentsOf(cycle, context, at);
  // Where the named rules of a calendar are not those that it was compiled from, no explanation is better than a false one.
  assert(lengthOf(segments.filter(isCounted)) === reading.elapsedMs, 'the counted segments are what has elapsed');
  const until = reading.endedAt ?? at;
  const { startedAt, elapsedMs } = reading;
  const params = {
    cycle: number,
    start: formatInstant(startedAt),
    end: formatInstant(until),
    wall: String(until - startedAt),
    elapsed: String(elapsedMs),
    target: String(reading.targetMs),
  };
  return explain(
    `clock.cycle_${reading.outcome ?? (reading.breachedAt === undefined ? 'undecided' : 'overdue')}`,
    params,
    [
      ...kindLines(segments),
      ...termsLines(cycle),
      ...instantLines(reading),
      ...listed(
        firings.filter((firing) => firing.cycle === number && firing.at <= until),
        firingLine,
        'clock.more_firings',
      ),
    ],
  );
}

/** One line per kind with its sum, in the order in which the kinds first came. */
function kindLines(segments: readonly ClockSegment[]): readonly Explanation[] {
  const kinds = [...new Set(segments.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const own = segments.filter((segment) => segment.kind === kind);
    return explain(
      `clock.sum_${kind}`,
      { ms: String(lengthOf(own)), counted: String(isCounted({ kind }) ? lengthOf(own) : 0) },
      segmentLines(kind, own),
    );
  });
}

const lengthOf = (segments: readonly ClockSegment[]): number =>
  segments.reduce((sum, { start, end }) => sum + (end - start), 0);

function segmentLines(kind: SegmentKind, segments: readonly ClockSegment[]): readonly Explanation[] {
  const lines = segments.slice(0, MAX_LISTED_LINES).map(({ start, end, reason, by }) => {
    const span = { start: formatInstant(start), end: formatInstant(end), ms: String(end - start) };
    if (kind === 'paused') return pausedLine(span, reason, by);
    return reason === '' ? explain('clock.segment', span) : explain('clock.segment_named', { ...span, reason });
  });
  const rest = segments.slice(MAX_LISTED_LINES);
  return rest.length === 0
    ? lines
    : [...lines, explain('clock.more_segments', { n: rest.length, ms: String(lengthOf(rest)) })];
}

function pausedLine(span: Explanation['params'], reason: string, by: string): Explanation {
  if (reason === '' && by === '') return explain('clock.segment', span);
  if (by === '') return explain('clock.segment_named', { ...span, reason });
  return reason === ''
    ? explain('clock.segment_paused_by', { ...span, by })
    : explain('clock.segment_paused_by_for', { ...span, by, reason });
}

const termsLines = ({ eras }: Cycle): readonly Explanation[] =>
  eras.map(({ from, terms, how }, i) =>
    explain(i === 0 ? 'clock.terms_first' : `clock.terms_${how}`, {
      from: formatInstant(from),
      target: String(terms.targetMs),
      calendar: terms.calendar,
    }),
  );

function instantLines({ due, breachedAt, phase, provisional }: CycleReading): readonly Explanation[] {
  return [
    due === undefined
      ? explain('clock.due_never', {})
      : explain(phase === 'paused' ? 'clock.due_if_resumed' : 'clock.due', { at: formatInstant(due) }),
    ...(breachedAt === undefined ? [] : [explain('clock.breached', { at: formatInstant(breachedAt) })]),
    ...(provisional ? [explain('clock.provisional', {})] : []),
  ];
}

const firingLine = ({ threshold, at, generation }: Firing): Explanation =>
  explain('clock.fired', { threshold, at: formatInstant(at), generation });

const findingLine = ({ oddity, at, eventId }: ClockFinding): Explanation =>
  explain(`clock.odd_${oddity}`, { at: formatInstant(at), event: eventId });

function listed<T>(items: readonly T[], line: (item: T) => Explanation, more: string): readonly Explanation[] {
  const rest = items.length - MAX_LISTED_LINES;
  const lines = items.slice(0, MAX_LISTED_LINES).map(line);
  return rest > 0 ? [...lines, explain(more, { n: rest })] : lines;
}
