import { compare, DomainError, parseDecimal, ratio, roundToInteger, type Instant, type Rounding } from '@sla/kernel';
import { readRecords, type Place } from './read-records.js';
import { readTime, type WallClock } from './read-time.js';

/** A value as a scaled integer of the declared resolution. */
export interface Value extends Place {
  readonly at: Instant;
  readonly scaled: bigint;
  /** True when the text was finer than the resolution. */
  readonly rounded: boolean;
}

export const ROUNDINGS = ['refuse', 'half_even', 'half_up', 'down', 'up', 'floor', 'ceiling'] as const;

export interface ValueSettings {
  readonly clock: WallClock | undefined;
  /** Decimal places that are kept, 0 to MAX_PLACES. */
  readonly places: number;
  /** Values finer than that are refused unless the caller says how to round them. */
  readonly rounding: 'refuse' | Rounding;
}

/** Most decimal places of a value, as the ingest takes them. */
export const MAX_PLACES = 9;
const MAX_SCALED = 2n ** 63n - 1n;
const COLUMNS = ['timestamp', 'value'] as const;

/**
 * Values of a CSV file with the columns timestamp, value, exact to the declared resolution.
 * @throws DomainError with file, line, reason and way out: nothing is guessed, filled or rounded in silence.
 */
export async function* readValues(file: string, settings: ValueSettings): AsyncGenerator<Value> {
  for await (const { line, cells } of readRecords(file, COLUMNS)) {
    const place = { file, line };
    const at = readTime(place, 'timestamp', cells.timestamp, settings.clock);
    yield { ...place, at, ...scaledValue(place, cells.value, settings) };
  }
}

function scaledValue(
  place: Place,
  text: string,
  { places, rounding }: ValueSettings,
): { readonly scaled: bigint; readonly rounded: boolean } {
  const exact = decimalOf(place, text);
  const steps = ratio(exact.num * 10n ** BigInt(places), exact.den);
  const whole = steps.den === 1n;
  const params = { ...place, value: text.slice(0, 40), resolution: resolutionText(places) };
  if (!whole && rounding === 'refuse') throw new DomainError('invalid_argument', 'cli.value_too_fine', params);
  const scaled = whole || rounding === 'refuse' ? steps.num : roundToInteger(steps, rounding);
  if (scaled > MAX_SCALED || scaled < -MAX_SCALED)
    throw new DomainError('invalid_argument', 'cli.value_too_large', params);
  return { scaled, rounded: compare(steps, ratio(scaled)) !== 0 };
}

function decimalOf(place: Place, text: string): ReturnType<typeof parseDecimal> {
  try {
    return parseDecimal(text);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError('invalid_argument', 'cli.value_malformed', { ...place, value: text.slice(0, 40) });
  }
}

/** Decimal places of a resolution such as 0.001. @throws DomainError for anything but a power of ten from 1 to 10^-MAX_PLACES. */
export function placesOf(resolution: string): number {
  const match = /^(?:1|0\.(0*)1)$/.exec(resolution);
  const places = resolution === '1' ? 0 : (match?.[1]?.length ?? MAX_PLACES) + 1;
  if (match === null || places > MAX_PLACES)
    throw new DomainError('invalid_argument', 'cli.resolution_malformed', { value: resolution.slice(0, 40) });
  return places;
}

const resolutionText = (places: number): string => (places === 0 ? '1' : `0.${'1'.padStart(places, '0')}`);
