import { parseInstant, type AgreementId, type PartyId, type Sha256Hex } from '@sla/kernel';
import { decideActivate } from './activate-version.js';
import type { Agreement, DocumentHeader, Party, Signature, VersionState } from './agreement.js';
import { evolve } from './evolve.js';
import { decideFreeze } from './freeze-version.js';
import { decideSign } from './sign-version.js';
import { decideStoreDraft } from './store-draft.js';
import { decideTerminate } from './terminate-agreement.js';

export const NORTHWIND: Party = {
  id: 'northwind' as PartyId,
  role: 'provider',
  name: { en: 'Northwind Hosting', 'zh-CN': '北风托管' },
};
export const ACME: Party = {
  id: 'acme' as PartyId,
  role: 'customer',
  name: { en: 'Acme Retail', 'zh-CN': '艾克米零售' },
};

export const TERM = { start: parseInstant('2026-01-01T00:00:00Z'), end: parseInstant('2028-01-01T00:00:00Z') };
export const STORED_AT = parseInstant('2026-02-01T00:00:00Z');
export const SIGNED_AT = parseInstant('2026-02-03T00:00:00Z');
export const ACTIVATED_AT = parseInstant('2026-02-04T00:00:00Z');

export const headerOf = (changes: Partial<DocumentHeader> = {}): DocumentHeader => ({
  id: 'web-shop' as AgreementId,
  kind: 'SLA',
  title: { en: 'Web shop', 'zh-CN': '网店' },
  parties: [NORTHWIND, ACME],
  term: TERM,
  ...changes,
});

export const hashOf = (content: string): Sha256Hex => content.padEnd(64, '0') as Sha256Hex;

export const signatureOf = (party: Party, at = SIGNED_AT): Signature => ({
  party: party.id,
  keyId: `${party.id}-key`,
  jws: `${party.id}..jws`,
  subject: `manager@${party.id}`,
  at,
});

export const draft = (agreement?: Agreement, content = 'a', header = headerOf()): Agreement =>
  evolve(
    agreement,
    decideStoreDraft(agreement, { header, contentHash: hashOf(content), canonicalJson: content, at: STORED_AT }),
  );

const newest = (agreement: Agreement): number => agreement.versions.length;

export const frozen = (agreement: Agreement = draft()): Agreement =>
  evolve(agreement, decideFreeze(agreement, { version: newest(agreement), at: STORED_AT }));

export const signed = (agreement: Agreement = frozen(), at = SIGNED_AT): Agreement =>
  [NORTHWIND, ACME].reduce(
    (state, party) => evolve(state, decideSign(state, { version: newest(state), signature: signatureOf(party, at) })),
    agreement,
  );

export const effective = (
  agreement: Agreement = signed(),
  effectiveAt?: Agreement['versions'][0]['createdAt'],
): Agreement =>
  evolve(
    agreement,
    decideActivate(agreement, {
      version: newest(agreement),
      ...(effectiveAt !== undefined && { effectiveAt }),
      canonicalJson: '{}',
      at: ACTIVATED_AT,
    }),
  );

/** Version 2 took over from version 1. */
export const superseded = (): Agreement => effective(signed(frozen(draft(effective(), 'b'))));

export const terminated = (agreement: Agreement = effective()): Agreement =>
  evolve(agreement, decideTerminate(agreement, { reason: 'moved away', at: ACTIVATED_AT }));

/** An agreement whose version 1 is in the state. */
export const AGREEMENT_IN: Readonly<Record<VersionState, () => Agreement>> = {
  draft: () => draft(),
  awaiting_signature: () => frozen(),
  signed: () => signed(),
  effective: () => effective(),
  superseded,
  terminated: () => terminated(),
};
