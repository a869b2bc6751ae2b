import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { agreementsV1 as a, commonV1, measurementV1 as m, reportingV1 as r, type Timestamp } from '@sla/contracts';
import type { Role } from '@sla/kernel';
import { grpcClient, type ClientOptions, type GrpcClient } from '@sla/platform';
import { openPremises, type Premises, type Started } from '@sla/testkit';
import { exportJWK, FlattenedSign, generateKeyPair, type CryptoKey } from 'jose';
import { agreementsService } from '../../../../services/agreements/src/agreements.module.js';
import { measurementService } from '../../../../services/measurement/src/measurement.module.js';
import { reportingService } from '../../../../services/reporting/src/reporting.module.js';
import { until } from '../platform/fixtures.js';
import { EventPublisher, UNREADABLE } from './event-publisher.js';

export type ServiceName = 'agreements' | 'measurement' | 'reporting';
type Definition = Parameters<typeof grpcClient>[0];

export interface Who {
  readonly roles: readonly Role[];
  readonly tenant?: string;
  readonly party?: string;
  readonly subject?: string;
}

/** The three services in this process, as they are configured in an installation. */
export interface Suite {
  readonly premises: Premises;
  readonly services: Readonly<Record<ServiceName, Started>>;
  token(who: Who): Promise<string>;
  client<D extends Definition>(service: ServiceName, definition: D, who: Who): Promise<GrpcClient<D>>;
  close(): Promise<void>;
}

const TOKEN_SECONDS = 3_600;
const migrations = (service: ServiceName): string =>
  path.resolve(import.meta.dirname, '../../../../services', service, 'prisma/migrations');

/**
 * Starts agreements, measurement and reporting on the same premises.
 * @param env more of their environment.
 * @param channel how clients connect; not encrypted without it.
 */
export async function startSuite(
  env: (premises: Premises) => Readonly<Record<string, string>>,
  channel?: (premises: Premises) => ChannelCredentials,
): Promise<Suite> {
  const premises = await openPremises();
  try {
    const SLA_SERVICE_TOKEN_FILE = path.join(premises.dir, 'service.token');
    const ours = { subject: 'services', tenant: 'installation', roles: ['service'], kind: 'service' } as const;
    writeFileSync(SLA_SERVICE_TOKEN_FILE, await premises.issuer.mint(ours, TOKEN_SECONDS));
    const services = await startServices(premises, { SLA_SERVICE_TOKEN_FILE, ...env(premises) });
    return suiteOf(premises, services, channel?.(premises));
  } catch (error) {
    await premises.close();
    throw error;
  }
}

async function startServices(premises: Premises, env: Readonly<Record<string, string>>): Promise<Suite['services']> {
  const agreements = await premises.start(agreementsService, { migrations: migrations('agreements'), env });
  const more = { ...env, SLA_AGREEMENTS_ADDRESS: agreements.address };
  const measurement = await premises.start(measurementService, { migrations: migrations('measurement'), env: more });
  const reporting = await premises.start(reportingService, {
    migrations: migrations('reporting'),
    env: { ...more, SLA_MEASUREMENT_ADDRESS: measurement.address },
  });
  return { agreements, measurement, reporting };
}

function suiteOf(premises: Premises, services: Suite['services'], channel: ChannelCredentials | undefined): Suite {
  const clients: { close(): void }[] = [];
  const token = ({ tenant = 'demo', party, roles, subject }: Who): Promise<string> => {
    const name = subject ?? `${roles.join('+')}@${party ?? 'nobody'}`;
    return premises.issuer.mint({ subject: name, tenant, roles, ...(party !== undefined && { party }) }, TOKEN_SECONDS);
  };
  return {
    premises,
    services,
    token,
    async client(service, definition, who) {
      const minted = await token(who);
      const secure = channel === undefined ? {} : { channelCredentials: channel };
      const options: ClientOptions = { address: services[service].address, token: async () => minted, ...secure };
      const client = grpcClient(definition, options);
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) client.close();
      await premises.close();
    },
  };
}

/** The web shop of northwind and acme: in force, measured, breached in September, disputed and reported. */
export interface Shop {
  readonly contentHash: string;
  readonly acmeJwk: string;
  readonly series: string;
  readonly contested: { readonly startTime: Timestamp; readonly endTime: Timestamp };
  readonly disputeId: string;
  /** Letters of reporting, one for each attempt to do away with one. */
  readonly deadLetterIds: readonly string[];
}

