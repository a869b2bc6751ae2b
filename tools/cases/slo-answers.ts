import { totalMs, windowAt, type Timeline } from '@sla/calendar';
import {
  allowedBad,
  budgetLine,
  budgetOf,
  budgetSpent,
  burnFactor,
  burnRateOf,
  checkAlert,
  checkBudgeting,
  compositeOf,
  compositeSlice,
  BAD,
  detectionMs,
  eventTotals,
  exactly,
  exhaustionMs,
  fractionOf,
  GOOD,
  greatestBurn,
  normalisedWeights,
  scaledWindow,
  sliceColumns,
  tallySlices,
  type Budgeting,
  type EventCounts,
  type Part,
} from '@sla/engine';
import {
  add,
  compare,
  DAY_MS,
  divide,
  DomainError,
  HOUR_MS,
  MINUTE_MS,
  multiply,
  ONE,
  ratio,
  SECOND_MS,
  subtract,
  ZERO,
  type Instant,
  type Ratio,
} from '@sla/kernel';
import { AnyOf, type Answer } from './case-answer.ts';
import { exactOf, type CaseInputs } from './case-inputs.ts';
import { calendarWindow, monthOf, openTime, rollingWindow, timeText } from './slo-windows.ts';

const HUNDRED = ratio(100n);
const percentOf = (share: Ratio): Ratio => multiply(share, HUNDRED);
const shareOf = (percent: Ratio): Ratio => divide(percent, HUNDRED);
const either = (share: Ratio): AnyOf => new AnyOf({ share, percent: percentOf(share) });

/** Milliseconds of the units that cases name. */
const UNITS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  seconds: SECOND_MS,
  min: MINUTE_MS,
  minutes: MINUTE_MS,
  h: HOUR_MS,
  hours: HOUR_MS,
  d: DAY_MS,
  days: DAY_MS,
};
function inUnit(ms: Ratio, c: CaseInputs, otherwise: string): Ratio {
  const unit = c.has('unit') ? c.text('unit') : otherwise;
  const length = UNITS[unit];
  if (length === undefined) throw new Error(`unknown unit ${unit}`);
  return divide(ms, ratio(length));
}
const lengthMs = (c: CaseInputs, choices: Readonly<Record<string, number>>): number => {
  const [name, unit] = c.firstOf(choices);
  const { num, den } = multiply(c.exact(name), ratio(unit));
  if (den !== 1n) throw new Error(`${name} is not a whole number of milliseconds`);
  return Number(num);
};
const periodMs = (c: CaseInputs): number =>
  lengthMs(c, { windowDays: DAY_MS, periodDays: DAY_MS, windowHours: HOUR_MS, periodSeconds: SECOND_MS });
const alertWindowMs = (c: CaseInputs): number =>
  lengthMs(c, {
    longWindowHours: HOUR_MS,
    longWindowMinutes: MINUTE_MS,
    windowHours: HOUR_MS,
    windowMinutes: MINUTE_MS,
  });

/** The share of good of two counts, as the engine reads them; undefined when nothing was counted. */
function sliOf(c: CaseInputs): Ratio | undefined {
  if (c.has('sli')) return checkedShare(c.exact('sli'));
  if (c.has('availabilityPercent')) return checkedShare(shareOf(c.exact('availabilityPercent')));
  const names = ['good', 'bad', 'total'].filter((name) => c.has(name));
  const counts = Object.fromEntries(names.map((name) => [name, c.whole(name)])) as unknown as EventCounts;
  return fractionOf(eventTotals(counts));
}

function checkedShare(share: Ratio): Ratio {
  // A quotient above one is read as counts of different moments, which eventTotals refuses.
  eventTotals({ good: share.num, total: share.den });
  return share;
}

const targetOf = (c: CaseInputs): Ratio => {
  const [name] = c.firstOf({ target: 0, goal: 0, targetPercent: 0, objectivePercent: 0, slo: 0 });
  const value = c.exact(name);
  return name === 'target' || name === 'goal' ? value : shareOf(value);
};

const badShare = (c: CaseInputs): Ratio => {
  const sli = sliOf(c);
  if (sli === undefined) throw new DomainError('invalid_argument', 'engine.negative_count', { value: 'no data' });
  return subtract(ONE, sli);
};

/** "invalid" is how cases publish a refusal. */
function orInvalid(compute: () => Answer): Answer {
  try {
    return compute();
  } catch (error) {
    if (error instanceof DomainError) return 'invalid';
    throw error;
  }
}

