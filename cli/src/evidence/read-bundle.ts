import { canonicalJson, type CanonicalValue } from '@sla/kernel';
import { jsonFault } from './json-fault.js';

/** The text of a bundle file, or the first byte at which it is none. */
export type BundleReading =
  | { readonly ok: true; readonly bundle: CanonicalValue }
  | { readonly ok: false; readonly fault: 'json' | 'form'; readonly byte: number };

/**
 * Reads a bundle strictly: UTF-8, JSON, canonical form (RFC 8785), one optional line end. So no byte can differ without being seen:
 * it breaks the form, or it changes the content, which the hashes cover.
 */
export function readBundle(bytes: Uint8Array): BundleReading {
  const text = Buffer.from(bytes).toString('utf8');
  const again = Buffer.from(text, 'utf8');
  if (!again.equals(bytes)) return { ok: false, fault: 'json', byte: firstDifference(again, bytes) };
  const fault = jsonFault(text);
  if (fault !== undefined) return { ok: false, fault: 'json', byte: Buffer.byteLength(text.slice(0, fault)) };
  const bundle = JSON.parse(text) as CanonicalValue;
  const canonical = Buffer.from(canonicalText(bundle), 'utf8');
  const content = text.endsWith('\n') ? bytes.subarray(0, -1) : bytes;
  if (!canonical.equals(content)) return { ok: false, fault: 'form', byte: firstDifference(canonical, content) };
  return { ok: true, bundle };
}

/** Empty for values that have no canonical form, such as fractional numbers. */
function canonicalText(bundle: CanonicalValue): string {
  try {
    return canonicalJson(bundle);
  } catch {
    return ''; // whatever the reason, the file is not in the form in which bundles are written
  }
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}
