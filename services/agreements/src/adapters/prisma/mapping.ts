import type { AgreementId, Instant, PartyId, Sha256Hex } from '@sla/kernel';
import type {
  Agreement,
  AgreementKind,
  AgreementVersion,
  Party,
  PartyRole,
  Signature,
  Span,
  VersionState,
} from '../../domain/agreement.js';
import type { DraftStored } from '../../domain/events.js';
import type { SigningKey } from '../../domain/signing-key.js';
import type { Prisma } from './generated/prisma/client.js';

/** What is read with an agreement: everything but the texts of the versions. */
export const AGREEMENT_PARTS = {
  parties: { orderBy: { position: 'asc' } },
  versions: {
    orderBy: { number: 'asc' },
    omit: { canonicalJson: true },
    include: { signatures: { orderBy: { position: 'asc' } } },
  },
} as const satisfies Prisma.AgreementInclude;

type AgreementRow = Prisma.AgreementGetPayload<{ include: typeof AGREEMENT_PARTS }>;
type VersionRow = AgreementRow['versions'][number];

export const toAgreement = (row: AgreementRow): Agreement => ({
  id: row.id as AgreementId,
  revision: row.revision,
  kind: row.kind as AgreementKind,
  title: { en: row.titleEn, 'zh-CN': row.titleZhCn },
  parties: row.parties.map(toParty),
  versions: row.versions.map(toVersion),
});

const toParty = (row: AgreementRow['parties'][number]): Party => ({
  id: row.partyId as PartyId,
  role: row.role as PartyRole,
  name: { en: row.nameEn, 'zh-CN': row.nameZhCn },
});

const toVersion = (row: VersionRow): AgreementVersion => ({
  number: row.number,
  state: row.state as VersionState,
  contentHash: row.contentHash as Sha256Hex,
  ...(row.previousHash !== null && { previousHash: row.previousHash as Sha256Hex }),
  term: toSpan(row.termStart, row.termEnd),
  ...(row.effectiveStart !== null && { effective: toSpan(row.effectiveStart, row.effectiveEnd) }),
  signatures: row.signatures.map(toSignature),
  createdAt: toInstant(row.createdAt),
});

const toSignature = (row: VersionRow['signatures'][number]): Signature => ({
  party: row.partyId as PartyId,
  keyId: row.keyId,
  jws: row.jws,
  subject: row.subject,
  at: toInstant(row.signedAt),
});

const toSpan = (start: bigint, end: bigint | null): Span => ({
  start: toInstant(start),
  ...(end !== null && { end: toInstant(end) }),
});

const toInstant = (ms: bigint): Instant => Number(ms) as Instant;

export const toSigningKey = (row: Prisma.SigningKeyGetPayload<object>): SigningKey => ({
  party: row.partyId as PartyId,
  keyId: row.keyId,
  publicJwk: { kty: 'OKP', crv: 'Ed25519', x: row.publicX },
  thumbprint: row.thumbprint,
  subject: row.subject,
  at: toInstant(row.registeredAt),
});

export const fromAgreement = ({ revision, kind, title }: Agreement) => ({
  revision,
  kind,
  titleEn: title.en,
  titleZhCn: title['zh-CN'],
});

export const fromParty = ({ role, name }: Party, position: number) => ({
  position,
  role,
  nameEn: name.en,
  nameZhCn: name['zh-CN'],
});

/** Everything that a draft may still change. */
export const fromDraft = (event: DraftStored) => ({
  contentHash: event.contentHash,
  previousHash: event.previousHash ?? null,
  canonicalJson: event.canonicalJson,
  termStart: BigInt(event.header.term.start),
  termEnd: fromOptional(event.header.term.end),
});

/** What goes on after the freeze. */
export const fromProgress = ({ state, effective }: AgreementVersion) => ({
  state,
  effectiveStart: fromOptional(effective?.start),
  effectiveEnd: fromOptional(effective?.end),
});

export const fromSignature = ({ party, keyId, jws, subject, at }: Signature) => ({
  partyId: party,
  keyId,
  jws,
  subject,
  signedAt: BigInt(at),
});

export const fromSigningKey = ({ party, keyId, publicJwk, thumbprint, subject, at }: SigningKey) => ({
  partyId: party,
  keyId,
  publicX: publicJwk.x,
  thumbprint,
  subject,
  registeredAt: BigInt(at),
});

const fromOptional = (at: Instant | undefined): bigint | null => (at === undefined ? null : BigInt(at));
