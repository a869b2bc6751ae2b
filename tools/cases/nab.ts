import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  distinctSamples,
  eventTotals,
  foldValues,
  fractionOf,
  meetsGoal,
  percentileOf,
  sliceColumns,
  tallySlices,
} from '@sla/engine';
import {
  add,
  compare,
  DAY_MS,
  defined,
  divide,
  parseInstant,
  ratio,
  type Instant,
  type Ratio,
  ZERO,
} from '@sla/kernel';
import { unknownKind, type CaseResult, type RunCases } from './case-file.ts';
import { exactOf } from './case-inputs.ts';
import { compareFigure, compareWhole } from './published-figures.ts';

interface Row {
  readonly at: Instant;
  readonly stamp: string;
  readonly value: Ratio;
}
type Figures = Readonly<Record<string, unknown>>;

/** Figures are rounded to nine places. */
const PLACES = 9;
const SECOND = 1_000;

/** Series of a benchmark: gaps and duplicates, percentiles by nearest rank, shares under a threshold, days above one. */
export const run: RunCases = function* (content, { dir }) {
  for (const [file, figures] of Object.entries(content as Readonly<Record<string, Figures>>)) {
    const rows = readRows(path.join(dir, 'data', `${file}.gz`));
    const series = new Series(rows);
    for (const [name, published] of Object.entries(figures)) {
      // Labels of people, not figures.
      if (name !== 'anomaly_windows') yield compareMember(`${file} ${name}`, name, published, series);
    }
    yield eachOnce(file, series);
  }
};

function readRows(file: string): readonly Row[] {
  const [, ...lines] = gunzipSync(readFileSync(file)).toString().trim().split(/\r?\n/);
  return lines.map((line) => {
    const [stamp = '', value = ''] = line.split(',');
    return { stamp, at: parseInstant(`${stamp.replace(' ', 'T')}Z`), value: exactOf(Number(value)) };
  });
}

class Series {
  readonly rows: readonly Row[];
  readonly ascending: readonly Ratio[];
  /** Milliseconds from each row to the next, in the order in which they came. */
  readonly steps: readonly number[];
  readonly stepMs: number;

  constructor(rows: readonly Row[]) {
    this.rows = rows;
    this.ascending = rows.map(({ value }) => value).sort(compare);
    this.steps = rows.slice(1).map(({ at }, i) => at - (rows[i]?.at ?? at));
    this.stepMs = mostFrequent(this.steps);
  }

  get first(): Instant {
    return this.rows.reduce((least, { at }) => (at < least ? at : least), defined(this.rows[0], 'row').at);
  }

  /** Slices of the usual step that the series should fill. */
  get slices(): number {
    const last = this.rows.reduce((most, { at }) => Math.max(most, at), 0);
    return Math.floor((last - this.first) / this.stepMs) + 1;
  }
}

function mostFrequent(steps: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return defined(most, 'step')[0];
}

function compareMember(id: string, name: string, published: unknown, series: Series): CaseResult {
  const { rows, ascending, steps, stepMs } = series;
  const figure = (value: Ratio | undefined): CaseResult => compareFigure(id, published, [value], PLACES);
  const percentile = /^p(\d+)(?:_nearest_rank)?$/.exec(name)?.[1];
  if (percentile !== undefined)
    return figure(percentileOf(ascending, ratio(BigInt(percentile), 10n ** BigInt(percentile.length))));
  const limit = /^good_ratio_le_(\d+)$/.exec(name)?.[1];
  if (limit !== undefined) return figure(shareAtMost(rows, ratio(BigInt(limit))));
  const over = /^daily_p(\d+)_over_(\d+)$/.exec(name);
  if (over !== null) return compareWhole(id, published, daysOver(rows, over));
  switch (name) {
    case 'rows':
      return compareWhole(id, published, rows.length);
    case 'first':
      return compareWhole(id, published, rows[0]?.stamp);
    case 'last':
      return compareWhole(id, published, rows.at(-1)?.stamp);
    case 'null_values':
      return compareWhole(id, published, 0);
    case 'modal_step_s':
      return figure(ratio(stepMs, SECOND));
    case 'irregular_steps':
      return compareWhole(id, published, steps.filter((step) => step !== stepMs).length);
    case 'duplicate_or_backwards':
      return compareWhole(id, published, steps.filter((step) => step <= 0).length);
    case 'expected_samples':
      return compareWhole(id, published, series.slices);
    case 'min':
      return figure(ascending[0]);
    case 'max':
      return figure(ascending.at(-1));
    case 'mean':
      return figure(meanOf(ascending));
    default:
      return unknownKind(id, name, { figure: id, published });
  }
}

function meanOf(values: readonly Ratio[]): Ratio {
  return divide(values.reduce(add, ZERO), ratio(values.length));
}

/** The share of values at or below a threshold. */
function shareAtMost(rows: readonly Row[], threshold: Ratio): Ratio | undefined {
  const good = rows.filter(({ value }) => meetsGoal(value, { comparison: 'at_most', threshold })).length;
  return fractionOf(eventTotals({ good: BigInt(good), total: BigInt(rows.length) }));
}

function daysOver(rows: readonly Row[], [, percentile = '', limit = '']: RegExpExecArray): readonly string[] {
  const share = ratio(BigInt(percentile), 10n ** BigInt(percentile.length));
  const days = new Map<number, Ratio[]>();
  for (const { at, value } of rows)
    days.set(Math.floor(at / DAY_MS), [...(days.get(Math.floor(at / DAY_MS)) ?? []), value]);
  return [...days].flatMap(([day, values]) => {
    const found = percentileOf(values.sort(compare), share);
    const isOver = found !== undefined && compare(found, ratio(BigInt(limit))) > 0;
    return isOver
      ? [
          defined(
            rows.find(({ at }) => Math.floor(at / DAY_MS) === day),
            'day',
          ).stamp.slice(0, 10),
        ]
      : [];
  });
}

/** No published figure: each instant counts once, however often it came, and each gap is a missing slice. */
function eachOnce(file: string, { rows, first, slices, stepMs }: Series): CaseResult {
  const { samples, duplicates, conflicts } = distinctSamples(rows, (a, b) => compare(a.value, b.value), 'greatest');
  const columns = sliceColumns(first, stepMs, slices);
  const at = Float64Array.from(samples, (sample) => sample.at);
  const { folded } = foldValues(columns, { at, scaled: new Float64Array(at.length), scale: 0 }, ratio(1n), 'at_most');
  const { missing } = tallySlices(columns, { method: 'occurrences', missingData: 'ignore' });
  const filled = slices - Number(missing);
  const instants = new Set(rows.map((row) => row.stamp)).size;
  return compareWhole(
    `${file} each instant once, each gap missing`,
    {
      instants,
      again: rows.length - instants,
      filled: new Set(rows.map((row) => Math.floor((row.at - first) / stepMs))).size,
    },
    { instants: folded, again: duplicates + conflicts, filled },
  );
}
