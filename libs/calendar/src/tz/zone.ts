import { DomainError, assert, type Instant } from '@sla/kernel';
import { LINKS, TZ_VERSION, ZONES } from './data/tzdata.js';
import { parsePosixRule, type PosixRule } from './posix-rule.js';

/** A time zone of our own pinned data. Offsets are local time minus UTC in milliseconds: +8 h for Shanghai. */
export interface Zone {
  /** The name asked for; links keep their own name. */
  readonly name: string;
  readonly firstOffsetMs: number;
  /** Instants at which the offset changes, ascending, up to where `rule` takes over. */
  readonly transitionsAt: readonly number[];
  /** Offsets from the transition of the same index on. */
  readonly offsetsMs: readonly number[];
  /** Changes that come back every year, after the last transition. */
  readonly rule?: PosixRule;
}

const cache = new Map<string, Zone>();

/**
 * The zone of an IANA name or link, for example Asia/Shanghai.
 * @throws DomainError invalid_argument with names that look alike.
 */
export function zone(name: string): Zone {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const data = ZONES[name] ?? ZONES[LINKS[name] ?? ''];
  if (data === undefined || !(Object.hasOwn(ZONES, name) || Object.hasOwn(LINKS, name))) throw unknownZone(name);
  const made = decode(name, data);
  cache.set(name, made);
  return made;
}

export const isZoneName = (name: string): boolean => Object.hasOwn(ZONES, name) || Object.hasOwn(LINKS, name);

/** All names, links included, in order. */
export const zoneNames = (): readonly string[] => [...Object.keys(ZONES), ...Object.keys(LINKS)].sort();

function decode(name: string, data: string): Zone {
  const [steps = '', rule] = data.split('|');
  const [first = '', ...transitions] = steps.split(',');
  const transitionsAt: number[] = [];
  const offsetsMs: number[] = [];
  let at = 0;
  for (const step of transitions) {
    const [delta = '', offset = ''] = step.split(':');
    at += Number.parseInt(delta, 36);
    transitionsAt.push(at * 1000);
    offsetsMs.push(Number.parseInt(offset, 36) * 1000);
  }
  return {
    name,
    firstOffsetMs: Number.parseInt(first, 36) * 1000,
    transitionsAt,
    offsetsMs,
    ...(rule === undefined ? {} : { rule: parsePosixRule(rule) }),
  };
}

function unknownZone(name: string): DomainError {
  const city = (name.split('/').at(-1) ?? name).toLowerCase();
  const near = zoneNames().filter((known) => known.toLowerCase().includes(city.slice(0, 4)) && city.length >= 3);
  return new DomainError('invalid_argument', 'calendar.unknown_zone', {
    value: name.slice(0, 60),
    near: near.slice(0, 3).join(', ') || 'Asia/Shanghai, Europe/Berlin, UTC',
    version: TZ_VERSION,
  });
}

/** Local time minus UTC at an instant, in milliseconds. */
export function offsetAt(of: Zone, at: Instant): number {
  const index = lastAtOrBefore(of.transitionsAt, at);
  if (of.rule !== undefined && index === of.transitionsAt.length - 1) {
    return of.rule.offsetAt(at);
  }
  return index < 0 ? of.firstOffsetMs : (of.offsetsMs[index] ?? of.firstOffsetMs);
}

/** The first instant after `at` at which the offset may change; undefined when it never does again. */
export function nextChange(of: Zone, at: Instant): Instant | undefined {
  const listed = of.transitionsAt[lastAtOrBefore(of.transitionsAt, at) + 1];
  return (listed ?? of.rule?.nextChange(at)) as Instant | undefined;
}

/** Index of the last element that is at or before `at`; -1 when all are later. */
function lastAtOrBefore(sorted: readonly number[], at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle];
    assert(value !== undefined, 'binary search stays inside');
    if (value <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
