import { describe, expect, it } from '@jest/globals';
import { formatInstant, type Instant } from '@sla/kernel';
import { TZ_VERSION } from './data/tzdata.js';
import { nextChange, offsetAt, zone, zoneNames, type Zone } from './zone.js';

/**
 * Where our release of the tz data and that inside Node.js differ on the grid, and why. The suite follows its own. A new
 * Node.js or new data of ours changes this list: read what changed, then write it down.
 */
const DIFFERENCES: Readonly<Record<string, string>> = {
  ...sameFor(
    ['America/Winnipeg', 'America/Rainy_River', 'Canada/Central'],
    '2026-11-01 to 2037-12-20: ours -5, host -6',
  ),
  ...sameFor(['America/Inuvik'], '2026-11-01 to 2037-12-20: ours -6, host -7'),
  ...sameFor(['America/Havana', 'Cuba'], '2026-11-03 to 2027-03-03: ours -4, host -5'),
  ...sameFor(['America/Bogota'], '1992-05-02 to 1992-05-02: ours -4, host -5'),
  ...sameFor(['Asia/Tehran', 'Iran'], '1979-05-25 to 1979-05-25: ours +4.5, host +3.5'),
};
/** The releases behind that list. The first three rows are decisions that governments made in 2026 and that only the newer release knows, the last two are corrections of the past. */
const RELEASES = { ours: '2026f', host: '2026c' };

function sameFor(names: readonly string[], difference: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, difference]));
}

/** Half a month of days, at an hour that is near no usual change of the clock. */
const STEP_MS = 15 * 86_400_000;
const [FROM, TO] = [Date.UTC(1970, 0, 1, 12), Date.UTC(2038, 0, 1)];

/** Offset by the tables of the host, in milliseconds. */
function hostOffsets(name: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset', hour: 'numeric' });
  return (at) => {
    const m = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(at));
    const [, sign, hours = 0, minutes = 0, seconds = 0] = m ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  };
}

/** The grid, with the seconds around each of our own changes: a change moved by an hour hides between two points. */
function grid(ours: Zone): readonly number[] {
  const points: number[] = [];
  for (let at = FROM; at < TO; at += STEP_MS) points.push(at);
  for (let at = nextChange(ours, FROM as Instant); at !== undefined && at < TO; at = nextChange(ours, at)) {
    points.push(at - 1_000, at);
  }
  return points.sort((a, b) => a - b);
}

/** The first and the last instant of the grid that differ. */
function difference(name: string): string | undefined {
  const [ours, host] = [zone(name), hostOffsets(name)];
  const differing = grid(ours).filter((at) => offsetAt(ours, at as Instant) !== host(at));
  const [first, last] = [differing[0], differing.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const text = (at: number): string => formatInstant(at as Instant).slice(0, 10);
  const hours = (offsetMs: number): string => `${offsetMs < 0 ? '' : '+'}${offsetMs / 3_600_000}`;
  return `${text(first)} to ${text(last)}: ours ${hours(offsetAt(ours, first as Instant))}, host ${hours(host(first))}`;
}

function isKnownToHost(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }) instanceof Intl.DateTimeFormat;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

describe('our tz data and that of the host', () => {
  it('are the releases that the list is about', () => {
    expect({ ours: TZ_VERSION, host: process.versions['tz'] }).toEqual(RELEASES);
  });

  it('know the same names; Factory is no place', () => {
    const names = new Set(zoneNames());
    expect(Intl.supportedValuesOf('timeZone').filter((name) => !names.has(name))).toEqual([]);
    expect(zoneNames().filter((name) => !isKnownToHost(name))).toEqual(['Factory']);
  });

  it('differ from 1970 to 2037 where it is written down, and nowhere else', () => {
    const found = zoneNames()
      .filter(isKnownToHost)
      .map((name) => [name, difference(name)] as const);
    expect(found.length).toBeGreaterThan(500);
    expect(Object.fromEntries(found.filter(([, text]) => text !== undefined))).toEqual(DIFFERENCES);
  }, 300_000);
});