const SERIES = 'shop.checkout.probe';
const HOUR_MS = 3_600_000;
const SEPTEMBER = Date.UTC(2026, 8, 1) - 8 * HOUR_MS;
const OCTOBER = Date.UTC(2026, 9, 1) - 8 * HOUR_MS;
const timeOf = (ms: number): Timestamp => ({ seconds: BigInt(ms / 1000), nanos: 0 });

/** A small sound agreement between northwind and acme. */
export const documentOf = (id: string): Buffer =>
  Buffer.from(`schema: sla-suite/agreement/v1
id: ${id}
kind: SLA
title: { en: Web shop, zh-CN: 网店 }
parties:
  - { id: northwind, role: provider, name: { en: Northwind, zh-CN: 北风 } }
  - { id: acme, role: customer, name: { en: Acme, zh-CN: 客户 } }
term: { start: 2026-09-01T00:00:00+08:00, end: 2027-10-01T00:00:00+08:00 }
timeZone: Asia/Shanghai
scope:
  included: [{ en: Checkout, zh-CN: 结账 }]
  excluded: [{ en: Payment providers, zh-CN: 支付服务商 }]
services:
  - { id: checkout, title: { en: Checkout, zh-CN: 结账 }, criticality: critical }
objectives:
  - id: availability
    title: { en: Availability, zh-CN: 可用性 }
    service: checkout
    need: { en: Customers can pay, zh-CN: 顾客能够付款 }
    owner: northwind
    indicator: { kind: time_in_state, series: ${SERIES}, good: [up] }
    target: 99.9
    window: { kind: month }
    partialWindow: clip
    missingData: hold
    staleness: PT6H
    minimumCoverage: 90
    allowedLateness: PT24H
    freezeAfter: P3D
    atRiskAt: 80
    exclusions: []
exclusions: []
charges: { amount: 12000.00, currency: CNY, per: month }
credits:
  - id: availability-credit
    objective: availability
    tiers: [{ below: 99.9, percent: 10 }]
    capPercent: 10
    rounding: half_up
reports: { schedule: month }
`);

/** A source that speaks for northwind, because northwind wrote to it first. */
export const SOURCE = 'northwind-probes';

/** A batch of a source that speaks for northwind. */
export const batchOf = (key: string): m.SampleBatch => ({
  batchKey: key,
  source: SOURCE,
  conflictRule: m.ConflictRule.REFUSE,
  historical: true,
  columns: [
    {
      series: 'northwind.probe',
      atMs: [1_760_000_000_000n],
      sequences: [],
      values: { $case: 'states', value: { states: [m.State.UP] } },
    },
  ],
});

const PROVIDER: Who = { roles: ['provider_manager'], party: 'northwind' };
const CUSTOMER: Who = { roles: ['customer_manager'], party: 'acme' };

/** Fills a suite with the web shop, by the calls that people and programs would make. */
export async function openShop(suite: Suite): Promise<Shop> {
  const { contentHash, acmeJwk } = await putInForce(suite);
  await measureSeptember(suite);
  await measureLate(suite);
  const disputeId = await disputeOf(suite);
  const reporting = await suite.client('reporting', r.ReportingServiceService, PROVIDER);
  await until('the credit is booked', async () => {
    const { entries } = await reporting.listLedgerEntries({ agreementId: 'web-shop', pageSize: 0, pageToken: '' });
    return entries.length > 0;
  });
  await reporting.issueReport({ agreementId: 'web-shop', period: '2026-09', reason: '', requestId: '' });
  return {
    contentHash,
    acmeJwk,
    series: SERIES,
    contested: CONTESTED,
    disputeId,
    deadLetterIds: await deadLettersOf(suite),
  };
}

async function putInForce(suite: Suite): Promise<Pick<Shop, 'contentHash' | 'acmeJwk'>> {
  const provider = await suite.client('agreements', a.AgreementsServiceService, PROVIDER);
  const customer = await suite.client('agreements', a.AgreementsServiceService, CUSTOMER);
  const named = { agreementId: 'web-shop', version: 1, requestId: '' };
  await provider.applyDocument({
    document: documentOf('web-shop'),
    format: a.DocumentFormat.YAML,
    requestId: '',
    etag: '',
  });
  const { agreement } = await provider.freezeVersion({ ...named, etag: '' });
  const contentHash = agreement?.versions[0]?.contentHash ?? '';
  const [acmeKey, northwindKey] = [
    await generateKeyPair('EdDSA', { extractable: true }),
    await generateKeyPair('EdDSA', { extractable: true }),
  ];
  const sign = async (client: typeof provider, party: string, pair: typeof acmeKey): Promise<string> => {
    const publicJwk = JSON.stringify(await exportJWK(pair.publicKey));
    const keyId = `${party}-key`;
    await client.registerSigningKey({ party, keyId, publicJwk, requestId: '' });
    await client.signVersion({ ...named, keyId, jws: await detachedJws(contentHash, keyId, pair.privateKey) });
    return publicJwk;
  };
  await sign(provider, 'northwind', northwindKey);
  const acmeJwk = await sign(customer, 'acme', acmeKey);
  await provider.activateVersion({ ...named, effectiveTime: undefined });
  return { contentHash, acmeJwk };
}

