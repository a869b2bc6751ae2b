import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { PartyId, Principal, TenantId } from '@sla/kernel';
import { z } from 'zod';
import { fresh } from './fresh.js';

/** An API key as configured: the SHA-256 of the key, never the key. Keys are for machines that send samples, and for nothing else. */
const apiKey = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the key in lower-case hexadecimal'),
  subject: z.string().min(1),
  tenant: z.string().min(1),
  party: z.string().min(1).optional(),
  roles: z.array(z.literal('ingest')).length(1),
});
const apiKeys = z.array(apiKey);
export type ApiKey = z.infer<typeof apiKey>;

/** Finds the principal of a key; undefined when it is unknown. */
export type ApiKeyLookup = (key: string) => Promise<Principal | undefined>;

/** How often a key file is read again: keys are added and withdrawn while a service runs. */
const REREAD_MS = 60_000;

/**
 * Keys of a file, read again every minute; no keys without a file.
 * @throws Error at once when the file cannot be read or does not hold keys.
 */
export function apiKeyFile(file: string | undefined, now: () => number): ApiKeyLookup {
  if (file === undefined) return () => Promise.resolve(undefined);
  const atFirst = lookup(parseApiKeys(file, readFileSync(file, 'utf8')));
  const again = async (): Promise<typeof atFirst> => lookup(parseApiKeys(file, await readFile(file, 'utf8')));
  const find = fresh(REREAD_MS, now, again, atFirst);
  return async (key) => (await find())(key);
}

/** @throws Error naming the file and every fault in it. */
export function parseApiKeys(file: string, text: string): readonly ApiKey[] {
  const parsed = apiKeys.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`the API keys in ${file} are not usable:\n${faults.join('\n')}`);
}

function lookup(keys: readonly ApiKey[]): (key: string) => Principal | undefined {
  const byHash = new Map(keys.map((key) => [key.sha256, principalOf(key)]));
  return (key) => byHash.get(createHash('sha256').update(key).digest('hex'));
}

const principalOf = ({ subject, tenant, party, roles }: ApiKey): Principal => ({
  subject,
  tenant: tenant as TenantId,
  roles,
  kind: 'service',
  ...(party !== undefined && { party: party as PartyId }),
});