function burnValue(c: CaseInputs): Answer {
  if (c.has('burnRateExact')) return compare(c.exact('burnRateExact'), c.exact('threshold')) > 0;
  if (c.has('burnRate')) return percentOf(multiply(c.exact('burnRate'), allowedBad(targetOf(c))));
  const burnRate = burnRateOf(badShare(c), targetOf(c));
  if (!c.has('threshold')) return burnRate;
  return { burnRate, alert: compare(burnRate, c.exact('threshold')) > 0 };
}

function lowTraffic(c: CaseInputs): Answer {
  const share = subtract(ONE, badShare(c));
  const bad = subtract(ONE, share);
  return c.has('target') ? burnRateOf(bad, targetOf(c)) : either(bad);
}

/** The alerts that Pyrra derives from 28 days: factor, long and short window, and how long it waits. */
const PYRRA_DAYS = 28;
const PYRRA = [
  { factor: 14, long: HOUR_MS, short: 5 * MINUTE_MS, wait: 2 * MINUTE_MS },
  { factor: 7, long: 6 * HOUR_MS, short: 30 * MINUTE_MS, wait: 15 * MINUTE_MS },
  { factor: 2, long: DAY_MS, short: 2 * HOUR_MS, wait: HOUR_MS },
  { factor: 1, long: 4 * DAY_MS, short: 6 * HOUR_MS, wait: 3 * HOUR_MS },
] as const;

function scaled(ms: number, periodLengthMs: number): Ratio {
  try {
    return ratio(scaledWindow(ms, ratio(periodLengthMs, PYRRA_DAYS * DAY_MS), MINUTE_MS), MINUTE_MS);
  } catch (error) {
    // Nothing is left of it, so it is refused; the case publishes what is left.
    if (error instanceof DomainError && error.reason === 'engine.alert_window_vanishes') return ZERO;
    throw error;
  }
}

function alertWindows(c: CaseInputs): Answer {
  const period = periodMs(c);
  const rows = PYRRA.map(({ factor, long, short, wait }) => ({
    For: scaled(wait, period),
    Long: scaled(long, period),
    Short: scaled(short, period),
    factor: ratio(factor),
  }));
  if (!c.has('which')) return rows;
  const [place, column] = c.text('which').split(' ');
  const row = place === 'first' ? rows[0] : place === 'last' ? rows.at(-1) : undefined;
  return Object.entries(row ?? {}).find(([name]) => name === column)?.[1];
}

/** How long a total outage takes to trip the fastest alert, and the wait of that alert, in whole minutes. */
function absentAfter(c: CaseInputs): Answer {
  const [fastest] = PYRRA;
  const period = periodMs(c);
  const [long, short, wait] = [fastest.long, fastest.short, fastest.wait].map((ms) => scaled(ms, period));
  if (long === undefined || short === undefined || wait === undefined) return undefined;
  const toMs = ({ num, den }: Ratio): number => Number(num * BigInt(MINUTE_MS)) / Number(den);
  const factor = ratio(fastest.factor);
  checkAlert({ target: targetOf(c), factor, windowsMs: [toMs(long), toMs(short)], holdMs: toMs(wait) });
  const detected = detectionMs(toMs(long), multiply(factor, allowedBad(targetOf(c))), ONE);
  if (detected === undefined) return undefined;
  const waited = add(divide(detected, ratio(MINUTE_MS)), wait);
  return ratio((2n * waited.num + waited.den) / (2n * waited.den));
}

function budgetReport(c: CaseInputs): Answer {
  const bad = badShare(c);
  const allowed = allowedBad(targetOf(c));
  const consumed = divide(bad, allowed);
  const shares = { gap: subtract(allowed, bad), consumed, consumedPercent: percentOf(consumed) };
  if (!c.has('window')) return new AnyOf(shares);
  const minutes = divide(c.exact('window'), ratio(60n));
  return new AnyOf({
    ...shares,
    allowedMinutes: multiply(minutes, allowed),
    badMinutes: multiply(minutes, bad),
    leftMinutes: multiply(minutes, subtract(allowed, bad)),
  });
}

