import type { IncomingEvent } from './envelope.js';

/** Bytes of held events that a process remembers; beyond them the oldest are left to their redelivery. */
export const MAX_HELD_BYTES = 16 * 1024 * 1024;
/** What an event weighs beside its payload. */
const EVENT_OVERHEAD_BYTES = 1_024;

/**
 * Events that came before their turn. The server delivers them again in any case; remembering them lets them follow at
 * once when the missing one has come.
 */
export class HeldEvents {
  readonly #events = new Map<string, IncomingEvent>();
  #bytes = 0;

  constructor(private readonly limitBytes = MAX_HELD_BYTES) {}

  hold(consumer: string, event: IncomingEvent): void {
    const key = keyOf(consumer, event, event.aggregateSequence);
    this.#forget(key);
    this.#events.set(key, event);
    this.#bytes += weightOf(event);
    for (const oldest of this.#events.keys()) {
      if (this.#bytes <= this.limitBytes) break;
      this.#forget(oldest);
    }
  }

  /** The event that follows another in its aggregate, if it is held; it is held no more. */
  takeAfter(consumer: string, event: IncomingEvent): IncomingEvent | undefined {
    const key = keyOf(consumer, event, event.aggregateSequence + 1n);
    const next = this.#events.get(key);
    this.#forget(key);
    return next;
  }

  #forget(key: string): void {
    const event = this.#events.get(key);
    if (event !== undefined && this.#events.delete(key)) this.#bytes -= weightOf(event);
  }
}

const keyOf = (consumer: string, { tenant, aggregateId }: IncomingEvent, sequence: bigint): string =>
  `${consumer}/${tenant}/${sequence}/${aggregateId}`;

const weightOf = ({ data }: IncomingEvent): number => data.length + EVENT_OVERHEAD_BYTES;
