import { readTerms } from '@sla/engine';
import { canonicalJson, parseInstant, sha256Hex } from '@sla/kernel';
import type { Contract } from '../src/domain/contract.js';
import { digest } from './fake-ports.js';

/** What the tests vary in an agreement. */
export interface TermsChoices {
  readonly id?: string;
  readonly customer?: string;
  readonly target?: string;
  readonly zone?: string;
  readonly window?: 'day' | 'month';
  readonly partialWindow?: 'clip' | 'skip' | 'whole';
  readonly prefix?: string;
}

const text = (en: string): { en: string; 'zh-CN': string } => ({ en, 'zh-CN': en });

/**
 * Signed terms between northwind and a customer: probe states judged per day, response times and orders per month.
 * Frozen a day after the end of the window.
 */
export function documentOf(choices: TermsChoices = {}): string {
  const { id = 'shop', customer = 'acme', target = '99', zone = 'UTC', prefix = 'shop' } = choices;
  const { window = 'day', partialWindow = 'clip' } = choices;
  const objective = {
    service: 'checkout',
    need: text('Customers can pay'),
    owner: 'northwind',
    target,
    partialWindow,
    missingData: 'hold',
    staleness: 'P2D',
    minimumCoverage: '0',
    allowedLateness: 'PT0S',
    freezeAfter: 'P1D',
    atRiskAt: '50',
    exclusions: [],
  };
  return canonicalJson({
    schema: 'sla-suite/agreement/v1',
    id,
    kind: 'SLA',
    title: text('Web shop'),
    parties: [
      { id: 'northwind', role: 'provider', name: text('Northwind') },
      { id: customer, role: 'customer', name: text('Customer') },
    ],
    term: { start: '2026-01-01T00:00:00Z', end: '2028-01-01T00:00:00Z' },
    timeZone: zone,
    scope: { included: [text('Checkout')], excluded: [] },
    services: [{ id: 'checkout', title: text('Checkout'), criticality: 'critical' }],
    objectives: [
      {
        ...objective,
        id: 'availability',
        title: text('Availability'),
        window: { kind: window },
        indicator: { kind: 'time_in_state', series: `${prefix}.probe`, good: ['up'] },
      },
      {
        ...objective,
        id: 'orders',
        title: text('Orders'),
        window: { kind: 'month' },
        missingData: 'ignore',
        indicator: { kind: 'event_ratio', series: `${prefix}.orders` },
      },
      {
        ...objective,
        id: 'latency',
        title: text('Response time'),
        window: { kind: 'month' },
        missingData: 'ignore',
        indicator: { kind: 'threshold', series: `${prefix}.latency`, operator: '<=', value: '500', unit: 'ms' },
      },
    ],
    exclusions: [],
    credits: [],
    reports: { schedule: 'month' },
  });
}

/** A version in force from an instant. */
export function contractOf(
  choices: TermsChoices = {},
  version = 1,
  start = '2026-03-01T00:00:00Z',
  end?: string,
): Contract {
  const canonicalTerms = documentOf(choices);
  const reading = readTerms(JSON.parse(canonicalTerms));
  if (!reading.ok) throw new Error(JSON.stringify(reading.violations));
  return {
    agreementId: choices.id ?? 'shop',
    version,
    contentHash: sha256Hex(digest, canonicalTerms),
    canonicalTerms,
    terms: reading.terms,
    start: parseInstant(start),
    ...(end !== undefined && { end: parseInstant(end) }),
  };
}
