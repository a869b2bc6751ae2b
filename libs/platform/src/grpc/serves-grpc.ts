import type {
  MethodDefinition,
  sendUnaryData,
  ServerReadableStream,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';
import { GrpcMethod, GrpcStreamCall, RpcException } from '@nestjs/microservices';
import { Observable } from 'rxjs';
import type { RpcCall } from './rpc-call.js';
import type { RpcRuntime } from './rpc-runtime.js';
import { incoming, outgoing } from './streams.js';

/** Injection token of the RpcRuntime. */
export const RPC_RUNTIME = Symbol('rpc-runtime');

// oxlint-disable-next-line typescript/no-explicit-any -- the generated definitions differ per method; variance forces any here
export type ServiceDefinitionLike = Readonly<Record<string, MethodDefinition<any, any>>>;

type Handler<M> = M extends {
  requestStream: infer RS;
  responseStream: infer PS;
  requestDeserialize(b: Buffer): infer I;
  responseSerialize(v: infer O): Buffer;
}
  ? RS extends true
    ? (requests: AsyncIterable<I>, call: RpcCall) => Promise<O>
    : PS extends true
      ? (request: I, call: RpcCall) => AsyncIterable<O>
      : (request: I, call: RpcCall) => Promise<O>
  : never;

/** What a class must have to serve a generated definition: the runtime, and a method per rpc. */
export type GrpcController<S> = { readonly [K in keyof S]: Handler<S[K]> } & { readonly rpc: RpcRuntime };

/** Full name of the service of a generated definition, such as `sla.agreements.v1.AgreementsService`. */
export const serviceNameOf = (definition: ServiceDefinitionLike): string =>
  Object.values(definition)[0]?.path.split('/')[1] ?? '';

type Target = { readonly rpc: RpcRuntime };
// oxlint-disable-next-line typescript/no-explicit-any -- see above
type AnyHandler = (input: any, call: RpcCall) => any;

/**
 * Binds every rpc of a generated definition to the method of the same name; the compiler checks the signatures.
 * Around each call the runtime authenticates, authorises and turns errors into statuses.
 * @throws Error when the class lacks a method or the definition has a stream in both directions, which no contract of the suite has.
 */
export function ServesGrpc<S extends ServiceDefinitionLike>(definition: S) {
  return <C extends new (...args: never[]) => GrpcController<S>>(target: C): void => {
    const prototype = target.prototype as Record<string, unknown>;
    const service = serviceNameOf(definition);
    for (const [key, method] of Object.entries(definition)) {
      const handler = prototype[key];
      if (typeof handler !== 'function') throw new Error(`${target.name} lacks ${service}/${key}`);
      const value = bind(method, handler as AnyHandler);
      const descriptor = { configurable: true, writable: true, enumerable: false, value };
      const decorate = method.requestStream ? GrpcStreamCall(service, key) : GrpcMethod(service, key);
      decorate(prototype, key, descriptor);
      Object.defineProperty(prototype, key, descriptor);
    }
  };
}

// oxlint-disable-next-line typescript/no-explicit-any -- see above
function bind(method: MethodDefinition<any, any>, handler: AnyHandler): (...args: never[]) => unknown {
  if (method.requestStream && method.responseStream) throw new Error(`${method.path} streams both ways`);
  if (method.requestStream) return bindClientStream(method, handler);
  return method.responseStream ? bindServerStream(method, handler) : bindUnary(method, handler);
}

function bindUnary(method: MethodDefinition<unknown, unknown>, handler: AnyHandler) {
  return async function (
    this: Target,
    request: unknown,
    _metadata: unknown,
    call: ServerUnaryCall<unknown, unknown>,
  ): Promise<unknown> {
    const work = async (rpcCall: RpcCall): Promise<unknown> => handler.call(this, request, rpcCall) as unknown;
    const answer = await this.rpc.serve(method, call, request, work);
    if ('failure' in answer) throw new RpcException(answer.failure);
    return answer.value;
  };
}

function bindClientStream(method: MethodDefinition<unknown, unknown>, handler: AnyHandler) {
  return async function (
    this: Target,
    call: ServerReadableStream<unknown, unknown>,
    callback: sendUnaryData<unknown>,
  ): Promise<void> {
    const work = async (rpcCall: RpcCall): Promise<unknown> =>
      handler.call(this, incoming(call, rpcCall.signal), rpcCall) as unknown;
    const answer = await this.rpc.serve(method, call, undefined, work);
    if ('failure' in answer) callback(answer.failure);
    else callback(null, answer.value);
  };
}

/** The observable only carries the end of the call to Nest: messages are written here, as fast as the client reads. */
function bindServerStream(method: MethodDefinition<unknown, unknown>, handler: AnyHandler) {
  return function (
    this: Target,
    request: unknown,
    _metadata: unknown,
    call: ServerWritableStream<unknown, unknown>,
  ): Observable<unknown> {
    const work = (rpcCall: RpcCall): Promise<void> =>
      outgoing(call, handler.call(this, request, rpcCall) as AsyncIterable<unknown>, rpcCall.signal);
    return new Observable((observer) => {
      void this.rpc.serve(method, call, request, work).then((answer) => {
        if ('failure' in answer) observer.error(new RpcException(answer.failure));
        else observer.complete();
      });
    });
  };
}
