import path from 'node:path';
import { EVENTS, measurementV1 as v1 } from '@sla/contracts';
import { appendOutbox, timestampOf, type GrpcClient } from '@sla/platform';
import { serve as serveOn, type Served as ServedService, type TestCaller } from '@sla/testkit';
import pg from 'pg';
import type { Contract } from '../src/domain/contract.js';
import { openDatabase } from '../src/adapters/prisma/database.js';
import { measurementService } from '../src/measurement.module.js';
import { callerOf } from './fake-ports.js';

export { failureOf } from '@sla/testkit';

export type IngestClient = GrpcClient<typeof v1.IngestServiceService>;
export type MeasurementClient = GrpcClient<typeof v1.MeasurementServiceService>;

/** The measurement service on real servers, following agreements as it would anywhere. */
export interface Served extends Pick<ServedService, 'address' | 'token' | 'drain' | 'close'> {
  ingest(caller: TestCaller): Promise<IngestClient>;
  measurement(caller: TestCaller): Promise<MeasurementClient>;
  stranger(token?: string): MeasurementClient;
  /** Announces a version over NATS and waits until the service knows it. */
  effective(contract: Contract): Promise<void>;
  /** Answers of a query as the run role in the tenant `demo`. */
  rows<Row extends object>(query: string): Promise<readonly Row[]>;
  /** Holds the lock of a source's row until it is let go. */
  holdSource(source: string): Promise<() => Promise<void>>;
}

export async function serve(tenants: string): Promise<Served> {
  const migrations = path.resolve(import.meta.dirname, '../prisma/migrations');
  const env = { SLA_AGREEMENTS_ADDRESS: '127.0.0.1:1' };
  const served = await serveOn(measurementService, { migrations, tenants, env });
  const { url } = served.database;
  const rows = <Row extends object>(query: string): Promise<readonly Row[]> =>
    inTenant(url, async (client) => (await client.query<Row>(query)).rows);
  return {
    ...served,
    ingest: (caller) => served.client(v1.IngestServiceService, caller),
    measurement: (caller) => served.client(v1.MeasurementServiceService, caller),
    stranger: (token) => served.stranger(v1.MeasurementServiceService, token),
    rows,
    holdSource: (source) => holdSource(url, source),
    effective: async (contract) => {
      await announce(url, contract);
      await eventually(async () => {
        const known = await rows(`select 1 from agreement_version where content_hash = '${contract.contentHash}'`);
        return known.length > 0;
      });
    },
  };
}

/** Waits until something is so. @throws Error when it is not within 20 seconds. */
export async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 400; turn++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come true within 20 seconds');
}

/** The service's own relay publishes the event: to NATS and its consumers it is one of the agreements service. */
async function announce(url: string, contract: Contract): Promise<void> {
  const database = openDatabase(url, 1);
  const { agreementId, version, contentHash, canonicalTerms, start } = contract;
  const message = {
    agreementId,
    version,
    contentHash,
    effective: { startTime: timestampOf(start), endTime: undefined },
    terms: Buffer.from(canonicalTerms),
    parties: [],
  };
  const caller = callerOf('demo', undefined, 'service');
  const event = { spec: EVENTS.agreementEffective, message, aggregateId: `agreement/${agreementId}`, at: start };
  try {
    await database.inTenant('demo', (sql) => appendOutbox(sql, caller, event, start));
  } finally {
    await database.close();
  }
}

async function inTenant<A>(url: string, work: (client: pg.Client) => Promise<A>): Promise<A> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select set_config('sla.tenant', 'demo', false)`);
    return await work(client);
  } finally {
    await client.end();
  }
}

async function holdSource(url: string, source: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('begin');
  await client.query(`select set_config('sla.tenant', 'demo', true)`);
  await client.query('select * from source where source = $1 for update', [source]);
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}
