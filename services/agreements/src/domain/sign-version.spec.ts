import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '@sla/testkit/refusal';
import { ACME, NORTHWIND, draft, effective, frozen, signatureOf, signed, terminated } from './agreement.fixture.js';
import { evolve } from './evolve.js';
import { decideSign } from './sign-version.js';

const sign = (agreement: ReturnType<typeof draft>, signature = signatureOf(NORTHWIND), version = 1) =>
  decideSign(agreement, { version, signature });

describe('signing', () => {
  it('is complete with the last signature', () => {
    const [first] = sign(frozen());
    expect(first).toMatchObject({ type: 'version_signed', complete: false });
    const partly = evolve(frozen(), sign(frozen()));
    expect(sign(partly, signatureOf(ACME))).toMatchObject([{ complete: true }]);
  });

  it('keeps every signature', () => {
    expect(signed().versions[0]?.signatures.map((signature) => signature.party)).toEqual(['northwind', 'acme']);
  });

  it.each([
    ['while others are missing', evolve(frozen(), sign(frozen()))],
    ['when all have signed', signed()],
    ['when the version is in force', effective()],
  ])('again with the same signature changes nothing %s', (_name, agreement) => {
    expect(sign(agreement)).toEqual([]);
  });

  it('does not replace a signature', () => {
    const partly = evolve(frozen(), sign(frozen()));
    expect(refusalOf(() => sign(partly, { ...signatureOf(NORTHWIND), jws: 'x..y' }))).toBe(
      'agreements.already_signed_by_party',
    );
    expect(refusalOf(() => sign(partly, { ...signatureOf(NORTHWIND), keyId: 'k2' }))).toBe(
      'agreements.already_signed_by_party',
    );
  });

  it('names a version that does not exist', () => {
    expect(refusalOf(() => sign(frozen(), signatureOf(ACME), 2))).toBe('agreements.version_not_found');
  });

  it('is refused after termination', () => {
    const over = terminated(frozen(draft(effective(), 'b')));
    expect(refusalOf(() => sign(over, signatureOf(ACME), 2))).toBe('agreements.agreement_terminated');
  });
});
