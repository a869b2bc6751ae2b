import { DomainError, type Instant } from '@sla/kernel';
import type { JsMsg, StoredMsg } from '@nats-io/jetstream';
import { headers as natsHeaders } from '@nats-io/transport-node';
import { incomingEvent, type IncomingEvent } from './envelope.js';
import type { IsTenant } from '../identity/installation.js';
import { codeOf, DEAD_LETTER_STREAM, type JetStream } from './jetstream.js';

const SUBJECT = 'sla-dead-subject';
const REASON = 'sla-dead-reason';
const DELIVERIES = 'sla-dead-deliveries';
const CONSUMER = 'sla-dead-consumer';
const MAX_REASON = 1_000;
/** Sequences are decimal and safe integers. */
const ID = /^\d{1,15}$/;
/** JetStream error code of a sequence or subject without message. */
const NO_MESSAGE = 10_037;

export interface DeadLetter {
  /** Sequence in the dead-letter stream. */
  readonly id: string;
  readonly consumer: string;
  readonly subject: string;
  readonly reason: string;
  readonly deliveries: number;
  readonly failedAt: Instant;
  /** Absent when the message was no event of ours at all, or one of a tenant that is none of the installation. */
  readonly event?: IncomingEvent;
  readonly data: Uint8Array;
}

/** The events that one service could not handle. */
export class DeadLetters {
  readonly #subject: string;

  constructor(
    private readonly js: JetStream,
    service: string,
    private readonly isTenant: IsTenant,
  ) {
    this.#subject = `sla_dead.${service}`;
  }

  /** Keeps a message with the reason; the same message given up twice is kept once. */
  async keep(message: JsMsg, consumer: string, reason: string): Promise<void> {
    const copy = natsHeaders();
    for (const [name, values] of message.headers ?? []) if (!/^Nats-/i.test(name)) copy.set(name, values[0] ?? '');
    copy.set(SUBJECT, message.subject);
    copy.set(CONSUMER, consumer);
    copy.set(DELIVERIES, String(message.info.deliveryCount));
    copy.set(REASON, encodeURIComponent(reason.slice(0, MAX_REASON)));
    await this.js.client.publish(this.#subject, message.data, { msgID: `${consumer}/${message.seq}`, headers: copy });
  }

  /**
   * Letters of a tenant after an id, oldest first; what is no event of anybody is shown to every operator.
   * @throws DomainError invalid_argument when `after` is not an id.
   */
  async list(tenant: string, after: string, limit: number): Promise<readonly DeadLetter[]> {
    const letters: DeadLetter[] = [];
    if (!ID.test(after || '0')) throw new DomainError('invalid_argument', 'platform.page_token_malformed');
    let sequence = Number(after || '0') + 1;
    while (letters.length < limit) {
      const message = await this.#next(sequence);
      if (message === undefined) break;
      const letter = letterOf(message, this.isTenant);
      if (letter.event === undefined || letter.event.tenant === tenant) letters.push(letter);
      sequence = message.seq + 1;
    }
    return letters;
  }

  /** @throws DomainError not_found. */
  async get(tenant: string, id: string): Promise<DeadLetter> {
    const message = ID.test(id) && Number(id) > 0 ? await this.#read({ seq: Number(id) }) : undefined;
    const letter = message?.subject === this.#subject ? letterOf(message, this.isTenant) : undefined;
    if (letter === undefined || (letter.event !== undefined && letter.event.tenant !== tenant)) {
      throw new DomainError('not_found', 'platform.dead_letter_not_found', { id });
    }
    return letter;
  }

  /** Takes a letter off the list; nothing happens when it is gone already. */
  async remove(id: string): Promise<void> {
    await this.js.manager.streams.deleteMessage(DEAD_LETTER_STREAM, Number(id)).catch((error: unknown) => {
      if (codeOf(error) !== NO_MESSAGE) throw error;
    });
  }

  #next(seq: number): Promise<StoredMsg | undefined> {
    return this.#read({ seq, next_by_subj: this.#subject });
  }

  async #read(query: { seq: number; next_by_subj?: string }): Promise<StoredMsg | undefined> {
    try {
      return (await this.js.manager.streams.getMessage(DEAD_LETTER_STREAM, query as { seq: number })) ?? undefined;
    } catch (error) {
      if (codeOf(error) === NO_MESSAGE) return undefined;
      throw error;
    }
  }
}

function letterOf(message: StoredMsg, isTenant: IsTenant): DeadLetter {
  const header = (name: string): string => message.header.get(name);
  const subject = header(SUBJECT);
  const event = incomingEvent(subject, header, message.data);
  return {
    id: String(message.seq),
    consumer: header(CONSUMER),
    subject,
    reason: decodeURIComponent(header(REASON)),
    deliveries: Number(header(DELIVERIES)),
    failedAt: message.time.getTime() as Instant,
    ...(event === undefined || !isTenant(event.tenant) ? {} : { event }),
    data: message.data,
  };
}
