import { agreementsV1 as a, commonV1 as c, measurementV1 as m, reportingV1 as r, Timestamp } from '@sla/contracts';
import type { Role } from '@sla/kernel';
import { batchOf, documentOf, SOURCE, type Shop } from './shop.js';

/** What a caller finds behind the wall. */
export type Finding = 'not found' | 'nothing' | 'refused' | 'no data' | 'tenant-wide' | 'its own';

/** One rpc, called about the web shop of northwind and acme. */
export interface Wall {
  readonly service: 'agreements' | 'measurement' | 'reporting';
  readonly method: Method;
  /** `turn` tells the attempts on one wall apart, where an attempt uses something up. */
  readonly request: (shop: Shop, turn: number) => object;
  /** Who is let in: the role and the party that has a seat; roles that act for no party have none. */
  readonly role: Role;
  readonly party?: string;
  readonly otherParty: Finding;
  readonly otherTenant: Finding;
}

export interface Method {
  readonly path: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- the generated methods differ in their messages; variance forces any here
  readonly requestSerialize: (message: any) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => object;
}

const AGREEMENTS = a.AgreementsServiceService;
const INGEST = m.IngestServiceService;
const MEASUREMENT = m.MeasurementServiceService;
const REPORTING = r.ReportingServiceService;
const OPERATIONS = c.OperationsServiceService;

