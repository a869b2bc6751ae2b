import { parseInstant, ratio, type Instant } from '@sla/kernel';
import type { AgreementTerms, Objective } from '@sla/engine';
import type { Contract } from './contract.js';
import { MARCH } from './sample.fixture.js';

const text = (en: string) => ({ en, 'zh-CN': en });

/** Availability of 99 % per UTC day, frozen a day later. */
export const availability = (change: Partial<Objective> = {}): Objective => ({
  id: 'availability',
  title: text('Availability'),
  service: 'site',
  need: text('Work'),
  owner: 'provider',
  indicator: { kind: 'time_in_state', series: 'probe', good: ['up'] },
  target: ratio(99n, 100n),
  targetPercent: '99',
  window: { kind: 'day', timeZone: 'UTC' },
  partialWindow: 'clip',
  missingData: 'hold',
  stalenessMs: 3_600_000,
  minimumCoverage: ratio(0n),
  allowedLatenessMs: 0,
  freezeAfterMs: 86_400_000,
  atRiskAt: ratio(1n, 2n),
  minimumVolume: 0n,
  exclusions: [],
  ...change,
});

const terms = (objectives: readonly Objective[]): AgreementTerms =>
  ({
    id: 'site',
    kind: 'SLA',
    title: text('Site'),
    parties: [
      { id: 'provider', role: 'provider', name: text('Provider') },
      { id: 'customer', role: 'customer', name: text('Customer') },
    ],
    term: { start: parseInstant('2026-01-01T00:00:00Z') },
    timeZone: 'UTC',
    scope: { included: [text('The site')], excluded: [] },
    services: [{ id: 'site', title: text('Site'), criticality: 'standard' }],
    objectives,
    exclusions: [],
    credits: [],
    reports: { schedule: 'month' },
  }) as AgreementTerms;

/** In force from the first of March on. */
export const contractWith = (objectives: readonly Objective[], end?: Instant): Contract => ({
  agreementId: 'site',
  version: 1,
  contentHash: '0'.repeat(64),
  canonicalTerms: '{}',
  terms: terms(objectives),
  start: MARCH,
  ...(end !== undefined && { end }),
});
