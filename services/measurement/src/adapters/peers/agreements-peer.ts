import { agreementsV1 } from '@sla/contracts';
import { grpcClient, tokenFile } from '@sla/platform';

/** The agreements service, for terms too large to travel inside an event. */
export interface AgreementsPeer {
  fetchTerms(tenant: string, contentHash: string): Promise<string>;
  close(): void;
}

/** Calls as this service, for the tenant of the event. */
export function agreementsPeer(address: string, serviceTokenFile: string | undefined): AgreementsPeer {
  const client = grpcClient(agreementsV1.AgreementsServiceService, {
    address,
    ...(serviceTokenFile === undefined ? {} : { token: tokenFile(serviceTokenFile) }),
  });
  return {
    fetchTerms: async (tenant, contentHash) => {
      const { canonicalJson } = await client.getTerms({ contentHash }, { tenant });
      return Buffer.from(canonicalJson).toString('utf8');
    },
    close: () => client.close(),
  };
}
