import { DAY_MS, formatInstant, parseInstant, type Instant, type Interval } from '@sla/kernel';
import {
  clip,
  differenceOf,
  interval,
  normalise,
  openHours,
  toInstant,
  totalMs,
  WorkingDays,
  WorkingTime,
  zone,
  type OpenHours,
  type WorkingCalendar,
} from '@sla/calendar';
import { failedCase, unknownKind, type CaseResult, type RunCases } from './case-file.ts';
import { gapMovedHours } from './wrong-openings.ts';

type Span = readonly [from: string, to: string];

export interface CaseCalendar {
  readonly tz: string;
  readonly weekly: Readonly<Record<string, readonly Span[]>>;
  readonly breaks?: Readonly<Record<string, readonly Span[]>>;
  readonly dates?: Readonly<Record<string, readonly Span[]>>;
  readonly holidays?: readonly string[];
  readonly annualHolidays?: readonly string[];
}

interface TimeCase {
  readonly id: string;
  readonly kind: string;
  readonly calendar: CaseCalendar;
  readonly pauses?: readonly { readonly from: string; readonly to: string }[];
  readonly start?: string;
  readonly end?: string;
  readonly at?: string;
  readonly local?: string;
  readonly durationSec?: number;
  readonly businessDays?: number;
  readonly dayRule?: string;
  readonly direction?: string;
  readonly tie?: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

/** The hours that a case is computed with, and how much its pauses take from a target beside them. */
interface Setting {
  readonly hours: OpenHours;
  readonly extraMs: number;
  readonly zone: string;
}
type Answer = string | number | boolean | undefined;

export const run: RunCases = function* (content) {
  for (const each of (content as { readonly cases: readonly TimeCase[] }).cases) yield compare(each);
};

function compare(each: TimeCase): CaseResult {
  const { id, kind, expected } = each;
  const inputs = questionOf(each);
  const answer = ANSWERS[kind];
  if (answer === undefined) return unknownKind(id, kind, inputs);
  const published = publishedAnswer(expected);
  try {
    const got = answer(each, rightly(each));
    const reason = got === published ? undefined : wrongRuleOf(each, answer, published);
    return {
      id,
      agree: got === published,
      expected: String(published),
      got: String(got),
      inputs,
      ...(reason === undefined ? {} : { reason }),
    };
  } catch (error) {
    return failedCase(id, String(published), error, inputs);
  }
}

/** Everything of a case but its name, its source and what is said about it. */
function questionOf({ kind, calendar, pauses, start, end, at, local, ...more }: TimeCase): unknown {
  const { durationSec, businessDays, dayRule, direction, tie, expected } = more;
  return {
    kind,
    calendar,
    pauses,
    start,
    end,
    at,
    local,
    durationSec,
    businessDays,
    dayRule,
    direction,
    tie,
    expected,
  };
}

/** Each kind publishes one figure. Instants are compared as instants, however they are written. */
function publishedAnswer(expected: TimeCase['expected']): Answer {
  const [figure, ...others] = Object.values(expected);
  if (others.length > 0) throw new Error(`several expected figures: ${Object.keys(expected).join(', ')}`);
  if (typeof figure === 'string') return formatInstant(parseInstant(figure));
  return typeof figure === 'number' || typeof figure === 'boolean' ? figure : undefined;
}

const ANSWERS: Readonly<Record<string, (each: TimeCase, setting: Setting) => Answer>> = {
  due: (each, setting) => shown(dueOf(each, setting)),
  dueDays: (each, setting) => shown(dueDaysOf(each, setting)),
  elapsed: (each, setting) => elapsedSeconds(each, setting),
  nextOpen: ({ start }, { hours }) => shown(new WorkingTime(hours).nextOpen(at(start))),
  isOpen: ({ at: when }, { hours }) => new WorkingTime(hours).isOpen(at(when)),
  localToUtc: ({ local = '' }, setting) => shown(instantOf(setting.zone, local)),
};

const at = (text: string | undefined): Instant => parseInstant(text ?? '');
const shown = (instant: Instant | undefined): Answer => (instant === undefined ? undefined : formatInstant(instant));

/** The sources take either side of a tie: the instant that closes a period, or the next opening. */
const FAR_SIDE = /next open/;

function dueOf({ start, durationSec = 0, direction = 'after', tie = '' }: TimeCase, { hours, extraMs }: Setting) {
  const time = new WorkingTime(hours);
  const target = durationSec * 1000 + extraMs;
  if (direction === 'after') return FAR_SIDE.test(tie) ? time.breachAt(at(start), target) : time.due(at(start), target);
  if (direction !== 'before') throw new Error(`direction ${direction}`);
  const near = time.startFor(at(start), target);
  return near === undefined || !FAR_SIDE.test(tie) ? near : time.lastOpenEnd(near);
}

function dueDaysOf({ start, businessDays = 0, dayRule, calendar }: TimeCase, { hours }: Setting): Instant | undefined {
  const days = new WorkingDays(new WorkingTime(hours), zone(calendar.tz));
  switch (dayRule) {
    case 'biz':
      return businessDays < 0
        ? days.lastOpenBefore(at(start), -businessDays)
        : days.nextOpenAfter(at(start), businessDays);
    case 'glpi':
      return days.sameTimeAfter(at(start), businessDays);
    case 'glpi-end-of-day':
      return days.endOfNthDay(at(start), businessDays);
    default:
      throw new Error(`day rule ${dayRule}`);
  }
}

/** A span that is given backwards holds nothing. */
const elapsedSeconds = ({ start, end }: TimeCase, { hours, extraMs }: Setting): number =>
  Math.max(new WorkingTime(hours).elapsed(at(start), at(end)) - extraMs, 0) / 1000;

function instantOf(name: string, local: string): Instant {
  const wall = parseInstant(`${local}Z`);
  const days = Math.floor(wall / DAY_MS);
  const [year = 0, month = 0, day = 0] = local.slice(0, 10).split('-').map(Number);
  return toInstant(
    zone(name),
    { date: { year, month, day }, timeMs: wall - days * DAY_MS },
    { gap: 'shift', overlap: 'earlier' },
  );
}

/** Ours: pauses are taken out of the open hours. */
function rightly({ calendar, pauses = [] }: TimeCase): Setting {
  const hours = openHours(calendarOf(calendar));
  const paused = pausesOf(pauses);
  return {
    hours:
      paused.length === 0
        ? hours
        : differenceOf(hours, { within: (span) => clip(paused, span), knownUntil: undefined }),
    extraMs: 0,
    zone: calendar.tz,
  };
}

const pausesOf = (pauses: NonNullable<TimeCase['pauses']>): readonly Interval[] =>
  normalise(pauses.map(({ from, to }) => interval(at(from), at(to))));

const texts = (spans: readonly Span[]): readonly string[] => spans.map(([from, to]) => `${from}-${to}`);

export function calendarOf({ tz, weekly, dates = {}, breaks = {}, ...more }: CaseCalendar): WorkingCalendar {
  const { holidays = [], annualHolidays = [] } = more;
  return {
    timeZone: tz,
    weekly: [{ hours: Object.fromEntries(Object.entries(weekly).map(([day, spans]) => [day, texts(spans)])) }],
    overrides: Object.entries(dates).map(([date, spans]) => ({ date, hours: texts(spans) })),
    holidays: [...holidays.map((date) => ({ date })), ...annualHolidays.map((date) => ({ date: `--${date}` }))],
    closures: Object.entries(breaks).flatMap(([date, spans]) =>
      spans.map(([from, to]) => ({ from: `${date}T${from}`, to: `${date}T${to}` })),
    ),
  };
}

/** Rules that publishers use against their own words; each is a heading of docs/known-disagreements.md. */
const WRONG_RULES: Readonly<Record<string, (each: TimeCase) => readonly Setting[]>> = {
  'opening-in-dst-gap': ({ calendar, pauses = [] }) => {
    const hours = pauses.length > 0 ? undefined : gapMovedHours(calendar);
    return hours === undefined ? [] : [{ hours, extraMs: 0, zone: calendar.tz }];
  },
  'hold-by-wall-clock': (each) => [withPauses(each, (pause) => pause.end - pause.start)],
  'pause-in-whole-minutes': (each) => {
    const hours = openHours(calendarOf(each.calendar));
    const minutes = (ms: number): number => Math.floor(ms / 60_000) * 60_000;
    return [
      withPauses(each, (pause) => minutes(totalMs(hours.within(pause)))),
      withPauses(each, (pause) => minutes(pause.end - pause.start)),
    ];
  },
  'holiday-beats-override': (each) => {
    const { dates = {}, holidays = [] } = each.calendar;
    const kept = Object.entries(dates).filter(([date]) => !holidays.includes(date));
    return [rightly({ ...each, calendar: { ...each.calendar, dates: Object.fromEntries(kept) } })];
  },
};

/** Pauses that lengthen the target by an amount each, instead of being taken out of the open hours. */
function withPauses({ calendar, pauses = [] }: TimeCase, amount: (pause: Interval) => number): Setting {
  const extraMs = pausesOf(pauses).reduce((sum, pause) => sum + amount(pause), 0);
  return { hours: openHours(calendarOf(calendar)), extraMs, zone: calendar.tz };
}

function wrongRuleOf(
  each: TimeCase,
  answer: (each: TimeCase, setting: Setting) => Answer,
  published: Answer,
): string | undefined {
  if (each.kind === 'elapsed' && published === 1 && answer(each, rightly(each)) === 0) return 'one-for-zero';
  return Object.keys(WRONG_RULES).find((rule) =>
    WRONG_RULES[rule]?.(each).some((setting) => answer(each, setting) === published),
  );
}
