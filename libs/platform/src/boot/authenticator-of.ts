import { apiKeyFile } from '../identity/api-keys.js';
import { Authenticator } from '../identity/authenticator.js';
import { keySource } from '../identity/key-source.js';
import {
  principalOfClaims,
  serviceAccountAmong,
  tokenVerifier,
  type TrustedIssuer,
} from '../identity/token-verifier.js';
import type { PlatformConfig } from './config.js';

/** Who is believed, as the configuration says. @throws Error when the file with API keys is not usable. */
export const authenticatorOf = (config: PlatformConfig, now: () => number): Authenticator =>
  new Authenticator({
    verifyToken: tokenVerifier([identityProvider(config, now), ...clusterIssuer(config, now)]),
    findApiKey: apiKeyFile(config.SLA_API_KEYS_FILE, now),
    tenants: config.SLA_TENANTS,
  });

const identityProvider = (config: PlatformConfig, now: () => number): TrustedIssuer => ({
  issuer: config.SLA_AUTH_ISSUER,
  audience: config.SLA_AUTH_AUDIENCE,
  keys: keySource(config.SLA_AUTH_JWKS, now),
  principalOf: principalOfClaims,
});

/** Kubernetes, for the tokens of our own pods. */
function clusterIssuer(config: PlatformConfig, now: () => number): readonly TrustedIssuer[] {
  const { SLA_SERVICE_ISSUER: issuer, SLA_SERVICE_JWKS: jwks } = config;
  if (issuer === undefined || jwks === undefined) return [];
  return [
    {
      issuer,
      audience: config.SLA_AUTH_AUDIENCE,
      keys: keySource(jwks, now),
      principalOf: serviceAccountAmong(config.SLA_SERVICE_ACCOUNTS),
    },
  ];
}
