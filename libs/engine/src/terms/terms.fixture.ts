import { parseInstant, ratio } from '@sla/kernel';
import type { AgreementTerms, LocalizedText, Objective } from './terms.js';

const text = (en: string): LocalizedText => ({ en, 'zh-CN': en });

/** An availability objective of 99.9 % per UTC month. */
export const availability = (changes: Partial<Objective> = {}): Objective => ({
  id: 'availability',
  title: text('Availability'),
  service: 'site',
  need: text('Work at any hour'),
  owner: 'provider',
  indicator: { kind: 'time_in_state', series: 'site.probe', good: ['up'] },
  target: ratio(999n, 1000n),
  targetPercent: '99.9',
  window: { kind: 'month', timeZone: 'UTC' },
  partialWindow: 'clip',
  missingData: 'hold',
  stalenessMs: 3_600_000,
  minimumCoverage: ratio(0n),
  allowedLatenessMs: 0,
  freezeAfterMs: 0,
  atRiskAt: ratio(4n, 5n),
  minimumVolume: 0n,
  exclusions: [],
  ...changes,
});

export const termsOf = (changes: Partial<AgreementTerms> = {}): AgreementTerms => ({
  id: 'site',
  kind: 'SLA',
  title: text('Site'),
  parties: [
    { id: 'provider', role: 'provider', name: text('Provider') },
    { id: 'customer', role: 'customer', name: text('Customer') },
  ],
  term: { start: parseInstant('2025-01-01T00:00:00Z') },
  timeZone: 'UTC',
  scope: { included: [text('The site')], excluded: [] },
  services: [{ id: 'site', title: text('Site'), criticality: 'standard' }],
  objectives: [availability()],
  exclusions: [],
  credits: [],
  reports: { schedule: 'month' },
  ...changes,
});