function budgetConsumed(c: CaseInputs): Answer {
  if (c.has('burnRate')) return percentOf(budgetSpent(c.exact('burnRate'), periodMs(c), alertWindowMs(c)));
  if (c.has('outageMinutes')) {
    const counted = BigInt(periodMs(c));
    const bad = multiply(c.exact('outageMinutes'), ratio(MINUTE_MS));
    return consumedPercent(targetOf(c), counted, bad);
  }
  if (c.has('failed')) {
    const events = multiply(c.exact('requestsPerHour'), ratio(periodMs(c), HOUR_MS));
    return consumedPercent(targetOf(c), events.num / events.den, c.exact('failed'));
  }
  if (c.has('errorRate')) {
    // Without a target the error rate is that of the budget, and its share is that of the time.
    const burn = c.has('target') ? burnRateOf(c.exact('errorRate'), targetOf(c)) : ONE;
    return percentOf(budgetSpent(burn, lengthMs(c, { periodDays: DAY_MS }), alertWindowMs(c)));
  }
  return consumedPercent(targetOf(c), c.whole('total'), c.exact('bad'));
}

function consumedPercent(target: Ratio, expected: bigint, bad: Ratio): Answer {
  const { consumed } = budgetLine({ target, counted: expected, bad: bad.num, expected });
  return consumed && percentOf(divide(consumed, ratio(bad.den)));
}

function budgetEvents(c: CaseInputs): Answer {
  if (c.has('total')) return ratio(budgetOf(targetOf(c), c.whole('total')));
  const events = multiply(c.exact('requestsPerHour'), ratio(periodMs(c), HOUR_MS));
  return ratio(budgetOf(targetOf(c), events.num / events.den));
}

function detection(c: CaseInputs): Answer {
  const budgetRate = !c.has('threshold') || c.raw('threshold') === 'budget rate';
  const threshold = budgetRate ? allowedBad(targetOf(c)) : c.exact('threshold');
  const ms = detectionMs(alertWindowMs(c), threshold, c.has('errorRate') ? c.exact('errorRate') : ONE);
  return ms && inUnit(ms, c, 'min');
}

/** Slices of one unit from lists of counts. */
function slicesOf(c: CaseInputs): ReturnType<typeof sliceColumns> {
  const [good, total] = [c.list('good'), c.list('total')].map((list) => list.map((n) => Number(exactOf(n).num)));
  const columns = sliceColumns(0 as Instant, MINUTE_MS, good?.length ?? 0);
  good?.forEach((up, i) => {
    columns.good[i] = up;
    columns.bad[i] = (total?.[i] ?? 0) - up;
  });
  return columns;
}

/** Cases without a target of the slice mean the one of the same data. */
const SLICE_TARGET = ratio(95n, 100n);

function threeMethods(c: CaseInputs): Answer {
  const rule = c.text('missingSlice');
  if (rule !== 'good' && rule !== 'bad' && rule !== 'ignore') throw new Error(`unknown rule ${rule}`);
  const sliceTarget = c.has('timeSliceTarget') ? c.exact('timeSliceTarget') : SLICE_TARGET;
  const columns = slicesOf(c);
  const by = (budgeting: Budgeting): Answer => {
    const { share } = tallySlices(columns, budgeting);
    return share && ratio(share.num, share.den);
  };
  return {
    occurrences: by({ method: 'occurrences', missingData: rule }),
    timeslices: by(timeSlices(sliceTarget, rule)),
    ratioTimeslices: by({ method: 'ratio_time_slices', missingData: rule }),
  };
}

const timeSlices = (sliceTarget: Ratio, missingData: 'good' | 'bad' | 'ignore'): Budgeting => ({
  method: 'time_slices',
  missingData,
  sliceTarget,
  minimumVolume: 0,
  minimumConsecutive: 1,
});

function budgetTimeSlices(c: CaseInputs): Answer {
  if (c.has('sliceMinutes')) return divide(ratio(c.whole('days') * 1_440n), c.exact('sliceMinutes'));
  if (c.has('slices')) return multiply(multiply(allowedBad(targetOf(c)), c.exact('slices')), ratio(60n));
  const columns = sliceColumns(0 as Instant, MINUTE_MS, 1);
  columns.good[0] = c.number('good');
  columns.bad[0] = c.number('total') - c.number('good');
  return tallySlices(columns, timeSlices(c.exact('timeSliceTarget'), 'bad')).bad === 1n ? 'bad' : 'good';
}

