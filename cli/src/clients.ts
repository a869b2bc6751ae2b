import { agreementsV1, measurementV1, reportingV1 } from '@sla/contracts';
import { fixedToken, grpcClient, tokenFile } from '@sla/platform/client';
import type { Locale } from '@sla/texts';
import type { Context } from './context.js';

/** Clients of all services with the credentials of the context. */
export function connect(context: Context, locale: Locale) {
  const token =
    context.tokenFile === undefined ? context.token && fixedToken(context.token) : tokenFile(context.tokenFile);
  const to = (address: string) => ({ address, locale, ...(token ? { token } : {}) });
  const clients = {
    agreements: grpcClient(agreementsV1.AgreementsServiceService, to(context.agreements)),
    ingest: grpcClient(measurementV1.IngestServiceService, to(context.measurement)),
    measurement: grpcClient(measurementV1.MeasurementServiceService, to(context.measurement)),
    reporting: grpcClient(reportingV1.ReportingServiceService, to(context.reporting)),
  };
  return { ...clients, close: () => Object.values(clients).forEach((client) => client.close()) };
}

export type Clients = ReturnType<typeof connect>;
