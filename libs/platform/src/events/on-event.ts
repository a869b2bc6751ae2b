import { Ctx, EventPattern, Payload, RpcException } from '@nestjs/microservices';
import type { EventSpec } from '@sla/contracts';
import type { Admission } from '../inbox/admit.js';
import type { IncomingEvent } from './envelope.js';
import { reasonOf, UnusableEvent } from './settlement.js';

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
      try {
        return await handler.call(this, decode(spec, data), event);
      } catch (error) {
        // Nest passes on what an RpcException holds, and replaces everything else by "Internal server error".
        throw new RpcException(error as object);
      }
    };
    const bound = { ...descriptor, value: decoding };
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
    EventPattern<string>(spec.subject, JETSTREAM)(target, key, bound as PropertyDescriptor);
    // Returned, not defined: the compiler's helper defines what the decorator answers.
    return bound as unknown as TypedPropertyDescriptor<EventHandler<M>>;
  };
}

function decode<M>(spec: EventSpec<M>, data: Uint8Array): M {
  try {
    return spec.codec.decode(data);
  } catch (error) {
    throw new UnusableEvent(`the payload is no ${spec.message}: ${reasonOf(error)}`);
  }
}
