import { readTerms, type AgreementTerms } from '@sla/engine';
import {
  DomainError,
  canonicalJson,
  sha256Hex,
  type AgreementId,
  type CanonicalValue,
  type Digest,
  type FieldViolation,
  type PartyId,
  type Sha256Hex,
} from '@sla/kernel';
import type { DocumentHeader } from './agreement.js';

/** Most findings of one answer; one more says how many were left out. */
export const MAX_FINDINGS = 200;

/** Where something stands in the document as sent; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One fault of a document. */
export interface Finding extends Position {
  /** Path such as `objectives[2].target`; empty for the document as a whole. */
  readonly field: string;
  readonly reason: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What a reader made of the text: its value, or why it has none. */
export type DocumentReading =
  | {
      readonly ok: true;
      readonly value: CanonicalValue;
      /** Place of the value at a path, or of its nearest parent that exists. */
      readonly positionOf: (field: string) => Position;
    }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** A document that means something, with the one text and hash that stand for it. */
export interface SoundDocument {
  readonly ok: true;
  readonly header: DocumentHeader;
  /** RFC 8785; what the parties sign is the SHA-256 of its UTF-8 bytes. */
  readonly canonicalJson: string;
  readonly contentHash: Sha256Hex;
}

export type DocumentVerdict = SoundDocument | { readonly ok: false; readonly findings: readonly Finding[] };

/** Judges what was read: all faults at once in order of lines, or the document. */
export function judgeDocument(reading: DocumentReading, digest: Digest): DocumentVerdict {
  if (!reading.ok) return refuse(reading.findings);
  const terms = readTerms(reading.value);
  if (!terms.ok) return refuse(terms.violations.map((violation) => locate(violation, reading.positionOf)));
  const text = canonicalText(reading.value);
  if (typeof text !== 'string') return refuse([locate(text, reading.positionOf)]);
  return { ok: true, header: headerOf(terms.terms), canonicalJson: text, contentHash: sha256Hex(digest, text) };
}

/** @throws DomainError invalid_argument with every finding as a violation. */
export function requireSound(verdict: DocumentVerdict): SoundDocument {
  if (verdict.ok) return verdict;
  const { findings } = verdict;
  throw new DomainError('invalid_argument', 'agreements.document_invalid', { count: findings.length }, findings);
}

const locate = ({ field, reason, params = {} }: FieldViolation, positionOf: (field: string) => Position): Finding => ({
  field,
  reason,
  params,
  ...positionOf(field),
});

function refuse(findings: readonly Finding[]): DocumentVerdict {
  const sorted = [...findings].sort((a, b) => a.line - b.line || a.column - b.column);
  if (sorted.length <= MAX_FINDINGS) return { ok: false, findings: sorted };
  const left = { field: '', reason: 'agreements.more_findings', params: { count: sorted.length - MAX_FINDINGS } };
  return { ok: false, findings: [...sorted.slice(0, MAX_FINDINGS), { ...left, line: 0, column: 0 }] };
}

/** The canonical text, or the one value that has none. */
function canonicalText(value: CanonicalValue): string | FieldViolation {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const path = String(error.params['path'] ?? '$');
    return { field: path.replace(/^\$\.?/, ''), reason: error.reason, params: error.params };
  }
}

const headerOf = (terms: AgreementTerms): DocumentHeader => ({
  id: terms.id as AgreementId,
  kind: terms.kind,
  title: terms.title,
  parties: terms.parties.map(({ id, role, name }) => ({ id: id as PartyId, role, name })),
  term: { start: terms.term.start, ...(terms.term.end !== undefined && { end: terms.term.end }) },
});
