import { jetstream } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { EVENTS } from '@sla/contracts';

/** Bytes that are no protobuf message. */
export const UNREADABLE = new Uint8Array([0x0a, 0xff]);

export interface Forgery {
  readonly aggregateId: string;
  readonly data?: Uint8Array;
  readonly subject?: string;
  /** Attributes that differ from those of a good event; '' leaves one out. */
  readonly attributes?: Readonly<Record<string, string>>;
}

let count = 0;

/** The client takes no credentials out of URLs. */
function accessOf(url: string): { readonly servers: string; readonly user?: string; readonly pass?: string } {
  const { host, username, password } = new URL(url);
  const servers = `nats://${host}`;
  return username === '' ? { servers } : { servers, user: username, pass: decodeURIComponent(password) };
}

/** Publishes what somebody with access to NATS could publish: good events, and those that only look so. */
export class EventPublisher {
  private constructor(readonly connection: NatsConnection) {}

  static async connect(url: string): Promise<EventPublisher> {
    return new EventPublisher(await connect({ ...accessOf(url), reconnect: false }));
  }

  /** Answers the id of the event. */
  async publish({
    aggregateId,
    data,
    subject = EVENTS.agreementEffective.subject,
    attributes = {},
  }: Forgery): Promise<string> {
    const id = `forged-${++count}`;
    const message = headers();
    const good = {
      'ce-specversion': '1.0',
      'ce-id': id,
      'ce-source': `/sla/${subject.split('.')[1] ?? ''}`,
      'ce-type': subject,
      'ce-tenantid': 'demo',
      'ce-aggregateid': aggregateId,
      'ce-aggregatesequence': '1',
      'ce-correlationid': 'forged',
    };
    for (const [name, value] of Object.entries({ ...good, ...attributes })) if (value !== '') message.set(name, value);
    await jetstream(this.connection).publish(subject, data ?? UNREADABLE, { headers: message, msgID: id });
    return id;
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
