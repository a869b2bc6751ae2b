import { STATES } from '@sla/engine';
import { DomainError, parseInstant, sha256Hex, type Digest } from '@sla/kernel';

/** The members of a bundle by path; arrays are not entered. */
const MEMBERS = [
  'schema',
  'agreement',
  'agreement.id',
  'agreement.version',
  'agreement.contentHash',
  'agreement.terms',
  'objective',
  'revision',
  'window',
  'window.start',
  'window.end',
  'window.label',
  'judgedAt',
  'versions',
  'versions.evaluator',
  'versions.tz',
  'series',
  'series.name',
  'series.kind',
  'series.samples',
  'series.days',
  'disputes',
  'hours',
  'result',
  'resultHash',
  'bundleHash',
] as const;

/** A member that keeps a bundle from being read. */
export interface BrokenMember {
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

const KINDS = ['state', 'count', 'value'] as const;
const DISPUTE_STATES = ['open', 'upheld', 'withdrawn'] as const;

/** Members that are missing or unreadable, so that a bundle which cannot be computed again is still named by its place. */
export function brokenMembers(bundle: unknown, digest: Digest): readonly BrokenMember[] {
  const at = (path: string): unknown => memberAt(bundle, path.split('.'));
  const found = [
    ...MEMBERS.flatMap((path) => (at(path) === undefined ? [broken(path, undefined, '…')] : [])),
    ...['window.start', 'window.end', 'judgedAt'].flatMap((path) => instantFault(path, at(path))),
    ...termsFault(at('agreement.contentHash'), at('agreement.terms'), digest),
    ...oneOf('series.kind', at('series.kind'), KINDS),
    ...listOf(at('series.samples')).flatMap((row, i) => sampleFault(`series.samples[${i}]`, row, at('series.kind'))),
    ...listOf(at('disputes')).flatMap((dispute, i) => disputeFaults(`disputes[${i}]`, dispute)),
  ];
  // What is left is an objective that the terms do not hold.
  return found.length > 0 ? found : [broken('objective', at('objective'), '…')];
}

const broken = (path: string, got: unknown, expected: string): BrokenMember => ({
  path,
  expected,
  got: got === undefined ? '–' : JSON.stringify(got).slice(0, 100),
});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const oneOf = (path: string, got: unknown, known: readonly string[]): readonly BrokenMember[] =>
  known.some((value) => value === got) ? [] : [broken(path, got, known.join(', '))];

const instantFault = (path: string, got: unknown): readonly BrokenMember[] =>
  typeof got === 'string' && isInstant(got) ? [] : [broken(path, got, 'RFC 3339')];

function termsFault(stated: unknown, terms: unknown, digest: Digest): readonly BrokenMember[] {
  const computed = typeof terms === 'string' ? sha256Hex(digest, terms) : undefined;
  return stated === computed ? [] : [broken('agreement.terms', computed, String(stated))];
}

function sampleFault(path: string, row: unknown, kind: unknown): readonly BrokenMember[] {
  const [at, first] = listOf(row);
  if (!Number.isSafeInteger(at)) return [broken(path, row, '…')];
  return kind === 'state' ? oneOf(path, first, STATES) : [];
}

function disputeFaults(path: string, dispute: unknown): readonly BrokenMember[] {
  const at = (name: string): unknown => memberAt(dispute, [name]);
  return [
    ...['id', 'openedBy'].flatMap((name) =>
      at(name) === undefined ? [broken(`${path}.${name}`, undefined, '…')] : [],
    ),
    ...['start', 'end'].flatMap((name) => instantFault(`${path}.${name}`, at(name))),
    ...oneOf(`${path}.claim`, at('claim'), STATES),
    ...oneOf(`${path}.state`, at('state'), DISPUTE_STATES),
  ];
}

function isInstant(text: string): boolean {
  try {
    parseInstant(text);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}

const memberAt = (value: unknown, names: readonly string[]): unknown =>
  names.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
    value,
  );
