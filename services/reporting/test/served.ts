import { EVENTS, reportingV1, type EventSpec } from '@sla/contracts';
import { timestampOf, type GrpcClient } from '@sla/platform';
import { serve as serveOn, type Served as ServedService, type TestCaller } from '@sla/testkit';
import { packFinding } from '../src/adapters/prisma/convert.js';
import type { Contract } from '../src/domain/contract.js';
import { isSettled, type Finding } from '../src/domain/finding.js';
import { reportingService } from '../src/reporting.module.js';
import { openNatsWire, type NatsWire } from './nats-wire.js';
import { startPeers, type TestPeers } from './peers.js';
import { MIGRATIONS } from './postgres-world.js';

export { failureOf } from '@sla/testkit';

const DEFINITION = reportingV1.ReportingServiceService;

export type ReportingClient = GrpcClient<typeof DEFINITION>;

/** The reporting service on real servers, with its peers and a publisher of events. */
export interface Served extends Pick<ServedService, 'address' | 'token' | 'drain' | 'close' | 'database'> {
  readonly peers: TestPeers;
  readonly wire: NatsWire;
  client(caller: TestCaller): Promise<ReportingClient>;
  stranger(token?: string): ReportingClient;
}

export async function serve(tenants: string): Promise<Served> {
  const peers = await startPeers();
  const env = { SLA_AGREEMENTS_ADDRESS: peers.address, SLA_MEASUREMENT_ADDRESS: peers.address };
  const served = await serveOn(reportingService, { migrations: MIGRATIONS, tenants, env });
  const wire = await openNatsWire(served.nats.url);
  return {
    ...served,
    peers,
    wire,
    client: (caller) => served.client(DEFINITION, caller),
    stranger: (token) => served.stranger(DEFINITION, token),
    close: async () => {
      wire.close();
      await served.close();
      await peers.close();
    },
  };
}

/** An event as it stands in the outbox of its owner. */
export interface TestEvent {
  readonly tenant: string;
  readonly subject: string;
  readonly aggregateId: string;
  readonly sequence: number;
  readonly data: Uint8Array;
}

const eventOf = <M>(spec: EventSpec<M>, message: M, place: Omit<TestEvent, 'subject' | 'data'>): TestEvent => ({
  ...place,
  subject: spec.subject,
  data: spec.codec.encode(message).finish(),
});

/** A version comes into force. Without terms the reader has to ask for them. */
export const effectiveEvent = (contract: Contract, tenant: string, sequence: number, terms = true): TestEvent =>
  eventOf(
    EVENTS.agreementEffective,
    {
      agreementId: contract.agreementId,
      version: contract.version,
      contentHash: contract.contentHash,
      effective: {
        startTime: timestampOf(contract.start),
        endTime: contract.end === undefined ? undefined : timestampOf(contract.end),
      },
      terms: Buffer.from(terms ? contract.canonicalTerms : ''),
      parties: [],
    },
    { tenant, aggregateId: `agreement/${contract.agreementId}`, sequence },
  );

export const supersededEvent = (contract: Contract, end: number, tenant: string, sequence: number): TestEvent =>
  eventOf(
    EVENTS.versionSuperseded,
    { agreementId: contract.agreementId, version: contract.version, effectiveEndTime: timestampOf(end) },
    { tenant, aggregateId: `agreement/${contract.agreementId}`, sequence },
  );

/** A determination as measurement announces it in its phase. */
export function findingEvent(finding: Finding, tenant: string, sequence: number): TestEvent {
  const place = {
    tenant,
    aggregateId: `determination/${finding.agreementId}/${finding.objectiveId}/${finding.windowLabel}`,
    sequence,
  };
  const determination = packFinding(finding);
  if (finding.phase === 'restated')
    return eventOf(EVENTS.determinationRestated, { determination, previous: undefined }, place);
  const message = { determination, historical: false };
  return eventOf(isSettled(finding) ? EVENTS.determinationFinalised : EVENTS.windowClosed, message, place);
}

export function publish({ wire }: Pick<Served, 'wire'>, ...events: readonly TestEvent[]): Promise<void> {
  for (const event of events) {
    wire.publish(
      event.subject,
      {
        'ce-specversion': '1.0',
        'ce-id': `${event.tenant}-${event.aggregateId.replaceAll('/', '-')}-${event.sequence}`,
        'ce-source': `/sla/${event.subject.split('.')[1]}`,
        'ce-type': event.subject,
        'ce-tenantid': event.tenant,
        'ce-aggregateid': event.aggregateId,
        'ce-aggregatesequence': String(event.sequence),
        'ce-correlationid': 'test-correlation',
      },
      event.data,
    );
  }
  return wire.flush();
}

/** Asks until the answer satisfies. @throws when it does not within the time. */
export async function until<A>(ask: () => Promise<A>, good: (answer: A) => boolean, withinMs = 60_000): Promise<A> {
  for (const giveUpAt = Date.now() + withinMs; ;) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (Date.now() > giveUpAt)
      throw new Error(
        `it never came: ${JSON.stringify(answer, (_k, v: unknown) => (typeof v === 'bigint' ? String(v) : v))}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
