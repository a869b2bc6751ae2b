import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventSpec } from '@sla/contracts';
import type { Admission } from '../inbox/admit.js';
import type { IncomingEvent } from './envelope.js';

/** Marks handlers that are fed by our JetStream transport. */
export const JETSTREAM = Symbol('jetstream');

/** Handles one kind of event in one transaction that admits it first; answers what the inbox said. */
export type EventHandler<M> = (message: M, event: IncomingEvent) => Promise<Admission>;

/** Binds a controller method to an event of the catalogue; the message arrives decoded. */
export function OnEvent<M>(spec: EventSpec<M>) {
  return (
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<EventHandler<M>>,
  ): TypedPropertyDescriptor<EventHandler<M>> => {
    const handler = descriptor.value;
    if (handler === undefined) throw new Error(`${key} is not a method`);
    const decoding = async function (this: unknown, data: Uint8Array, event: IncomingEvent): Promise<Admission> {
      return handler.call(this, spec.codec.decode(data), event);
    };
    const bound = { ...descriptor, value: decoding };
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
    EventPattern<string>(spec.subject, JETSTREAM)(target, key, bound as PropertyDescriptor);
    // Returned, not defined: the compiler's helper defines what the decorator answers.
    return bound as unknown as TypedPropertyDescriptor<EventHandler<M>>;
  };
}
