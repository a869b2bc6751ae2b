import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { windowAt } from '@sla/calendar';
import { parseInstant, type Instant } from '@sla/kernel';
import type { StateSample } from '../samples.js';
import { availability, termsOf } from '../terms/terms.fixture.js';
import { evaluate } from './evaluate.js';

// Real checks of public status pages: ODbL data that lies beside the repository and is never part of it.
const dir = path.resolve(
  process.env['SLA_DATA_DIR'] ?? path.join(import.meta.dirname, '../../../../../shared/data'),
  'upptime',
);
const digest = { sha256: (data: string | Uint8Array) => createHash('sha256').update(data).digest() };

function readChecks(file: string): ReadonlyMap<string, readonly StateSample[]> {
  const series = new Map<string, StateSample[]>();
  for (const line of gunzipSync(readFileSync(file)).toString().trim().split('\n').slice(1)) {
    const [checkedAt = '', slug = '', status = ''] = line.split(',');
    const list = series.get(slug) ?? [];
    const at = parseInstant(checkedAt);
    if (list.at(-1)?.at === at) list.pop();
    list.push({ at, state: status === 'up' ? 'up' : 'down' });
    series.set(slug, list);
  }
  return series;
}

interface Expected {
  readonly months: Readonly<Record<string, Readonly<Record<string, { readonly downtime_seconds: number }>>>>;
}

const suite = existsSync(dir) ? describe : describe.skip;
suite('downtime of real sites, to the second', () => {
  it.each(['dhbern', 'foodcoopx'])('%s', (name) => {
    const checks = readChecks(path.join(dir, `${name}_checks.csv.gz`));
    const { months } = JSON.parse(readFileSync(path.join(dir, `${name}_expected.json`), 'utf8')) as Expected;
    const objective = availability({ missingData: 'hold', stalenessMs: 36 * 3_600_000 });
    const terms = termsOf({ objectives: [objective] });
    const compared = Object.entries(months).flatMap(([month, sites]) => {
      const window = windowAt({ kind: 'month', timeZone: 'UTC' }, parseInstant(`${month}-01T00:00:00Z`));
      return Object.entries(sites).map(([slug, { downtime_seconds: expected }]) => {
        const samples = checks.get(slug) ?? [];
        const series = { series: objective.indicator.series, kind: 'state' as const, samples };
        const { bad } = evaluate({
          terms,
          contentHash: '',
          objective,
          window,
          windowLabel: month,
          series,
          disputes: [],
          judgedAt: window.end as Instant,
          digest,
        });
        return { site: `${month} ${slug}`, got: Number(bad) / 1000, expected };
      });
    });
    expect(compared.length).toBeGreaterThan(100);
    expect(compared.filter((row) => row.got !== row.expected)).toEqual([]);
  });
});
