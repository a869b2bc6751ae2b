import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { measurementV1 } from '@sla/contracts';
import { admit, peerOptions, type Composition, type Platform, type ServiceOptions } from '@sla/platform';
import { INGEST_USE_CASES, IngestGrpcController, type IngestUseCases } from './adapters/grpc/ingest.controller.js';
import {
  MEASUREMENT_USE_CASES,
  MeasurementGrpcController,
  type MeasurementUseCases,
} from './adapters/grpc/measurement.controller.js';
import {
  AGREEMENT_EVENTS,
  AgreementEventsController,
  type AgreementEventPorts,
} from './adapters/nats/agreement-events.controller.js';
import { callerOf } from './adapters/nats/convert.js';
import { agreementsPeer, type AgreementsPeer } from './adapters/peers/agreements-peer.js';
import { fromDetermination } from './adapters/prisma/convert.js';
import { openDatabase, type MeasurementDatabase } from './adapters/prisma/database.js';
import { SqlUnitOfWork } from './adapters/prisma/unit-of-work.js';
import { waitingWork } from './adapters/prisma/work-store.js';
import { evaluationWorker } from './adapters/timers/evaluation-worker.js';
import { config, type MeasurementConfig } from './config.js';
import { adoptVersion, endVersion } from './usecases/adopt-version.js';
import { advanceWatermark } from './usecases/advance-watermark.js';
import { listDisputes, openDispute, resolveDispute } from './usecases/disputes.js';
import { evaluateWindow } from './usecases/evaluate-window.js';
import { ingestBatch } from './usecases/ingest-batch.js';
import type { Ports } from './usecases/ports.js';
import {
  describeSeriesOf,
  explainDetermination,
  exportEvidence,
  getDetermination,
  getProgress,
  listDeterminations,
  listPending,
} from './usecases/read-determinations.js';
import { restate } from './usecases/restate.js';

/** The composition root: the only file that names a port and its adapter together. */
@Module({})
export class MeasurementModule {}

/** What `runService` needs to know of this service. */
export const measurementService: ServiceOptions<typeof config> = {
  name: 'measurement',
  config,
  services: [measurementV1.IngestServiceService, measurementV1.MeasurementServiceService],
  compose,
};

async function compose({
  config: settings,
  digest,
  now,
  poke,
  log,
}: Platform<MeasurementConfig>): Promise<Composition> {
  const database = openDatabase(settings.DATABASE_URL, settings.SLA_DATABASE_POOL);
  const uow = new SqlUnitOfWork({ database, digest, now, poke });
  const peer = agreementsPeer(peerOptions(settings, settings.SLA_AGREEMENTS_ADDRESS));
  const ports: Ports = { uow, clock: { now }, digest, ids: { next: randomUUID } };
  const worker = evaluationWorker({
    database,
    waiting: (limit) => database.inSystem((sql) => waitingWork(sql, limit, now())),
    evaluate: evaluateWindow(ports),
    atOnce: settings.SLA_EVALUATIONS_AT_ONCE,
    log,
  });
  return {
    module: moduleOf(ports, eventPorts(database, uow, peer, now)),
    database,
    workers: [worker],
    close: async () => {
      peer.close();
      await database.close();
    },
  };
}

function moduleOf(ports: Ports, events: AgreementEventPorts): DynamicModule {
  const ingest: IngestUseCases = { ingestBatch: ingestBatch(ports), advanceWatermark: advanceWatermark(ports) };
  const measurement: MeasurementUseCases = {
    getDetermination: getDetermination(ports),
    listDeterminations: listDeterminations(ports),
    explainDetermination: explainDetermination(ports),
    exportEvidence: exportEvidence(ports),
    restate: restate(ports),
    listPending: listPending(ports),
    openDispute: openDispute(ports),
    resolveDispute: resolveDispute(ports),
    listDisputes: listDisputes(ports),
    describeSeries: describeSeriesOf(ports),
    getProgress: getProgress(ports),
    fromDetermination,
  };
  return {
    module: MeasurementModule,
    controllers: [IngestGrpcController, MeasurementGrpcController, AgreementEventsController],
    providers: [
      { provide: INGEST_USE_CASES, useValue: ingest },
      { provide: MEASUREMENT_USE_CASES, useValue: measurement },
      { provide: AGREEMENT_EVENTS, useValue: events },
    ],
  };
}

/** An event's effect and its place in the inbox are one transaction. */
function eventPorts(
  database: MeasurementDatabase,
  uow: SqlUnitOfWork,
  peer: AgreementsPeer,
  now: Platform<MeasurementConfig>['now'],
): AgreementEventPorts {
  return {
    adoptVersion,
    endVersion,
    fetchTerms: peer.fetchTerms,
    admit: (event, work) =>
      database.inTenant(event.tenant, async (sql) => {
        const { tenant, id: eventId, aggregateId, aggregateSequence } = event;
        const arrival = { tenant, consumer: 'measurement-from-agreements', eventId, aggregateId, aggregateSequence };
        const admission = await admit(sql, arrival, now());
        const caller = callerOf(event);
        if (admission === 'new') await work(uow.transaction(caller, sql), caller);
        return admission;
      }),
  };
}
