import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { clip, normalise, totalMs, windowAt, type Timeline } from '@sla/calendar';
import { nearestRank } from '@sla/engine';
import { defined, MINUTE_MS, parseInstant, ratio, type Instant, type Interval, type Ratio } from '@sla/kernel';
import { unknownKind, type CaseResult, type RunCases } from './case-file.ts';
import { compareFigure, compareWhole } from './published-figures.ts';

interface Incident extends Interval {
  readonly year: string;
  readonly severity: string;
}
type Figures = Readonly<Record<string, unknown>>;

/** Figures of whole minutes are rounded to three places. */
const PLACES = 3;
const SEVERITIES = new Set(['high', 'medium', 'low']);

/** Incidents of a status page: severity classes, time to repair, overlapping outages. */
export const run: RunCases = function* (content, { dir }) {
  const lines = gunzipSync(readFileSync(path.join(dir, 'incidents.jsonl.gz')))
    .toString()
    .trim()
    .split('\n');
  const incidents = lines.flatMap((line) => readIncident(line) ?? []);
  for (const [name, published] of Object.entries(content as Figures)) {
    if (name === 'incidents_total') yield compareWhole(name, published, lines.length);
    else if (name === 'by_year') yield* years(published as Readonly<Record<string, Figures>>, incidents);
    // An empty table publishes nothing.
    else if (JSON.stringify(published) !== '{}') yield unknownKind(name, name, { figure: name, published });
  }
};

/** An incident without an end has no time to repair yet. */
function readIncident(line: string): Incident | undefined {
  const { begin, end, severity } = JSON.parse(line) as Readonly<Record<'begin' | 'end' | 'severity', string | null>>;
  if (begin === null || end === null || severity === null) return undefined;
  return { start: atOf(begin), end: atOf(end), year: begin.slice(0, 4), severity };
}

const atOf = (text: string): Instant => parseInstant(text.replace(/[.]\d+/, ''));

function* years(published: Readonly<Record<string, Figures>>, incidents: readonly Incident[]): Iterable<CaseResult> {
  for (const [year, figures] of Object.entries(published)) {
    const ofYear = incidents.filter((incident) => incident.year === year);
    const outages = ofYear.filter(({ severity }) => severity === 'high' || severity === 'medium');
    for (const [name, figure] of Object.entries(figures)) {
      const id = `${year} ${name}`;
      if (name === 'n') yield compareWhole(id, figure, ofYear.length);
      else if (name === 'union_minutes_high_medium')
        yield compareFigure(id, figure, [minutes(totalMs(insideYear(year, outages)))], PLACES);
      else if (name === 'sum_minutes_high_medium') yield compareFigure(id, figure, [minutes(sumOf(outages))], PLACES);
      else if (SEVERITIES.has(name))
        yield* severityClass(
          id,
          figure as Figures,
          ofYear.filter((i) => i.severity === name),
        );
      else yield unknownKind(id, name, { figure: id, published: figure });
    }
  }
}

/** Time is counted once and where it lies: an outage that runs into the next year counts there for the rest. */
const insideYear = (year: string, outages: readonly Incident[]): Timeline =>
  clip(normalise(outages), windowAt({ kind: 'year', timeZone: 'UTC' }, parseInstant(`${year}-07-01T00:00:00Z`)));

const minutes = (ms: number | bigint, count: number | bigint = 1): Ratio =>
  ratio(ms, BigInt(MINUTE_MS) * BigInt(count));
const sumOf = (spans: readonly Interval[]): number => spans.reduce((sum, { start, end }) => sum + (end - start), 0);

function* severityClass(id: string, figures: Figures, incidents: readonly Incident[]): Iterable<CaseResult> {
  const lengths = incidents.map(({ start, end }) => end - start).sort((a, b) => a - b);
  for (const [name, figure] of Object.entries(figures)) {
    const full = `${id} ${name}`;
    if (name === 'n') yield compareWhole(full, figure, lengths.length);
    else if (name === 'mttr_minutes_mean')
      yield compareFigure(full, figure, [minutes(sumOf(incidents), lengths.length)], PLACES);
    else if (name === 'max') yield compareFigure(full, figure, [minutes(defined(lengths.at(-1), 'length'))], PLACES);
    else if (name === 'median') yield compareFigure(full, figure, sidesOf(lengths, ratio(1n, 2n)), PLACES);
    else if (/^p\d+$/.test(name))
      yield compareFigure(
        full,
        figure,
        sidesOf(lengths, ratio(BigInt(name.slice(1)), 10n ** BigInt(name.length - 1))),
        PLACES,
      );
    else yield unknownKind(full, name, { figure: full, published: figure });
  }
}

/**
 * Where share x n is whole, two neighbours are percentiles by definition: nearest rank takes the lower one, this publisher the upper
 * one. A published figure is reproduced by either side, ours first.
 */
function sidesOf(ascending: readonly number[], share: Ratio): readonly (Ratio | undefined)[] {
  const rank = Number(nearestRank(share, BigInt(ascending.length)));
  const tied = (share.num * BigInt(ascending.length)) % share.den === 0n;
  return [ascending[rank - 1], ...(tied ? [ascending[rank]] : [])].map((ms) =>
    ms === undefined ? undefined : minutes(ms),
  );
}
