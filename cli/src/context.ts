import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { agreementsV1, measurementV1, reportingV1 } from '@sla/contracts';
import { fixedToken, grpcClient, tokenFile } from '@sla/platform/client';
import type { Locale } from '@sla/texts';

/** Where the services are and who calls them: `.local/context.json` of a local suite, or the file that $SLA_CONTEXT names. */
export interface Context {
  readonly agreements: string;
  readonly measurement: string;
  readonly reporting: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly party?: string;
  /** Folder with local spans. */
  readonly traces?: string;
}

/** A fault of the command line itself: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError that says where a context was looked for. */
export function readContext(named: string | undefined): Context {
  const file = named ?? process.env['SLA_CONTEXT'] ?? path.resolve('.local/context.json');
  if (!existsSync(file)) {
    throw new UsageError(
      `there is no context file ${file}; start a local suite with "npm start", or name one with --context or SLA_CONTEXT`,
    );
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Context;
}

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