async function detachedJws(contentHash: string, keyId: string, key: CryptoKey): Promise<string> {
  const signer = new FlattenedSign(Buffer.from(contentHash, 'ascii')).setProtectedHeader({ alg: 'EdDSA', kid: keyId });
  const jws = await signer.sign(key);
  return `${jws.protected}..${jws.signature}`;
}

/** Hourly samples with a day of outage; the source has reported everything since. */
async function measureSeptember(suite: Suite): Promise<void> {
  const ingest = await suite.client('measurement', m.IngestServiceService, { roles: ['ingest'] });
  const hours = Array.from({ length: (OCTOBER - SEPTEMBER) / HOUR_MS }, (_, i) => SEPTEMBER + i * HOUR_MS);
  const states = hours.map((_, i) => (i >= 24 && i < 48 ? m.State.DOWN : m.State.UP));
  const column = { series: SERIES, atMs: hours.map(BigInt), sequences: [] };
  const batch: m.SampleBatch = {
    batchKey: 'september',
    source: 'probes',
    conflictRule: m.ConflictRule.REFUSE,
    historical: true,
    columns: [{ ...column, values: { $case: 'states', value: { states } } }],
  };
  await ingest.ingestBatch({ batch, requestId: '' });
  await ingest.advanceWatermark({ source: 'probes', watermark: timeOf(OCTOBER + 120 * HOUR_MS), requestId: '' });
  const measurement = await suite.client('measurement', m.MeasurementServiceService, CUSTOMER);
  const key = { agreementId: 'web-shop', objectiveId: 'availability', windowLabel: '2026-09', revision: 0 };
  await until('September is final', async () => {
    const { determinations } = await measurement.listDeterminations({
      ...key,
      overlapping: undefined,
      allRevisions: false,
      pageSize: 0,
      pageToken: '',
    });
    return determinations.some(({ windowLabel, phase }) => windowLabel === '2026-09' && phase === m.Phase.FINAL);
  });
}

/** A sample that comes after September is final, and a source of northwind's own. */
async function measureLate(suite: Suite): Promise<void> {
  const ingest = await suite.client('measurement', m.IngestServiceService, { roles: ['ingest'] });
  const late = { series: SERIES, atMs: [BigInt(SEPTEMBER + HOUR_MS / 2)], sequences: [] };
  const values: m.SeriesColumn['values'] = { $case: 'states', value: { states: [m.State.UP] } };
  const batch: m.SampleBatch = { ...batchOf('late'), source: 'probes', columns: [{ ...late, values }] };
  await ingest.ingestBatch({ batch, requestId: '' });
  const provider = await suite.client('measurement', m.IngestServiceService, PROVIDER);
  await provider.ingestBatch({ batch: batchOf('first'), requestId: '' });
}

const CONTESTED = { startTime: timeOf(SEPTEMBER + 25 * HOUR_MS), endTime: timeOf(SEPTEMBER + 26 * HOUR_MS) };

async function disputeOf(suite: Suite): Promise<string> {
  const measurement = await suite.client('measurement', m.MeasurementServiceService, CUSTOMER);
  const { dispute } = await measurement.openDispute({
    agreementId: 'web-shop',
    series: SERIES,
    interval: CONTESTED,
    claim: m.State.UNKNOWN,
    reason: 'the probe was moved',
    requestId: '',
  });
  return dispute?.id ?? '';
}

/** Events of northwind's agreements that nobody can read. */
async function deadLettersOf(suite: Suite): Promise<readonly string[]> {
  const nats = await EventPublisher.connect(suite.premises.nats.url);
  for (const id of ['a', 'b', 'c']) await nats.publish({ aggregateId: `agreement/unreadable-${id}`, data: UNREADABLE });
  await nats.close();
  const operations = await operationsOf(suite, 'reporting');
  const list = async () => (await operations.listDeadLetters({ pageSize: 0, pageToken: '' })).deadLetters;
  await until('three events are dead letters', async () => (await list()).length === 3);
  return (await list()).map(({ id }) => id);
}

/** A client of what every service offers to its operator. */
export const operationsOf = (suite: Suite, service: ServiceName, who: Who = { roles: ['operator'] }) =>
  suite.client(service, commonV1.OperationsServiceService, who);
