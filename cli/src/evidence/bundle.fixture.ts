import { makeBundle, evaluate, readTerms } from '@sla/engine';
import { canonicalJson, parseInstant, sha256Hex, type CanonicalValue, type Instant } from '@sla/kernel';
import { nodeDigest as digest } from '@sla/platform/client';

const text = (value: string) => ({ en: value, 'zh-CN': value });
const document: CanonicalValue = {
  schema: 'sla-suite/agreement/v1',
  id: 'shop',
  kind: 'SLA',
  title: { en: 'Shop', 'zh-CN': '网店' },
  parties: [
    { id: 'northwind', role: 'provider', name: text('Northwind') },
    { id: 'acme', role: 'customer', name: text('Acme') },
  ],
  term: { start: '2026-01-01T00:00:00Z', end: '2027-01-01T00:00:00Z' },
  timeZone: 'UTC',
  scope: { included: [text('The shop')], excluded: [text('All else')] },
  services: [{ id: 'shop', title: text('Shop'), criticality: 'standard' }],
  objectives: [
    {
      id: 'up',
      title: text('Up'),
      service: 'shop',
      need: text('People can buy'),
      owner: 'northwind',
      indicator: { kind: 'time_in_state', series: 'shop.probe', good: ['up'] },
      target: '99.9',
      window: { kind: 'day' },
      partialWindow: 'clip',
      missingData: 'hold',
      staleness: 'PT24H',
      minimumCoverage: '50',
      allowedLateness: 'PT1H',
      freezeAfter: 'PT2H',
      atRiskAt: '80',
      exclusions: [],
    },
  ],
  exclusions: [],
  reports: { schedule: 'month' },
};

/** The file of a small evidence bundle: a day with an outage of five minutes and an open dispute. */
export function bundleBytes(): Buffer {
  const canonicalTerms = canonicalJson(document);
  const reading = readTerms(document);
  if (!reading.ok) throw new Error(JSON.stringify(reading.violations));
  const [objective] = reading.terms.objectives;
  if (objective === undefined) throw new Error('the fixture has no objective');
  const start = parseInstant('2026-03-01T00:00:00Z');
  const at = (minute: number): Instant => (start + minute * 60_000) as Instant;
  const input = {
    terms: reading.terms,
    contentHash: sha256Hex(digest, canonicalTerms),
    objective,
    window: { start, end: at(1_440) },
    windowLabel: '2026-03-01',
    series: {
      series: 'shop.probe',
      kind: 'state' as const,
      samples: [
        { at: at(0), state: 'up' as const },
        { at: at(600), state: 'down' as const },
        { at: at(605), state: 'up' as const },
      ],
    },
    disputes: [
      {
        id: 'dispute-1',
        interval: { start: at(700), end: at(710) },
        claim: 'down' as const,
        openedBy: 'acme',
        state: 'open' as const,
      },
    ],
    judgedAt: at(1_440),
    digest,
  };
  return Buffer.from(
    canonicalJson(makeBundle(input, evaluate(input), { agreementVersion: 1, canonicalTerms, revision: 1 })),
  );
}
