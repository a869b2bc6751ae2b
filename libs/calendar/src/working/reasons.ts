import { DAY_MS, type Interval } from '@sla/kernel';
import { interval, intersect, subtract, type Timeline } from '../timeline/timeline.js';
import { closedHours, holidayRuns, localTimeline, unclosedTimeline, type Dates } from './local-hours.js';
import { onTheTimeline } from './open-hours.js';
import { readCalendar, type CalendarRules } from './read-calendar.js';
import type { WorkingCalendar } from './rules.js';

/** Why an instant does not count: by the weekly hours, or although they would be open. */
export type Reason = 'open' | 'outside_hours' | 'holiday' | 'dated_hours' | 'closure';

/** A stretch of time with one reason. */
export interface ClosedReason extends Interval {
  readonly reason: Reason;
  /** Name of the holiday, closure or dated hours; empty where there is none. */
  readonly name: string;
}

/** A span cut into stretches that are open, or closed for one reason; in order, without gap or overlap. */
export function reasonsBetween(calendar: WorkingCalendar, span: Interval): readonly ClosedReason[] {
  const rules = readCalendar(calendar);
  const on = (local: (dates: Dates) => Timeline): Timeline => onTheTimeline(rules.zone, span, local);
  const stretches: ClosedReason[] = [];
  let left: Timeline = span.start < span.end ? [span] : [];
  const label = (timeline: Timeline, reason: Reason, name: string): void => {
    stretches.push(...intersect(left, timeline).map((piece) => ({ ...piece, reason, name })));
    left = subtract(left, timeline);
  };
  label(
    on((dates) => localTimeline(rules, dates)),
    'open',
    '',
  );
  // What would be open otherwise is missed for a reason; everything else is simply not working time.
  const missed = intersect(
    left,
    on((dates) => unclosedTimeline(rules, dates)),
  );
  for (const { reason, name, local } of causes(rules, span)) {
    const caused = on(() => local);
    label(intersect(missed, caused), reason, name);
  }
  label(left, 'outside_hours', '');
  return stretches.toSorted((a, b) => a.start - b.start);
}

interface Cause {
  readonly reason: Reason;
  readonly name: string;
  /** On the wall clock. */
  readonly local: Timeline;
}

const wholeDates = (first: number, last: number): Timeline => [interval(first * DAY_MS, (last + 1) * DAY_MS)];

/** Closures, then dated hours before holidays: what was said about a time alone comes first, then the order in which dates speak. */
function causes(rules: CalendarRules, span: Interval): readonly Cause[] {
  const dates = { first: Math.floor(span.start / DAY_MS) - 2, last: Math.floor(span.end / DAY_MS) + 2 };
  const closures = rules.closures
    .filter(({ from, to }) => to > dates.first * DAY_MS && from < (dates.last + 1) * DAY_MS)
    .map(({ from, to, name }): Cause => ({ reason: 'closure', name, local: [interval(from, to)] }));
  const dated = [...rules.dated]
    .filter(([day]) => day >= dates.first && day <= dates.last)
    .map(([day, { name }]): Cause => ({ reason: 'dated_hours', name, local: wholeDates(day, day) }));
  const holidays = holidayRuns(rules, dates).map((run): Cause => ({
    reason: 'holiday',
    name: run.name,
    local: run.hours === undefined ? wholeDates(run.first, run.last) : closedHours(rules, run),
  }));
  return [...closures, ...dated, ...holidays];
}
