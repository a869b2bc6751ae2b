import type { EventEmitter } from 'node:events';
import { status, type MethodDefinition } from '@grpc/grpc-js';
import { trace } from '@opentelemetry/api';
import { assert, DomainError, type Digest } from '@sla/kernel';
import { inCallScope } from '../call-scope.js';
import type { Authenticator } from '../identity/authenticator.js';
import type { Logger } from '../log.js';
import { currentTraceId } from '../telemetry/trace.js';
import type { AccessRule } from './access.js';
import { assertReadable } from './malformed.js';
import { authorise, callerOf, credentialsOf, localeOf, type AnyCall, type RpcCall } from './rpc-call.js';
import { failureOf, isOurFault, type GrpcFailure } from './status.js';

export interface RpcRuntimeOptions {
  readonly rules: ReadonlyMap<string, AccessRule>;
  readonly authenticator: Pick<Authenticator, 'authenticate'>;
  readonly digest: Digest;
  readonly log: Logger;
  readonly observe?: (method: string, code: number, seconds: number) => void;
}

export type Answer<O> = { readonly value: O } | { readonly failure: GrpcFailure };
type Method = MethodDefinition<unknown, unknown>;
type Work<O> = (call: RpcCall) => Promise<O>;

/** A call in work. */
interface Running {
  readonly abort: AbortController;
  /** True for calls that end only when somebody ends them. */
  readonly endless: boolean;
}

const SHUTTING_DOWN = new DomainError('unavailable', 'platform.shutting_down');
const CANCELLED: GrpcFailure = { code: status.CANCELLED, details: 'the call was cancelled' };

/** What happens around every call: identity, rights, errors, measures, and the end of all calls when the service ends. */
export class RpcRuntime {
  readonly #running = new Map<Promise<unknown>, Running>();
  #draining = false;

  constructor(private readonly options: RpcRuntimeOptions) {}

  /** Serves one call; every outcome is an answer, so that nothing is left to the frameworks around us. */
  async serve<O>(method: Method, call: AnyCall, request: unknown, work: Work<O>): Promise<Answer<O>> {
    const startedAt = performance.now();
    const abort = new AbortController();
    const done = this.#attempt(method, call, request, work, abort.signal).then(
      (value): Answer<O> => ({ value }),
      (error: unknown): Answer<O> => ({ failure: this.#fail(method, call, error) }),
    );
    this.#running.set(done, { abort, endless: method.responseStream });
    onCancelled(call, () => abort.abort(new Error('the call was cancelled')));
    const answer = await done;
    this.#running.delete(done);
    const code = 'failure' in answer ? answer.failure.code : status.OK;
    this.options.observe?.(method.path.slice(1), code, (performance.now() - startedAt) / 1000);
    return answer;
  }

  async #attempt<O>(method: Method, call: AnyCall, request: unknown, work: Work<O>, signal: AbortSignal): Promise<O> {
    if (this.#draining) throw SHUTTING_DOWN;
    const { rules, authenticator, digest } = this.options;
    const { path } = method;
    const rule = rules.get(path);
    assert(rule !== undefined, `${path} has no access rule`);
    const principal = await authenticator.authenticate(credentialsOf(call), { optional: rule.public });
    authorise(principal, path, rule);
    assertReadable(request);
    const unary = request !== undefined && {
      request: { message: request, bytes: () => method.requestSerialize(request) },
    };
    const caller = callerOf({ path, rule, principal, metadata: call.metadata, digest, ...unary });
    const scope = { tenant: principal.tenant, correlationId: caller.correlationId };
    trace.getActiveSpan()?.setAttributes({ 'sla.tenant': scope.tenant, 'sla.correlation_id': scope.correlationId });
    return inCallScope(scope, () => work({ caller, signal }));
  }

  #fail(method: Method, call: AnyCall, error: unknown): GrpcFailure {
    if (call.cancelled) return CANCELLED;
    if (isOurFault(error)) this.options.log.error({ err: error, method: method.path }, 'rpc failed');
    return failureOf(error, localeOf(call.metadata), currentTraceId());
  }

  /** From now on calls are refused, and those that would never end by themselves are ended; clients call another replica. */
  drain(): void {
    this.#draining = true;
    for (const { abort, endless } of this.#running.values()) if (endless) abort.abort(SHUTTING_DOWN);
  }

  /** Ends all calls that are still in work. */
  expire(): void {
    for (const { abort } of this.#running.values()) abort.abort(SHUTTING_DOWN);
  }

  /** Resolves when no call is in work. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running.keys());
  }
}

/** The client may have gone before anybody could listen. */
function onCancelled(call: AnyCall, cancel: () => void): void {
  if (call.cancelled) cancel();
  else (call as EventEmitter).once('cancelled', cancel);
}
