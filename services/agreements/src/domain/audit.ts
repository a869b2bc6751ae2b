import { canonicalJson, sha256Hex, type CanonicalValue, type Digest } from '@sla/kernel';
import type { Agreement } from './agreement.js';

/** What the audit chain keeps of a change; who, when and the link to the entry before are added where it is written. */
export interface AuditRecord {
  /** What was done, for example `agreements.version.signed`. */
  readonly action: string;
  /** To what, for example `agreement/web-shop/versions/2`. */
  readonly resource: string;
  /** SHA-256 of the resource before and after; empty where it did not exist. */
  readonly beforeHash: string;
  readonly afterHash: string;
  readonly reason: string;
}

export type AuditAction =
  | 'agreements.draft.stored'
  | 'agreements.version.frozen'
  | 'agreements.version.signed'
  | 'agreements.version.activated'
  | 'agreements.agreement.terminated'
  | 'agreements.signing_key.registered';

/** The entry for a change of an agreement; its hashes cover the whole aggregate, so any difference shows. */
export function auditOfAgreement(
  digest: Digest,
  action: AuditAction,
  change: { readonly before: Agreement | undefined; readonly after: Agreement },
  detail: { readonly version?: number; readonly reason?: string } = {},
): AuditRecord {
  const { before, after } = change;
  return {
    action,
    resource: `agreement/${after.id}${detail.version === undefined ? '' : `/versions/${detail.version}`}`,
    beforeHash: before ? fingerprint(digest, before) : '',
    afterHash: fingerprint(digest, after),
    reason: detail.reason ?? '',
  };
}

/** SHA-256 over the canonical JSON of a value made of strings, integers, lists and records. */
export const fingerprint = (digest: Digest, value: object): string =>
  sha256Hex(digest, canonicalJson(value as CanonicalValue));
