import { Controller, Inject } from '@nestjs/common';
import { agreementsV1 as v1, EVENTS } from '@sla/contracts';
import type { Caller } from '@sla/kernel';
import { OnEvent, type Admission, type IncomingEvent } from '@sla/platform';
import type { Transaction } from '../../usecases/ports.js';
import type { adoptVersion, endVersion } from '../../usecases/adopt-version.js';
import { toContract, toEnd } from './convert.js';

/** What the handlers need: a transaction that admits the event first, and the use cases that go on inside it. */
export interface AgreementEventPorts {
  readonly admit: (
    event: IncomingEvent,
    work: (tx: Transaction, caller: Caller) => Promise<void>,
  ) => Promise<Admission>;
  readonly adoptVersion: typeof adoptVersion;
  readonly endVersion: typeof endVersion;
  /** Terms by content hash, for those too large to travel inside the event. */
  readonly fetchTerms: (tenant: string, contentHash: string) => Promise<string>;
}
export const AGREEMENT_EVENTS = Symbol('agreement-events');

/** Follows the agreements. */
@Controller()
export class AgreementEventsController {
  constructor(@Inject(AGREEMENT_EVENTS) private readonly ports: AgreementEventPorts) {}

  @OnEvent(EVENTS.agreementEffective)
  async agreementEffective(message: v1.AgreementEffective, event: IncomingEvent): Promise<Admission> {
    const inline = Buffer.from(message.terms).toString('utf8');
    const terms = inline === '' ? await this.ports.fetchTerms(event.tenant, message.contentHash) : inline;
    return this.ports.admit(event, (tx, caller) => this.ports.adoptVersion(tx, caller, toContract(message, terms)));
  }

  @OnEvent(EVENTS.versionSuperseded)
  async versionSuperseded(message: v1.VersionSuperseded, event: IncomingEvent): Promise<Admission> {
    return this.#end(message, event);
  }

  @OnEvent(EVENTS.agreementTerminated)
  async agreementTerminated(message: v1.AgreementTerminated, event: IncomingEvent): Promise<Admission> {
    return this.#end(message, event);
  }

  async #end(message: v1.VersionSuperseded | v1.AgreementTerminated, event: IncomingEvent): Promise<Admission> {
    const { agreementId, version } = message;
    const end = toEnd(message.effectiveEndTime);
    return this.ports.admit(event, (tx, caller) => this.ports.endVersion(tx, caller, agreementId, version, end));
  }
}
