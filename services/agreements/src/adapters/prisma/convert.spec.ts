import { describe, expect, it } from '@jest/globals';
import { EVENTS, agreementsV1, type EventSpec } from '@sla/contracts';
import { ACTIVATED_AT, ACME, STORED_AT, TERM, hashOf, headerOf, signatureOf } from '../../domain/agreement.fixture.js';
import type { AgreementEffective, PublishedEvent } from '../../domain/events.js';
import { MAX_INLINE_TERMS_BYTES, announce } from './convert.js';

const OF_VERSION = { agreementId: headerOf().id, version: 1, contentHash: hashOf('a'), at: STORED_AT };
const EFFECTIVE: AgreementEffective = {
  ...OF_VERSION,
  type: 'agreement_effective',
  effective: TERM,
  parties: headerOf().parties,
  canonicalJson: '{}',
};
const FEBRUARY_4 = { seconds: BigInt(ACTIVATED_AT / 1_000), nanos: 0 };

const announced = (event: PublishedEvent): { subject: string; message: unknown } =>
  announce(event, <M>(spec: EventSpec<M>, message: M) => ({
    subject: spec.subject,
    // Through the wire and back: what a reader gets.
    message: spec.codec.decode(spec.codec.encode(message).finish()),
  }));

describe('events as their contract writes them', () => {
  const named = { agreementId: 'web-shop', version: 1 };

  it.each<[PublishedEvent, string, object]>([
    [{ ...OF_VERSION, type: 'version_frozen' }, EVENTS.versionFrozen.subject, { ...named, contentHash: hashOf('a') }],
    [
      { ...OF_VERSION, type: 'version_signed', signature: signatureOf(ACME), complete: true },
      EVENTS.versionSigned.subject,
      { ...named, contentHash: hashOf('a'), party: 'acme', complete: true },
    ],
    [
      { ...OF_VERSION, type: 'version_superseded', end: ACTIVATED_AT },
      EVENTS.versionSuperseded.subject,
      { ...named, effectiveEndTime: FEBRUARY_4 },
    ],
    [
      { ...OF_VERSION, type: 'agreement_terminated', end: ACTIVATED_AT, reason: 'moved away' },
      EVENTS.agreementTerminated.subject,
      { ...named, effectiveEndTime: FEBRUARY_4, reason: 'moved away' },
    ],
  ])('%j', (event, subject, message) => {
    expect(announced(event)).toEqual({ subject, message });
  });

  it('an effective agreement brings its terms, its parties and its time of force', () => {
    const { message } = announced({ ...EFFECTIVE, canonicalJson: '{"id":"网店"}' });
    expect(message).toMatchObject({
      effective: { startTime: { seconds: BigInt(TERM.start / 1_000) }, endTime: { seconds: BigInt(TERM.end / 1_000) } },
      terms: Buffer.from('{"id":"网店"}'),
      parties: [
        { id: 'northwind', role: agreementsV1.PartyRole.PROVIDER },
        { id: 'acme', role: agreementsV1.PartyRole.CUSTOMER, name: { zhCn: '艾克米零售' } },
      ],
    });
  });

  it('has no end of force while none is known', () => {
    const { message } = announced({ ...EFFECTIVE, effective: { start: TERM.start } });
    expect(message).toMatchObject({ effective: { endTime: undefined } });
  });

  it.each([
    [MAX_INLINE_TERMS_BYTES, MAX_INLINE_TERMS_BYTES],
    [MAX_INLINE_TERMS_BYTES + 1, 0],
  ])('terms of %d bytes travel as %d bytes', (bytes, inline) => {
    const { message } = announced({ ...EFFECTIVE, canonicalJson: 'x'.repeat(bytes) });
    expect(message).toMatchObject({ terms: expect.objectContaining({ length: inline }) });
  });
});
