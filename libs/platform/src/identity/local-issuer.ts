import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Role } from '@sla/kernel';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';

export const LOCAL_ISSUER = 'sla-suite-local';
export const LOCAL_AUDIENCE = 'sla-suite';
const KEY_ID = 'local-1';
const ALGORITHM = 'EdDSA';

export interface TokenSubject {
  readonly subject: string;
  readonly tenant: string;
  readonly party?: string;
  readonly roles: readonly Role[];
  readonly kind?: 'person' | 'service';
}

export interface LocalIssuer {
  /** File with the public keys; what services are configured with. */
  readonly jwksFile: string;
  mint(subject: TokenSubject, lifetimeSeconds: number): Promise<string>;
}

/**
 * An issuer for development: keys in a directory, tokens for whoever asks. It proves nothing about anybody.
 * @throws Error in production mode.
 */
export async function createLocalIssuer(
  dir: string,
  environment: string | undefined = process.env['SLA_ENV'],
): Promise<LocalIssuer> {
  if (environment === 'production') {
    throw new Error(
      'the local issuer does not start with SLA_ENV=production; configure SLA_AUTH_ISSUER and SLA_AUTH_JWKS of your identity provider',
    );
  }
  const privateFile = path.join(dir, 'private.jwk.json');
  const jwksFile = path.join(dir, 'jwks.json');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (!existsSync(privateFile)) await writeKeys(privateFile, jwksFile);
  const key = await importJWK(JSON.parse(readFileSync(privateFile, 'utf8')) as JWK, ALGORITHM);
  return {
    jwksFile,
    mint: ({ subject, tenant, party, roles, kind }, lifetimeSeconds) =>
      new SignJWT({
        sla_tenant: tenant,
        sla_roles: roles,
        sla_kind: kind ?? 'person',
        ...(party === undefined ? {} : { sla_party: party }),
      })
        .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
        .setSubject(subject)
        .setIssuer(LOCAL_ISSUER)
        .setAudience(LOCAL_AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(`${lifetimeSeconds}s`)
        .sign(key),
  };
}

async function writeKeys(privateFile: string, jwksFile: string): Promise<void> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  writeFileSync(privateFile, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600 });
  const jwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: ALGORITHM, use: 'sig' };
  writeFileSync(jwksFile, JSON.stringify({ keys: [jwk] }));
}
