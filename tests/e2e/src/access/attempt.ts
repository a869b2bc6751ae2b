import { Client, credentials, Metadata, type ChannelCredentials, type ServiceError } from '@grpc/grpc-js';
import { rpcV1 } from '@sla/contracts';

/** What became of a call: served, with the first message, or refused. */
export type Outcome =
  | { readonly kind: 'served'; readonly first: Buffer }
  | { readonly kind: 'refused'; readonly code: number; readonly reason: string; readonly detail: string };

export interface Attempt {
  readonly path: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly message?: Buffer;
  readonly credentials?: ChannelCredentials;
}

const DEADLINE_MS = 10_000;
const asIs = (bytes: Buffer): Buffer => bytes;

/**
 * Calls any rpc of any shape with one message, as no client of ours would: on the wire a unary call, and a stream of one
 * message, are the same. Ends the call after the first message of the answer.
 */
export async function attempt(
  address: string,
  { path, metadata, message, credentials: how }: Attempt,
): Promise<Outcome> {
  const client = new Client(address, how ?? credentials.createInsecure());
  const values = new Metadata();
  for (const [name, value] of Object.entries(metadata ?? {})) values.set(name, value);
  const deadline = Date.now() + DEADLINE_MS;
  const call = client.makeServerStreamRequest(path, asIs, asIs, message ?? Buffer.alloc(0), values, { deadline });
  try {
    return await new Promise<Outcome>((resolve) => {
      call.on('data', (first: Buffer) => resolve({ kind: 'served', first }));
      call.on('end', () => resolve({ kind: 'served', first: Buffer.alloc(0) }));
      call.on('error', (error: ServiceError) => resolve(refusalOf(error)));
    });
  } finally {
    call.cancel();
    client.close();
  }
}

function refusalOf({ code, details, metadata }: ServiceError): Outcome {
  const [bytes] = metadata.get('grpc-status-details-bin');
  const status = Buffer.isBuffer(bytes) ? rpcV1.Status.decode(bytes) : undefined;
  const info = status?.details.find(({ typeUrl }) => typeUrl.endsWith('/google.rpc.ErrorInfo'));
  const reason = info === undefined ? '' : rpcV1.ErrorInfo.decode(info.value).reason;
  return { kind: 'refused', code, reason, detail: details };
}

export const bearer = (token: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${token}` });
