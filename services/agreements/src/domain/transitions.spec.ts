import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '@sla/testkit/refusal';
import { DomainError } from '@sla/kernel';
import { decideActivate } from './activate-version.js';
import { ACTIVATED_AT, ACME, AGREEMENT_IN, SIGNED_AT, STORED_AT, signatureOf } from './agreement.fixture.js';
import type { Agreement, VersionState } from './agreement.js';
import type { AgreementEvent } from './events.js';
import { evolve } from './evolve.js';
import { decideFreeze } from './freeze-version.js';
import { decideSign } from './sign-version.js';
import { decideTerminate } from './terminate-agreement.js';
import { TRANSITIONS, nextState, type VersionVerb } from './transitions.js';

type Call = (agreement: Agreement) => readonly AgreementEvent[];
const OTHER = { ...signatureOf(ACME), jws: 'another..jws' };

const CALLS: Readonly<Record<Exclude<VersionVerb, 'supersede'>, Call>> = {
  freeze: (agreement) => decideFreeze(agreement, { version: 1, at: STORED_AT }),
  sign: (agreement) => decideSign(agreement, { version: 1, signature: OTHER }),
  activate: (agreement) =>
    decideActivate(agreement, { version: 1, effectiveAt: ACTIVATED_AT, canonicalJson: '{}', at: ACTIVATED_AT }),
  terminate: (agreement) => decideTerminate(agreement, { reason: 'moved away', at: ACTIVATED_AT }),
};

/** Every state x verb: the state of version 1 after the call, or the refusal. Written by hand: it is what the table must say. */
const EXPECTED: readonly (readonly [VersionState, keyof typeof CALLS, string])[] = [
  ['draft', 'freeze', 'awaiting_signature'],
  ['draft', 'sign', 'agreements.sign_draft'],
  ['draft', 'activate', 'agreements.activate_draft'],
  ['draft', 'terminate', 'agreements.nothing_in_force'],
  ['awaiting_signature', 'freeze', 'agreements.already_frozen'],
  ['awaiting_signature', 'sign', 'awaiting_signature'],
  ['awaiting_signature', 'activate', 'agreements.activate_unsigned'],
  ['awaiting_signature', 'terminate', 'agreements.nothing_in_force'],
  ['signed', 'freeze', 'agreements.already_frozen'],
  ['signed', 'sign', 'agreements.already_signed_by_all'],
  ['signed', 'activate', 'effective'],
  ['signed', 'terminate', 'agreements.nothing_in_force'],
  ['effective', 'freeze', 'agreements.already_frozen'],
  ['effective', 'sign', 'agreements.already_signed_by_all'],
  ['effective', 'activate', 'agreements.already_effective'],
  ['effective', 'terminate', 'terminated'],
  ['superseded', 'freeze', 'agreements.already_frozen'],
  ['superseded', 'sign', 'agreements.already_signed_by_all'],
  ['superseded', 'activate', 'agreements.version_is_history'],
  ['superseded', 'terminate', 'superseded'],
  ['terminated', 'freeze', 'agreements.already_frozen'],
  ['terminated', 'sign', 'agreements.already_signed_by_all'],
  ['terminated', 'activate', 'agreements.version_is_history'],
  ['terminated', 'terminate', 'agreements.agreement_terminated'],
];

describe('every state under every verb', () => {
  it.each(EXPECTED)('%s %s -> %s', (state, verb, outcome) => {
    const agreement = AGREEMENT_IN[state]();
    expect(agreement.versions[0]?.state).toBe(state);
    expect(outcomeOf(agreement, CALLS[verb])).toBe(outcome);
  });

  it('covers the whole table', () => {
    const states = Object.keys(AGREEMENT_IN).length;
    expect(new Set(EXPECTED.map(([state, verb]) => `${state} ${verb}`)).size).toBe(states * Object.keys(CALLS).length);
  });

  it.each(Object.keys(AGREEMENT_IN) as VersionState[])('supersede from %s', (state) => {
    const agreement = AGREEMENT_IN[state]();
    const version = agreement.versions[0];
    if (version === undefined) throw new Error('the fixture has a version');
    if (state === 'effective') expect(nextState(agreement, version, 'supersede')).toBe('superseded');
    else expect(refusalOf(() => nextState(agreement, version, 'supersede'))).toBe(TRANSITIONS.supersede[state]);
  });

  it('names who has not signed', () => {
    const [state, call] = [AGREEMENT_IN.awaiting_signature(), CALLS.activate];
    const partly = evolve(state, decideSign(state, { version: 1, signature: signatureOf(ACME, SIGNED_AT) }));
    expect(() => call(partly)).toThrow(
      expect.objectContaining({ params: expect.objectContaining({ missing: 'northwind' }) }),
    );
  });
});

function outcomeOf(agreement: Agreement, call: Call): string {
  try {
    return evolve(agreement, call(agreement)).versions[0]?.state ?? '';
  } catch (error) {
    if (error instanceof DomainError) return error.reason;
    throw error;
  }
}
