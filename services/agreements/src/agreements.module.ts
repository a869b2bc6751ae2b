import { Module } from '@nestjs/common';
import type { Composition, Platform, PlatformConfig, ServiceOptions } from '@sla/platform';
import { YamlDocumentReader } from './adapters/documents/yaml-document-reader.js';
import { AgreementsController, CONTRACTS, USE_CASES, type UseCases } from './adapters/grpc/agreements.controller.js';
import { PrismaDatabase } from './adapters/prisma/database.js';
import { PrismaUnitOfWork } from './adapters/prisma/unit-of-work.js';
import { JoseSignatureVerifier } from './adapters/signatures/jose-signature-verifier.js';
import { nodeTimer } from './adapters/timers/node-timer.js';
import { config } from './config.js';
import { activateVersion } from './usecases/activate-version.js';
import { applyDocument } from './usecases/apply-document.js';
import { freezeVersion } from './usecases/freeze-version.js';
import { getAgreement } from './usecases/get-agreement.js';
import { getTerms } from './usecases/get-terms.js';
import { listAgreements } from './usecases/list-agreements.js';
import type { Ports } from './usecases/ports.js';
import { registerSigningKey } from './usecases/register-signing-key.js';
import { signVersion } from './usecases/sign-version.js';
import { terminateAgreement } from './usecases/terminate-agreement.js';
import { validateDocument } from './usecases/validate-document.js';
import { watchAgreements } from './usecases/watch-agreements.js';

/** The composition root: the only file that names a port and its adapter together. */
@Module({})
export class AgreementsModule {}

/** What `runService` needs to know of this service. */
export const agreementsService: ServiceOptions<typeof config> = {
  name: 'agreements',
  config,
  services: CONTRACTS,
  compose,
};

function compose({ config: settings, digest, now, poke }: Platform<PlatformConfig>): Promise<Composition> {
  const database = new PrismaDatabase(settings.DATABASE_URL, settings.SLA_DATABASE_POOL);
  const useCases = useCasesOf({
    uow: new PrismaUnitOfWork({ database, digest, now, poke }),
    clock: { now },
    digest,
    documents: new YamlDocumentReader(),
    signatures: new JoseSignatureVerifier(),
    timer: nodeTimer,
  });
  return Promise.resolve({
    module: {
      module: AgreementsModule,
      controllers: [AgreementsController],
      providers: [{ provide: USE_CASES, useValue: useCases }],
    },
    database,
    workers: [],
    close: () => database.close(),
  });
}

const useCasesOf = (ports: Ports): UseCases => ({
  validateDocument: validateDocument(ports),
  applyDocument: applyDocument(ports),
  freezeVersion: freezeVersion(ports),
  signVersion: signVersion(ports),
  activateVersion: activateVersion(ports),
  terminateAgreement: terminateAgreement(ports),
  registerSigningKey: registerSigningKey(ports),
  getAgreement: getAgreement(ports),
  listAgreements: listAgreements(ports),
  getTerms: getTerms(ports),
  watchAgreements: watchAgreements(ports),
});
