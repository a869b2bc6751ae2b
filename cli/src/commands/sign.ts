import { createHash, createPrivateKey, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { agreementsV1 } from '@sla/contracts';
import type { Clients } from '../context.js';
import { UsageError } from '../context.js';

interface KeyFile {
  readonly keyId: string;
  readonly publicJwk: object;
  readonly privateJwk: Readonly<Record<string, string>>;
}

/** Makes an Ed25519 key pair in a file that only its owner may read. An existing file is never overwritten. */
export function createKey(file: string, keyId: string): void {
  if (existsSync(file)) throw new UsageError(`${file} exists; a key is never overwritten. Choose another file.`);
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = {
    keyId,
    publicJwk: publicKey.export({ format: 'jwk' }),
    privateJwk: privateKey.export({ format: 'jwk' }),
  };
  writeFileSync(file, `${JSON.stringify(key, null, 2)}\n`, { mode: 0o600 });
}

/** Signs a version with a local key: what is signed is hashed here, from the terms themselves. */
export async function signVersion(
  clients: Clients,
  agreementId: string,
  version: number,
  keyFile: string,
  party: string,
): Promise<agreementsV1.SignVersionResponse> {
  const key = JSON.parse(readFileSync(keyFile, 'utf8')) as KeyFile;
  const { agreement } = await clients.agreements.getAgreement({ agreementId });
  const frozen = agreement?.versions.find(({ number }) => number === version);
  if (frozen === undefined) throw new UsageError(`${agreementId} has no version ${version}`);
  const { canonicalJson } = await clients.agreements.getTerms({ contentHash: frozen.contentHash });
  const hash = createHash('sha256').update(canonicalJson).digest('hex');
  if (hash !== frozen.contentHash)
    throw new UsageError(`the service says ${frozen.contentHash} and the terms hash to ${hash}; nothing was signed`);
  await clients.agreements.registerSigningKey({
    party,
    keyId: key.keyId,
    publicJwk: JSON.stringify(key.publicJwk),
    requestId: '',
  });
  return clients.agreements.signVersion({
    agreementId,
    version,
    keyId: key.keyId,
    jws: detachedJws(hash, key),
    requestId: '',
  });
}

/** RFC 7515 appendix F: header and signature, the payload left out. */
function detachedJws(contentHash: string, key: KeyFile): string {
  const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: key.keyId })).toString('base64url');
  const payload = Buffer.from(contentHash, 'ascii').toString('base64url');
  const privateKey = createPrivateKey({ key: key.privateJwk, format: 'jwk' });
  return `${header}..${signBytes(null, Buffer.from(`${header}.${payload}`), privateKey).toString('base64url')}`;
}
