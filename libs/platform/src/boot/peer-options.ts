import { readFileSync } from 'node:fs';
import { credentials } from '@grpc/grpc-js';
import type { ClientOptions } from '../client/options.js';
import { tokenFile } from '../client/token-source.js';
import type { PlatformConfig } from './config.js';

type Settings = Pick<PlatformConfig, 'SLA_SERVICE_TOKEN_FILE' | 'SLA_TLS_CA' | 'SLA_TLS_CERT' | 'SLA_TLS_KEY'>;

/**
 * How this service calls another: with its own token, and encrypted where the configuration names an authority. The
 * certificate with which it serves is then also the one that it shows, since its peers may ask every caller for one.
 */
export function peerOptions(config: Settings, address: string): ClientOptions {
  const { SLA_SERVICE_TOKEN_FILE: file } = config;
  const channelCredentials = channelCredentialsOf(config);
  return {
    address,
    ...(file !== undefined && { token: tokenFile(file) }),
    ...(channelCredentials !== undefined && { channelCredentials }),
  };
}

function channelCredentialsOf({ SLA_TLS_CA: ca, SLA_TLS_CERT: cert, SLA_TLS_KEY: key }: Settings) {
  if (ca === undefined) return undefined;
  const pair = cert === undefined || key === undefined ? [] : [readFileSync(key), readFileSync(cert)];
  return credentials.createSsl(readFileSync(ca), ...pair);
}
