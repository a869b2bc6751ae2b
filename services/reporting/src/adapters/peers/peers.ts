import { agreementsV1, commonV1, measurementV1 } from '@sla/contracts';
import type { Explanation } from '@sla/engine';
import { DomainError } from '@sla/kernel';
import { grpcClient, RpcStatus, SlaRpcError, type ClientOptions } from '@sla/platform';
import type { Measurement } from '../../usecases/ports.js';

export interface Peers {
  readonly measurement: Measurement;
  /** Terms by content hash, for those too large to travel inside an event. */
  fetchTerms(tenant: string, contentHash: string): Promise<string>;
  close(): void;
}

/** Calls agreements and measurement as this service, for the tenant at hand. */
export function openPeers(how: { readonly agreements: ClientOptions; readonly measurement: ClientOptions }): Peers {
  const agreements = grpcClient(agreementsV1.AgreementsServiceService, how.agreements);
  const measurement = grpcClient(measurementV1.MeasurementServiceService, how.measurement);
  return {
    fetchTerms: async (tenant, contentHash) => {
      const { canonicalJson } = await agreements.getTerms({ contentHash }, { tenant });
      return Buffer.from(canonicalJson).toString('utf8');
    },
    measurement: {
      explain: async (tenant, { agreementId, version, objectiveId, windowLabel, revision }, correlationId) => {
        // Two versions may share a window, each with a part of it.
        const key = { agreementId, objectiveId, windowLabel, revision, agreementVersion: version };
        const { explanation } = await measurement.explain({ key }, { tenant, correlationId }).catch(refuseWhileAway);
        if (explanation === undefined)
          throw new Error(`measurement gave no explanation of ${objectiveId} in ${windowLabel}`);
        return toExplanation(explanation);
      },
    },
    close: () => {
      agreements.close();
      measurement.close();
    },
  };
}

/** A peer that does not answer is nobody's fault here: the caller is told to come back. */
function refuseWhileAway(error: unknown): never {
  if (error instanceof SlaRpcError && AWAY.includes(error.code))
    throw new DomainError('unavailable', 'reporting.measurement_away');
  throw error;
}

const AWAY: readonly RpcStatus[] = [RpcStatus.UNAVAILABLE, RpcStatus.DEADLINE_EXCEEDED];

const toExplanation = ({ key, params, children }: commonV1.ExplanationNode): Explanation => ({
  key,
  params,
  children: children.map(toExplanation),
});
