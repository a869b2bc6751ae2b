import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { agreementsV1 } from '@sla/contracts';
import { root } from '../bootstrap/bootstrap.mjs';
import type { Clients } from './clients.ts';
import { local } from './stack.ts';

/** The sample agreements with the parties that sign them. */
export const SAMPLES = [
  { file: 'examples/web-shop.yaml', customer: 'acme' },
  { file: 'examples/data-platform.yaml', customer: 'globex' },
] as const;

interface Signer {
  readonly party: string;
  readonly clients: Clients;
}

/** Applies, freezes, signs and activates a sample agreement; what has been done before is left as it is. */
export async function seedAgreement(file: string, provider: Signer, customer: Signer): Promise<string> {
  const document = readFileSync(path.join(root, file));
  const { agreement, version } = await provider.clients.agreements.applyDocument({
    document,
    format: agreementsV1.DocumentFormat.YAML,
    requestId: '',
    etag: '',
  });
  if (agreement === undefined) throw new Error(`${file} was applied and nothing came back`);
  const agreementId = agreement.id;
  const stateOf = (of: agreementsV1.Agreement | undefined): agreementsV1.VersionState | undefined =>
    of?.versions.find(({ number }) => number === version)?.state;
  if (stateOf(agreement) === agreementsV1.VersionState.DRAFT) {
    await provider.clients.agreements.freezeVersion({ agreementId, version, requestId: '', etag: '' });
  }
  for (const signer of [provider, customer]) await signAs(signer, agreementId, version);
  const { agreement: signed } = await provider.clients.agreements.getAgreement({ agreementId });
  if (stateOf(signed) === agreementsV1.VersionState.SIGNED) {
    await provider.clients.agreements.activateVersion({
      agreementId,
      version,
      effectiveTime: undefined,
      requestId: '',
    });
  }
  return agreementId;
}

async function signAs({ party, clients }: Signer, agreementId: string, version: number): Promise<void> {
  const { agreement } = await clients.agreements.getAgreement({ agreementId });
  const frozen = agreement?.versions.find(({ number }) => number === version);
  if (frozen === undefined || frozen.signatures.some((signature) => signature.party === party)) return;
  const { keyId, publicJwk, privateKey } = keyOf(party);
  await clients.agreements.registerSigningKey({ party, keyId, publicJwk, requestId: '' });
  await clients.agreements.signVersion({
    agreementId,
    version,
    keyId,
    jws: detachedJws(frozen.contentHash, keyId, privateKey),
    requestId: '',
  });
}

interface Key {
  readonly keyId: string;
  readonly publicJwk: string;
  readonly privateKey: string;
}

/** The party's own key, made once and kept in .local: the services never see the private half. */
function keyOf(party: string): Key {
  const file = path.join(local, 'keys', `${party}.json`);
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const key: Key = {
      keyId: `${party}-2025`,
      publicJwk: JSON.stringify(publicKey.export({ format: 'jwk' })),
      privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    };
    writeFileSync(file, JSON.stringify(key), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Key;
}

/** RFC 7515 appendix F: header and signature, the payload left out. */
function detachedJws(contentHash: string, keyId: string, privateKey: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: keyId })).toString('base64url');
  const payload = Buffer.from(contentHash, 'ascii').toString('base64url');
  const signature = sign(null, Buffer.from(`${header}.${payload}`), createPrivateKey(privateKey));
  return `${header}..${signature.toString('base64url')}`;
}
