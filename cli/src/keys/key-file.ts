import { createHash, createPrivateKey, sign } from 'node:crypto';
import { DomainError } from '@sla/kernel';
import { readInput } from '../input/files.js';

/** A signing key with both halves; the private one never leaves the file's owner. */
export interface KeyFile {
  readonly keyId: string;
  readonly publicJwk: Readonly<Record<string, string>>;
  readonly privateJwk: Readonly<Record<string, string>>;
}

/** @throws DomainError when the file is none that slactl wrote. */
export function readKey(file: string): KeyFile {
  const text = readInput(file).toString('utf8');
  try {
    const key = JSON.parse(text) as Partial<KeyFile> | null;
    if (typeof key?.keyId === 'string' && key.publicJwk !== undefined && key.privateJwk !== undefined)
      return key as KeyFile;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new DomainError('invalid_argument', 'cli.key_malformed', { file });
}

/** RFC 7515 appendix F: header and signature, the payload left out. */
export function signDetached(contentHash: string, key: KeyFile): string {
  const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: key.keyId })).toString('base64url');
  const payload = Buffer.from(contentHash, 'ascii').toString('base64url');
  const privateKey = createPrivateKey({ key: key.privateJwk, format: 'jwk' });
  return `${header}..${sign(null, Buffer.from(`${header}.${payload}`), privateKey).toString('base64url')}`;
}

/** RFC 7638 and RFC 8037: the name of a public key by its content. */
export const thumbprint = ({ crv, kty, x }: Readonly<Record<string, string>>): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
