import { civilFromDays, DAY_MS, daysFromCivil, formatInstant, MINUTE_MS, type Instant } from '@sla/kernel';
import fc from 'fast-check';
import { interval, type Timeline } from '../timeline/timeline.js';
import { offsetAt, zone } from '../tz/zone.js';
import { WEEKDAYS, type DatedHours, type Holiday, type WeeklyHours, type WorkingCalendar } from './rules.js';

export const SLOT_MS = 15 * MINUTE_MS;
const SLOTS_A_DAY = 96;

/** Zones with the dates on which something happens: changes of the clock both ways, a skipped day, New Year, 29 February. */
const PLACES: readonly (readonly [zone: string, ...dates: string[]])[] = [
  ['Europe/Berlin', '2026-03-29', '2026-10-25', '2024-02-29', '2025-12-31'],
  ['America/New_York', '2026-03-08', '2026-11-01', '2023-02-28'],
  ['Australia/Lord_Howe', '2026-04-05', '2026-10-04'],
  ['Pacific/Apia', '2011-12-30'],
  ['Asia/Shanghai', '2026-02-15', '1991-04-14'],
  ['America/Sao_Paulo', '2018-11-04', '2018-02-18'],
  ['Asia/Kathmandu', '2024-03-01'],
  ['UTC', '2026-12-31'],
];

/** A calendar and the day (since 1970-01-01) around which it is interesting. */
export interface Scene {
  readonly calendar: WorkingCalendar;
  readonly day: number;
}

export const dateText = (day: number): string => {
  const { year, month, day: dayOfMonth } = civilFromDays(day);
  return `${year}-${two(month)}-${two(dayOfMonth)}`;
};
const two = (n: number): string => String(n).padStart(2, '0');
const clock = (slot: number): string => `${two(Math.floor(slot / 4))}:${two((slot % 4) * 15)}`;

export const dayNumberOf = (date: string): number => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return daysFromCivil(year, month, day) ?? Number.NaN;
};

/** Hours of one date on the quarter hour, ascending; the last may run over midnight. */
const hoursTexts = fc
  .uniqueArray(fc.integer({ min: 0, max: SLOTS_A_DAY - 1 }), { maxLength: 6 })
  .map((slots) => slots.toSorted((a, b) => a - b))
  .chain((slots) =>
    fc.integer({ min: 0, max: SLOTS_A_DAY }).map((last) =>
      slots.flatMap((from, i) => {
        if (i % 2 === 1) return [];
        const to = slots[i + 1] ?? last;
        return to === from ? [] : [`${clock(from)}-${clock(to)}`];
      }),
    ),
  );

const wholeDay = fc.constant(['00:00-24:00']);
const anyHours = fc.oneof({ weight: 4, arbitrary: hoursTexts }, { weight: 1, arbitrary: wholeDay });

const weeklyHours = (day: number): fc.Arbitrary<readonly WeeklyHours[]> =>
  fc
    .tuple(
      fc.array(fc.tuple(...WEEKDAYS.map(() => anyHours)), { minLength: 1, maxLength: 2 }),
      fc.integer({ min: -3, max: 3 }),
    )
    .map(([weeks, change]) =>
      weeks.map((hours, i) => ({
        hours: Object.fromEntries(WEEKDAYS.map((name, n) => [name, hours[n] ?? []])),
        ...(i === 1 ? { validFrom: dateText(day + change) } : {}),
        ...(i === 0 && weeks.length === 2 ? { validUntil: dateText(day + change) } : {}),
      })),
    );

const holidaysNear = (day: number): fc.Arbitrary<readonly Holiday[]> => {
  const one = fc
    .record({
      at: fc.integer({ min: -4, max: 4 }),
      run: fc.integer({ min: 0, max: 3 }),
      annual: fc.boolean(),
      hours: fc.option(hoursTexts, { nil: undefined }),
      years: fc.option(fc.integer({ min: -1, max: 1 }), { nil: undefined }),
    })
    .map(({ at, run, annual, hours, years }) => {
      const text = (n: number): string => (annual ? `-${dateText(n).slice(4)}` : dateText(n));
      return {
        date: text(day + at),
        lastDate: text(day + at + run),
        ...(hours === undefined ? {} : { hours }),
        ...(annual && years !== undefined ? { fromYear: civilFromDays(day).year + years } : {}),
      };
    });
  return fc.array(one, { maxLength: 3 });
};

const overridesNear = (day: number): fc.Arbitrary<readonly DatedHours[]> =>
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: -3, max: 3 }), anyHours), { maxLength: 2, selector: ([at]) => at })
    .map((list) => list.map(([at, hours]) => ({ date: dateText(day + at), hours })));

const closuresNear = (day: number): fc.Arbitrary<NonNullable<WorkingCalendar['closures']>> => {
  const localText = (slot: number): string =>
    `${dateText(day + Math.floor(slot / SLOTS_A_DAY))}T${clock(((slot % SLOTS_A_DAY) + SLOTS_A_DAY) % SLOTS_A_DAY)}`;
  return fc.array(
    fc
      .tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: 1, max: 120 }))
      .map(([from, length]) => ({ from: localText(from), to: localText(from + length) })),
    { maxLength: 2 },
  );
};

