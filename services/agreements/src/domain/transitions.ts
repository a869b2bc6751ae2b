import { DomainError, formatInstant } from '@sla/kernel';
import { missingSigners, type Agreement, type AgreementVersion, type VersionState } from './agreement.js';

/** What can be done to a version. `supersede` is the other half of activating its successor, never a call of its own. */
export type VersionVerb = 'freeze' | 'sign' | 'activate' | 'supersede' | 'terminate';

/** A refusal is the key of the text that tells the way out. */
type Refusal = `agreements.${string}`;
type Row = Readonly<Record<VersionState, VersionState | Refusal>>;

/**
 * Every state under every verb: the state it leads to, or the refusal.
 * `sign` leads to `signed` only when no signature is missing any more.
 */
export const TRANSITIONS: Readonly<Record<VersionVerb, Row>> = {
  freeze: {
    draft: 'awaiting_signature',
    awaiting_signature: 'agreements.already_frozen',
    signed: 'agreements.already_frozen',
    effective: 'agreements.already_frozen',
    superseded: 'agreements.already_frozen',
    terminated: 'agreements.already_frozen',
  },
  sign: {
    draft: 'agreements.sign_draft',
    awaiting_signature: 'signed',
    signed: 'agreements.already_signed_by_all',
    effective: 'agreements.already_signed_by_all',
    superseded: 'agreements.already_signed_by_all',
    terminated: 'agreements.already_signed_by_all',
  },
  activate: {
    draft: 'agreements.activate_draft',
    awaiting_signature: 'agreements.activate_unsigned',
    signed: 'effective',
    effective: 'agreements.already_effective',
    superseded: 'agreements.version_is_history',
    terminated: 'agreements.version_is_history',
  },
  supersede: {
    draft: 'agreements.not_in_force',
    awaiting_signature: 'agreements.not_in_force',
    signed: 'agreements.not_in_force',
    effective: 'superseded',
    superseded: 'agreements.version_is_history',
    terminated: 'agreements.version_is_history',
  },
  terminate: {
    draft: 'agreements.not_in_force',
    awaiting_signature: 'agreements.not_in_force',
    signed: 'agreements.not_in_force',
    effective: 'terminated',
    superseded: 'agreements.version_is_history',
    terminated: 'agreements.version_is_history',
  },
};

/**
 * The state to which the verb leads.
 * @throws DomainError failed_precondition with the refusal of the table.
 */
export function nextState(agreement: Agreement, version: AgreementVersion, verb: VersionVerb): VersionState {
  const next = TRANSITIONS[verb][version.state];
  if (!isRefusal(next)) return next;
  throw new DomainError('failed_precondition', next, {
    id: agreement.id,
    version: version.number,
    state: version.state,
    missing: missingSigners(agreement, version)
      .map((party) => party.id)
      .join(', '),
    start: version.effective ? formatInstant(version.effective.start) : '',
  });
}

const isRefusal = (entry: VersionState | Refusal): entry is Refusal => entry.startsWith('agreements.');
