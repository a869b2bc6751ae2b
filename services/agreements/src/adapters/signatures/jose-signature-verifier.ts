import { calculateJwkThumbprint, errors, flattenedVerify, importJWK, type JWK } from 'jose';
import type { SigningKey } from '../../domain/signing-key.js';
import type { Refusal, SignatureVerifier } from '../../usecases/ports.js';

/** Longest JWK and JWS accepted, in characters; real ones have about 100 and 150. */
export const MAX_JWK_LENGTH = 2_000;
export const MAX_JWS_LENGTH = 2_000;

/** RFC 8037 says EdDSA; RFC 9864 later gave the same algorithm the name Ed25519. */
const ALGORITHMS = ['EdDSA', 'Ed25519'];
/** Members of the JWK registry that hold private or symmetric secrets. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** 32 bytes in base64url without padding; the last digit carries four bits, so its low two are zero. */
const ED25519_X = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const DETACHED = /^([A-Za-z0-9_-]+)\.\.([A-Za-z0-9_-]+)$/;

/** Ed25519 signatures and keys as RFC 7515, 7517, 7638 and 8037 write them. */
export class JoseSignatureVerifier implements SignatureVerifier {
  async readKey(jwkJson: string): ReturnType<SignatureVerifier['readKey']> {
    const jwk = jwkJson.length <= MAX_JWK_LENGTH ? parseRecord(jwkJson) : undefined;
    if (jwk === undefined) return refuse('agreements.jwk_malformed');
    if (PRIVATE_MEMBERS.some((member) => member in jwk)) return refuse('agreements.jwk_private');
    const { kty, crv, x } = jwk;
    if (kty !== 'OKP' || crv !== 'Ed25519') return refuse('agreements.jwk_not_ed25519');
    if (typeof x !== 'string' || !ED25519_X.test(x)) return refuse('agreements.jwk_malformed');
    const publicJwk = { kty, crv, x } as const;
    return { ok: true, jwk: publicJwk, thumbprint: await calculateJwkThumbprint(publicJwk, 'sha256') };
  }

  async verify(jws: string, payload: string, key: SigningKey): ReturnType<SignatureVerifier['verify']> {
    const [, header, signature] = (jws.length <= MAX_JWS_LENGTH && DETACHED.exec(jws)) || [];
    if (header === undefined || signature === undefined) return refuse('agreements.jws_malformed');
    const flattened = { protected: header, payload: Buffer.from(payload, 'ascii').toString('base64url'), signature };
    try {
      const publicKey = await importJWK({ ...key.publicJwk } satisfies JWK, 'EdDSA');
      const verified = await flattenedVerify(flattened, publicKey, { algorithms: ALGORITHMS });
      const kid = verified.protectedHeader?.kid;
      return kid === undefined || kid === key.keyId ? { ok: true } : refuse('agreements.jws_other_key');
    } catch (error) {
      return refuse(reasonOf(error));
    }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'agreements.signature_wrong';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'agreements.jws_algorithm';
  if (error instanceof errors.JOSEError) return 'agreements.jws_malformed';
  throw error;
}

const refuse = (reason: string): Refusal => ({ ok: false, reason });

function parseRecord(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
