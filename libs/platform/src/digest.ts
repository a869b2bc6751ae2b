import { createHash } from 'node:crypto';
import type { Digest } from '@sla/kernel';

/** SHA-256 of Node.js, handed to the pure code that needs one. */
export const nodeDigest: Digest = {
  sha256: (data) => createHash('sha256').update(data).digest(),
};
