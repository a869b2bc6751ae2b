import type { ChannelCredentials } from '@grpc/grpc-js';
import type { TokenSource } from './token-source.js';

export interface ClientOptions {
  /** `host:port`, or `dns:///host:port`: calls are spread over all addresses of the name. */
  readonly address: string;
  /** The bearer token of each call. */
  readonly token?: TokenSource;
  /** An API key in place of a token; for sending samples only. */
  readonly apiKey?: TokenSource;
  /** Language of error messages. */
  readonly locale?: 'en' | 'zh-CN';
  /** Deadline of unary calls, in milliseconds; DEFAULT_DEADLINE_MS without it. */
  readonly deadlineMs?: number;
  /** Not encrypted without it. */
  readonly channelCredentials?: ChannelCredentials;
  /** Tenant for which a service acts. */
  readonly tenant?: string;
}

export interface RequestOptions {
  /** Milliseconds; streams have no deadline without it. */
  readonly deadlineMs?: number;
  /** Cancels the call. */
  readonly signal?: AbortSignal;
  readonly tenant?: string;
  /** Joins this call to what it is part of. */
  readonly correlationId?: string;
  /** The event or request that causes this call. */
  readonly causationId?: string;
}

/** A client stream. */
export interface ClientStream<I, O> {
  /** Sends a message; waits while the service is slower than the sender. Rejects when the service has ended the call. */
  send(message: I): Promise<void>;
  /** Ends the stream and waits for the answer. */
  finish(): Promise<O>;
  cancel(): void;
}
