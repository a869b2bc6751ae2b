import { writeFileSync } from 'node:fs';
import type { SiteAgreement } from './agreements.js';
import { seeded } from './random.js';

const [MINUTE, DAY] = [60_000, 86_400_000];
const FROM = Date.UTC(2026, 0, 1);
/** Past the freeze of March. */
const TO = Date.UTC(2026, 3, 12);
const EVERY_MS = 10 * MINUTE;
export const SOURCE = 'status-page';
export const PREFIX = 'sites.';

const siteNames = ['docs', 'shop', 'forum', 'wiki', 'search', 'mail'] as const;
const sitesOf = (names: readonly string[]) => names.map((id) => ({ id, series: `${PREFIX}${id}` }));
const common = {
  term: { start: '2026-01-01T00:00:00Z', end: '2027-01-01T00:00:00Z' },
  target: '99.5',
  staleness: 'PT6H',
  minimumCoverage: 80,
  monthlyCharge: '1000.00',
};

/** Two agreements over six sites; a month in which one site misses its target costs money. */
export const AGREEMENTS: readonly SiteAgreement[] = [
  { ...common, id: 'public-sites', sites: sitesOf(siteNames.slice(0, 4)) },
  { ...common, id: 'inner-sites', sites: sitesOf(siteNames.slice(4)) },
];

/** Checks of a quarter in order of arrival: outages of every site, and checks that arrive days and weeks late, some of them after the freeze. */
export function writeChecks(file: string, seed: number): number {
  const random = seeded(seed);
  const down = new Map<string, number>();
  const rows: { readonly arrival: number; readonly line: string }[] = [];
  for (let at = FROM; at < TO; at += EVERY_MS) {
    for (const slug of siteNames) {
      if (random(1_400) === 0) down.set(slug, at + (1 + random(24)) * EVERY_MS);
      const status = at < (down.get(slug) ?? 0) ? 'down' : 'up';
      const late = random(5_000) === 0 ? (1 + random(40)) * DAY : 0;
      rows.push({ arrival: at + late, line: `${new Date(at).toISOString()},${slug},${status}` });
    }
  }
  rows.sort((a, b) => a.arrival - b.arrival);
  writeFileSync(file, ['checked_at,slug,status', ...rows.map(({ line }) => line), ''].join('\n'));
  return rows.length;
}