function composite(c: CaseInputs): Answer {
  if (c.has('weights')) {
    return normalisedWeights(
      c.list('weights').map((w, i) => ({ id: `${i}`, figure: exactly(ONE), weight: exactOf(w) })),
    );
  }
  if (c.has('sliceMembers')) {
    const kind = compositeSlice(
      { kind: 'worst_of' },
      c.list('sliceMembers').map((member) => (member === 'good' ? GOOD : BAD)),
    );
    return kind === GOOD ? 'good' : 'bad';
  }
  const parts = c.list('members').map(partOf);
  if (c.has('method')) {
    if (c.text('method') !== 'RatioTimeslices') throw new Error(`unknown method ${c.text('method')}`);
    return compositeOf({ kind: 'additive_loss' }, parts).figure.value;
  }
  const sli = compositeOf({ kind: 'weighted_mean' }, parts).figure.value ?? ZERO;
  const consumed = divide(subtract(ONE, sli), allowedBad(targetOf(c)));
  return { sli, consumed, remaining: subtract(ONE, consumed), status: statusOf(sli, consumed, targetOf(c)) };
}

/** Elastic's names: DEGRADING while a quarter of the budget or less is left. */
function statusOf(sli: Ratio, consumed: Ratio, target: Ratio): string {
  if (compare(sli, target) < 0) return 'VIOLATED';
  return compare(consumed, ratio(3n, 4n)) < 0 ? 'HEALTHY' : 'DEGRADING';
}

function partOf(member: unknown, i: number): Part {
  if (typeof member !== 'object' || member === null) return { id: `${i}`, figure: exactly(exactOf(member)) };
  const { sli, weight } = member as { readonly sli: unknown; readonly weight: unknown };
  return { id: `${i}`, figure: exactly(exactOf(sli)), weight: exactOf(weight) };
}

/** OpenSLO's shorthand; months, quarters and years have the lengths that the case's source gives them. */
const SHORTHAND: Readonly<Record<string, number>> = {
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  M: 30 * 86_400,
  Q: 90 * 86_400,
  Y: 365 * 86_400,
};
function shorthand(c: CaseInputs): Answer {
  const [, count = '', unit = ''] = /^(\d+)([mhdwMQY])$/.exec(c.text('duration')) ?? [];
  return count === '' ? 'invalid' : ratio(BigInt(count) * BigInt(SHORTHAND[unit] ?? 0));
}

function isInRange(c: CaseInputs): Answer {
  const value = c.exact('value');
  const holds = (check: () => unknown): boolean => orInvalid(() => (check(), true)) === true;
  switch (c.text('field')) {
    case 'target':
      return compare(value, ZERO) === 0 || holds(() => allowedBad(value));
    case 'targetPercent':
      return compare(value, ZERO) === 0 || holds(() => allowedBad(shareOf(value)));
    case 'timeSliceTarget':
      return holds(() => checkBudgeting(timeSlices(value, 'bad')));
    case 'compositeWeight':
      return holds(() => compositeOf({ kind: 'weighted_mean' }, [{ id: 'a', figure: exactly(ONE), weight: value }]));
    default:
      throw new Error(`unknown field ${c.text('field')}`);
  }
}

interface Band {
  readonly fromInclusive: number;
  readonly toExclusive: number;
  readonly penalty: number;
}
function penaltyOf(c: CaseInputs): Answer {
  const value = c.exact('value');
  const band = (c.list('bands') as readonly Band[]).find(
    ({ fromInclusive, toExclusive }) =>
      compare(value, exactOf(fromInclusive)) >= 0 && compare(value, exactOf(toExclusive)) < 0,
  );
  return exactOf(band?.penalty ?? 0);
}

function countedTime(c: CaseInputs): Answer {
  if (c.has('periodSeconds')) return subtract(c.exact('periodSeconds'), c.exact('excludedSeconds'));
  const begin = Math.max(c.number('periodStart'), c.number('serviceCreated'));
  const span = { start: begin as Instant, end: c.number('periodEnd') as Instant };
  const excluded = c.list('excluded').map((pair) => {
    const [start, end] = pair as readonly [Instant, Instant];
    return { start, end };
  });
  return ratio(openTime([span], excluded as Timeline));
}

/** How much more downtime the uptime so far would bear, in whole seconds. */
function furtherDowntime(c: CaseInputs): Answer {
  const [uptime, downtime] = [c.whole('uptime'), c.whole('downtime')];
  const target = targetOf(c);
  const bears = multiply(ratio(uptime), divide(subtract(ONE, target), target));
  return {
    sli: percentOf(ratio(uptime, uptime + downtime)),
    errorBudget: ratio(bears.num / bears.den - downtime),
  };
}

