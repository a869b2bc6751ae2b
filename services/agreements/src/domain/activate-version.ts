import { DomainError, defined, formatInstant, type Instant } from '@sla/kernel';
import { effectiveVersion, requireVersion, type Agreement, type AgreementVersion, type Span } from './agreement.js';
import type { AgreementEvent, VersionSuperseded } from './events.js';
import { requireNotTerminated } from './store-draft.js';
import { nextState } from './transitions.js';

export interface ActivateVersion {
  readonly version: number;
  /** Absent: the start of the document's term for the first version in force, else `at`. */
  readonly effectiveAt?: Instant;
  readonly canonicalJson: string;
  readonly at: Instant;
}

/**
 * Puts a version in force. The version before it ends at that instant, so there is neither gap nor overlap.
 *
 * The first version may start in the past: the parties often sign for a service that already runs, and nothing has been
 * decided about that time yet. An amendment may not: what its predecessor decided before the new signatures stands.
 * @throws DomainError failed_precondition, not_found.
 */
export function decideActivate(agreement: Agreement, command: ActivateVersion): readonly AgreementEvent[] {
  const version = requireVersion(agreement, command.version);
  if (isRepeated(version, command)) return [];
  nextState(agreement, version, 'activate');
  requireNotTerminated(agreement);
  const current = effectiveVersion(agreement);
  const start = command.effectiveAt ?? (current ? command.at : version.term.start);
  requireInsideTerm(version, start);
  const superseded = current ? [supersede(agreement, current, version, start, command.at)] : [];
  return [
    ...superseded,
    {
      type: 'agreement_effective',
      agreementId: agreement.id,
      version: version.number,
      contentHash: version.contentHash,
      at: command.at,
      effective: { ...version.term, start } satisfies Span,
      parties: agreement.parties,
      canonicalJson: command.canonicalJson,
    },
  ];
}

const isRepeated = (version: AgreementVersion, command: ActivateVersion): boolean =>
  version.state === 'effective' &&
  (command.effectiveAt === undefined || command.effectiveAt === version.effective?.start);

function requireInsideTerm(version: AgreementVersion, start: Instant): void {
  const { term } = version;
  if (start >= term.start && (term.end === undefined || start < term.end)) return;
  throw new DomainError('failed_precondition', 'agreements.activate_outside_term', {
    version: version.number,
    at: formatInstant(start),
    start: formatInstant(term.start),
    end: term.end === undefined ? '…' : formatInstant(term.end),
  });
}

function supersede(
  agreement: Agreement,
  current: AgreementVersion,
  next: AgreementVersion,
  end: Instant,
  at: Instant,
): VersionSuperseded {
  nextState(agreement, current, 'supersede');
  const span = defined(current.effective, `the time of force of version ${current.number}`);
  const signedAt = next.signatures.reduce<number>(
    (latest, signature) => Math.max(latest, signature.at),
    next.createdAt,
  );
  const refuse = (reason: string, limit: number): DomainError =>
    new DomainError('failed_precondition', reason, {
      version: next.number,
      current: current.number,
      at: formatInstant(end),
      limit: formatInstant(limit as Instant),
    });
  if (next.number < current.number) throw refuse('agreements.activate_older_version', span.start);
  if (end < signedAt) throw refuse('agreements.activate_before_signature', signedAt);
  if (end <= span.start) throw refuse('agreements.activate_not_after_current', span.start);
  if (span.end !== undefined && end > span.end) throw refuse('agreements.activate_leaves_gap', span.end);
  return {
    type: 'version_superseded',
    agreementId: agreement.id,
    version: current.number,
    contentHash: current.contentHash,
    at,
    end,
  };
}
