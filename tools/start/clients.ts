import { agreementsV1, measurementV1, reportingV1 } from '@sla/contracts';
import { fixedToken, grpcClient } from '@sla/platform/client';
import type { TokenSubject } from '@sla/platform/issuer';
import { TENANT, type Stack } from './stack.ts';

/** People and programs of the sample world. */
export const PEOPLE = {
  northwind: { subject: 'nora', tenant: TENANT, party: 'northwind', roles: ['provider_manager'] },
  acme: { subject: 'anna', tenant: TENANT, party: 'acme', roles: ['customer_manager'] },
  globex: { subject: 'georg', tenant: TENANT, party: 'globex', roles: ['customer_manager'] },
  operator: { subject: 'otto', tenant: TENANT, roles: ['operator', 'auditor'] },
  ingest: { subject: 'probes', tenant: TENANT, roles: ['ingest'], kind: 'service' },
} as const satisfies Record<string, TokenSubject>;

export type Person = keyof typeof PEOPLE;

const TOKEN_SECONDS = 12 * 3_600;

/** The services as one person calls them. */
export async function clientsOf(stack: Stack, person: Person, locale: 'en' | 'zh-CN') {
  const token = await stack.issuer.mint(PEOPLE[person], TOKEN_SECONDS);
  const to = (service: 'agreements' | 'measurement' | 'reporting') => ({
    address: stack.addresses[service],
    token: fixedToken(token),
    locale,
  });
  const clients = {
    agreements: grpcClient(agreementsV1.AgreementsServiceService, to('agreements')),
    ingest: grpcClient(measurementV1.IngestServiceService, to('measurement')),
    measurement: grpcClient(measurementV1.MeasurementServiceService, to('measurement')),
    reporting: grpcClient(reportingV1.ReportingServiceService, to('reporting')),
  };
  const close = (): void => Object.values(clients).forEach((client) => client.close());
  return { ...clients, token, close };
}

export type Clients = Awaited<ReturnType<typeof clientsOf>>;
