import { once, type EventEmitter } from 'node:events';
import type { MethodDefinition, ServerReadableStream, ServerWritableStream } from '@grpc/grpc-js';
import { DomainError, type Digest } from '@sla/kernel';
import type { Authenticator } from '../identity/authenticator.js';
import type { Logger } from '../log.js';
import { currentTraceId } from '../telemetry/trace.js';
import type { AccessRule } from './access.js';
import { authorise, callerOf, checkDeadline, credentialsOf, localeOf, type AnyCall, type RpcCall } from './rpc-call.js';
import { failureOf, isOurFault, type GrpcFailure } from './status.js';

/** A stream on which the client sends nothing for so long is ended. */
export const STREAM_IDLE_MS = 300_000;

export interface RpcRuntimeOptions {
  readonly rules: ReadonlyMap<string, AccessRule>;
  readonly authenticator: Authenticator;
  readonly digest: Digest;
  readonly now: () => number;
  readonly log: Logger;
  /** Aborted when the service begins to shut down: long streams end, short calls finish. */
  readonly draining: AbortSignal;
  readonly observe?: (method: string, code: number, seconds: number) => void;
}

export type Answer<O> = { readonly value: O } | { readonly failure: GrpcFailure };

/** What happens around every call: identity, rights, deadline, errors, measures. */
export class RpcRuntime {
  readonly #inFlight = new Set<Promise<unknown>>();

  constructor(private readonly options: RpcRuntimeOptions) {}

  async serve<O>(
    method: MethodDefinition<unknown, unknown>,
    call: AnyCall,
    request: unknown,
    work: (call: RpcCall) => Promise<O>,
  ): Promise<Answer<O>> {
    const running = this.#serve(method, call, request, work);
    this.#inFlight.add(running);
    return running.finally(() => this.#inFlight.delete(running));
  }

  async #serve<O>(
    method: MethodDefinition<unknown, unknown>,
    call: AnyCall,
    request: unknown,
    work: (call: RpcCall) => Promise<O>,
  ): Promise<Answer<O>> {
    const startedAt = this.options.now();
    const answer = await this.#attempt(method, call, request, work).then(
      (value): Answer<O> => ({ value }),
      (error: unknown): Answer<O> => this.#fail(method, call, error),
    );
    this.options.observe?.(
      method.path.slice(1),
      'failure' in answer ? answer.failure.code : 0,
      (this.options.now() - startedAt) / 1000,
    );
    return answer;
  }

  async #attempt<O>(
    method: MethodDefinition<unknown, unknown>,
    call: AnyCall,
    request: unknown,
    work: (call: RpcCall) => Promise<O>,
  ): Promise<O> {
    const { rules, authenticator, digest, now } = this.options;
    const rule = rules.get(method.path);
    if (rule === undefined) throw new Error(`${method.path} has no access rule`);
    checkDeadline(call, now());
    const principal = await authenticator.authenticate(credentialsOf(call));
    authorise(principal, method.path, rule);
    const unary =
      request === undefined ? {} : { request: { message: request, bytes: () => method.requestSerialize(request) } };
    const caller = callerOf({ path: method.path, rule, principal, metadata: call.metadata, digest, ...unary });
    return work({ caller, signal: this.#signalOf(call, method) });
  }

  #signalOf(call: AnyCall, method: MethodDefinition<unknown, unknown>): AbortSignal {
    const controller = new AbortController();
    (call as EventEmitter).on('cancelled', () => controller.abort());
    return method.responseStream ? AbortSignal.any([controller.signal, this.options.draining]) : controller.signal;
  }

  #fail(method: MethodDefinition<unknown, unknown>, call: AnyCall, error: unknown): { failure: GrpcFailure } {
    if (isOurFault(error)) this.options.log.error({ err: error, method: method.path }, 'rpc failed');
    return { failure: failureOf(error, localeOf(call.metadata), currentTraceId()) };
  }

  /** Messages of a client stream, read one by one: the next is taken from the wire when the one before is done. */
  async *incoming<I>(call: ServerReadableStream<I, unknown>): AsyncIterable<I> {
    let timer: NodeJS.Timeout | undefined;
    const idle = (): void => {
      clearTimeout(timer);
      timer = setTimeout(
        () => call.destroy(new DomainError('aborted', 'platform.stream_idle', { seconds: STREAM_IDLE_MS / 1000 })),
        STREAM_IDLE_MS,
      );
    };
    try {
      idle();
      for await (const message of call as AsyncIterable<I>) {
        clearTimeout(timer);
        yield message;
        idle();
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Writes a server stream no faster than the client reads. */
  async outgoing<O>(
    call: ServerWritableStream<unknown, O>,
    messages: AsyncIterable<O>,
    signal: AbortSignal,
  ): Promise<void> {
    for await (const message of messages) {
      if (signal.aborted) return;
      if (!call.write(message)) await Promise.race([once(call, 'drain'), aborted(signal)]);
    }
  }

  /** Resolves when no call is in work. */
  async idle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.allSettled(this.#inFlight);
  }
}

const aborted = (signal: AbortSignal): Promise<unknown> =>
  signal.aborted ? Promise.resolve() : once(signal as unknown as EventTarget, 'abort');
