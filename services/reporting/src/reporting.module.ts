import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { reportingV1 } from '@sla/contracts';
import {
  currentTraceparent,
  peerOptions,
  receive,
  type Composition,
  type Platform,
  type ServiceOptions,
} from '@sla/platform';
import { writeCsv } from './adapters/documents/write-csv.js';
import { writeHtml } from './adapters/documents/write-html.js';
import {
  REPORTING_USE_CASES,
  ReportingController,
  type ReportingUseCases,
} from './adapters/grpc/reporting.controller.js';
import { callerOf } from './adapters/nats/convert.js';
import { EVENT_PORTS, EventsController, type EventPorts } from './adapters/nats/events.controller.js';
import { openPeers, type Peers } from './adapters/peers/peers.js';
import { fromEdition, fromEntry, packFinding, unpackFinding } from './adapters/prisma/convert.js';
import { openDatabase, type ReportingDatabase } from './adapters/prisma/database.js';
import { SqlEditionWorkStore, waitingEditions } from './adapters/prisma/edition-store.js';
import { SqlUnitOfWork } from './adapters/prisma/unit-of-work.js';
import { editionWorker } from './adapters/timers/edition-worker.js';
import { config, type ReportingConfig } from './config.js';
import { adoptVersion, endVersion } from './usecases/follow-agreement.js';
import { issueReport, issueWhenComplete } from './usecases/issue-edition.js';
import type { Ports } from './usecases/ports.js';
import { explainCredit, listCompliance, listEditions, listLedger, readEdition } from './usecases/read-reports.js';
import { recordFinding } from './usecases/record-finding.js';

/** The composition root: the only file that names a port and its adapter together. */
@Module({})
export class ReportingModule {}

/** What `runService` needs to know of this service. */
export const reportingService: ServiceOptions<typeof config> = {
  name: 'reporting',
  config,
  services: [reportingV1.ReportingServiceService],
  compose,
};

async function compose({ config: settings, digest, now, poke, log }: Platform<ReportingConfig>): Promise<Composition> {
  const database = openDatabase(settings.DATABASE_URL, settings.SLA_DATABASE_POOL);
  const uow = new SqlUnitOfWork({ database, digest, now, poke });
  const peers = openPeers({
    agreements: peerOptions(settings, settings.SLA_AGREEMENTS_ADDRESS),
    measurement: peerOptions(settings, settings.SLA_MEASUREMENT_ADDRESS),
  });
  const documents = { csv: writeCsv, html: writeHtml };
  const ports: Ports = {
    uow,
    clock: { now },
    digest,
    ids: { next: randomUUID },
    measurement: peers.measurement,
    documents,
  };
  const worker = editionWorker({
    waiting: (limit) => database.inSystem((sql) => waitingEditions(sql, now(), limit)),
    issue: issueWhenComplete(ports),
    postpone: (work, until) =>
      database.inTenant(work.tenant, (sql) => new SqlEditionWorkStore(sql, work.tenant).postpone(work, until)),
    now,
    log,
  });
  return {
    module: moduleOf(ports, eventPorts(ports, database, uow, peers)),
    database,
    workers: [worker],
    close: async () => {
      peers.close();
      await database.close();
    },
  };
}

function moduleOf(ports: Ports, events: EventPorts): DynamicModule {
  const useCases: ReportingUseCases = {
    listCompliance: listCompliance(ports),
    issueReport: issueReport(ports),
    listEditions: listEditions(ports),
    readEdition: readEdition(ports),
    listLedger: listLedger(ports),
    explainCredit: explainCredit(ports),
    fromFinding: packFinding,
    fromEdition,
    fromEntry,
  };
  return {
    module: ReportingModule,
    controllers: [ReportingController, EventsController],
    providers: [
      { provide: REPORTING_USE_CASES, useValue: useCases },
      { provide: EVENT_PORTS, useValue: events },
    ],
  };
}

/** An event's effect and its place in the inbox are one transaction. */
function eventPorts(ports: Ports, database: ReportingDatabase, uow: SqlUnitOfWork, peers: Peers): EventPorts {
  return {
    adoptVersion,
    endVersion: endVersion(ports),
    recordFinding: recordFinding(ports),
    fetchTerms: peers.fetchTerms,
    toFinding: unpackFinding,
    admit: (event, work) =>
      receive(database, reportingService.name, event, ports.clock.now(), (sql) => {
        const caller = callerOf(event, currentTraceparent() ?? event.traceparent);
        return work(uow.transaction(caller, sql), caller);
      }),
  };
}
