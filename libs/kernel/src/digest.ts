import type { Brand } from './brand.js';

/** 64 lower-case hexadecimal digits of a SHA-256 digest. */
export type Sha256Hex = Brand<string, 'Sha256Hex'>;

/** SHA-256 as an argument: pure code has no crypto of its own. Strings are hashed as UTF-8. */
export interface Digest {
  sha256(data: string | Uint8Array): Uint8Array;
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

export function toHex(bytes: Uint8Array): Sha256Hex {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text as Sha256Hex;
}

export function sha256Hex(digest: Digest, data: string | Uint8Array): Sha256Hex {
  return toHex(digest.sha256(data));
}
