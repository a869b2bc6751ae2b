import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { agreementsV1 } from '@sla/contracts';
import type { Suite, SuiteClients } from './suite.js';

/** A site of a generated agreement. */
export interface Site {
  readonly id: string;
  readonly series: string;
}

export interface SiteAgreement {
  readonly id: string;
  readonly sites: readonly Site[];
  readonly term: { readonly start: string; readonly end: string };
  readonly target: string;
  readonly staleness: string;
  readonly minimumCoverage: number;
  /** A charge makes the agreement owe credits. */
  readonly monthlyCharge?: string;
}

/** An agreement document with one objective per site: calendar months of UTC, missing data held. */
export function siteDocument(agreement: SiteAgreement): string {
  const text = (value: string) => ({ en: value, 'zh-CN': value });
  const objectives = agreement.sites.map(({ id, series }) => ({
    id,
    title: text(`Availability of ${id}`),
    service: 'sites',
    need: text('People can read the pages'),
    owner: 'northwind',
    indicator: { kind: 'time_in_state', series, good: ['up'] },
    target: agreement.target,
    window: { kind: 'month' },
    partialWindow: 'clip',
    missingData: 'hold',
    staleness: agreement.staleness,
    minimumCoverage: String(agreement.minimumCoverage),
    allowedLateness: 'PT24H',
    freezeAfter: 'P3D',
    atRiskAt: '80',
    exclusions: [],
  }));
  const credits =
    agreement.monthlyCharge === undefined
      ? {}
      : {
          charges: { amount: agreement.monthlyCharge, currency: 'EUR', per: 'month' },
          credits: objectives.map(({ id }) => ({
            id: `${id}-credit`,
            objective: id,
            tiers: [
              { below: agreement.target, percent: '10' },
              { below: '98', percent: '25' },
            ],
            capPercent: '25',
            rounding: 'half_up',
          })),
        };
  return JSON.stringify({
    schema: 'sla-suite/agreement/v1',
    id: agreement.id,
    kind: 'SLA',
    title: text(agreement.id),
    parties: [
      { id: 'northwind', role: 'provider', name: text('Northwind') },
      { id: 'acme', role: 'customer', name: text('Acme') },
    ],
    term: agreement.term,
    timeZone: 'UTC',
    scope: { included: [text('The listed sites')], excluded: [text('Everything else')] },
    services: [{ id: 'sites', title: text('Sites'), criticality: 'standard' }],
    objectives,
    exclusions: [],
    ...credits,
    reports: { schedule: 'month' },
  });
}

/** Applies, freezes, signs for both parties and activates. */
export const putIntoForce = (suite: Suite, agreement: SiteAgreement): Promise<void> =>
  putDocumentIntoForce(suite, agreement.id, siteDocument(agreement));

/** The same for any document between northwind and acme. */
export async function putDocumentIntoForce(suite: Suite, agreementId: string, document: string): Promise<void> {
  const [provider, customer] = [await suite.clients('provider'), await suite.clients('customer')];
  try {
    const applied = await provider.agreements.applyDocument({
      document: Buffer.from(document),
      format: agreementsV1.DocumentFormat.JSON,
      requestId: '',
      etag: '',
    });
    const named = { agreementId, version: applied.version };
    await provider.agreements.freezeVersion({ ...named, requestId: '', etag: '' });
    await signFor(provider, 'northwind', named);
    await signFor(customer, 'acme', named);
    await provider.agreements.activateVersion({ ...named, effectiveTime: undefined, requestId: '' });
  } finally {
    provider.close();
    customer.close();
  }
}

async function signFor(
  { agreements }: SuiteClients,
  party: string,
  { agreementId, version }: { readonly agreementId: string; readonly version: number },
): Promise<void> {
  const { agreement } = await agreements.getAgreement({ agreementId });
  const contentHash = agreement?.versions.find(({ number }) => number === version)?.contentHash ?? '';
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const keyId = `${party}-${agreementId}`;
  const publicJwk = JSON.stringify(publicKey.export({ format: 'jwk' }));
  await agreements.registerSigningKey({ party, keyId, publicJwk, requestId: '' });
  await agreements.signVersion({
    agreementId,
    version,
    keyId,
    jws: detachedJws(contentHash, keyId, privateKey),
    requestId: '',
  });
}

function detachedJws(contentHash: string, keyId: string, privateKey: KeyObject): string {
  const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: keyId })).toString('base64url');
  const payload = Buffer.from(contentHash, 'ascii').toString('base64url');
  return `${header}..${sign(null, Buffer.from(`${header}.${payload}`), privateKey).toString('base64url')}`;
}
