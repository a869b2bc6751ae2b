import type { AgreementId, Instant, PartyId, Sha256Hex } from '@sla/kernel';
import { DomainError } from '@sla/kernel';

/** A text in both languages of the suite. */
export interface LocalizedText {
  readonly en: string;
  readonly 'zh-CN': string;
}

export type AgreementKind = 'SLA' | 'OLA' | 'UC';
export type PartyRole = 'provider' | 'customer';
export type VersionState = 'draft' | 'awaiting_signature' | 'signed' | 'effective' | 'superseded' | 'terminated';

export interface Party {
  readonly id: PartyId;
  readonly role: PartyRole;
  readonly name: LocalizedText;
}

/** From `start` on, to `end` (exclusive); no end means none is known. */
export interface Span {
  readonly start: Instant;
  readonly end?: Instant;
}

/** What the agreement itself takes from a document; everything else of the document stays in its canonical JSON. */
export interface DocumentHeader {
  readonly id: AgreementId;
  readonly kind: AgreementKind;
  readonly title: LocalizedText;
  readonly parties: readonly Party[];
  readonly term: Span;
}

/** A verified signature over a version's content hash. */
export interface Signature {
  readonly party: PartyId;
  readonly keyId: string;
  /** Detached JWS, EdDSA, as the caller sent it. */
  readonly jws: string;
  readonly subject: string;
  readonly at: Instant;
}

/** One version; its content is fixed from `awaiting_signature` on. The canonical JSON itself is stored beside it, under the hash. */
export interface AgreementVersion {
  /** From 1, without holes. */
  readonly number: number;
  readonly state: VersionState;
  readonly contentHash: Sha256Hex;
  /** Content hash of version `number - 1`; absent in version 1. */
  readonly previousHash?: Sha256Hex;
  readonly term: Span;
  /** When the version is in force; absent before activation. */
  readonly effective?: Span;
  readonly signatures: readonly Signature[];
  readonly createdAt: Instant;
}

/** An agreement with all its versions, oldest first; at least one. */
export interface Agreement {
  readonly id: AgreementId;
  /** Grows by one with every event; its text is the etag. */
  readonly revision: number;
  readonly kind: AgreementKind;
  /** Of the newest version, as are the parties. */
  readonly title: LocalizedText;
  readonly parties: readonly Party[];
  readonly versions: readonly AgreementVersion[];
}

/** The text that a caller sends back to make a change conditional. */
export const etagOf = (agreement: Agreement): string => String(agreement.revision);

/** @throws DomainError aborted when the caller named another etag; an empty one is no condition. */
export function requireEtag(agreement: Agreement | undefined, etag: string): void {
  const actual = agreement === undefined ? 'none' : etagOf(agreement);
  if (etag !== '' && etag !== actual) {
    throw new DomainError('aborted', 'agreements.etag_mismatch', { expected: etag, actual });
  }
}

/** @throws DomainError not_found naming the agreement. */
export function requireAgreement(agreement: Agreement | undefined, id: string): Agreement {
  if (agreement === undefined) throw new DomainError('not_found', 'agreements.agreement_not_found', { id });
  return agreement;
}

/** @throws DomainError not_found naming the version and the newest one. */
export function requireVersion(agreement: Agreement, number: number): AgreementVersion {
  const version = agreement.versions[number - 1];
  if (version === undefined) {
    const newest = agreement.versions.length;
    throw new DomainError('not_found', 'agreements.version_not_found', { id: agreement.id, version: number, newest });
  }
  return version;
}

/** The version activated last: in force, or going to be; absent while there is none or after termination. */
export const effectiveVersion = (agreement: Agreement): AgreementVersion | undefined =>
  agreement.versions.findLast((version) => version.state === 'effective');

export const isTerminated = (agreement: Agreement): boolean =>
  agreement.versions.some((version) => version.state === 'terminated');

/** Parties that have yet to sign, in the order of the document. */
export const missingSigners = (agreement: Agreement, version: AgreementVersion): readonly Party[] =>
  agreement.parties.filter((party) => !version.signatures.some((signature) => signature.party === party.id));
