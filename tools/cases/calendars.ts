import { civilFromDays, daysFromCivil } from '@sla/kernel';
import { chinaHolidays, openHours, WorkingDays, WorkingTime, zone, type WorkingCalendar } from '@sla/calendar';
import { unknownKind, type CaseResult, type RunCases } from './case-file.ts';

const NINE = ['09:00-17:00'];
const CHINA: WorkingCalendar = {
  timeZone: 'Asia/Shanghai',
  weekly: [{ hours: { mon: NINE, tue: NINE, wed: NINE, thu: NINE, fri: NINE } }],
  ...chinaHolidays(NINE),
};

/** Working days, days off, make-up days and weekdays off of each year in China. Figures that we do not know are cases too. */
export const run: RunCases = function* (content) {
  const { years } = content as { readonly years: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  const days = new WorkingDays(new WorkingTime(openHours(CHINA)), zone(CHINA.timeZone));
  for (const [year, expected] of Object.entries(years)) {
    const ours = figuresOf(days, Number(year));
    for (const [figure, value] of Object.entries(expected)) {
      if (figure !== 'papers') yield compare(`${year} ${figure}`, value, ours[figure], { year, figure, value });
    }
  }
};

function compare(
  id: string,
  published: unknown,
  ours: unknown,
  inputs: { readonly year: string; readonly figure: string; readonly value: unknown },
): CaseResult {
  if (ours === undefined) return unknownKind(id, inputs.figure, inputs);
  const [expected, got] = [JSON.stringify(published), JSON.stringify(ours)];
  return { id, agree: expected === got, expected, got, inputs };
}

function figuresOf(days: WorkingDays, year: number): Readonly<Record<string, unknown>> {
  const [first = 0, next = 0] = [daysFromCivil(year, 1, 1), daysFromCivil(year + 1, 1, 1)];
  const all = Array.from({ length: next - first }, (_, i) => first + i);
  const working = new Set(all.filter((day) => days.isWorkingDay(civilFromDays(day))));
  const isWeekend = (day: number): boolean => (((day + 3) % 7) + 7) % 7 >= 5;
  return {
    working_days: working.size,
    off_days: all.length - working.size,
    makeup_working_weekend_days: all.filter((day) => isWeekend(day) && working.has(day)).map(dateText),
    weekday_days_off: all.filter((day) => !isWeekend(day) && !working.has(day)).map(dateText),
  };
}

function dateText(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
