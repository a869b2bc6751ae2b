import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { fresh } from './fresh.js';

/** How often a key file is read again: keys rotate while a service runs. */
const REREAD_MS = 60_000;

/** Public keys of an issuer, from a URL (cached and refreshed by jose) or from a file (read again every minute). */
export function keySource(location: string, now: () => number): JWTVerifyGetKey {
  if (/^https?:/.test(location)) return createRemoteJWKSet(new URL(location));
  const keys = fresh(REREAD_MS, now, async () =>
    createLocalJWKSet(JSON.parse(await readFile(location, 'utf8')) as JSONWebKeySet),
  );
  return async (header, token) => (await keys())(header, token);
}
