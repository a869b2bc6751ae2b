import { DomainError, parseDuration, type Instant } from '@sla/kernel';

/** How much of a series' own span its samples vouch for. */
export interface SeriesCoverage {
  readonly series: string;
  readonly samples: number;
  readonly first: Instant;
  readonly last: Instant;
  /** Covered milliseconds of last − first. */
  readonly coverage: { readonly numerator: string; readonly denominator: string };
}

/** Collects the instants of each series, and says how much they cover when each vouches for `stalenessMs`. */
export class CoverageCount {
  readonly #instants = new Map<string, Instant[]>();

  add(series: string, at: Instant): void {
    const list = this.#instants.get(series);
    if (list === undefined) this.#instants.set(series, [at]);
    else list.push(at);
  }

  /** In order of the series ids. */
  of(stalenessMs: number): readonly SeriesCoverage[] {
    return [...this.#instants]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([series, instants]) => coverageOf(series, instants, stalenessMs));
  }
}

function coverageOf(series: string, instants: readonly Instant[], stalenessMs: number): SeriesCoverage {
  const sorted = [...instants].sort((a, b) => a - b);
  const [first = 0 as Instant, last = first] = [sorted[0], sorted.at(-1)];
  const covered = sorted.slice(1).reduce((sum, at, i) => sum + Math.min(at - (sorted[i] ?? at), stalenessMs), 0);
  const coverage = { numerator: String(covered), denominator: String(last - first) };
  return { series, samples: new Set(sorted).size, first, last, coverage };
}

const SHORT = /^(\d{1,9})(d|h|m|s)$/;
const UNIT = { d: 'P{n}D', h: 'PT{n}H', m: 'PT{n}M', s: 'PT{n}S' } as const;

/** Milliseconds of `36h`, `90m`, `PT36H`. @throws DomainError naming the text. */
export function readStaleness(text: string): number {
  const [, n = '', unit] = SHORT.exec(text) ?? [];
  try {
    return parseDuration(unit === undefined ? text : UNIT[unit as keyof typeof UNIT].replace('{n}', n));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError('invalid_argument', 'cli.staleness_malformed', { value: text.slice(0, 40) });
  }
}
