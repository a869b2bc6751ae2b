import { isZoneName, type CalendarWindow } from '@sla/calendar';
import { compare, divide, formatDecimal, ratio, ZERO, type Ratio } from '@sla/kernel';
import { STATES } from '../samples.js';
import type { ObjectReader } from './document-reader.js';
import { readBudgeting } from './read-budgeting.js';
import type { Indicator, Objective } from './terms.js';

const HUNDRED = ratio(100n);
const WINDOW_KINDS = ['day', 'week', 'month', 'quarter', 'half_year', 'year'] as const;
/** Default of `atRiskAt`: four fifths of the budget. */
const AT_RISK_PERCENT = ratio(80n);

/** Reads one objective; undefined when a fault leaves it without meaning. Every fault is noted in the reader. */
export function readObjective(r: ObjectReader, defaultZone: string): Objective | undefined {
  const names = readNames(r);
  const indicator = readIndicator(r.object('indicator'));
  const target = percent(r, 'target');
  const window = readWindow(r.object('window'), defaultZone);
  const partialWindow = r.oneOf('partialWindow', ['clip', 'skip', 'whole']);
  const missingData = r.oneOf('missingData', ['good', 'bad', 'ignore', 'hold', 'insufficient']);
  const stalenessMs = r.durationMs('staleness');
  const coverage = percent(r, 'minimumCoverage');
  const expectedEveryMs = r.has('expectedEvery') ? r.durationMs('expectedEvery') : undefined;
  const lateness = readLateness(r);
  const atRiskAt = readRisk(r);
  const minimumVolume = r.has('minimumVolume') ? readVolume(r) : 0n;
  const exclusions = r.texts('exclusions', 'optional');
  const budgeting = r.has('budgeting') ? readBudgeting(r.object('budgeting')) : undefined;
  r.end();
  // Events by themselves have nothing to hold; slices of time go on being what the one before was.
  const holds = indicator?.kind === 'time_in_state' || budgeting !== undefined;
  if (missingData === 'hold' && indicator && !holds) r.fault('missingData', 'terms.hold_without_state');
  if (!names || !indicator || !target || !window || !partialWindow || !missingData) return undefined;
  if (stalenessMs === undefined || !coverage || !lateness || !atRiskAt || minimumVolume === undefined) return undefined;
  return {
    ...names,
    indicator,
    window,
    partialWindow,
    missingData,
    stalenessMs,
    atRiskAt,
    exclusions,
    target: target.share,
    targetPercent: target.text,
    minimumCoverage: coverage.share,
    minimumVolume,
    ...lateness,
    ...(expectedEveryMs === undefined ? {} : { expectedEveryMs }),
    ...(budgeting === undefined ? {} : { budgeting }),
  };
}

function readNames(r: ObjectReader): Pick<Objective, 'id' | 'title' | 'service' | 'need' | 'owner'> | undefined {
  const [id, title, service] = [r.id('id'), r.localized('title'), r.id('service')];
  const [need, owner] = [r.localized('need'), r.id('owner')];
  return id && title && service && need && owner ? { id, title, service, need, owner } : undefined;
}

const readRisk = (r: ObjectReader): Ratio | undefined =>
  r.has('atRiskAt') ? percent(r, 'atRiskAt')?.share : divide(AT_RISK_PERCENT, HUNDRED);

function readVolume(r: ObjectReader): bigint | undefined {
  const volume = r.decimal('minimumVolume');
  if (volume !== undefined && volume.den !== 1n) return r.fault('minimumVolume', 'terms.whole_number_expected');
  return volume?.num;
}

function readLateness(r: ObjectReader): { allowedLatenessMs: number; freezeAfterMs: number } | undefined {
  const allowedLatenessMs = r.durationMs('allowedLateness');
  const freezeAfterMs = r.durationMs('freezeAfter');
  if (allowedLatenessMs === undefined || freezeAfterMs === undefined) return undefined;
  if (freezeAfterMs < allowedLatenessMs) r.fault('freezeAfter', 'terms.freeze_before_lateness');
  return { allowedLatenessMs, freezeAfterMs };
}

/** A percentage from 0 to 100, as a share. */
export function percent(r: ObjectReader, member: string): { readonly share: Ratio; readonly text: string } | undefined {
  const read = r.decimalText(member);
  if (read === undefined) return undefined;
  if (compare(read.value, HUNDRED) > 0) {
    return r.fault(member, 'terms.percent_above_100', { member, value: read.text });
  }
  if (compare(read.value, ZERO) < 0) return r.fault(member, 'terms.percent_below_0', { member, value: read.text });
  return { share: divide(read.value, HUNDRED), text: read.text };
}

function readIndicator(r: ObjectReader | undefined): Indicator | undefined {
  const kind = r?.oneOf('kind', ['time_in_state', 'event_ratio', 'threshold']);
  const series = r?.id('series');
  if (r === undefined || kind === undefined) return undefined;
  const indicator = readKind(r, kind, series ?? '');
  r.end();
  return series === undefined ? undefined : indicator;
}

function readKind(r: ObjectReader, kind: Indicator['kind'], series: string): Indicator | undefined {
  if (kind === 'event_ratio') return { kind, series };
  if (kind === 'time_in_state') {
    const names = r.has('good') ? r.texts('good', 'required') : ['up'];
    const good = names.flatMap((name) => {
      const state = STATES.find((known) => known === name && known !== 'unknown');
      return state ?? r.fault('good', 'terms.not_one_of', { value: name, allowed: 'up, degraded, down' }) ?? [];
    });
    return { kind, series, good };
  }
  const operator = r.oneOf('operator', ['<', '<=', '>', '>=']);
  const value = r.decimal('value');
  const unit = r.text('unit');
  return operator && value && unit !== undefined ? { kind, series, operator, value, unit } : undefined;
}

function readWindow(r: ObjectReader | undefined, defaultZone: string): CalendarWindow | undefined {
  if (r === undefined) return undefined;
  const kind = r.oneOf('kind', WINDOW_KINDS);
  const timeZone = r.has('timeZone') ? readZone(r) : defaultZone;
  const anchorDay = r.has('anchorDay') ? readAnchorDay(r) : undefined;
  const overflow = r.has('overflow') ? r.oneOf('overflow', ['clamp', 'overflow']) : undefined;
  r.end();
  if (kind === undefined || timeZone === undefined) return undefined;
  if (anchorDay !== undefined && (kind === 'day' || kind === 'week'))
    return r.fault('anchorDay', 'terms.anchor_without_month');
  return {
    kind,
    timeZone,
    ...(anchorDay === undefined ? {} : { anchorDay }),
    ...(overflow === undefined ? {} : { overflow }),
  };
}

function readAnchorDay(r: ObjectReader): number | undefined {
  const value = r.decimal('anchorDay');
  if (value === undefined) return undefined;
  const whole = value.den === 1n && value.num >= 1n && value.num <= 31n;
  return whole
    ? Number(value.num)
    : r.fault('anchorDay', 'terms.anchor_day_range', { value: formatDecimal(value, 0, 'down') });
}

/** A zone of our tz data. */
export function readZone(r: ObjectReader): string | undefined {
  const name = r.text('timeZone');
  if (name === undefined || isZoneName(name)) return name;
  return r.fault('timeZone', 'terms.unknown_zone', { value: name.slice(0, 60) });
}

export { HUNDRED };
