import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** How often a key file is read again: keys rotate while a service runs. */
const REREAD_MS = 60_000;

/** Public keys of the issuer, from a URL (cached and refreshed by jose) or from a file (read again every minute). */
export function keySource(location: string, now: () => number): JWTVerifyGetKey {
  if (/^https?:/.test(location)) return createRemoteJWKSet(new URL(location));
  let cached: { readonly at: number; readonly keys: JWTVerifyGetKey } | undefined;
  return async (header, token) => {
    if (cached === undefined || now() - cached.at > REREAD_MS) {
      const set = JSON.parse(await readFile(location, 'utf8')) as JSONWebKeySet;
      cached = { at: now(), keys: createLocalJWKSet(set) };
    }
    return cached.keys(header, token);
  };
}