/** Beats that count; what is neither up nor down says nothing. */
function uptime(c: CaseInputs): Answer {
  if (c.has('beats')) return upShare(c.list('beats').map(String));
  // The pattern "UP, DOWN, …" from the first day on.
  const [count, of] = c.has('days') ? [c.number('days'), c.number('days')] : [c.number('last'), c.number('of')];
  return upShare(Array.from({ length: of }, (_, i) => (i % 2 === 0 ? 'UP' : 'DOWN')).slice(of - count));
}

function upShare(beats: readonly string[]): Ratio | undefined {
  const count = (state: string): bigint => BigInt(beats.filter((beat) => beat === state).length);
  return fractionOf(eventTotals({ good: count('UP'), bad: count('DOWN') }));
}

function eventRatio(c: CaseInputs): Answer {
  try {
    const sli = sliOf(c);
    return sli === undefined ? ratio(-1n) : either(sli);
  } catch (error) {
    // Nothing was to be counted, so whatever else was counted there is no figure: cases publish -1.
    if (error instanceof DomainError && c.has('total') && c.whole('total') === 0n) return ratio(-1n);
    throw error;
  }
}

/** What we compute, by topic. */
export const ANSWERS: Readonly<Record<string, (c: CaseInputs) => Answer>> = {
  'window.rolling': rollingWindow,
  'window.calendar': calendarWindow,
  'window.dst': (c) => {
    const month = windowAt({ kind: 'month', timeZone: c.text('timeZone') }, monthOf(c));
    const length = ratio(totalMs([month]));
    return c.has('target') ? inUnit(multiply(length, allowedBad(targetOf(c))), c, 'min') : inUnit(length, c, 'h');
  },
  schedule: (c) => inUnit(ratio(openTime(...monthSchedule(c))), c, 'h'),
  'time.format': timeText,
  'burnrate.factor': (c) =>
    burnFactor(shareOf(c.exact('budgetPercent')), lengthMs(c, { periodDays: DAY_MS }), alertWindowMs(c)),
  'burnrate.threshold': (c) => multiply(c.exact('factor'), allowedBad(targetOf(c))),
  'burnrate.low-traffic': lowTraffic,
  'burnrate.windows': alertWindows,
  'burnrate.exhaustion': (c) => {
    const ms = exhaustionMs(periodMs(c), c.exact('burnRate'));
    return ms && inUnit(ms, c, 'h');
  },
  'burnrate.value': burnValue,
  'burnrate.max': (c) => greatestBurn(targetOf(c)),
  'missing-data.alert': absentAfter,
  'missing-data.ratio': (c) => orInvalid(() => sliOf(c)),
  'missing-data.timeslices': (c) => subtract(ONE, ratio(c.whole('badSlices'), c.whole('totalSlices'))),
  'errorbudget.remaining': (c) => either(subtract(ONE, burnRateOf(badShare(c), targetOf(c)))),
  'errorbudget.minutes': (c) => inUnit(multiply(ratio(periodMs(c)), allowedBad(targetOf(c))), c, 'min'),
  'errorbudget.report': budgetReport,
  'errorbudget.events': budgetEvents,
  'errorbudget.consumed': budgetConsumed,
  'alert.detect': detection,
  'sli.ratio': eventRatio,
  'sli.validation': (c) => orInvalid(() => sliOf(c)),
  'sli.uptime': uptime,
  'percentile.mean': (c) => {
    const pings = c.list('pings').map(exactOf);
    return pings.length === 0 ? undefined : divide(pings.reduce(add), ratio(pings.length));
  },
  'budget.occurrences': (c) => multiply(c.exact('perDay'), c.exact('days')),
  'budget.ratioTimeslices': (c) => divide(multiply(c.exact('slices'), c.exact('lossPerSlice')), c.exact('rest')),
  'budget.timeslices': budgetTimeSlices,
  'budget.methods': threeMethods,
  'late-data': threeMethods,
  'objective.percent': (c) => percentOf(targetOf(c)),
  composite,
  'duration.shorthand': shorthand,
  'validation.range': isInRange,
  'credit.bands': penaltyOf,
  'exclusion.downtime': countedTime,
  'zabbix.errorbudget': furtherDowntime,
};

const monthSchedule = (c: CaseInputs): Parameters<typeof openTime> => {
  const month = windowAt({ kind: 'month', timeZone: c.text('timeZone') }, monthOf(c));
  return [[month], [], { timeZone: c.text('timeZone'), days: c.text('days'), hours: c.text('hours') }];
};
