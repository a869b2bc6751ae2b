import { canonicalJson, sha256Hex, type Digest } from '@sla/kernel';
import type { Determination } from './determination.js';
import type { DisputeRecord } from './dispute.js';

/** What the audit chain keeps of a change; who and when are added where it is written. */
export interface AuditRecord {
  readonly action: string;
  readonly resource: string;
  readonly beforeHash: string;
  readonly afterHash: string;
  readonly reason: string;
}

/** The entry of a restatement: the result hashes before and after. */
export const auditOf = (action: string, after: Determination, before: Determination, reason: string): AuditRecord => ({
  action,
  resource: `determination/${after.agreementId}/${after.objectiveId}/${after.windowLabel}`,
  beforeHash: before.resultHash,
  afterHash: after.resultHash,
  reason,
});

/** The entry of a dispute: hashes over all that is stored of it. */
export function auditOfDispute(
  digest: Digest,
  action: string,
  { before, after }: { readonly before?: DisputeRecord; readonly after: DisputeRecord },
  reason: string,
): AuditRecord {
  return {
    action,
    resource: `dispute/${after.id}`,
    beforeHash: before === undefined ? '' : fingerprint(digest, before),
    afterHash: fingerprint(digest, after),
    reason,
  };
}

function fingerprint(digest: Digest, dispute: DisputeRecord): string {
  const { interval, resolvedWatermark = null, ...rest } = dispute;
  return sha256Hex(digest, canonicalJson({ ...rest, resolvedWatermark, start: interval.start, end: interval.end }));
}
