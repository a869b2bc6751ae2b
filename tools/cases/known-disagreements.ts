import { createHash } from 'node:crypto';
import type { CaseResult } from './case-file.ts';

/** Hexadecimal digits of the hash that are written down. */
const KEY_LENGTH = 16;
const HEADING = /^#{2,}\s+([a-z0-9-]+):/;
/** First cell of a row: the key between backquotes. */
const ROW = /^\|\s*`([0-9a-f]{16})`\s*\|/;

/**
 * The key of a disagreement: a hash of what the case asks and publishes, so that the same case under another id is the
 * same and another case under the same id is not.
 */
export const keyOf = (inputs: unknown): string =>
  createHash('sha256').update(sorted(inputs)).digest('hex').slice(0, KEY_LENGTH);

/** JSON with the members of each object in order of their names. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** What docs/known-disagreements.md lists. */
export interface Disagreements {
  /** Slugs of the reasons: the first word of each heading, without its colon. */
  readonly slugs: ReadonlySet<string>;
  /** The slug under which a key stands. */
  readonly reasons: ReadonlyMap<string, string>;
}

/** Each heading is a reason, each row of a table under it a case. */
export function readDisagreements(markdown: string): Disagreements {
  const slugs = new Set<string>();
  const reasons = new Map<string, string>();
  let reason: string | undefined;
  for (const line of markdown.split('\n')) {
    const slug = HEADING.exec(line)?.[1];
    if (slug !== undefined) slugs.add((reason = slug));
    const key = ROW.exec(line)?.[1];
    if (key === undefined) continue;
    if (reason === undefined) throw new Error(`known disagreement ${key} stands under no reason`);
    if (reasons.has(key)) throw new Error(`known disagreement ${key} is listed twice`);
    reasons.set(key, reason);
  }
  return { slugs, reasons };
}

/** Listed by its question, or wrong by a rule that is listed and that gives exactly what was published. */
export const isDocumented = ({ slugs, reasons }: Disagreements, { inputs, reason }: CaseResult): boolean =>
  reasons.has(keyOf(inputs)) || (reason !== undefined && slugs.has(reason));
