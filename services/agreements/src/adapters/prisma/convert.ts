import { EVENTS, agreementsV1, type EventSpec } from '@sla/contracts';
import { timestampOf } from '@sla/platform';
import type { Party, PartyRole, Span } from '../../domain/agreement.js';
import type { AgreementEffective, PublishedEvent } from '../../domain/events.js';

/** Largest terms that travel inside an event, in bytes of UTF-8; readers fetch larger ones by their hash. */
export const MAX_INLINE_TERMS_BYTES = 524_288;

/** Hands an event to `send` as its contract writes it. */
export function announce<Sent>(event: PublishedEvent, send: <M>(spec: EventSpec<M>, message: M) => Sent): Sent {
  const { agreementId, version, contentHash } = event;
  switch (event.type) {
    case 'version_frozen':
      return send(EVENTS.versionFrozen, { agreementId, version, contentHash });
    case 'version_signed': {
      const { signature, complete } = event;
      return send(EVENTS.versionSigned, { agreementId, version, contentHash, party: signature.party, complete });
    }
    case 'agreement_effective':
      return send(EVENTS.agreementEffective, fromEffective(event));
    case 'version_superseded':
      return send(EVENTS.versionSuperseded, { agreementId, version, effectiveEndTime: timestampOf(event.end) });
    case 'agreement_terminated': {
      const { reason } = event;
      return send(EVENTS.agreementTerminated, {
        agreementId,
        version,
        effectiveEndTime: timestampOf(event.end),
        reason,
      });
    }
  }
}

function fromEffective(event: AgreementEffective): agreementsV1.AgreementEffective {
  const { agreementId, version, contentHash, effective, parties } = event;
  const terms = Buffer.from(event.canonicalJson);
  return {
    agreementId,
    version,
    contentHash,
    effective: fromSpan(effective),
    terms: terms.length <= MAX_INLINE_TERMS_BYTES ? terms : Buffer.alloc(0),
    parties: parties.map(fromParty),
  };
}

const ROLES: Readonly<Record<PartyRole, agreementsV1.PartyRole>> = {
  provider: agreementsV1.PartyRole.PROVIDER,
  customer: agreementsV1.PartyRole.CUSTOMER,
};

const fromParty = ({ id, role, name }: Party): agreementsV1.Party => ({
  id,
  role: ROLES[role],
  name: { en: name.en, zhCn: name['zh-CN'] },
});

const fromSpan = ({ start, end }: Span): NonNullable<agreementsV1.AgreementEffective['effective']> => ({
  startTime: timestampOf(start),
  endTime: end === undefined ? undefined : timestampOf(end),
});
