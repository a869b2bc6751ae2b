import { readFileSync } from 'node:fs';
import { verifyBundle, type Verification } from '@sla/engine';
import { nodeDigest } from '@sla/platform/client';

/** Computes the determination of an evidence bundle again. Reads the file and nothing else: no server, no configuration. */
export function verifyFile(file: string): Verification {
  let bundle: unknown;
  try {
    bundle = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, findings: [{ what: 'bundle', expected: 'JSON', got: error.message }] };
  }
  return verifyBundle(bundle, nodeDigest);
}
