import { agreementsV1, commonV1, measurementV1 } from '@sla/contracts';
import type { Explanation } from '@sla/engine';
import { grpcClient, tokenFile } from '@sla/platform';
import type { Measurement } from '../../usecases/ports.js';

export interface Peers {
  readonly measurement: Measurement;
  /** Terms by content hash, for those too large to travel inside an event. */
  fetchTerms(tenant: string, contentHash: string): Promise<string>;
  close(): void;
}

/** Calls agreements and measurement as this service, for the tenant at hand. */
export function openPeers(
  addresses: { readonly agreements: string; readonly measurement: string },
  serviceTokenFile: string | undefined,
): Peers {
  const token = serviceTokenFile === undefined ? {} : { token: tokenFile(serviceTokenFile) };
  const agreements = grpcClient(agreementsV1.AgreementsServiceService, { address: addresses.agreements, ...token });
  const measurement = grpcClient(measurementV1.MeasurementServiceService, { address: addresses.measurement, ...token });
  return {
    fetchTerms: async (tenant, contentHash) => {
      const { canonicalJson } = await agreements.getTerms({ contentHash }, { tenant });
      return Buffer.from(canonicalJson).toString('utf8');
    },
    measurement: {
      explain: async (tenant, { agreementId, objectiveId, windowLabel, revision }, correlationId) => {
        const key = { agreementId, objectiveId, windowLabel, revision };
        const { explanation } = await measurement.explain({ key }, { tenant, correlationId });
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

const toExplanation = ({ key, params, children }: commonV1.ExplanationNode): Explanation => ({
  key,
  params,
  children: children.map(toExplanation),
});
