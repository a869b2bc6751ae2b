import { readFileSync } from 'node:fs';
import { credentials } from '@grpc/grpc-js';
import type { ClientOptions } from '../client/options.js';
import { tokenFile } from '../client/token-source.js';
import type { PlatformConfig } from './config.js';

/** How this service calls another: with its own token, and encrypted where the configuration names an authority. */
export function peerOptions(
  config: Pick<PlatformConfig, 'SLA_SERVICE_TOKEN_FILE' | 'SLA_TLS_CA'>,
  address: string,
): ClientOptions {
  const { SLA_SERVICE_TOKEN_FILE: file, SLA_TLS_CA: ca } = config;
  return {
    address,
    ...(file !== undefined && { token: tokenFile(file) }),
    ...(ca !== undefined && { channelCredentials: credentials.createSsl(readFileSync(ca)) }),
  };
}
