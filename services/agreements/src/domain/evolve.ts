import { defined } from '@sla/kernel';
import type { Agreement, AgreementVersion } from './agreement.js';
import type { AgreementEvent, DraftStored, PublishedEvent } from './events.js';

/** The agreement after the events, which were decided on exactly this state. */
export function evolve(agreement: Agreement | undefined, events: readonly AgreementEvent[]): Agreement {
  return defined(events.reduce<Agreement | undefined>(apply, agreement), 'an agreement after its events');
}

function apply(agreement: Agreement | undefined, event: AgreementEvent): Agreement {
  if (event.type === 'draft_stored') return storeDraft(agreement, event);
  const known = defined(agreement, `agreement ${event.agreementId}`);
  const versions = known.versions.map((version) =>
    version.number === event.version ? changeVersion(version, event) : version,
  );
  return { ...known, revision: known.revision + 1, versions };
}

function storeDraft(agreement: Agreement | undefined, event: DraftStored): Agreement {
  const { id, kind, title, parties, term } = event.header;
  const earlier = agreement?.versions.slice(0, event.version - 1) ?? [];
  const draft: AgreementVersion = {
    number: event.version,
    state: 'draft',
    contentHash: event.contentHash,
    ...(event.previousHash && { previousHash: event.previousHash }),
    term,
    signatures: [],
    createdAt: agreement?.versions[event.version - 1]?.createdAt ?? event.at,
  };
  return { id, revision: (agreement?.revision ?? 0) + 1, kind, title, parties, versions: [...earlier, draft] };
}

function changeVersion(version: AgreementVersion, event: PublishedEvent): AgreementVersion {
  switch (event.type) {
    case 'version_frozen':
      return { ...version, state: 'awaiting_signature' };
    case 'version_signed':
      return {
        ...version,
        state: event.complete ? 'signed' : 'awaiting_signature',
        signatures: [...version.signatures, event.signature],
      };
    case 'agreement_effective':
      return { ...version, state: 'effective', effective: event.effective };
    case 'version_superseded':
      return { ...version, state: 'superseded', effective: { ...defined(version.effective, 'span'), end: event.end } };
    case 'agreement_terminated':
      return { ...version, state: 'terminated', effective: { ...defined(version.effective, 'span'), end: event.end } };
  }
}
