import type { MethodDefinition } from '@grpc/grpc-js';
import { DomainError } from '@sla/kernel';

/** Stands in for a request whose bytes could not be read: the call then fails with our error instead of the library's. */
export class MalformedMessage {
  constructor(readonly message: string) {}
}

/** A method that takes any bytes; what cannot be read arrives as a MalformedMessage. */
export function tolerant<I, O>(method: MethodDefinition<I, O>): MethodDefinition<I | MalformedMessage, O> {
  const read = (bytes: Buffer): I | MalformedMessage => {
    try {
      return method.requestDeserialize(bytes);
    } catch {
      // The parser's own words name byte offsets of the wire format; the caller needs the method whose message it was.
      return new MalformedMessage(method.path.slice(1));
    }
  };
  return { ...method, requestDeserialize: read, requestSerialize: (value) => method.requestSerialize(value as I) };
}

/** @throws DomainError invalid_argument when the bytes of the message could not be read. */
export function assertReadable(message: unknown): void {
  if (message instanceof MalformedMessage) {
    throw new DomainError('invalid_argument', 'platform.message_malformed', { message: message.message });
  }
}