const ID = 'web-shop';
const FIRST = { agreementId: ID, version: 1 };
const PAGE = { pageSize: 0, pageToken: '' };
const KEY = { agreementId: ID, objectiveId: 'availability', windowLabel: '2026-09', revision: 0 };
const at = (ms: number): Timestamp => ({ seconds: BigInt(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1e6 });

const provider = { role: 'provider_manager', party: 'northwind' } as const;
const customer = { role: 'customer_manager', party: 'acme' } as const;
const HIDDEN = { otherParty: 'not found', otherTenant: 'not found' } as const;
const EMPTY = { otherParty: 'nothing', otherTenant: 'nothing' } as const;

const inAgreements = { service: 'agreements' } as const;
const inMeasurement = { service: 'measurement' } as const;
const inReporting = { service: 'reporting' } as const;

/** Every served rpc: a call that means something, and what others find when they make it. */
export const WALLS: Readonly<Record<string, Wall>> = Object.fromEntries(
  (
    [
      {
        ...inAgreements,
        ...customer,
        method: AGREEMENTS.validateDocument,
        request: () => ({ document: documentOf(ID), format: a.DocumentFormat.YAML }),
        otherParty: 'no data',
        otherTenant: 'no data',
      },
      {
        ...inAgreements,
        ...provider,
        method: AGREEMENTS.applyDocument,
        request: () => ({ document: documentOf(ID), format: a.DocumentFormat.YAML, requestId: 'w-apply', etag: '' }),
        otherParty: 'refused',
        otherTenant: 'its own',
      },
      {
        ...inAgreements,
        ...provider,
        ...HIDDEN,
        method: AGREEMENTS.freezeVersion,
        request: () => ({ ...FIRST, requestId: 'w-freeze', etag: '' }),
      },
      {
        ...inAgreements,
        ...customer,
        ...HIDDEN,
        method: AGREEMENTS.signVersion,
        request: () => ({ ...FIRST, keyId: 'acme-key', jws: 'a..b', requestId: 'w-sign' }),
      },
      {
        ...inAgreements,
        ...provider,
        ...HIDDEN,
        method: AGREEMENTS.activateVersion,
        request: () => ({ ...FIRST, effectiveTime: undefined, requestId: 'w-activate' }),
      },
      {
        ...inAgreements,
        ...customer,
        ...HIDDEN,
        method: AGREEMENTS.terminateAgreement,
        // Before the agreement began: refused for the parties too, so that the web shop stays as it is.
        request: () => ({ agreementId: ID, effectiveTime: at(0), reason: 'walls', requestId: 'w-terminate' }),
      },
      {
        ...inAgreements,
        ...customer,
        method: AGREEMENTS.registerSigningKey,
        request: ({ acmeJwk }) => ({ party: 'acme', keyId: 'acme-key', publicJwk: acmeJwk, requestId: 'w-key' }),
        otherParty: 'refused',
        otherTenant: 'its own',
      },
      {
        ...inAgreements,
        ...customer,
        ...HIDDEN,
        method: AGREEMENTS.getAgreement,
        request: () => ({ agreementId: ID }),
      },
      {
        ...inAgreements,
        ...customer,
        ...EMPTY,
        method: AGREEMENTS.listAgreements,
        request: () => ({ ...PAGE, party: '' }),
      },
      {
        ...inAgreements,
        ...customer,
        ...HIDDEN,
        method: AGREEMENTS.getTerms,
        request: ({ contentHash }) => ({ contentHash }),
      },
      { ...inAgreements, ...customer, ...EMPTY, method: AGREEMENTS.watchAgreements, request: () => ({ party: '' }) },
      {
        ...inMeasurement,
        ...provider,
        method: INGEST.ingestBatch,
        request: () => ({ batch: batchOf('w-1'), requestId: '' }),
        otherParty: 'refused',
        otherTenant: 'its own',
      },
      {
        ...inMeasurement,
        ...provider,
        method: INGEST.streamBatches,
        request: () => ({ batch: batchOf('w-2') }),
        otherParty: 'refused',
        otherTenant: 'its own',
      },
      {
        ...inMeasurement,
        ...provider,
        method: INGEST.advanceWatermark,
        request: () => ({ source: SOURCE, watermark: at(1_760_000_000_000), requestId: 'w-watermark' }),
        otherParty: 'refused',
        otherTenant: 'its own',
      },
      { ...inMeasurement, ...customer, ...HIDDEN, method: MEASUREMENT.getDetermination, request: () => ({ key: KEY }) },
      {
        ...inMeasurement,
        ...customer,
        ...EMPTY,
        method: MEASUREMENT.listDeterminations,
        request: () => ({ ...PAGE, agreementId: '', objectiveId: '', overlapping: undefined, allRevisions: true }),
      },
      { ...inMeasurement, ...customer, ...HIDDEN, method: MEASUREMENT.explain, request: () => ({ key: KEY }) },
      { ...inMeasurement, ...customer, ...HIDDEN, method: MEASUREMENT.exportEvidence, request: () => ({ key: KEY }) },
      {
        ...inMeasurement,
        ...customer,
        ...EMPTY,
        method: MEASUREMENT.listPendingRestatements,
        request: () => ({ ...PAGE, agreementId: '' }),
      },
      {
        ...inMeasurement,
        ...provider,
        ...HIDDEN,
        method: MEASUREMENT.restate,
        request: () => ({ ...KEY, reason: 'walls', requestId: 'w-restate' }),
      },
      {
        ...inMeasurement,
        ...customer,
        ...HIDDEN,
        method: MEASUREMENT.openDispute,
        request: ({ series, contested }) => ({
          agreementId: ID,
          series,
          interval: contested,
          claim: m.State.UP,
          reason: 'walls',
          requestId: 'w-dispute',
        }),
      },
      {
        ...inMeasurement,
        ...customer,
        ...HIDDEN,
        method: MEASUREMENT.resolveDispute,
        request: ({ disputeId }) => ({
          disputeId,
          resolution: m.DisputeState.WITHDRAWN,
          reason: 'walls',
          requestId: 'w-resolve',
        }),
      },
      {
        ...inMeasurement,
        ...customer,
        ...EMPTY,
        method: MEASUREMENT.listDisputes,
        request: () => ({ ...PAGE, agreementId: '' }),
      },
      {
        ...inMeasurement,
        ...customer,
        ...HIDDEN,
        method: MEASUREMENT.describeSeries,
        request: ({ series }) => ({ series, span: undefined, gapAboveMs: 0n }),
      },
      {
        ...inMeasurement,
        ...customer,
        method: MEASUREMENT.getProgress,
        request: () => ({}),
        otherParty: 'nothing',
        otherTenant: 'nothing',
      },
      {
        ...inReporting,
        ...customer,
        ...EMPTY,
        method: REPORTING.listCompliance,
        request: () => ({ ...PAGE, agreementId: '', overlapping: undefined }),
      },
      {
        ...inReporting,
        ...provider,
        ...HIDDEN,
        method: REPORTING.issueReport,
        request: () => ({ agreementId: ID, period: '2026-09', reason: 'walls', requestId: 'w-issue' }),
      },
      {
        ...inReporting,
        ...customer,
        ...EMPTY,
        method: REPORTING.listReportEditions,
        request: () => ({ ...PAGE, agreementId: '', period: '' }),
      },
      {
        ...inReporting,
        ...customer,
        ...HIDDEN,
        method: REPORTING.getReportEdition,
        request: () => ({ agreementId: ID, period: '2026-09', edition: 0, format: r.ReportFormat.JSON }),
      },
      {
        ...inReporting,
        ...customer,
        ...EMPTY,
        method: REPORTING.listLedgerEntries,
        request: () => ({ ...PAGE, agreementId: '' }),
      },
      {
        ...inReporting,
        ...customer,
        ...HIDDEN,
        method: REPORTING.explainCredit,
        request: () => ({ agreementId: ID, creditId: 'availability-credit', windowLabel: '2026-09' }),
      },
      {
        ...inReporting,
        role: 'operator',
        method: OPERATIONS.listDeadLetters,
        request: () => PAGE,
        otherParty: 'tenant-wide',
        otherTenant: 'nothing',
      },
      {
        ...inReporting,
        role: 'operator',
        method: OPERATIONS.getDeadLetter,
        request: ({ deadLetterIds }, turn) => ({ id: deadLetterIds[turn] ?? '' }),
        otherParty: 'tenant-wide',
        otherTenant: 'not found',
      },
      {
        ...inReporting,
        role: 'operator',
        method: OPERATIONS.retryDeadLetter,
        request: ({ deadLetterIds }, turn) => ({ id: deadLetterIds[turn] ?? '', requestId: 'w-retry' }),
        otherParty: 'tenant-wide',
        otherTenant: 'not found',
      },
      {
        ...inReporting,
        role: 'operator',
        method: OPERATIONS.discardDeadLetter,
        request: ({ deadLetterIds }, turn) => ({
          id: deadLetterIds[turn] ?? '',
          reason: 'walls',
          requestId: `w-discard-${turn}`,
        }),
        otherParty: 'tenant-wide',
        otherTenant: 'not found',
      },
      {
        ...inAgreements,
        role: 'operator',
        method: OPERATIONS.readEvents,
        request: () => ({ after: '', pageSize: 0 }),
        otherParty: 'tenant-wide',
        otherTenant: 'nothing',
      },
      {
        ...inAgreements,
        ...customer,
        ...EMPTY,
        method: OPERATIONS.listAuditEntries,
        request: () => ({ after: 0n, pageSize: 0, resource: '' }),
      },
    ] satisfies readonly Wall[]
  ).map((wall) => [wall.method.path, wall]),
);
