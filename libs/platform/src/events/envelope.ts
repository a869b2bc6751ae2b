import type { Instant } from '@sla/kernel';
import { formatInstant } from '@sla/kernel';
import type { OutboxRow } from '../outbox/read.js';

/** An event as it arrives: CloudEvents 1.0 in NATS binary mode. */
export interface IncomingEvent {
  readonly id: string;
  readonly subject: string;
  readonly tenant: string;
  readonly aggregateId: string;
  readonly aggregateSequence: bigint;
  readonly correlationId: string;
  /** Event that caused the event, or the request. */
  readonly causationId: string;
  readonly traceparent: string;
  readonly data: Uint8Array;
}

/** CloudEvents headers; values are ASCII, anything else is percent-encoded (CloudEvents NATS binding 3.1.3). */
export function cloudEventHeaders(row: OutboxRow): Record<string, string> {
  const values = {
    'ce-specversion': '1.0',
    'ce-id': row.event_id,
    'ce-source': `/sla/${row.subject.split('.')[1] ?? ''}`,
    'ce-type': row.subject,
    'ce-subject': row.aggregate_id,
    'ce-time': formatInstant(Number(row.event_time) as Instant),
    'ce-recordedtime': formatInstant(Number(row.recorded_time) as Instant),
    'ce-tenantid': row.tenant_id,
    'ce-aggregateid': row.aggregate_id,
    'ce-aggregatesequence': String(row.aggregate_sequence),
    'ce-correlationid': row.correlation_id,
    'ce-causationid': row.causation_id,
    'content-type': 'application/protobuf',
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, percentEncode(value)]));
}

const percentEncode = (text: string): string =>
  text.replace(/[^\x21-\x7e]|[%"]/gu, (character) => encodeURIComponent(character).replaceAll('"', '%22'));

/** The event of headers and payload; undefined when an attribute that we need is missing or unreadable. */
export function incomingEvent(
  subject: string,
  headers: (name: string) => string,
  data: Uint8Array,
): IncomingEvent | undefined {
  const read = (name: string): string => percentDecode(headers(name));
  const sequence = read('ce-aggregatesequence');
  const event = {
    id: read('ce-id'),
    subject,
    tenant: read('ce-tenantid'),
    aggregateId: read('ce-aggregateid'),
    correlationId: read('ce-correlationid'),
    causationId: read('ce-causationid'),
    traceparent: headers('traceparent'),
    data,
  };
  if (event.id === '' || event.tenant === '' || event.aggregateId === '' || !SEQUENCE.test(sequence)) return undefined;
  return { ...event, aggregateSequence: BigInt(sequence) };
}

/** From 1 on, and within PostgreSQL's bigint. */
const SEQUENCE = /^[1-9]\d{0,17}$/;

/** The text behind a header value; '' when it is no percent-encoding of ours. */
function percentDecode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
