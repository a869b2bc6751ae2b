import * as acceptance from './acceptance.js';
import * as agreements from './agreements.js';
import * as incidents from './incidents.js';
import * as measurement from './measurement.js';
import * as reporting from './reporting.js';

/** Encodes and decodes one protobuf message. */
export interface MessageCodec<M> {
  encode(message: M): { finish(): Uint8Array };
  decode(bytes: Uint8Array): M;
}

export type ServiceName = 'agreements' | 'measurement' | 'acceptance' | 'incidents' | 'reporting';

/** One kind of event: what travels, who decides that it happened, and who acts on it. */
export interface EventSpec<M> {
  /** JetStream subject `sla.<owner>.v1.<event_name>`, which is also the CloudEvents type. */
  readonly subject: string;
  /** Full name of the protobuf message. */
  readonly message: string;
  readonly codec: MessageCodec<M>;
  readonly owner: ServiceName;
  /** Services with a handler for it; `external` means that it is made for subscribers outside the suite. */
  readonly readers: readonly (ServiceName | 'external')[];
}

const event = <M>(
  owner: ServiceName,
  name: string,
  message: string,
  codec: MessageCodec<M>,
  readers: EventSpec<M>['readers'],
): EventSpec<M> => ({
  subject: `sla.${owner}.v1.${name}`,
  message: `sla.${owner}.v1.${message}`,
  codec,
  owner,
  readers,
});

/** Every event of the suite. The table in ARCHITECTURE.md is made from it, and a test holds it against protos and handlers in both directions. */
export const EVENTS = {
  versionFrozen: event('agreements', 'version_frozen', 'VersionFrozen', agreements.VersionFrozen, ['external']),
  versionSigned: event('agreements', 'version_signed', 'VersionSigned', agreements.VersionSigned, ['external']),
  agreementEffective: event('agreements', 'agreement_effective', 'AgreementEffective', agreements.AgreementEffective, [
    'measurement',
    'reporting',
  ]),
  versionSuperseded: event('agreements', 'version_superseded', 'VersionSuperseded', agreements.VersionSuperseded, [
    'measurement',
    'reporting',
  ]),
  agreementTerminated: event(
    'agreements',
    'agreement_terminated',
    'AgreementTerminated',
    agreements.AgreementTerminated,
    ['measurement', 'reporting'],
  ),
  sloAtRisk: event('measurement', 'slo_at_risk', 'SloAtRisk', measurement.SloAtRisk, ['reporting']),
  sloBreached: event('measurement', 'slo_breached', 'SloBreached', measurement.SloBreached, ['reporting']),
  sloBreachWithdrawn: event(
    'measurement',
    'slo_breach_withdrawn',
    'SloBreachWithdrawn',
    measurement.SloBreachWithdrawn,
    ['reporting'],
  ),
  windowClosed: event('measurement', 'window_closed', 'WindowClosed', measurement.WindowClosed, ['reporting']),
  determinationFinalised: event(
    'measurement',
    'determination_finalised',
    'DeterminationFinalised',
    measurement.DeterminationFinalised,
    ['reporting'],
  ),
  determinationRestated: event(
    'measurement',
    'determination_restated',
    'DeterminationRestated',
    measurement.DeterminationRestated,
    ['reporting'],
  ),
  reportIssued: event('reporting', 'report_issued', 'ReportIssued', reporting.ReportIssued, ['external']),
  creditBooked: event('reporting', 'credit_booked', 'CreditBooked', reporting.CreditBooked, ['external']),
} as const;

export type EventName = keyof typeof EVENTS;

/** Events whose messages are agreed while the service that will publish them is not built yet: nobody publishes or reads them. */
export const PLANNED_EVENTS = {
  clockStopped: event('incidents', 'clock_stopped', 'ClockStopped', incidents.ClockStopped, []),
  clockBreached: event('incidents', 'clock_breached', 'ClockBreached', incidents.ClockBreached, []),
  interruptionOpened: event('incidents', 'interruption_opened', 'InterruptionOpened', incidents.InterruptionOpened, []),
  interruptionRestored: event(
    'incidents',
    'interruption_restored',
    'InterruptionRestored',
    incidents.InterruptionRestored,
    [],
  ),
  interruptionAttributed: event(
    'incidents',
    'interruption_attributed',
    'InterruptionAttributed',
    incidents.InterruptionAttributed,
    [],
  ),
  deliverableSubmitted: event(
    'acceptance',
    'deliverable_submitted',
    'DeliverableSubmitted',
    acceptance.DeliverableSubmitted,
    [],
  ),
  acceptanceDecided: event('acceptance', 'acceptance_decided', 'AcceptanceDecided', acceptance.AcceptanceDecided, []),
  surveyClosed: event('acceptance', 'survey_closed', 'SurveyClosed', acceptance.SurveyClosed, []),
} as const;
