import { DomainError, isResourceId } from '@sla/kernel';
import type { Place } from './read-records.js';

/** Gives slugs their series ids and sees to it that no two slugs share one: two sites under one series would be mixed for ever. */
export class SeriesNames {
  readonly #slugs = new Map<string, string>();
  readonly #series = new Map<string, string>();

  constructor(private readonly prefix: string) {}

  /** @throws DomainError when the slug makes no id, or the id of another slug. */
  seriesOf(slug: string, place: Place): string {
    const known = this.#series.get(slug);
    if (known !== undefined) return known;
    const series = idOf(this.prefix, slug);
    if (!isResourceId(series)) {
      const params = { file: place.file, line: place.line, value: slug.slice(0, 140), prefix: this.prefix };
      throw new DomainError('invalid_argument', 'cli.slug_without_id', params);
    }
    const first = this.#slugs.get(series);
    if (first !== undefined) {
      const params = { file: place.file, line: place.line, first, second: slug, series };
      throw new DomainError('invalid_argument', 'cli.slugs_collide', params);
    }
    this.#slugs.set(series, slug);
    this.#series.set(slug, series);
    return series;
  }
}

/** Lower-case; everything that no id may hold becomes a dash. */
const idOf = (prefix: string, slug: string): string =>
  `${prefix}${slug.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-')}`.replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
