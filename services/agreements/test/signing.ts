import { FlattenedSign, exportJWK, generateKeyPair } from 'jose';

/** The two halves of a party's signing key; the private half stays in the test. */
export interface TestKey {
  readonly keyId: string;
  readonly publicJwk: string;
  sign(contentHash: string): Promise<string>;
}

export async function makeKey(keyId: string): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  return {
    keyId,
    publicJwk: JSON.stringify(await exportJWK(publicKey)),
    async sign(contentHash) {
      const signer = new FlattenedSign(Buffer.from(contentHash, 'ascii')).setProtectedHeader({
        alg: 'EdDSA',
        kid: keyId,
      });
      const jws = await signer.sign(privateKey);
      return `${jws.protected}..${jws.signature}`;
    },
  };
}
