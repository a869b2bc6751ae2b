import { BAD, EXCLUDED, GOOD, MISSING, UNKNOWN, type SliceKind } from '../slices/slice-reader.js';

/** How states of parts at one instant make the state of the whole. */
export type StateRule = { readonly kind: 'worst_of' } | { readonly kind: 'n_of_m'; readonly needed: number };

/**
 * The state of a whole in one slice: good when enough parts are good, bad when enough can no longer be, unknown in between.
 * Excluded parts do not count, and neither do they help: of `m` parts, `needed` less the excluded ones are needed, at least one.
 */
export function compositeSlice(rule: StateRule, parts: readonly SliceKind[]): SliceKind {
  const counted = parts.filter((kind) => kind !== EXCLUDED);
  if (counted.length === 0) return parts.length === 0 ? MISSING : EXCLUDED;
  const needed = rule.kind === 'worst_of' ? counted.length : Math.max(1, rule.needed - (parts.length - counted.length));
  const good = counted.filter((kind) => kind === GOOD).length;
  const open = counted.filter((kind) => kind === UNKNOWN || kind === MISSING).length;
  if (good >= needed) return GOOD;
  return good + open < needed ? BAD : UNKNOWN;
}
