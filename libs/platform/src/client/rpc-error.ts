import type { Metadata, ServiceError } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { rpcV1 } from '@sla/contracts';

/** One fault of the request, as the service described it in the caller's language. */
export interface RpcViolation {
  readonly field: string;
  readonly reason: string;
  readonly description: string;
}

/** A failed call: the stable reason for programs, the message for people. */
export class SlaRpcError extends Error {
  override readonly name = 'SlaRpcError';

  constructor(
    readonly code: status,
    /** Stable reason such as agreements.etag_mismatch; empty when the failure did not come from a service of the suite. */
    readonly reason: string,
    readonly params: Readonly<Record<string, string>>,
    readonly violations: readonly RpcViolation[],
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const DETAILS = 'grpc-status-details-bin';

/** Reads the google.rpc details of a failed call. */
export function rpcErrorOf(error: ServiceError): SlaRpcError {
  const details = detailsOf(error.metadata);
  const info = details.find('google.rpc.ErrorInfo', rpcV1.ErrorInfo);
  const localized = details.find('google.rpc.LocalizedMessage', rpcV1.LocalizedMessage);
  const request = details.find('google.rpc.BadRequest', rpcV1.BadRequest);
  const violations = (request?.fieldViolations ?? []).map(({ field, reason, description }) => ({
    field,
    reason,
    description,
  }));
  return new SlaRpcError(
    error.code,
    info?.reason ?? '',
    info?.metadata ?? {},
    violations,
    localized?.message ?? error.details,
    { cause: error },
  );
}

interface Decoder<M> {
  decode(bytes: Uint8Array): M;
}

function detailsOf(metadata: Metadata | undefined): { find<M>(type: string, codec: Decoder<M>): M | undefined } {
  const bytes = metadata?.get(DETAILS)[0];
  const packed = bytes instanceof Buffer ? rpcV1.Status.decode(bytes).details : [];
  return {
    find: (type, codec) => {
      const any = packed.find((detail) => detail.typeUrl === `type.googleapis.com/${type}`);
      return any === undefined ? undefined : codec.decode(any.value);
    },
  };
}
