import { Controller, Inject } from '@nestjs/common';
import { agreementsV1 as a, EVENTS, measurementV1 as m, type Timestamp } from '@sla/contracts';
import type { Caller } from '@sla/kernel';
import { OnEvent, UnusableEvent, type Admission, type IncomingEvent } from '@sla/platform';
import type { Contract } from '../../domain/contract.js';
import type { Finding } from '../../domain/finding.js';
import type { adoptVersion, endVersion } from '../../usecases/follow-agreement.js';
import type { recordFinding } from '../../usecases/record-finding.js';
import type { Transaction } from '../../usecases/ports.js';
import { toContract, toEnd } from './convert.js';

/** What the handlers need: a transaction that admits the event first, and the use cases that go on inside it. */
export interface EventPorts {
  readonly admit: (
    event: IncomingEvent,
    work: (tx: Transaction, caller: Caller) => Promise<void>,
  ) => Promise<Admission>;
  readonly adoptVersion: typeof adoptVersion;
  readonly endVersion: ReturnType<typeof endVersion>;
  readonly recordFinding: ReturnType<typeof recordFinding>;
  readonly fetchTerms: (tenant: string, contentHash: string) => Promise<string>;
  readonly toFinding: (determination: m.Determination) => Finding;
}
export const EVENT_PORTS = Symbol('event-ports');

/** Follows agreements and determinations. */
@Controller()
export class EventsController {
  constructor(@Inject(EVENT_PORTS) private readonly ports: EventPorts) {}

  @OnEvent(EVENTS.agreementEffective)
  async agreementEffective(message: a.AgreementEffective, event: IncomingEvent): Promise<Admission> {
    const inline = Buffer.from(message.terms).toString('utf8');
    const terms = inline === '' ? await this.ports.fetchTerms(event.tenant, message.contentHash) : inline;
    const contract: Contract = toContract(message, terms);
    return this.ports.admit(event, (tx) => this.ports.adoptVersion(tx, contract));
  }

  @OnEvent(EVENTS.versionSuperseded)
  async versionSuperseded(message: a.VersionSuperseded, event: IncomingEvent): Promise<Admission> {
    return this.#end(message.agreementId, message.version, message.effectiveEndTime, event);
  }

  @OnEvent(EVENTS.agreementTerminated)
  async agreementTerminated(message: a.AgreementTerminated, event: IncomingEvent): Promise<Admission> {
    return this.#end(message.agreementId, message.version, message.effectiveEndTime, event);
  }

  async #end(
    agreementId: string,
    version: number,
    end: Timestamp | undefined,
    event: IncomingEvent,
  ): Promise<Admission> {
    return this.ports.admit(event, (tx, caller) => this.ports.endVersion(tx, caller, agreementId, version, toEnd(end)));
  }

  @OnEvent(EVENTS.sloAtRisk)
  async sloAtRisk(message: m.SloAtRisk, event: IncomingEvent): Promise<Admission> {
    return this.#record(message.determination, event);
  }

  @OnEvent(EVENTS.sloBreached)
  async sloBreached(message: m.SloBreached, event: IncomingEvent): Promise<Admission> {
    return this.#record(message.determination, event);
  }

  @OnEvent(EVENTS.sloBreachWithdrawn)
  async sloBreachWithdrawn(message: m.SloBreachWithdrawn, event: IncomingEvent): Promise<Admission> {
    return this.#record(message.determination, event);
  }

  @OnEvent(EVENTS.windowClosed)
  async windowClosed(message: m.WindowClosed, event: IncomingEvent): Promise<Admission> {
    return this.#record(message.determination, event);
  }

  @OnEvent(EVENTS.determinationFinalised)
  async determinationFinalised(message: m.DeterminationFinalised, event: IncomingEvent): Promise<Admission> {
    return this.#record(message.determination, event);
  }

  @OnEvent(EVENTS.determinationRestated)
  async determinationRestated(message: m.DeterminationRestated, event: IncomingEvent): Promise<Admission> {
    return this.#record(message.determination, event);
  }

  async #record(determination: m.Determination | undefined, event: IncomingEvent): Promise<Admission> {
    if (determination === undefined) throw new UnusableEvent(`event ${event.id} carries no determination`);
    const finding = this.ports.toFinding(determination);
    return this.ports.admit(event, (tx, caller) => this.ports.recordFinding(tx, caller, finding));
  }
}
