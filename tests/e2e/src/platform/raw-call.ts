import { connect, type IncomingHttpHeaders } from 'node:http2';
import { rpcV1 } from '@sla/contracts';

export interface RawAnswer {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly headers: IncomingHttpHeaders;
}

export interface RawCall {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The bytes of the message, whatever they are. */
  readonly message?: Uint8Array;
}

/** A call as no client library of ours would make it. */
export async function rawCall(address: string, { path, headers, message }: RawCall): Promise<RawAnswer> {
  const session = connect(`http://${address}`);
  const grpc = { 'content-type': 'application/grpc', te: 'trailers' };
  const stream = session.request({ ':method': 'POST', ':path': path, ...grpc, ...headers });
  try {
    const ended = await new Promise<IncomingHttpHeaders>((resolve, reject) => {
      stream.on('response', (response) => 'grpc-status' in response && resolve(response));
      stream.on('trailers', resolve);
      stream.on('error', reject);
      stream.resume().end(framed(message ?? new Uint8Array()));
    });
    return answerOf(ended);
  } finally {
    session.close();
  }
}

function framed(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

function answerOf(headers: IncomingHttpHeaders): RawAnswer {
  const details = headers['grpc-status-details-bin'];
  const status = typeof details === 'string' ? rpcV1.Status.decode(Buffer.from(details, 'base64')) : undefined;
  const info = status?.details.find(({ typeUrl }) => typeUrl.endsWith('google.rpc.ErrorInfo'));
  return {
    code: Number(headers['grpc-status']),
    reason: info === undefined ? '' : rpcV1.ErrorInfo.decode(info.value).reason,
    message: decodeURIComponent(String(headers['grpc-message'] ?? '')),
    headers,
  };
}
