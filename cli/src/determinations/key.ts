import type { measurementV1 as m } from '@sla/contracts';

/** The newest revision of a determination. */
export const newest = (agreementId: string, objectiveId: string, windowLabel: string): m.DeterminationKey => ({
  agreementId,
  objectiveId,
  windowLabel,
  revision: 0,
});
