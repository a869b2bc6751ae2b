import type { AgreementId, Instant, Sha256Hex } from '@sla/kernel';
import type { DocumentHeader, Party, Signature, Span } from './agreement.js';

interface OfVersion {
  readonly agreementId: AgreementId;
  readonly version: number;
  readonly contentHash: Sha256Hex;
  /** When it happened, which is when it was decided. */
  readonly at: Instant;
}

/** A draft was stored or replaced. Nobody outside is told: drafts are no facts yet. */
export interface DraftStored extends OfVersion {
  readonly type: 'draft_stored';
  readonly header: DocumentHeader;
  readonly previousHash?: Sha256Hex;
  readonly canonicalJson: string;
}

export interface VersionFrozen extends OfVersion {
  readonly type: 'version_frozen';
}

export interface VersionSigned extends OfVersion {
  readonly type: 'version_signed';
  readonly signature: Signature;
  /** True when no signature is missing any more. */
  readonly complete: boolean;
}

export interface AgreementEffective extends OfVersion {
  readonly type: 'agreement_effective';
  readonly effective: Span;
  readonly parties: readonly Party[];
  readonly canonicalJson: string;
}

export interface VersionSuperseded extends OfVersion {
  readonly type: 'version_superseded';
  /** First instant at which the version is no longer in force. */
  readonly end: Instant;
}

export interface AgreementTerminated extends OfVersion {
  readonly type: 'agreement_terminated';
  /** First instant without force. */
  readonly end: Instant;
  readonly reason: string;
}

/** What other services are told. */
export type PublishedEvent =
  VersionFrozen | VersionSigned | AgreementEffective | VersionSuperseded | AgreementTerminated;

export type AgreementEvent = DraftStored | PublishedEvent;

/** The events that leave the service, in order. */
export const published = (events: readonly AgreementEvent[]): readonly PublishedEvent[] =>
  events.filter((event) => event.type !== 'draft_stored');