/** Calendars in which every boundary lies on a quarter of an hour, with everything that a calendar can have. */
export const scenes: fc.Arbitrary<Scene> = fc
  .constantFrom(...PLACES.flatMap(([name, ...dates]) => dates.map((date) => ({ name, day: dayNumberOf(date) }))))
  .chain(({ name, day }) =>
    fc
      .record({
        weekly: weeklyHours(day),
        holidays: holidaysNear(day),
        overrides: overridesNear(day),
        closures: closuresNear(day),
      })
      .map((parts) => ({ day, calendar: { timeZone: name, ...parts } })),
  );

/** An instant on the quarter hour within three days of the scene's day. */
export const instantNear = ({ day }: Scene): fc.Arbitrary<Instant> =>
  fc.integer({ min: -3 * SLOTS_A_DAY, max: 3 * SLOTS_A_DAY }).map((slot) => (day * DAY_MS + slot * SLOT_MS) as Instant);

/** Any millisecond within ten days of it. */
export const momentNear = ({ day }: Scene): fc.Arbitrary<Instant> =>
  fc.integer({ min: -10 * DAY_MS, max: 10 * DAY_MS }).map((ms) => (day * DAY_MS + ms) as Instant);

/** A scene with instants of its own, in order. */
export const withMoments = (
  count: number,
  moment: (scene: Scene) => fc.Arbitrary<Instant> = momentNear,
): fc.Arbitrary<{ scene: Scene; at: readonly Instant[] }> =>
  scenes.chain((scene) =>
    fc
      .array(moment(scene), { minLength: count, maxLength: count })
      .map((at) => ({ scene, at: at.toSorted((a, b) => a - b) })),
  );

type LocalOf = (at: Instant) => { readonly date: string; readonly minutes: number };

/** The wall clock by our own tz data. */
export const localBy = (timeZone: string): LocalOf => {
  const where = zone(timeZone);
  return (at) => {
    const wall = at + offsetAt(where, at);
    const day = Math.floor(wall / DAY_MS);
    return { date: dateText(day), minutes: (wall - day * DAY_MS) / MINUTE_MS };
  };
};

/**
 * The meaning of a calendar, word by word and slowly: does its text open this instant? It shares no code with the
 * compiled form and knows no intervals, only one wall-clock time at a time.
 */
export function opensAt(calendar: WorkingCalendar, local: LocalOf): (at: Instant) => boolean {
  const override = (date: string): DatedHours | undefined => calendar.overrides?.find((each) => each.date === date);
  const holidaysOn = (date: string): readonly Holiday[] => (calendar.holidays ?? []).filter((h) => isOn(h, date));
  const isWhole = (date: string): boolean => holidaysOn(date).some(({ hours }) => hours === undefined);
  const hoursBegunOn = (date: string): readonly string[] => {
    const dated = override(date);
    if (dated !== undefined) return dated.hours;
    if (isWhole(date)) return [];
    const valid = calendar.weekly.find(
      ({ validFrom = '0000', validUntil = '9999' }) => date >= validFrom && date < validUntil,
    );
    return valid?.hours[WEEKDAYS[(dayNumberOf(date) + 3) % 7] ?? 'mon'] ?? [];
  };
  const partClosed = (date: string): readonly string[] =>
    override(date) === undefined ? holidaysOn(date).flatMap(({ hours = [] }) => hours) : [];
  const onDate = (date: string): ((minutes: number) => boolean) => {
    const eve = dateText(dayNumberOf(date) - 1);
    const noOverride = override(date) === undefined;
    const [today, closed] = [covering(hoursBegunOn(date)), covering(partClosed(date))];
    const [fromEve, closedFromEve] = [covering(hoursBegunOn(eve)), covering(partClosed(eve))];
    return (minutes) => {
      const open = today(minutes) || (noOverride && !isWhole(date) && fromEve(minutes + 1_440));
      return open && !closed(minutes) && !(noOverride && closedFromEve(minutes + 1_440));
    };
  };
  const known = new Map<string, (minutes: number) => boolean>();
  return (at) => {
    const { date, minutes } = local(at);
    const open = known.get(date) ?? onDate(date);
    known.set(date, open);
    const text = `${date}T${clock(minutes / 15)}`;
    return open(minutes) && !(calendar.closures ?? []).some(({ from, to }) => text >= from && text < to);
  };
}

function covering(hours: readonly string[]): (minutes: number) => boolean {
  const spans = hours.map((text) => {
    const [from = 0, to = 0] = text.split('-').map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)));
    return { from, to: to > from ? to : to + 1_440 };
  });
  return (minutes) => spans.some(({ from, to }) => minutes >= from && minutes < to);
}

function isOn({ date, lastDate = date, fromYear = -Infinity }: Holiday, on: string): boolean {
  if (!date.startsWith('--')) return on >= date && on <= lastDate;
  const year = Number(on.slice(0, 4));
  const [first, last, today] = [date.slice(2), lastDate.slice(2), on.slice(5)];
  if (first <= last) return year >= fromYear && today >= first && today <= last;
  // Over New Year: the run began this year, or it began last year.
  return (today >= first && year >= fromYear) || (today <= last && year - 1 >= fromYear);
}

/** For tables: `2026-03-01T08:00:00Z/2026-03-01T16:00:00Z`. */
export const spanTexts = (timeline: Timeline): readonly string[] =>
  timeline.map(({ start, end }) => `${formatInstant(start)}/${formatInstant(end)}`);

/** The interval between two texts of instants. */
export const spanOf = (from: string, to: string): Timeline[number] => interval(Date.parse(from), Date.parse(to));
