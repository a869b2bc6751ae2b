import { civilFromDays, DAY_MS, type Instant } from '@sla/kernel';
import { clip, interval, localTimeOf, normalise, toInstant, zone, type OpenHours, type Zone } from '@sla/calendar';
import type { CaseCalendar } from './business-time.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * Weekly hours by the rule of publishers that turn both ends of an opening into instants, each moved by the change of the
 * clock when it lies in a gap: an opening that begins in the gap and ends soon after it is empty. Undefined for a calendar that has more than weekly hours.
 */
export function gapMovedHours({ tz, weekly, ...more }: CaseCalendar): OpenHours | undefined {
  if (Object.values(more).some((part) => Object.keys(part ?? {}).length > 0)) return undefined;
  const where = zone(tz);
  return {
    knownUntil: undefined,
    within: (span) => {
      const [first, last] = [dayOf(where, span.start) - 1, dayOf(where, span.end) + 1];
      const days = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      const open = days.flatMap((day) =>
        (weekly[WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? ''] ?? []).map(([from, to]) =>
          interval(moved(where, day, from), moved(where, day, to)),
        ),
      );
      return clip(normalise(open), span);
    },
  };
}

function dayOf(where: Zone, at: Instant): number {
  const { year, month, day } = localTimeOf(where, at).date;
  return Math.floor(Date.UTC(year, month - 1, day) / DAY_MS);
}

function moved(where: Zone, day: number, clock: string): Instant {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const wall = hour * 3_600_000 + minute * 60_000;
  const [date, timeMs] = wall < DAY_MS ? [day, wall] : [day + 1, wall - DAY_MS];
  return toInstant(where, { date: civilFromDays(date), timeMs }, { gap: 'shift', overlap: 'earlier' });
}
