import type { Determination } from './determination.js';

/** What the audit chain keeps of a restatement: the result hashes before and after. */
export const auditOf = (
  action: string,
  after: Determination,
  before: Determination,
  reason: string,
): { action: string; resource: string; beforeHash: string; afterHash: string; reason: string } => ({
  action,
  resource: `determination/${after.agreementId}/${after.objectiveId}/${after.windowLabel}`,
  beforeHash: before.resultHash,
  afterHash: after.resultHash,
  reason,
});
