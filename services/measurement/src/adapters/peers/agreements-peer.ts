import { agreementsV1 } from '@sla/contracts';
import { grpcClient, type ClientOptions } from '@sla/platform';

/** The agreements service, for terms too large to travel inside an event. */
export interface AgreementsPeer {
  fetchTerms(tenant: string, contentHash: string): Promise<string>;
  close(): void;
}

/** Calls as this service, for the tenant of the event. */
export function agreementsPeer(how: ClientOptions): AgreementsPeer {
  const client = grpcClient(agreementsV1.AgreementsServiceService, how);
  return {
    fetchTerms: async (tenant, contentHash) => {
      const { canonicalJson } = await client.getTerms({ contentHash }, { tenant });
      return Buffer.from(canonicalJson).toString('utf8');
    },
    close: () => client.close(),
  };
}
