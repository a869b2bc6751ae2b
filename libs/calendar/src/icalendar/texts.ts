import { assert, civilFromDays, DAY_MS, daysFromCivil, type CivilDate } from '@sla/kernel';

export const dayNumberOf = ({ year, month, day }: CivilDate): number => {
  const days = daysFromCivil(year, month, day);
  assert(days !== undefined, `${year}-${month}-${day} exists`);
  return days;
};

const two = (n: number): string => String(n).padStart(2, '0');

/** `2026-10-01` of a day number. */
export function dateText(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** `18:00:00` of milliseconds since midnight. */
const clockText = (ms: number): string =>
  [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1_000) % 60].map((part) => two(Math.floor(part))).join(':');

/** `2026-10-01T18:00:00` of wall-clock milliseconds. */
export function localText(wall: number): string {
  const day = Math.floor(wall / DAY_MS);
  return `${dateText(day)}T${clockText(wall - day * DAY_MS)}`;
}

/** `20261001` or `20261001T180000`: the form of RFC 5545. */
export const compact = (text: string): string => text.replaceAll(/[-:]/g, '');
